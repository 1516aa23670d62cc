import django.db.models.deletion
import django.utils.timezone
import ura.core.encrypted
import ura.core.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('municipalities', '0001_start'),
    ]

    operations = [
        ura.core.tables.Tables(
            operations=[
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('email', models.EmailField(max_length=254, unique=True, verbose_name='E-mail')),
                        ('name', models.CharField(max_length=200, verbose_name='Name')),
                        ('is_active', models.BooleanField(default=True)),
                        ('national_reader', models.BooleanField(default=False, verbose_name='Reads national figures')),
                        ('language', models.CharField(choices=[('sq', 'Shqip'), ('en', 'English')], default='sq', max_length=2)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Officer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('roles', models.JSONField(default=list, verbose_name='Roles')),
                        ('function_sq', models.CharField(blank=True, max_length=120, verbose_name='Function, in Albanian')),
                        ('function_en', models.CharField(blank=True, max_length=120, verbose_name='Function, in English')),
                        ('phone', models.CharField(blank=True, max_length=40, verbose_name='Phone')),
                        ('may_sign', models.BooleanField(default=False, verbose_name='Signs official letters')),
                        ('active', models.BooleanField(default=True, verbose_name='At work')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='municipalities.municipality')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'user'), name='officer_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Elevation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reason', ura.core.encrypted.EncryptedTextField(verbose_name='Reason')),
                        ('began_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='Began on')),
                        ('until', models.DateTimeField(verbose_name='Until')),
                        ('ended_at', models.DateTimeField(null=True, verbose_name='Ended on')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='elevations', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='elevations', to='staff.officer')),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'officer', 'until'], name='elevation_of_officer')],
                    },
                ),
                migrations.CreateModel(
                    name='Absence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_on', models.DateField(verbose_name='Since')),
                        ('until_on', models.DateField(verbose_name='Until and including')),
                        ('reason', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Reason')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='municipalities.municipality')),
                        ('cover', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='covers', to='staff.officer', verbose_name='Covered by')),
                        ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='staff.officer', verbose_name='Absent')),
                    ],
                    options={
                        'ordering': ['-from_on'],
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='absence_in_order'), models.CheckConstraint(condition=models.Q(('officer', models.F('cover')), _negated=True), name='cover_is_another')],
                    },
                ),
                migrations.CreateModel(
                    name='OfficerUnit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='staff.officer')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='municipalities.administrativeunit')),
                    ],
                    options={
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('officer', 'unit'), name='officer_unit_once')],
                    },
                ),
                migrations.CreateModel(
                    name='StandingFocalPoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('service', models.CharField(blank=True, max_length=40, verbose_name='Service type')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standing_focal_points', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer', verbose_name='Focal point')),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.administrativeunit', verbose_name='Administrative unit')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                    },
                ),
            ],
        ),
    ]
