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
        ('people', '0001_start'),
        ('post', '0001_start'),
        ('register', '0001_start'),
        ('staff', '0001_start'),
    ]

    operations = [
        ura.core.tables.Tables(
            operations=[
                migrations.CreateModel(
                    name='PrivacySettings',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('answer_days', models.PositiveSmallIntegerField(default=30, verbose_name='Days for the answer')),
                        ('extension_days', models.PositiveSmallIntegerField(default=60, verbose_name='Days of an extension')),
                        ('breach_hours', models.PositiveSmallIntegerField(default=72, verbose_name='Hours for notifying a breach')),
                        ('dpo_name', models.CharField(blank=True, max_length=200, verbose_name='Data protection officer')),
                        ('dpo_contact', models.CharField(blank=True, max_length=200, verbose_name='Contact of the data protection officer')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('municipality', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='privacy_settings', to='municipalities.municipality')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='RightsRequest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('right', models.CharField(choices=[('access', 'Access'), ('rectification', 'Rectification'), ('restriction', 'Restriction of processing'), ('portability', 'Portability'), ('objection', 'Objection'), ('erasure', 'Erasure')], max_length=14, verbose_name='Right')),
                        ('state', models.CharField(choices=[('received', 'Received'), ('identified', 'Identity checked'), ('decided', 'Decided'), ('closed', 'Closed'), ('withdrawn', 'Withdrawn')], default='received', max_length=10, verbose_name='State')),
                        ('details', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='What is asked')),
                        ('received_on', models.DateField(verbose_name='Received on')),
                        ('due_on', models.DateField(verbose_name='Due')),
                        ('extended_on', models.DateField(null=True)),
                        ('extension_reason', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Reason for the extension')),
                        ('identity', models.CharField(blank=True, choices=[('document', 'Identity document seen'), ('known', 'Known to the officer in person'), ('follow_code', 'Follow-up code and the same e-mail address'), ('signature', 'Electronic signature or e-Albania'), ('representative', 'Representative with a power of attorney, or guardian')], max_length=14, verbose_name='How the identity was checked')),
                        ('identity_note', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Note')),
                        ('identified_at', models.DateTimeField(null=True)),
                        ('decision', models.CharField(blank=True, choices=[('granted', 'Granted'), ('partly', 'Granted in part'), ('refused', 'Refused')], max_length=8, verbose_name='Decision')),
                        ('reason', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Reason')),
                        ('decided_at', models.DateTimeField(null=True, verbose_name='Decided on')),
                        ('carried_out_at', models.DateTimeField(null=True)),
                        ('package_complete', models.BooleanField(default=False)),
                        ('answer', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Answer')),
                        ('answer_way', models.CharField(blank=True, choices=[('email', 'By e-mail'), ('paper', 'On paper, by post'), ('hand', 'Handed over at the office')], max_length=8, verbose_name='How it was answered')),
                        ('answered_on', models.DateField(null=True, verbose_name='Answered on')),
                        ('closed_on', models.DateField(null=True)),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('answer_entry', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rights_answer', to='register.entry')),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rights_request', to='register.entry')),
                        ('identified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rights_requests', to='municipalities.municipality')),
                        ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rights_requests', to='staff.officer', verbose_name='Officer')),
                        ('package', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='post.file')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rights_requests', to='people.person')),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'state', 'due_on'], name='rights_by_due')],
                    },
                ),
                migrations.CreateModel(
                    name='ErasureProof',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('cause', models.CharField(max_length=10)),
                        ('table', models.CharField(max_length=60)),
                        ('row', models.BigIntegerField()),
                        ('field', models.CharField(max_length=60)),
                        ('digest', models.CharField(blank=True, max_length=64)),
                        ('at', models.DateTimeField(default=ura.core.moments.now)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='erasure_proofs', to='municipalities.municipality')),
                        ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='rights.rightsrequest')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['municipality', 'table', 'row'], name='proof_of_a_row')],
                    },
                ),
                migrations.CreateModel(
                    name='Breach',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('what', ura.core.encrypted.EncryptedTextField(verbose_name='What happened')),
                        ('happened_on', models.DateField(blank=True, null=True, verbose_name='Day it happened')),
                        ('noticed_at', models.DateTimeField(verbose_name='Noticed')),
                        ('whose', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Whose data, and which')),
                        ('persons', models.PositiveIntegerField(blank=True, null=True, verbose_name='Persons concerned')),
                        ('records', models.PositiveIntegerField(blank=True, null=True, verbose_name='Records concerned')),
                        ('consequences', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Likely consequences')),
                        ('measures', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Measures taken and planned')),
                        ('high_risk', models.BooleanField(default=False, verbose_name='High risk for the persons')),
                        ('authority_told_at', models.DateTimeField(blank=True, null=True, verbose_name='Commissioner notified')),
                        ('delay_reason', ura.core.encrypted.EncryptedTextField(blank=True, default='', verbose_name='Why later than the time limit, or why not at all')),
                        ('persons_told_on', models.DateField(blank=True, null=True, verbose_name='Persons informed')),
                        ('closed_at', models.DateTimeField(null=True)),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='breaches', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['-number'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'number'), name='breach_number_once')],
                    },
                ),
                migrations.CreateModel(
                    name='LegalHold',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reason', ura.core.encrypted.EncryptedTextField(verbose_name='Reason')),
                        ('placed_at', models.DateTimeField(default=ura.core.moments.now, verbose_name='Placed on')),
                        ('lifted_at', models.DateTimeField(null=True, verbose_name='Lifted on')),
                        ('enquiry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='legal_holds', to='desk.enquiry')),
                        ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legal_holds', to='municipalities.municipality')),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='legal_holds', to='people.person')),
                        ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.officer')),
                    ],
                    options={
                        'ordering': ['-pk'],
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', True), ('enquiry__isnull', True), _connector='XOR'), name='hold_on_one_thing')],
                    },
                ),
                migrations.CreateModel(
                    name='RetentionRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('requests', 'Closed requests, with their texts, files, letters and mail'), ('cases', 'Closed cases, with their assessments, plans, referrals and files'), ('people', 'Persons without any matter'), ('consents', 'Consents that ended or were withdrawn'), ('mail', 'Mail that became nothing'), ('rights', "Closed requests about one's own data"), ('imports', 'Spreadsheets that were imported')], max_length=10)),
                        ('years', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Years')),
                        ('basis', models.CharField(blank=True, max_length=200, verbose_name='Decision or rule of the office')),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='retention_rules', to='municipalities.municipality')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('municipality', 'kind'), name='retention_rule_once')],
                    },
                ),
            ],
        ),
    ]
