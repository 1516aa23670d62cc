import django.db.models.deletion
import ura.core.moments
import ura.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('mfa', '0003_authenticator_type_uniq'),
        ('municipalities', '0001_start'),
        ('staff', '0001_start'),
        ('usersessions', '0001_initial'),
    ]

    operations = [
        ura.core.tables.Tables(
            operations=[
                migrations.CreateModel(
                    name='Trail',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(default=ura.core.moments.now)),
                        ('act', models.CharField(max_length=60)),
                        ('about', models.CharField(max_length=40)),
                        ('row', models.BigIntegerField()),
                        ('fields', models.JSONField(default=dict)),
                        ('municipality', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='trail', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'about', 'row', 'id'], name='trail_of_a_row'), models.Index(fields=['municipality', 'officer', '-id'], name='trail_of_an_officer'), models.Index(fields=['municipality', 'at'], name='trail_of_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Seal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.BigIntegerField()),
                        ('hash', models.CharField(max_length=64)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seals', to='municipalities.municipality')),
                        ('trail', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seal', to='trail.trail')),
                    ],
                    options={
                        'ordering': ['position'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'position'), name='seal_position_once')],
                    },
                ),
            ],
        ),
    ]
