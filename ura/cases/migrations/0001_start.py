import django.db.models.deletion
import ura.core.encrypted
import ura.core.moments
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('desk', '0001_start'),
        ('municipalities', '0001_start'),
        ('people', '0001_start'),
        ('post', '0001_start'),
        ('staff', '0001_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('returnee', 'Returned migrant'), ('internal', 'Internal migrant'), ('diaspora', 'Member of the diaspora'), ('foreigner', 'Foreigner, asylum seeker, refugee or stateless person')], max_length=10, verbose_name='Kind of case')),
                ('state', models.CharField(choices=[('1', 'Opened'), ('2', 'Needs assessed'), ('3', 'Plan being prepared'), ('4', 'Plan being carried out'), ('5', 'Closed')], default='1', max_length=1, verbose_name='Status')),
                ('origin', models.CharField(blank=True, max_length=60, verbose_name='Country or municipality of origin')),
                ('arrived_on', models.DateField(blank=True, null=True, verbose_name='Arrived or returned on')),
                ('opened_on', models.DateField(verbose_name='Opened')),
                ('closed_on', models.DateField(null=True, verbose_name='Closed on')),
                ('outcome', models.CharField(blank=True, choices=[('reintegrated', 'Fully reintegrated'), ('partly', 'Partly reintegrated'), ('moved', 'Moved to another municipality'), ('migrated', 'Migrated again'), ('withdrew', 'Withdrew'), ('lost', 'Contact lost'), ('died', 'Died'), ('referred', 'Handed over to another institution for good')], max_length=12, verbose_name='Outcome')),
                ('next_review_on', models.DateField(null=True, verbose_name='Next review')),
                ('emergency_at', models.DateTimeField(null=True, verbose_name='Emergency since')),
                ('emergency_due_at', models.DateTimeField(null=True, verbose_name='To be met by')),
                ('emergency_met_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('enquiry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='case', to='desk.enquiry')),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='people.household')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='municipalities.municipality')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='staff.officer', verbose_name='Case manager')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='people.person')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.administrativeunit', verbose_name='Administrative unit')),
            ],
            options={
                'ordering': ['-pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['municipality', '-id'], name='case_newest'), models.Index(condition=models.Q(('state__in', ['1', '2', '3', '4'])), fields=['municipality', '-id'], include=('state', 'kind', 'unit', 'owner', 'next_review_on', 'opened_on', 'origin'), name='case_open'), models.Index(fields=['municipality', 'owner', 'state'], name='case_by_owner'), models.Index(fields=['municipality', 'person'], name='case_by_person'), models.Index(fields=['municipality', 'state', 'next_review_on'], name='case_by_review'), models.Index(fields=['municipality', '-opened_on', '-id'], name='case_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', '5'), _negated=True), ('closed_on__isnull', False), _connector='OR'), name='closed_case_has_day')],
            },
        ),
        migrations.CreateModel(
            name='CaseCategory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(choices=[('trafficking', 'Victim or possible victim of trafficking'), ('minor', 'Unaccompanied minor'), ('illness', 'Serious illness'), ('prisoner', 'Former prisoner'), ('single_parent', 'Single parent'), ('disability', 'Disability'), ('elderly', 'Elderly without support'), ('violence', 'Victim of domestic violence'), ('roma', 'Roma community'), ('egyptian', 'Egyptian community'), ('minority', 'Another minority'), ('lgbti', 'LGBTI person'), ('orphan', 'Orphan, or leaving care'), ('homeless', 'Without shelter')], max_length=16, verbose_name='Vulnerability')),
                ('from_on', models.DateField(verbose_name='Since')),
                ('until_on', models.DateField(null=True, verbose_name='Until and including')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='categories', to='cases.case')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='categories', to='people.person')),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['municipality', 'category', 'case'], name='case_by_category')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('case', 'person', 'category'), name='category_once')],
            },
        ),
        migrations.CreateModel(
            name='CaseEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opened', 'Case opened'), ('owner_changed', 'Case manager changed'), ('moved', 'Status changed'), ('category', 'Vulnerability noted'), ('category_ended', 'Vulnerability no longer holds'), ('emergency', 'Emergency'), ('emergency_met', 'Emergency met'), ('member', 'Household changed'), ('counselled', 'Counselling session'), ('guide', 'Guide handed out'), ('assessed', 'Needs assessment'), ('plan_written', 'Plan written'), ('plan_submitted', 'Plan put to the supervisor'), ('plan_returned', 'Plan returned'), ('plan_approved', 'Plan approved'), ('plan_lapsed', 'Approval of the plan lapsed'), ('plan_signed', 'Plan signed by the person'), ('action_done', 'Action of the plan done'), ('assistance', 'Assistance given'), ('reviewed', 'Review'), ('conference', 'Case conference'), ('scenario', 'Scenario chosen'), ('application', 'Application to a scheme'), ('application_moved', 'Application moved on'), ('housing', 'Housing application'), ('housing_moved', 'Housing application moved on'), ('referred', 'Referred'), ('referral_moved', 'Referral moved on'), ('jobseeker', 'Registered as a jobseeker'), ('placed', 'Found work'), ('training', 'Training'), ('grant', 'Grant'), ('worked', 'Cash for Work'), ('farm_visit', 'Advice on the farm'), ('note', 'Note'), ('file', 'File added'), ('closed', 'Closed'), ('reopened', 'Opened again')], max_length=20, verbose_name='What happened')),
                ('on', models.DateField(verbose_name='Day')),
                ('at', models.DateTimeField(default=ura.core.moments.now, verbose_name='Written down on')),
                ('data', models.JSONField(default=dict)),
                ('text', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Text')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='cases.case')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.file')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_events', to='municipalities.municipality')),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['municipality', 'case', 'at'], name='event_of_case'), models.Index(fields=['municipality', 'kind', 'on'], name='case_event_by_day')],
            },
        ),
        migrations.CreateModel(
            name='CaseText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('summary', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='In one sentence')),
                ('story', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='What happened')),
                ('wishes', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='What the person wishes')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='text', to='cases.case')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
