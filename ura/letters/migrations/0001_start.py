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
                    name='LetterText',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('acknowledgement', 'Acknowledgement'), ('clarification', 'Request for clarification'), ('extension', 'Notice of extension'), ('forwarding', 'Forwarding to an institution'), ('forwarding_notice', 'Notice of forwarding'), ('answer', 'Official reply'), ('refusal', 'Reasoned refusal'), ('focal_point', 'Notice of the focal point'), ('focal_point_change', 'Notice of a new focal point'), ('cover', 'Notice of cover during an absence'), ('closure', 'Notice of closure'), ('reopening', 'Notice of reopening'), ('referral', 'Referral to an institution'), ('case_closure', 'Closing of a case')], max_length=20, verbose_name='Letter')),
                        ('language', models.CharField(choices=[('sq', 'Shqip'), ('en', 'English')], max_length=2)),
                        ('version', models.PositiveIntegerField()),
                        ('subject', models.CharField(max_length=300, verbose_name='Subject')),
                        ('body', models.TextField(verbose_name='Text')),
                        ('made_at', models.DateTimeField(default=ura.core.moments.now)),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letter_texts', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['kind', 'language', '-version'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'kind', 'language', 'version'), name='letter_text_once')],
                    },
                ),
            ],
        ),
    ]
