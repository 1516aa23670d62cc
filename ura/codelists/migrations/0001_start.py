import django.db.models.deletion
import ura.core.tables
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
                    name='NationalTerm',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('list', models.CharField(max_length=40, verbose_name='List')),
                        ('code', models.CharField(max_length=40, verbose_name='Code')),
                        ('sq', models.CharField(max_length=200, verbose_name='In Albanian')),
                        ('en', models.CharField(max_length=200, verbose_name='In English')),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('valid_from', models.DateField(blank=True, null=True, verbose_name='Valid from')),
                        ('valid_until', models.DateField(blank=True, null=True, verbose_name='Valid until')),
                        ('extendable', models.BooleanField(default=False)),
                    ],
                    options={
                        'ordering': ['list', 'position', 'pk'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('list', 'code'), name='national_code_once')],
                    },
                ),
                migrations.CreateModel(
                    name='OfficeTerm',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('list', models.CharField(max_length=40, verbose_name='List')),
                        ('code', models.CharField(max_length=40, verbose_name='Code')),
                        ('sq', models.CharField(max_length=200, verbose_name='In Albanian')),
                        ('en', models.CharField(max_length=200, verbose_name='In English')),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('valid_from', models.DateField(blank=True, null=True, verbose_name='Valid from')),
                        ('valid_until', models.DateField(blank=True, null=True, verbose_name='Valid until')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['list', 'position', 'pk'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'list', 'code'), name='office_code_once')],
                    },
                ),
            ],
        ),
    ]
