import django.db.models.deletion
import ura.core.encrypted
import ura.core.moments
import ura.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('municipalities', '0001_start'),
        ('post', '0001_start'),
        ('staff', '0001_start'),
    ]

    operations = [
        ura.core.tables.Tables(
            operations=[
                migrations.CreateModel(
                    name='ConsentText',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField()),
                        ('language', models.CharField(choices=[('sq', 'Shqip'), ('en', 'English')], max_length=2)),
                        ('title', models.CharField(max_length=200, verbose_name='Title')),
                        ('statement', models.TextField(verbose_name='Declaration')),
                        ('clauses', models.JSONField(default=dict)),
                        ('shipped', models.BooleanField(default=False)),
                        ('valid_from', models.DateField(verbose_name='Valid from')),
                        ('made_at', models.DateTimeField(default=ura.core.moments.now)),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consent_texts', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['-version', '-language'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'version', 'language'), name='consent_text_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Household',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('made_at', models.DateTimeField(default=ura.core.moments.now)),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='households', to='municipalities.municipality')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Person',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('person', 'Person'), ('organisation', 'Organisation')], default='person', max_length=12, verbose_name='Kind')),
                        ('name', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Name and surname')),
                        ('organisation', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Organisation')),
                        ('phone', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Phone')),
                        ('email', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='E-mail')),
                        ('address', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Postal address')),
                        ('country', models.CharField(blank=True, max_length=2, verbose_name='Country of residence')),
                        ('language', models.CharField(choices=[('sq', 'Shqip'), ('en', 'English')], default='sq', max_length=2, verbose_name='Language')),
                        ('personal_number', ura.core.encrypted.EncryptedTextField(blank=True, db_default='', default='', verbose_name='Personal number')),
                        ('born', ura.core.encrypted.EncryptedTextField(blank=True, db_default='', default='', verbose_name='Born')),
                        ('sex', models.CharField(blank=True, choices=[('M', 'Male'), ('F', 'Female')], db_default='', default='', max_length=1, verbose_name='Sex')),
                        ('spoken', models.CharField(blank=True, db_default='', default='', max_length=100, verbose_name='Languages spoken')),
                        ('citizenships', models.CharField(blank=True, db_default='', default='', max_length=60, verbose_name='Citizenships')),
                        ('made_at', models.DateTimeField(default=ura.core.moments.now, verbose_name='Written down on')),
                        ('use_limited_on', models.DateField(null=True, verbose_name='Use of the data limited since')),
                        ('erased_on', models.DateField(null=True)),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='people.person')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='municipalities.municipality')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Merge',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('moved', models.JSONField(default=dict)),
                        ('made', models.JSONField(default=list)),
                        ('filled', models.JSONField(default=list)),
                        ('at', models.DateTimeField(default=ura.core.moments.now, verbose_name='Merged on')),
                        ('undone_at', models.DateTimeField(null=True, verbose_name='Merge undone on')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('gone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                        ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='people.person')),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('gone',), name='merged_once'), models.CheckConstraint(condition=models.Q(('kept', models.F('gone')), _negated=True), name='merged_with_another')],
                    },
                ),
                migrations.CreateModel(
                    name='HouseholdMember',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('relation', models.CharField(choices=[('head', 'Head of the household'), ('spouse', 'Spouse or partner'), ('child', 'Son or daughter'), ('parent', 'Father or mother'), ('sibling', 'Brother or sister'), ('grandchild', 'Grandchild'), ('grandparent', 'Grandparent'), ('relative', 'Another relative'), ('other', 'Not related')], max_length=12, verbose_name='Relation to the head')),
                        ('left_on', models.DateField(null=True, verbose_name='Left the household on')),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='people.household')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.person')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'person'], name='member_by_person')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('left_on', None)), fields=('household', 'person'), name='member_once'), models.UniqueConstraint(condition=models.Q(('left_on', None), ('relation', 'head')), fields=('household',), name='one_head')],
                    },
                ),
                migrations.CreateModel(
                    name='Guardianship',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('relation', models.CharField(choices=[('parent', 'Father or mother'), ('relative', 'A relative who cares for the child'), ('appointed', 'Guardian appointed by a court'), ('institution', 'Institution that cares for the child')], max_length=12, verbose_name='Who they are to the child')),
                        ('document', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Document that shows it')),
                        ('from_on', models.DateField(verbose_name='Since')),
                        ('ended_on', models.DateField(null=True, verbose_name='Ended on')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                        ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guardianships', to='people.person')),
                        ('guardian', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wards', to='people.person')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'child'], name='guardian_by_child'), models.Index(fields=['municipality', 'guardian'], name='child_by_guardian')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('child', 'guardian'), name='guardian_once'), models.CheckConstraint(condition=models.Q(('child', models.F('guardian')), _negated=True), name='guardian_is_another')],
                    },
                ),
                migrations.CreateModel(
                    name='ConsentOverride',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('purpose', models.CharField(choices=[('processing', 'Counselling: processing of personal data'), ('internal_statistics', 'Internal statistics by person'), ('follow_up_contact', 'Follow-up contact'), ('sharing', 'Sharing data with a named institution'), ('publication', 'Publication')], max_length=20, verbose_name='Purpose')),
                        ('reason', ura.core.encrypted.EncryptedTextField(verbose_name='Reason')),
                        ('at', models.DateTimeField(default=ura.core.moments.now, verbose_name='Written down on')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consent_overrides', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Consent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('language', models.CharField(choices=[('sq', 'Shqip'), ('en', 'English')], default='sq', max_length=2, verbose_name='Language')),
                        ('how', models.CharField(choices=[('paper', 'At the counter, signed on paper'), ('screen', 'At the counter, signed on the screen'), ('phone', 'By phone, statement written down by the officer'), ('portal', 'Through the portal'), ('email', 'By e-mail, confirmed with a link')], max_length=8, verbose_name='How it was given')),
                        ('place', models.CharField(blank=True, max_length=120, verbose_name='Where')),
                        ('statement', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Statement of the officer')),
                        ('guardian_name', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Parent or guardian')),
                        ('guardian_relation', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Relation to the child')),
                        ('given_on', models.DateField(null=True, verbose_name='Given on')),
                        ('valid_until', models.DateField(null=True, verbose_name='Valid until and including')),
                        ('made_at', models.DateTimeField(default=ura.core.moments.now)),
                        ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.file')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='municipalities.municipality')),
                        ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='people.consent')),
                        ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='people.consenttext')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='people.person')),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'person', 'valid_until'], name='consent_of_person'), models.Index(fields=['municipality', 'valid_until'], name='consent_by_end')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('given_on', None), ('valid_until', None)), models.Q(('given_on__isnull', False), ('valid_until__gte', models.F('given_on'))), _connector='OR'), name='consent_given_has_end')],
                    },
                ),
                migrations.CreateModel(
                    name='PersonContact',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('phone', 'Phone'), ('email', 'E-mail')], max_length=5, verbose_name='Kind')),
                        ('value', ura.core.encrypted.EncryptedTextField(verbose_name='Phone or e-mail')),
                        ('note', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Whose, or when')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='people.person')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='PersonToken',
                    fields=[
                        ('pk', models.CompositePrimaryKey('municipality', 'person', 'token', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('token', models.BigIntegerField()),
                        ('municipality', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                        ('person', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='people.person')),
                    ],
                    options={
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'token', 'person'], name='person_by_token')],
                    },
                ),
                migrations.CreateModel(
                    name='TwoPersons',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(default=ura.core.moments.now)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                        ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                    ],
                    options={
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='two_persons_once')],
                    },
                ),
                migrations.CreateModel(
                    name='WithdrawalAsked',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('about', models.CharField(blank=True, max_length=40)),
                        ('row', models.BigIntegerField(null=True)),
                        ('through', models.CharField(choices=[('counter', 'At the counter'), ('phone', 'By phone'), ('letter', 'By letter'), ('portal', 'Through the portal'), ('email', 'By e-mail')], max_length=8, verbose_name='How it was asked for')),
                        ('asked_at', models.DateTimeField(default=ura.core.moments.now, verbose_name='Asked on')),
                        ('settled_at', models.DateTimeField(null=True)),
                        ('outcome', models.CharField(blank=True, choices=[('withdrawn', 'Consent withdrawn'), ('not_meant', 'Not meant as a withdrawal')], max_length=10, verbose_name='Outcome')),
                        ('mail', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.inboundmail')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals_asked', to='municipalities.municipality')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals_asked', to='people.person')),
                        ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                    ],
                    options={
                        'ordering': ['asked_at', 'pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'settled_at'], name='withdrawal_open')],
                    },
                ),
                migrations.CreateModel(
                    name='Agreed',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('purpose', models.CharField(choices=[('processing', 'Counselling: processing of personal data'), ('internal_statistics', 'Internal statistics by person'), ('follow_up_contact', 'Follow-up contact'), ('sharing', 'Sharing data with a named institution'), ('publication', 'Publication')], max_length=20, verbose_name='Purpose')),
                        ('recipient', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Institution')),
                        ('withdrawn_at', models.DateTimeField(null=True, verbose_name='Withdrawn on')),
                        ('withdrawn_through', models.CharField(blank=True, choices=[('counter', 'At the counter'), ('phone', 'By phone'), ('letter', 'By letter'), ('portal', 'Through the portal'), ('email', 'By e-mail')], max_length=8, verbose_name='How it was withdrawn')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='municipalities.municipality')),
                        ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreed', to='people.consent')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('consent', 'purpose'), name='agreed_once')],
                    },
                ),
            ],
        ),
    ]
