import django.db.models.deletion
import ura.core.encrypted
import ura.core.moments
import ura.core.tables
import ura.post.models
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
                    name='Heartbeat',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60, unique=True)),
                        ('seen_at', models.DateTimeField()),
                        ('detail', models.CharField(blank=True, max_length=200)),
                    ],
                ),
                migrations.CreateModel(
                    name='File',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('disk_name', models.CharField(default=ura.post.models.new_name, max_length=32, unique=True)),
                        ('name', ura.core.encrypted.EncryptedTextField(verbose_name='File name')),
                        ('content_type', models.CharField(max_length=120, verbose_name='File type')),
                        ('size', models.PositiveBigIntegerField(verbose_name='File size')),
                        ('scan', models.CharField(choices=[('clean', 'Checked: no virus found'), ('waiting', 'Not scanned'), ('infected', 'Virus found')], default='waiting', max_length=8)),
                        ('checked', models.BooleanField(default=False)),
                        ('made_at', models.DateTimeField(default=ura.core.moments.now, verbose_name='Stored on')),
                        ('removed_at', models.DateTimeField(null=True)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='municipalities.municipality')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Mailbox',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('address', models.EmailField(max_length=254, verbose_name='Address')),
                        ('host', models.CharField(blank=True, max_length=200, verbose_name='IMAP server')),
                        ('port', models.PositiveIntegerField(default=993, verbose_name='Port')),
                        ('tls', models.CharField(choices=[('ssl', 'TLS'), ('starttls', 'STARTTLS'), ('none', 'none (only on this machine)')], default='ssl', max_length=8, verbose_name='Encryption')),
                        ('user', models.CharField(blank=True, max_length=200, verbose_name='User')),
                        ('password', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Password')),
                        ('folder', models.CharField(default='INBOX', max_length=100, verbose_name='Folder')),
                        ('active', models.BooleanField(default=True, verbose_name='Is read')),
                        ('audience', models.CharField(blank=True, max_length=40, verbose_name='Audience')),
                        ('service', models.CharField(blank=True, max_length=40, verbose_name='Service type')),
                        ('uid_validity', models.BigIntegerField(null=True)),
                        ('last_uid', models.BigIntegerField(default=0)),
                        ('last_tried_at', models.DateTimeField(null=True)),
                        ('last_success_at', models.DateTimeField(null=True)),
                        ('last_error', models.CharField(blank=True, max_length=300)),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('focal_point', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer', verbose_name='Standing focal point')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mailboxes', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['address'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'address'), name='mailbox_once')],
                    },
                ),
                migrations.CreateModel(
                    name='InboundMail',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('message_hash', models.BigIntegerField()),
                        ('body_hash', models.BigIntegerField()),
                        ('sender_hash', models.BigIntegerField(default=0)),
                        ('arrived_at', models.DateTimeField(verbose_name='Arrived on')),
                        ('state', models.CharField(choices=[('new', 'Became a request'), ('reply', 'Joined its request'), ('held', 'Waits for an officer'), ('ignored', 'Made nothing'), ('rejected', 'Set aside by an officer')], max_length=10, verbose_name='State')),
                        ('reason', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Reason')),
                        ('sender', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Sender')),
                        ('sender_name', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name="Sender's name")),
                        ('subject', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Subject')),
                        ('suggested', models.JSONField(default=list)),
                        ('handled_at', models.DateTimeField(null=True)),
                        ('handled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('municipality', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='inbound_mails', to='municipalities.municipality')),
                        ('raw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.file')),
                        ('mailbox', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mails', to='post.mailbox')),
                    ],
                    options={
                        'ordering': ['-arrived_at', '-pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'message_hash'], name='mail_by_message'), models.Index(fields=['municipality', 'state', '-arrived_at'], name='mail_by_state'), models.Index(fields=['municipality', 'sender_hash', '-arrived_at'], name='mail_by_sender')],
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'message_hash', 'body_hash'), name='mail_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Outbox',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=80)),
                        ('about', models.CharField(blank=True, max_length=40)),
                        ('row', models.BigIntegerField(null=True)),
                        ('kind', models.CharField(max_length=30, verbose_name='Kind')),
                        ('to', ura.core.encrypted.EncryptedTextField(verbose_name='Addressee')),
                        ('subject', ura.core.encrypted.EncryptedTextField(verbose_name='Subject')),
                        ('text', ura.core.encrypted.EncryptedTextField(verbose_name='Text')),
                        ('language', models.CharField(default='sq', max_length=2, verbose_name='Language')),
                        ('attachments', models.JSONField(default=list)),
                        ('message_id', models.CharField(max_length=200)),
                        ('message_hash', models.BigIntegerField()),
                        ('in_reply_to', models.CharField(blank=True, max_length=300)),
                        ('automatic', models.BooleanField(default=True)),
                        ('state', models.CharField(choices=[('queued', 'Waits to be sent'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Not sent'), ('uncertain', 'Uncertain whether sent')], default='queued', max_length=10, verbose_name='State')),
                        ('attempt', models.PositiveSmallIntegerField(default=0)),
                        ('next_try_at', models.DateTimeField(default=ura.core.moments.now)),
                        ('last_error', models.CharField(blank=True, max_length=300)),
                        ('made_at', models.DateTimeField(default=ura.core.moments.now, verbose_name='Written on')),
                        ('sent_at', models.DateTimeField(null=True, verbose_name='Sent on')),
                        ('municipality', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='outbox', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'state', 'next_try_at'], name='outbox_due'), models.Index(fields=['municipality', 'about', 'row'], name='outbox_of_a_row'), models.Index(fields=['municipality', 'message_hash'], name='outbox_by_message')],
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'key'), name='outbox_key_once')],
                    },
                ),
            ],
        ),
    ]
