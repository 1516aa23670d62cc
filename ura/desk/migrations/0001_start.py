import django.db.models.deletion
import ura.core.encrypted
import ura.core.moments
import ura.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_start'),
        ('municipalities', '0001_start'),
        ('people', '0001_start'),
        ('post', '0001_start'),
        ('register', '0001_start'),
        ('staff', '0001_start'),
    ]

    operations = [
        ura.core.tables.Tables(
            operations=[
                migrations.CreateModel(
                    name='Enquiry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('channel', models.CharField(choices=[('counter', 'At the counter'), ('phone', 'By phone'), ('letter', 'By letter'), ('portal', 'Through the portal'), ('email', 'By e-mail'), ('social', 'Social media'), ('institution', 'From another institution or a consulate'), ('border', 'From the border police')], max_length=12, verbose_name='Channel')),
                        ('state', models.CharField(choices=[('1', 'In analysis'), ('2', 'In process inside the institution'), ('3', 'In process outside the institution'), ('4', 'Official reply being prepared'), ('5', 'Closed')], default='1', max_length=1, verbose_name='Status')),
                        ('service', models.CharField(default='1', max_length=40, verbose_name='Service type')),
                        ('requester_type', models.CharField(default='1', max_length=40, verbose_name='Requester')),
                        ('audience', models.CharField(blank=True, max_length=40, verbose_name='Audience')),
                        ('need', models.CharField(blank=True, max_length=40, verbose_name='Kind of need')),
                        ('origin', models.CharField(blank=True, max_length=60, verbose_name='Country or municipality of origin')),
                        ('complaint', models.BooleanField(default=False, verbose_name='Complaint')),
                        ('restricted', models.BooleanField(default=False, verbose_name='Restricted')),
                        ('received_on', models.DateField(verbose_name='Received on')),
                        ('due_on', models.DateField(verbose_name='Due')),
                        ('closed_on', models.DateField(null=True, verbose_name='Closed on')),
                        ('outcome', models.CharField(blank=True, max_length=40, verbose_name='Outcome')),
                        ('days_taken', models.PositiveSmallIntegerField(null=True, verbose_name='Working days taken')),
                        ('waiting', models.BooleanField(default=False)),
                        ('unread', models.BooleanField(default=False)),
                        ('follow_hash', models.BigIntegerField()),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('complaint_about', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer', verbose_name='Complaint about')),
                        ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='enquiry', to='register.entry')),
                        ('municipality', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='municipalities.municipality')),
                        ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='staff.officer', verbose_name='Focal point')),
                        ('requester', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='people.person')),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.administrativeunit', verbose_name='Administrative unit')),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', '-id'], name='enquiry_newest'), models.Index(condition=models.Q(('state__in', ['1', '2', '3', '4'])), fields=['municipality', '-id'], include=('state', 'service', 'requester_type', 'audience', 'need', 'channel', 'unit', 'owner', 'received_on', 'due_on', 'restricted', 'complaint', 'complaint_about', 'waiting', 'unread'), name='enquiry_open'), models.Index(fields=['municipality', 'state', 'due_on'], name='enquiry_by_due'), models.Index(fields=['municipality', 'owner', 'state', 'due_on'], name='enquiry_by_owner'), models.Index(fields=['municipality', 'requester'], name='enquiry_by_requester'), models.Index(fields=['municipality', 'service', '-received_on'], name='enquiry_by_service'), models.Index(fields=['municipality', '-received_on', '-id'], name='enquiry_by_day'), models.Index(fields=['municipality', 'due_on', 'id'], name='enquiry_by_due_day'), models.Index(condition=models.Q(('unread', True)), fields=['municipality', '-id'], name='enquiry_unread'), models.Index(condition=models.Q(('complaint', True)), fields=['municipality', '-id'], name='enquiry_complaint'), models.Index(condition=models.Q(('complaint_about__isnull', False)), fields=['municipality', 'complaint_about'], name='enquiry_complaint_about'), models.Index(condition=models.Q(('restricted', True)), fields=['municipality', '-id'], name='enquiry_restricted')],
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'follow_hash'), name='follow_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', '5'), _negated=True), ('closed_on__isnull', False), _connector='OR'), name='closed_has_day')],
                    },
                ),
                migrations.CreateModel(
                    name='EnquiryText',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subject', ura.core.encrypted.EncryptedTextField(verbose_name='Subject')),
                        ('body', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='What is asked')),
                        ('oral_answer', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Oral answer')),
                        ('follow_code', ura.core.encrypted.EncryptedTextField(verbose_name='Follow-up code')),
                        ('enquiry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='text', to='desk.enquiry')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='EnquiryToken',
                    fields=[
                        ('pk', models.CompositePrimaryKey('municipality', 'enquiry', 'token', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('token', models.BigIntegerField()),
                        ('enquiry', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='desk.enquiry')),
                        ('municipality', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                    ],
                    options={
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'token', '-enquiry'], name='enquiry_by_token')],
                    },
                ),
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('received', 'Received'), ('acknowledged', 'Acknowledgement queued'), ('coded', 'Codes set'), ('moved', 'Status changed'), ('clarification_asked', 'Clarification asked'), ('clarified', 'Clarified'), ('extended', 'Deadline extended'), ('forwarded', 'Forwarded to another institution'), ('calendar_changed', 'Calendar changed'), ('owner_changed', 'Focal point changed'), ('receipt_corrected', 'Day of receipt corrected'), ('covered', 'Covered during an absence'), ('discussed', 'Discussed with the supervisor'), ('message_in', 'Message from the requester'), ('message_out', 'Message to the requester'), ('note', 'Note'), ('file', 'File added'), ('reply_drafted', 'Reply drafted'), ('reply_submitted', 'Reply put to the supervisor'), ('reply_returned', 'Reply returned'), ('reply_approved', 'Reply approved'), ('reply_numbered', 'Reply numbered'), ('reply_signed', 'Reply signed'), ('reply_sent', 'Reply sent'), ('answered_orally', 'Answered orally'), ('complaint', 'Marked as a complaint'), ('withdrawn', 'Withdrawn by the requester'), ('closed', 'Closed'), ('reopened', 'Opened again'), ('task', 'Task given'), ('task_done', 'Task done'), ('stakeholder', 'Stakeholder involved'), ('referred', 'Referred to an institution'), ('referral_moved', 'Referral moved on'), ('voided', 'Voided'), ('restricted', 'Restricted to a team'), ('unrestricted', 'No longer restricted'), ('team_joined', 'A colleague joined the team'), ('team_left', 'A colleague left the team'), ('glass_broken', 'Opened by way of exception')], max_length=20, verbose_name='What happened')),
                        ('on', models.DateField(verbose_name='Day')),
                        ('at', models.DateTimeField(default=ura.core.moments.now, verbose_name='Written down on')),
                        ('law', models.CharField(blank=True, max_length=60, verbose_name='Legal basis')),
                        ('data', models.JSONField(default=dict)),
                        ('text', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Text')),
                        ('public', models.BooleanField(default=False)),
                        ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='desk.enquiry')),
                        ('mail', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.inboundmail')),
                        ('municipality', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'enquiry', 'at'], name='event_of_enquiry')],
                    },
                ),
                migrations.CreateModel(
                    name='Attachment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(choices=[('requester', 'From the requester'), ('office', 'From the office'), ('reply', 'Official reply')], max_length=10, verbose_name='Where it came from')),
                        ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='attachment', to='post.file')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='municipalities.municipality')),
                        ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='desk.enquiry')),
                        ('event', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='desk.event')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ImportRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('fingerprint', models.BigIntegerField()),
                        ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='desk.enquiry')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                    ],
                    options={
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'fingerprint'), name='import_row_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Involvement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('status', models.CharField(choices=[('1', 'Still to be contacted'), ('2', 'In process'), ('3', 'Service provided')], default='1', max_length=1, verbose_name='Status')),
                        ('contacted_on', models.DateField(blank=True, null=True, verbose_name='Contacted on')),
                        ('notes', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Notes')),
                        ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='involvements', to='desk.enquiry')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='involvements', to='municipalities.municipality')),
                        ('stakeholder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='involvements', to='directory.stakeholder', verbose_name='Stakeholder')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('enquiry', 'stakeholder'), name='involved_once')],
                    },
                ),
                migrations.CreateModel(
                    name='SavedView',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=80, verbose_name='Name of the view')),
                        ('query', models.CharField(max_length=500)),
                        ('shared', models.BooleanField(default=False, verbose_name='For the whole office')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_views', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to='staff.officer')),
                    ],
                    options={
                        'ordering': ['name'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('officer', 'name'), name='view_name_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Task',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('what', ura.core.encrypted.EncryptedTextField(verbose_name='What is to be done')),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='Until')),
                        ('done_at', models.DateTimeField(null=True, verbose_name='Done on')),
                        ('answer', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='What was done')),
                        ('made_at', models.DateTimeField(default=ura.core.moments.now)),
                        ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='desk.enquiry')),
                        ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='staff.officer', verbose_name='Colleague')),
                    ],
                    options={
                        'ordering': ['due_on', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'officer', 'done_at'], name='task_of_officer')],
                    },
                ),
                migrations.CreateModel(
                    name='TeamMember',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('until', models.DateTimeField(null=True)),
                        ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team', to='desk.enquiry')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='staff.officer')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'officer', 'enquiry'], name='team_of_officer')],
                        'constraints': [models.UniqueConstraint(fields=('enquiry', 'officer'), name='team_member_once')],
                    },
                ),
            ],
        ),
    ]
