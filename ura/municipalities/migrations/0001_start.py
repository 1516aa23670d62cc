import django.db.models.deletion
import ura.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        ura.core.tables.Tables(
            operations=[
                migrations.CreateModel(
                    name='County',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name_sq', models.CharField(max_length=200, verbose_name='Name in Albanian')),
                        ('name_en', models.CharField(blank=True, max_length=200, verbose_name='Name in English')),
                        ('code', models.CharField(max_length=5, unique=True)),
                        ('slug', models.SlugField(unique=True)),
                        ('official_sq', models.CharField(max_length=100)),
                    ],
                    options={
                        'ordering': ['slug'],
                    },
                ),
                migrations.CreateModel(
                    name='DeadlineRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name_sq', models.CharField(max_length=200, verbose_name='Name in Albanian')),
                        ('name_en', models.CharField(blank=True, max_length=200, verbose_name='Name in English')),
                        ('code', models.CharField(max_length=60, unique=True)),
                        ('law', models.CharField(blank=True, max_length=40)),
                        ('article', models.CharField(blank=True, max_length=20)),
                        ('value', models.PositiveSmallIntegerField()),
                        ('unit', models.CharField(max_length=16)),
                        ('start', models.CharField(max_length=60)),
                        ('rolls', models.CharField(blank=True, max_length=20)),
                        ('max_times', models.PositiveSmallIntegerField(null=True)),
                        ('confidence', models.CharField(max_length=40)),
                        ('article_confidence', models.CharField(blank=True, max_length=40)),
                        ('note_sq', models.TextField(blank=True)),
                        ('note_en', models.TextField(blank=True)),
                    ],
                    options={
                        'ordering': ['pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Holiday',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name_sq', models.CharField(max_length=200, verbose_name='Name in Albanian')),
                        ('name_en', models.CharField(blank=True, max_length=200, verbose_name='Name in English')),
                        ('on', models.DateField(verbose_name='Day')),
                        ('kind', models.CharField(choices=[('fixed', 'Public holiday'), ('movable', 'Movable feast'), ('estimated', 'Estimated, to be confirmed'), ('substitute', 'Substitute day'), ('ad_hoc', 'Extra day off')], max_length=12, verbose_name='Kind')),
                        ('estimated', models.BooleanField(default=False)),
                    ],
                    options={
                        'ordering': ['on'],
                        'constraints': [models.UniqueConstraint(fields=('on', 'name_sq'), name='holiday_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Municipality',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name_sq', models.CharField(max_length=200, verbose_name='Name in Albanian')),
                        ('name_en', models.CharField(blank=True, max_length=200, verbose_name='Name in English')),
                        ('slug', models.SlugField(unique=True)),
                        ('short', models.CharField(max_length=3, unique=True)),
                        ('official_sq', models.CharField(max_length=100)),
                        ('name_sq_definite', models.CharField(max_length=100)),
                        ('seat_sq', models.CharField(blank=True, max_length=100)),
                        ('lau_code', models.CharField(blank=True, max_length=10)),
                        ('population', models.PositiveIntegerField(null=True)),
                        ('aliases', models.CharField(blank=True, max_length=300)),
                        ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='municipalities', to='municipalities.county')),
                    ],
                    options={
                        'ordering': ['slug'],
                    },
                ),
                migrations.CreateModel(
                    name='Office',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name_sq', models.CharField(max_length=200, verbose_name='Name of the office in Albanian')),
                        ('name_en', models.CharField(max_length=200, verbose_name='Name of the office in English')),
                        ('address', models.CharField(blank=True, max_length=300, verbose_name='Address')),
                        ('phone', models.CharField(blank=True, max_length=40, verbose_name='Phone')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='E-mail')),
                        ('dpo_email', models.EmailField(blank=True, help_text='Told when a restricted request is opened by way of exception (law no. 124/2024, article 33).', max_length=254, verbose_name='E-mail of the data protection officer')),
                        ('hours_sq', models.CharField(blank=True, max_length=200, verbose_name='Opening hours in Albanian')),
                        ('hours_en', models.CharField(blank=True, max_length=200, verbose_name='Opening hours in English')),
                        ('head', models.CharField(blank=True, max_length=200, verbose_name='Head of the office')),
                        ('letterhead_sq', models.CharField(blank=True, max_length=200, verbose_name="Line under the municipality's name, Albanian")),
                        ('letterhead_en', models.CharField(blank=True, max_length=200, verbose_name="Line under the municipality's name, English")),
                        ('foot_sq', models.CharField(blank=True, max_length=300, verbose_name='Foot of letters in Albanian')),
                        ('foot_en', models.CharField(blank=True, max_length=300, verbose_name='Foot of letters in English')),
                        ('protocol_format', models.CharField(default='{number}/{year}', help_text='{number} and {year} are replaced; an office may put its own prefix, as in «MD-{number}/{year}».', max_length=60, verbose_name='Form of the protocol number')),
                        ('deadline_rule', models.CharField(default='rti_answer', max_length=60, verbose_name='Deadline rule')),
                        ('clock_stops_while_waiting', models.BooleanField(default=False, verbose_name='The clock stops while the requester clarifies')),
                        ('after_hours_counts_that_day', models.BooleanField(default=True, verbose_name='What arrives after office hours counts that day')),
                        ('closes_at', models.TimeField(default='16:00', verbose_name='The office closes at')),
                        ('ad_hoc_days_off_skipped', models.BooleanField(default=True, verbose_name='Extra days off do not count as working days')),
                        ('single_focal_point', models.BooleanField(default=False, help_text='For a municipality without a formal structure: one person does everything.', verbose_name='The office works as one focal point')),
                        ('reply_needs_approval', models.BooleanField(default=True, verbose_name='An official reply needs approval')),
                        ('self_approval', models.BooleanField(default=False, verbose_name='An officer may approve their own reply')),
                        ('portal_open', models.BooleanField(default=True, verbose_name='Requests by portal are open')),
                        ('referral_code_by_mail', models.BooleanField(default=False, help_text='Otherwise the officer tells it to the institution by phone, which is safer.', verbose_name='The code of a referral goes by a second e-mail')),
                        ('letters_in_english', models.BooleanField(default=True, verbose_name='Letters are offered in English too')),
                        ('second_factor_required', models.BooleanField(default=False, help_text='A code from the phone, or a passkey, besides the password.', verbose_name='Everybody signs in with a second factor')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('municipality', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='office', to='municipalities.municipality')),
                    ],
                ),
                migrations.CreateModel(
                    name='AdministrativeUnit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=60)),
                        ('name_sq', models.CharField(max_length=100, verbose_name='Name')),
                        ('active', models.BooleanField(default=True, verbose_name='In use')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'code'), name='unit_code_once')],
                    },
                ),
                migrations.CreateModel(
                    name='OfficeDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on', models.DateField(verbose_name='Day')),
                        ('kind', models.CharField(choices=[('off', 'Day off'), ('working', 'Make-up working day')], max_length=8, verbose_name='Kind')),
                        ('reason', models.CharField(max_length=200, verbose_name='Reason')),
                        ('made_at', models.DateTimeField(auto_now_add=True)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='office_days', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['on'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'on'), name='office_day_once')],
                    },
                ),
            ],
        ),
    ]
