import django.db.models.deletion
import ura.core.encrypted
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
                    name='Counter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField()),
                        ('last', models.PositiveIntegerField(default=0)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                    ],
                    options={
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'year'), name='counter_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Entry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField()),
                        ('number', models.PositiveIntegerField()),
                        ('direction', models.CharField(choices=[('in', 'Incoming'), ('out', 'Outgoing')], max_length=3, verbose_name='Direction')),
                        ('label', models.CharField(max_length=80, verbose_name='Protocol number')),
                        ('entered_at', models.DateTimeField(default=ura.core.moments.now)),
                        ('received_on', models.DateField(verbose_name='Received on')),
                        ('archive_number', models.CharField(blank=True, max_length=60, verbose_name="Town hall's archive number")),
                        ('archive_on', models.DateField(blank=True, null=True, verbose_name='Archive date')),
                        ('sender_reference', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name="Sender's reference")),
                        ('pages', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Pages')),
                        ('annexes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Annexes')),
                        ('voided_at', models.DateTimeField(null=True, verbose_name='Voided on')),
                        ('void_reason', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Reason')),
                        ('municipality', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='municipalities.municipality')),
                        ('voided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                    ],
                    options={
                        'ordering': ['-year', '-number'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'year', 'number'), name='number_once'), models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='number_positive')],
                    },
                ),
            ],
        ),
    ]
