import django.db.models.deletion
import ura.core.encrypted
import ura.core.moments
import ura.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('desk', '0001_start'),
        ('municipalities', '0001_start'),
        ('post', '0001_start'),
        ('register', '0001_start'),
        ('staff', '0001_start'),
    ]

    operations = [
        ura.core.tables.Tables(
            operations=[
                migrations.CreateModel(
                    name='Reply',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('acknowledgement', 'Acknowledgement'), ('clarification', 'Request for clarification'), ('extension', 'Notice of extension'), ('forwarding', 'Forwarding to an institution'), ('forwarding_notice', 'Notice of forwarding'), ('answer', 'Official reply'), ('refusal', 'Reasoned refusal'), ('focal_point', 'Notice of the focal point'), ('focal_point_change', 'Notice of a new focal point'), ('cover', 'Notice of cover during an absence'), ('closure', 'Notice of closure'), ('reopening', 'Notice of reopening'), ('referral', 'Referral to an institution'), ('case_closure', 'Closing of a case')], max_length=20, verbose_name='Letter')),
                        ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Waits for approval'), ('returned', 'Returned'), ('approved', 'Approved'), ('numbered', 'Numbered, to be signed'), ('signed', 'Signed, to be sent'), ('sent', 'Sent'), ('void', 'Void')], default='draft', max_length=10, verbose_name='State')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('with_english', models.BooleanField(default=False, verbose_name='English beside the Albanian')),
                        ('subject', ura.core.encrypted.EncryptedTextField(verbose_name='Subject')),
                        ('body', ura.core.encrypted.EncryptedTextField(verbose_name='Text')),
                        ('subject_en', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Subject in English')),
                        ('body_en', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Text in English')),
                        ('addressee', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Addressee')),
                        ('annexes', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Enclosed')),
                        ('outcome', models.CharField(blank=True, max_length=40, verbose_name='Outcome')),
                        ('submitted_at', models.DateTimeField(null=True)),
                        ('approved_at', models.DateTimeField(null=True)),
                        ('self_approved', models.BooleanField(default=False)),
                        ('approved_digest', models.CharField(blank=True, max_length=64)),
                        ('return_reason', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Why it is returned')),
                        ('sealed', models.BooleanField(default=False)),
                        ('dispatch', models.CharField(blank=True, choices=[('email', 'By e-mail'), ('post', 'By post'), ('hand', 'Handed over')], max_length=10, verbose_name='Sent by')),
                        ('dispatched_on', models.DateField(null=True, verbose_name='Day of dispatch')),
                        ('proof', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Proof')),
                        ('made_at', models.DateTimeField(default=ura.core.moments.now, verbose_name='Written on')),
                        ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='desk.enquiry')),
                        ('entry', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reply', to='register.entry')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='municipalities.municipality')),
                        ('outbox', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.outbox')),
                        ('pdf', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.file')),
                        ('proof_file', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.file')),
                        ('signatory', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer', verbose_name='Signatory')),
                        ('signed', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.file')),
                        ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'state'], name='reply_by_state')],
                    },
                ),
            ],
        ),
    ]
