import django.db.models.deletion
import ura.core.encrypted
import ura.core.moments
import ura.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_start'),
        ('desk', '0001_start'),
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
                    name='IncomingReferral',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(choices=[('border', 'Border police'), ('national', 'National referral mechanism for victims of trafficking'), ('office', 'Office of another municipality'), ('institution', 'Another institution or a consulate')], max_length=11, verbose_name='Referred by')),
                        ('sender', models.CharField(max_length=200, verbose_name='Institution')),
                        ('contact', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Who to answer to')),
                        ('reference', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Their number')),
                        ('from_key', models.BigIntegerField(null=True)),
                        ('ground', models.CharField(blank=True, choices=[('trafficking', 'Victim or possible victim of trafficking'), ('minor', 'Unaccompanied minor'), ('illness', 'Serious illness'), ('prisoner', 'Former prisoner'), ('other', 'Another reason that needs protection')], max_length=12, verbose_name='Restricted because')),
                        ('urgency', models.CharField(choices=[('urgent', 'Urgent'), ('soon', 'Soon'), ('normal', 'Normal')], default='normal', max_length=6, verbose_name='Urgency')),
                        ('state', models.CharField(choices=[('pending', 'Waits for an answer'), ('accepted', 'Accepted'), ('in_progress', 'In progress'), ('done', 'Done'), ('declined', 'Declined'), ('revoked', 'Revoked'), ('expired', 'Expired without an answer')], default='pending', max_length=11, verbose_name='Status')),
                        ('outcome', models.CharField(blank=True, choices=[('served', 'Service provided'), ('partly', 'Service provided in part'), ('not_served', 'Service not provided'), ('no_show', 'The person did not come')], max_length=10, verbose_name='Outcome')),
                        ('shared', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='What we were told')),
                        ('asked', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='What is asked')),
                        ('received_at', models.DateTimeField(verbose_name='Received')),
                        ('due_on', models.DateField(verbose_name='Answer due')),
                        ('answered_on', models.DateField(null=True, verbose_name='First answered')),
                        ('ended_on', models.DateField(null=True, verbose_name='Ended')),
                        ('made_at', models.DateTimeField(default=ura.core.moments.now)),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('enquiry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='incoming_referral', to='desk.enquiry')),
                        ('from_office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incoming_referrals', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'state', 'due_on'], name='incoming_by_due')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('from_office__isnull', False)), fields=('municipality', 'from_office', 'from_key'), name='crossing_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='done_incoming_has_outcome')],
                    },
                ),
                migrations.CreateModel(
                    name='Referral',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('order', models.PositiveSmallIntegerField()),
                        ('recipient', models.CharField(max_length=200, verbose_name='Referred to')),
                        ('category', models.CharField(blank=True, choices=[('employment', 'Work and mediation'), ('training', 'Training and courses'), ('education', 'School and education'), ('health', 'Health'), ('psychosocial', 'Psychosocial support'), ('documents', 'Documents and civil status'), ('property', 'Property'), ('housing', 'Housing'), ('shelter', 'Temporary shelter'), ('social', 'Social care and payments'), ('child', 'Child protection'), ('protection', 'Protection and safety'), ('legal', 'Legal advice'), ('business', 'Business and farming'), ('diaspora', 'Diaspora'), ('information', 'Information and coordination')], max_length=16, verbose_name='Kind of service')),
                        ('way', models.CharField(choices=[('link', 'By mail with a link'), ('letter', 'By printed letter'), ('office', 'Inside Ura, to another municipality')], max_length=6, verbose_name='How it went')),
                        ('urgency', models.CharField(choices=[('urgent', 'Urgent'), ('soon', 'Soon'), ('normal', 'Normal')], default='normal', max_length=6, verbose_name='Urgency')),
                        ('state', models.CharField(choices=[('pending', 'Waits for an answer'), ('accepted', 'Accepted'), ('in_progress', 'In progress'), ('done', 'Done'), ('declined', 'Declined'), ('revoked', 'Revoked'), ('expired', 'Expired without an answer')], default='pending', max_length=11, verbose_name='Status')),
                        ('outcome', models.CharField(blank=True, choices=[('served', 'Service provided'), ('partly', 'Service provided in part'), ('not_served', 'Service not provided'), ('no_show', 'The person did not come')], max_length=10, verbose_name='Outcome')),
                        ('shared', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='What was told')),
                        ('asked', ura.core.encrypted.EncryptedTextField(verbose_name='What is asked')),
                        ('email', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='E-mail of the receiver')),
                        ('sent_on', models.DateField(verbose_name='Sent')),
                        ('due_on', models.DateField(verbose_name='Due')),
                        ('answer_due_on', models.DateField()),
                        ('answered_on', models.DateField(null=True, verbose_name='First answered')),
                        ('ended_on', models.DateField(null=True, verbose_name='Ended')),
                        ('reminded_on', models.DateField(null=True)),
                        ('escalated_on', models.DateField(null=True)),
                        ('unread', models.BooleanField(default=False)),
                        ('crossed_at', models.DateTimeField(null=True)),
                        ('made_at', models.DateTimeField(default=ura.core.moments.now)),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='cases.case')),
                        ('consent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='people.consent')),
                        ('enquiry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='desk.enquiry')),
                        ('entry', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referral', to='register.entry')),
                        ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='directory.institution')),
                        ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.file')),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer', verbose_name='Referred by')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='municipalities.municipality')),
                        ('override', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.consentoverride')),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='people.person')),
                        ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='directory.service')),
                        ('to_office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'enquiry'], name='referral_of_enquiry'), models.Index(condition=models.Q(('state__in', ['pending', 'accepted', 'in_progress'])), fields=['municipality', 'due_on', 'id'], name='referral_open'), models.Index(fields=['municipality', 'state', '-id'], name='referral_by_state'), models.Index(fields=['municipality', 'sent_on'], name='referral_by_day')],
                        'constraints': [models.UniqueConstraint(fields=('enquiry', 'order'), name='referral_order_once'), models.CheckConstraint(condition=models.Q(models.Q(('institution__isnull', False), ('to_office', None)), models.Q(('institution', None), ('to_office__isnull', False)), _connector='OR'), name='referral_has_one_receiver'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='done_referral_has_outcome')],
                    },
                ),
                migrations.CreateModel(
                    name='ReferralEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('sent', 'Sent'), ('resent', 'Sent once more, with a new link'), ('crossed', 'Arrived at the other office'), ('opened', 'Opened with the code'), ('wrong_code', 'A wrong code was typed'), ('locked', 'Locked after too many wrong codes'), ('link_revoked', 'Link revoked'), ('printed', 'Referral letter numbered and printed'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('progress', 'Progress reported'), ('done', 'Done'), ('question', 'Question'), ('answer', 'Answer to the question'), ('file', 'Document added'), ('due_changed', 'Due date changed'), ('reminded', 'Reminder sent'), ('escalated', 'Put to the supervisor: late'), ('revoked', 'Revoked'), ('expired', 'Expired without an answer')], max_length=12, verbose_name='What happened')),
                        ('side', models.CharField(choices=[('office', 'This office'), ('other', 'The institution'), ('ura', 'Ura')], max_length=6, verbose_name='By whom')),
                        ('on', models.DateField(verbose_name='Day')),
                        ('at', models.DateTimeField(default=ura.core.moments.now, verbose_name='Written down')),
                        ('data', models.JSONField(default=dict)),
                        ('text', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Text')),
                        ('remote', models.BigIntegerField(null=True)),
                        ('carried_at', models.DateTimeField(null=True)),
                        ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.file')),
                        ('incoming', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='referrals.incomingreferral')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('referral', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='referrals.referral')),
                    ],
                    options={
                        'ordering': ['at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'referral', 'at'], name='event_of_referral')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('incoming', None), ('referral__isnull', False)), models.Q(('incoming__isnull', False), ('referral', None)), _connector='OR'), name='event_of_one_referral'), models.UniqueConstraint(condition=models.Q(('remote__isnull', False)), fields=('referral', 'remote'), name='carried_here_once'), models.UniqueConstraint(condition=models.Q(('remote__isnull', False)), fields=('incoming', 'remote'), name='carried_there_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ReferralLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token_hash', models.BigIntegerField()),
                        ('code', ura.core.encrypted.EncryptedTextField(verbose_name='Code')),
                        ('expires_at', models.DateTimeField(verbose_name='Opens until')),
                        ('wrong', models.PositiveSmallIntegerField(default=0)),
                        ('opened_at', models.DateTimeField(null=True, verbose_name='First opened')),
                        ('locked_at', models.DateTimeField(null=True)),
                        ('revoked_at', models.DateTimeField(null=True)),
                        ('made_at', models.DateTimeField(default=ura.core.moments.now)),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                        ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='referrals.referral')),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'token_hash'), name='referral_token_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ReferralReport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='Year')),
                        ('approved_on', models.DateField(verbose_name='Approved on')),
                        ('at', models.DateTimeField(default=ura.core.moments.now, verbose_name='Written down')),
                        ('figures', models.JSONField(default=dict, verbose_name='Numbers')),
                        ('approved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer', verbose_name='Approved by')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referral_reports', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['-year'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'year'), name='referral_report_once')],
                    },
                ),
            ],
        ),
    ]
