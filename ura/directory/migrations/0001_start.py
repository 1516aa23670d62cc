import django.db.models.deletion
import ura.core.encrypted
import ura.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('municipalities', '0001_start'),
        ('staff', '0001_start'),
    ]

    operations = [
        ura.core.tables.Tables(
            operations=[
                migrations.CreateModel(
                    name='Institution',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('confirmed_on', models.DateField(null=True, verbose_name='Confirmed on')),
                        ('valid_until', models.DateField(blank=True, null=True, verbose_name='Valid until and including')),
                        ('active', models.BooleanField(default=True, verbose_name='In use')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('national', models.CharField(blank=True, max_length=40)),
                        ('kind', models.CharField(choices=[('employment', 'Employment office'), ('training', 'Vocational training centre'), ('health', 'Health centre or hospital'), ('school', 'School'), ('education', 'Education office'), ('civil_status', 'Civil status office'), ('cadastre', 'Cadastre'), ('portal', 'Public portal'), ('social', 'Social services'), ('municipal', 'Another service of the municipality'), ('police', 'Police'), ('legal', 'Legal aid'), ('reintegration', 'Reintegration centre or migration counter'), ('ngo', 'Civil society organisation'), ('shelter', 'Shelter or residential centre'), ('business', 'Business, agency or chamber'), ('association', 'Association of municipalities'), ('agency', 'National agency'), ('central', 'Ministry or body of central government'), ('international', 'International organisation')], max_length=16, verbose_name='Kind of institution')),
                        ('name_sq', models.CharField(max_length=200, verbose_name='Name in Albanian')),
                        ('name_en', models.CharField(blank=True, max_length=200, verbose_name='Name in English')),
                        ('area', models.CharField(blank=True, max_length=200, verbose_name='Area it serves')),
                        ('languages', models.JSONField(blank=True, default=list, verbose_name='Languages spoken')),
                        ('phone', models.CharField(blank=True, max_length=40, verbose_name='Phone')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='E-mail')),
                        ('website', models.URLField(blank=True, verbose_name='Website')),
                        ('hours', models.CharField(blank=True, max_length=200, verbose_name='Opening hours')),
                        ('notes', models.TextField(blank=True, verbose_name='Our own notes')),
                        ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer', verbose_name='Confirmed by')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='institutions', to='municipalities.municipality')),
                        ('stakeholder', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='institution', to='directory.stakeholder', verbose_name='The same as the stakeholder')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(condition=models.Q(('national', ''), _negated=True), fields=('municipality', 'national'), name='institution_national_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Contact',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', ura.core.encrypted.EncryptedTextField(verbose_name='First name and surname')),
                        ('function', models.CharField(blank=True, max_length=150, verbose_name='Function')),
                        ('phone', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Phone')),
                        ('email', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='E-mail')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='directory.institution')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Location',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(blank=True, max_length=100, verbose_name='Which place')),
                        ('address', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Address')),
                        ('confidential', models.BooleanField(default=False, verbose_name='Confidential location')),
                        ('hours', models.CharField(blank=True, max_length=200, verbose_name='Opening hours')),
                        ('phone', models.CharField(blank=True, max_length=40, verbose_name='Phone')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='locations', to='directory.institution')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Stakeholder',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200, verbose_name='Stakeholder')),
                        ('inside', models.BooleanField(default=False, verbose_name='Part of the municipality')),
                        ('type', models.CharField(max_length=40, verbose_name='Type of institution')),
                        ('service', models.CharField(max_length=40, verbose_name='Type of service offered')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='E-mail')),
                        ('phone', models.CharField(blank=True, max_length=40, verbose_name='Phone')),
                        ('address', models.CharField(blank=True, max_length=300, verbose_name='Address')),
                        ('notes', models.TextField(blank=True, verbose_name='Notes')),
                        ('active', models.BooleanField(default=True, verbose_name='In use')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stakeholders', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'name'), name='stakeholder_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Service',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('confirmed_on', models.DateField(null=True, verbose_name='Confirmed on')),
                        ('valid_until', models.DateField(blank=True, null=True, verbose_name='Valid until and including')),
                        ('active', models.BooleanField(default=True, verbose_name='In use')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('national', models.CharField(blank=True, max_length=60)),
                        ('kind', models.CharField(choices=[('employment', 'Work and mediation'), ('training', 'Training and courses'), ('education', 'School and education'), ('health', 'Health'), ('psychosocial', 'Psychosocial support'), ('documents', 'Documents and civil status'), ('property', 'Property'), ('housing', 'Housing'), ('shelter', 'Temporary shelter'), ('social', 'Social care and payments'), ('child', 'Child protection'), ('protection', 'Protection and safety'), ('legal', 'Legal advice'), ('business', 'Business and farming'), ('diaspora', 'Diaspora'), ('information', 'Information and coordination')], max_length=16, verbose_name='Kind of service')),
                        ('name_sq', models.CharField(max_length=200, verbose_name='Name in Albanian')),
                        ('name_en', models.CharField(blank=True, max_length=200, verbose_name='Name in English')),
                        ('audiences', models.JSONField(blank=True, default=list, verbose_name='For whom')),
                        ('tailored', models.JSONField(blank=True, default=list, verbose_name='Tailored to vulnerable groups')),
                        ('languages', models.JSONField(blank=True, default=list, verbose_name='Languages spoken')),
                        ('area', models.CharField(blank=True, max_length=200, verbose_name='Area it serves')),
                        ('cost_sq', models.CharField(blank=True, max_length=200, verbose_name='Cost, in Albanian')),
                        ('cost_en', models.CharField(blank=True, max_length=200, verbose_name='Cost, in English')),
                        ('hours', models.CharField(blank=True, max_length=200, verbose_name='Opening hours')),
                        ('how_to_refer_sq', models.TextField(blank=True, verbose_name='How to refer, in Albanian')),
                        ('how_to_refer_en', models.TextField(blank=True, verbose_name='How to refer, in English')),
                        ('referral_email', models.EmailField(blank=True, max_length=254, verbose_name='E-mail for referrals')),
                        ('notes', models.TextField(blank=True, verbose_name='Our own notes')),
                        ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer', verbose_name='Confirmed by')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='services', to='directory.institution')),
                        ('location', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='services', to='directory.location', verbose_name='Where')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(condition=models.Q(('national', ''), _negated=True), fields=('municipality', 'national'), name='service_national_once')],
                    },
                ),
            ],
        ),
    ]
