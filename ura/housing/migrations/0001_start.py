import django.db.models.deletion
import ura.core.encrypted
import ura.core.moments
import ura.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_start'),
        ('municipalities', '0001_start'),
        ('people', '0001_start'),
        ('post', '0001_start'),
        ('staff', '0001_start'),
    ]

    operations = [
        ura.core.tables.Tables(
            operations=[
                migrations.CreateModel(
                    name='Application',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField()),
                        ('number', models.PositiveIntegerField(verbose_name='Number')),
                        ('received_on', models.DateField(verbose_name='Received')),
                        ('returnee', models.BooleanField(default=False, verbose_name='Returned from emigration')),
                        ('members', models.PositiveSmallIntegerField(default=1, verbose_name='Members of the family')),
                        ('children', models.PositiveSmallIntegerField(default=0, verbose_name='Of these, children under 18')),
                        ('income', models.PositiveIntegerField(blank=True, null=True, verbose_name='Monthly income of the family, in lek')),
                        ('priorities', models.JSONField(blank=True, default=list, verbose_name='Priority categories')),
                        ('confirmation', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Confirmation number of e-Albania')),
                        ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='Entered on e-Albania on')),
                        ('assisted', models.CharField(blank=True, choices=[('disability', 'Person with a disability'), ('no_internet', 'Without access to the internet'), ('other', 'Another difficulty')], max_length=12, verbose_name='Why the office enters it')),
                        ('answers', models.JSONField(default=dict)),
                        ('group_points', models.JSONField(default=dict)),
                        ('priority_points', models.PositiveSmallIntegerField(default=0, verbose_name='Points for priority categories')),
                        ('points', models.PositiveSmallIntegerField(null=True, verbose_name='Points')),
                        ('rank', models.PositiveIntegerField(null=True, verbose_name='Place')),
                        ('by_quota', models.BooleanField(default=False)),
                        ('state', models.CharField(choices=[('1', 'Received'), ('2', 'Points given'), ('3', 'Proposed as beneficiary'), ('4', 'On the waiting list'), ('5', 'Beneficiary'), ('6', 'Refused'), ('7', 'Withdrawn'), ('8', 'Carried to another call'), ('9', 'Gave the place back'), ('a', 'Struck from the list')], default='1', max_length=1, verbose_name='Status')),
                        ('moved_up_on', models.DateField(blank=True, null=True, verbose_name='Moved up from the waiting list on')),
                        ('notes', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Notes')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='housing_applications', to='cases.case')),
                        ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='housing_applications', to='municipalities.municipality')),
                        ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='housing_applications', to='people.person')),
                        ('previous', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='housing.application')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='housing.call')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'call', 'rank'], name='application_by_rank'), models.Index(fields=['municipality', 'call', 'state'], name='application_by_state'), models.Index(fields=['municipality', 'person'], name='application_by_person')],
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'year', 'number'), name='application_number_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['6', '7', '8', '9', 'a']), _negated=True), fields=('call', 'person'), name='one_application_a_call'), models.CheckConstraint(condition=models.Q(('points', None), ('points__lte', 100), _connector='OR'), name='application_points_at_most_100'), models.CheckConstraint(condition=models.Q(('children__lte', models.F('members'))), name='children_are_members')],
                    },
                ),
                migrations.CreateModel(
                    name='ApplicationFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=60, verbose_name='Document')),
                        ('at', models.DateTimeField(default=ura.core.moments.now, verbose_name='Written down')),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='housing.application')),
                        ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.file')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Call',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('programme', models.CharField(max_length=16, verbose_name='Programme')),
                        ('instrument', models.CharField(blank=True, max_length=24, verbose_name='Instrument')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='Year')),
                        ('opens_on', models.DateField(verbose_name='Opens')),
                        ('closes_on', models.DateField(verbose_name='Last day for applications')),
                        ('places', models.PositiveIntegerField(verbose_name='Places')),
                        ('quota', models.PositiveIntegerField(default=0, verbose_name='Of these, kept for returnees')),
                        ('income_ceiling', models.PositiveIntegerField(blank=True, null=True, verbose_name='Highest monthly income of the family, in lek')),
                        ('ties', models.JSONField(default=list, verbose_name='Equal points are decided by')),
                        ('lot', models.CharField(blank=True, max_length=32)),
                        ('priority_points', models.PositiveSmallIntegerField(default=0, verbose_name='Points for priority categories')),
                        ('priority_group', models.CharField(default='social', max_length=16, verbose_name='They count in the group')),
                        ('weights', models.JSONField(default=dict)),
                        ('names_public', models.BooleanField(default=False, verbose_name='Publish names')),
                        ('state', models.CharField(choices=[('1', 'Taking applications'), ('2', 'List drawn up by the office'), ('3', 'Assessed by the housing commission'), ('4', 'Approved by the municipal council'), ('5', 'State funds allocated'), ('6', 'Final list approved by the council'), ('7', 'Published')], default='1', max_length=1, verbose_name='Status')),
                        ('funds', models.PositiveBigIntegerField(null=True, verbose_name='State funds, in lek')),
                        ('funded_places', models.PositiveIntegerField(null=True, verbose_name='Places the funds reach for')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='housing_calls', to='municipalities.municipality')),
                        ('table', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='housing.pointstable', verbose_name='Table of points')),
                    ],
                    options={
                        'ordering': ['-year', '-pk'],
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('quota__lte', models.F('places'))), name='housing_quota_fits'), models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='housing_call_ends_after_it_opens')],
                    },
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('1', 'Taking applications'), ('2', 'List drawn up by the office'), ('3', 'Assessed by the housing commission'), ('4', 'Approved by the municipal council'), ('5', 'State funds allocated'), ('6', 'Final list approved by the council'), ('7', 'Published')], max_length=1, verbose_name='Status')),
                        ('on', models.DateField(verbose_name='Day')),
                        ('act', models.CharField(blank=True, max_length=60, verbose_name='Number of the act')),
                        ('reason', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Reason')),
                        ('at', models.DateTimeField(default=ura.core.moments.now)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='housing.call')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='HousingEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('what', models.CharField(choices=[('received', 'Application received'), ('entered', 'Entered on e-Albania'), ('paper', 'Document'), ('fee', 'Fee paid by the municipality'), ('scored', 'Points given'), ('moved', 'Status changed'), ('carried', 'Carried to another call'), ('moved_up', 'Moved up from the waiting list'), ('files', 'Files kept')], max_length=10, verbose_name='What happened')),
                        ('on', models.DateField(verbose_name='Day')),
                        ('at', models.DateTimeField(default=ura.core.moments.now)),
                        ('data', models.JSONField(default=dict)),
                        ('text', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Text')),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='housing.application')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='housing_events', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'application'], name='event_of_application')],
                    },
                ),
                migrations.CreateModel(
                    name='PointsTable',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('programme', models.CharField(max_length=16, verbose_name='Programme')),
                        ('number', models.PositiveIntegerField(verbose_name='Version')),
                        ('texts', models.JSONField(default=dict)),
                        ('decision_number', models.CharField(blank=True, max_length=40, verbose_name='Council decision no.')),
                        ('decision_on', models.DateField(blank=True, null=True, verbose_name='Date of the decision')),
                        ('at', models.DateTimeField(default=ura.core.moments.now)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points_tables', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['programme', '-number'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'programme', 'number'), name='points_table_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ApplicationPaper',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=40, verbose_name='Document')),
                        ('state', models.CharField(choices=[('missing', 'Missing'), ('asked', 'Asked for'), ('there', 'In the file'), ('not_needed', 'Not needed')], default='missing', max_length=10, verbose_name='Where it stands')),
                        ('on', models.DateField(blank=True, null=True, verbose_name='Day')),
                        ('fee', models.PositiveIntegerField(blank=True, null=True, verbose_name='Fee paid by the municipality, in lek')),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='housing.application')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('application', 'code'), name='application_paper_once')],
                    },
                ),
            ],
        ),
    ]
