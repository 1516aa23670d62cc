import django.db.models.deletion
import ura.core.moments
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
                    name='NeedsAnalysis',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='Year')),
                        ('made_at', models.DateTimeField(default=ura.core.moments.now)),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs_analyses', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['-year'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'year'), name='needs_analysis_once')],
                    },
                ),
                migrations.CreateModel(
                    name='NeedsRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('topic', models.CharField(max_length=40, verbose_name='Topic')),
                        ('current', models.TextField(blank=True, verbose_name='Current situation')),
                        ('needs', models.TextField(blank=True, verbose_name='Needs')),
                        ('desired', models.TextField(blank=True, verbose_name='Desired situation')),
                        ('analysis', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='plans.needsanalysis')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('analysis', 'topic'), name='needs_topic_once')],
                    },
                ),
                migrations.CreateModel(
                    name='NeedsStep',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('task', 'Task'), ('round_table', 'Round table'), ('discussion', 'Discussion with the supervisor')], default='task', max_length=12, verbose_name='Kind')),
                        ('what', models.CharField(max_length=300, verbose_name='What')),
                        ('on', models.DateField(blank=True, null=True, verbose_name='Day')),
                        ('invited', models.TextField(blank=True, verbose_name='Invited')),
                        ('attended', models.TextField(blank=True, verbose_name='Attended')),
                        ('minutes', models.TextField(blank=True, verbose_name='Minutes and decisions')),
                        ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='Cost in lek')),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='Source of money')),
                        ('done_on', models.DateField(blank=True, null=True, verbose_name='Done on')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('analysis', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='plans.needsanalysis')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer', verbose_name='Who')),
                    ],
                    options={
                        'ordering': ['on', 'pk'],
                        'abstract': False,
                    },
                ),
            ],
        ),
    ]
