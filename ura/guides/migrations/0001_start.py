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
                    name='GuideConfirmation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=60)),
                        ('edition', models.PositiveIntegerField(default=0)),
                        ('national', models.CharField(max_length=40)),
                        ('on', models.DateField(verbose_name='Confirmed on')),
                        ('until', models.DateField(verbose_name='Valid until and including')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guide_confirmations', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'key'], name='confirmation_by_guide')],
                    },
                ),
                migrations.CreateModel(
                    name='GuideEdition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=60)),
                        ('number', models.PositiveIntegerField(verbose_name='Edition')),
                        ('facts', models.JSONField(default=dict)),
                        ('laws', models.JSONField(default=dict)),
                        ('fee', models.PositiveIntegerField(blank=True, null=True, verbose_name='Fee in lek')),
                        ('phone', models.CharField(blank=True, max_length=40, verbose_name='Phone')),
                        ('place', models.CharField(blank=True, max_length=200, verbose_name='Where')),
                        ('hours', models.CharField(blank=True, max_length=200, verbose_name='Opening hours')),
                        ('text_sq', models.TextField(blank=True, verbose_name='In our municipality, in Albanian')),
                        ('text_en', models.TextField(blank=True, verbose_name='In our municipality, in English')),
                        ('papers_sq', models.TextField(blank=True, verbose_name='Further documents, in Albanian')),
                        ('papers_en', models.TextField(blank=True, verbose_name='Further documents, in English')),
                        ('laws_sq', models.TextField(blank=True, verbose_name='Further laws, in Albanian')),
                        ('laws_en', models.TextField(blank=True, verbose_name='Further laws, in English')),
                        ('at', models.DateTimeField(default=ura.core.moments.now)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guide_editions', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['key', 'number'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'key', 'number'), name='guide_edition_once')],
                    },
                ),
            ],
        ),
    ]
