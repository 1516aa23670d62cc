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
                    name='OfficeCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField()),
                        ('figure', models.CharField(max_length=40)),
                        ('code', models.CharField(blank=True, max_length=40)),
                        ('value', models.PositiveIntegerField()),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['month', 'figure', 'code'],
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'month', 'figure', 'code'), name='office_count_once')],
                    },
                ),
            ],
        ),
    ]
