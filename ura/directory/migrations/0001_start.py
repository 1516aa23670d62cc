
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('municipalities', '0001_start'),
    ]

    operations = [
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
    ]
