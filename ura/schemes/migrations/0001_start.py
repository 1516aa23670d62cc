import django.db.models.deletion
import ura.core.encrypted
import ura.core.moments
import ura.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_start'),
        ('municipalities', '0001_start'),
        ('people', '0001_start'),
        ('post', '0001_start'),
        ('staff', '0001_start'),
    ]

    operations = [
        ura.core.tables.Tables(
            operations=[
                migrations.CreateModel(
                    name='ProfileCard',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('made_on', models.DateField(verbose_name='Made on')),
                        ('presented_on', models.DateField(null=True, verbose_name='Presented on')),
                        ('note', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='What the person says')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='cases.case')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='profile_cards', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'made_on'], name='card_by_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Scenario',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('scheme', models.CharField(max_length=40, verbose_name='Scheme')),
                        ('scheme_version', models.PositiveIntegerField(default=0)),
                        ('verdict', models.CharField(choices=[('eligible', 'Meets the criteria'), ('unknown', 'Not known yet'), ('not_eligible', 'Does not meet the criteria')], max_length=12, verbose_name='Criteria')),
                        ('readiness', models.PositiveSmallIntegerField(verbose_name='Documents ready, percent')),
                        ('next_step', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Next step')),
                        ('chosen_on', models.DateField(null=True, verbose_name='Chosen on')),
                        ('card', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scenarios', to='schemes.profilecard')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('card', 'scheme'), name='scenario_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Application',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('scheme', models.CharField(max_length=40, verbose_name='Scheme')),
                        ('scheme_version', models.PositiveIntegerField(default=0)),
                        ('state', models.CharField(choices=[('prepared', 'Being prepared'), ('handed_in', 'Handed in'), ('waiting', 'On the waiting list'), ('granted', 'Granted'), ('refused', 'Refused'), ('ended', 'Ended')], default='prepared', max_length=10, verbose_name='Status')),
                        ('opened_on', models.DateField(verbose_name='Begun on')),
                        ('complete_on', models.DateField(null=True, verbose_name='Documents complete on')),
                        ('handed_in_on', models.DateField(null=True, verbose_name='Handed in on')),
                        ('answered_on', models.DateField(null=True, verbose_name='Answered on')),
                        ('ended_on', models.DateField(null=True, verbose_name='Ended on')),
                        ('reference', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Their number')),
                        ('note', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Note')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='cases.case')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                        ('scenario', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='schemes.scenario')),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'case'], name='application_of_case'), models.Index(fields=['municipality', 'scheme', 'state'], name='application_by_scheme')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['prepared', 'handed_in', 'waiting'])), fields=('case', 'person', 'scheme'), name='application_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CaseFact',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('fact', models.CharField(max_length=40, verbose_name='Fact')),
                        ('value', ura.core.encrypted.EncryptedTextField(verbose_name='Value')),
                        ('source', models.CharField(choices=[('stated', 'The person says so'), ('document', 'Seen in a document'), ('register', 'From a public register'), ('visit', 'Seen at a visit')], default='stated', max_length=10, verbose_name='Where it is from')),
                        ('on', models.DateField(verbose_name='Known on')),
                        ('replaced_on', models.DateField(null=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='cases.case')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'case', 'replaced_on'], name='fact_of_case')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('person__isnull', False), ('replaced_on', None)), fields=('case', 'person', 'fact'), name='fact_of_person_once'), models.UniqueConstraint(condition=models.Q(('person', None), ('replaced_on', None)), fields=('case', 'fact'), name='fact_of_family_once')],
                    },
                ),
                migrations.CreateModel(
                    name='OfficeScheme',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=40, verbose_name='Code')),
                        ('version', models.PositiveIntegerField()),
                        ('current', models.BooleanField(default=True)),
                        ('offered', models.BooleanField(default=True, verbose_name='Offered here')),
                        ('data', models.JSONField(default=dict)),
                        ('base', models.CharField(blank=True, max_length=16)),
                        ('at', models.DateTimeField(default=ura.core.moments.now)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='office_schemes', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                    ],
                    options={
                        'ordering': ['code', '-version'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'code', 'version'), name='scheme_version_once'), models.UniqueConstraint(condition=models.Q(('current', True)), fields=('municipality', 'code'), name='scheme_current')],
                    },
                ),
                migrations.CreateModel(
                    name='Paper',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('document', models.CharField(max_length=40, verbose_name='Document')),
                        ('state', models.CharField(choices=[('missing', 'Missing'), ('asked', 'Asked for'), ('have', 'In hand'), ('not_needed', 'Not needed')], max_length=10, verbose_name='Status')),
                        ('on', models.DateField(verbose_name='Day')),
                        ('note', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Note')),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='cases.case')),
                        ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.file')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('case', 'person', 'document'), name='paper_once')],
                    },
                ),
            ],
        ),
    ]
