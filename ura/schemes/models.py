"""Facts of a case, schemes of an office, profile cards with scenarios, papers and applications."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ura.cases.models import Case
from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import NotPersonal, Personal
from ura.municipalities.models import Municipality
from ura.municipalities.processing import CASEWORK
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.people.models import Person
from ura.post.models import File
from ura.schemes.states import OPEN, PaperState, Source, State, Verdict
from ura.staff.models import Officer


class OfficeScheme(TenantModel):
    """Skema e zyrës: an own scheme, or the office's wording of a national one; a change is a new version."""

    personal = NotPersonal("a scheme: criteria, documents and words, of no person")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="office_schemes")
    code = models.SlugField(_("Code"), max_length=40)
    version = models.PositiveIntegerField()
    current = models.BooleanField(default=True)
    offered = models.BooleanField(_("Offered here"), default=True)
    data = models.JSONField(default=dict)  # as in data/schemes.toml; checked by ura.schemes.catalogue before it is kept
    base = models.CharField(max_length=16, blank=True)  # mark of the national entry it was written from
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code", "version"], name="scheme_version_once"),
            models.UniqueConstraint(fields=["municipality", "code"], condition=Q(current=True), name="scheme_current"),
        ]


class CaseFact(TenantModel):
    """Something an officer learned that schemes ask for; a newer one replaces it and the old one stays dated."""

    personal = Personal(
        activity=CASEWORK, what=_("Fact for schemes"), of=("case__person", "person"), fields=("value",),
        also=("fact", "source", "on", "replaced_on"),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="facts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # none: of the family
    fact = models.CharField(_("Fact"), max_length=40)
    value = EncryptedTextField(_("Value"))  # JSON
    source = models.CharField(_("Where it is from"), max_length=10, choices=Source, default=Source.STATED)
    on = models.DateField(_("Known on"))
    replaced_on = models.DateField(null=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["municipality", "case", "replaced_on"], name="fact_of_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "fact"], condition=Q(replaced_on=None, person__isnull=False),
                name="fact_of_person_once",
            ),
            models.UniqueConstraint(
                fields=["case", "fact"], condition=Q(replaced_on=None, person=None), name="fact_of_family_once"
            ),
        ]  # fmt: skip


class ProfileCard(TenantModel):
    """Skeda e profilizuar: one person's scenarios, shown to them side by side, and what they chose."""

    never_deleted = True

    personal = Personal(
        activity=CASEWORK, what=_("Profile card"), of="person", fields=("note",), also=("made_on", "presented_on")
    )

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="profile_cards")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="cards")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField(_("Made on"))
    presented_on = models.DateField(_("Presented on"), null=True)
    note = EncryptedTextField(_("What the person says"), blank=True, default="")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]
        indexes = [models.Index(fields=["municipality", "made_on"], name="card_by_day")]


class Scenario(TenantModel):
    """Skenari i përfshirjes: one scheme on a card, as it stood on that day."""

    never_deleted = True

    personal = Personal(
        activity=CASEWORK, what=_("Scenario"), of="card__person", fields=("next_step",),
        also=("scheme", "verdict", "readiness", "chosen_on"),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    card = models.ForeignKey(ProfileCard, on_delete=models.PROTECT, related_name="scenarios")
    scheme = models.CharField(_("Scheme"), max_length=40)
    scheme_version = models.PositiveIntegerField(default=0)  # 0: the national text
    verdict = models.CharField(_("Criteria"), max_length=12, choices=Verdict)
    readiness = models.PositiveSmallIntegerField(_("Documents ready, percent"))
    next_step = EncryptedTextField(_("Next step"), blank=True, default="")
    chosen_on = models.DateField(_("Chosen on"), null=True)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["card", "scheme"], name="scenario_once")]


class Paper(TenantModel):
    """A document the schemes ask of a person: there, missing or asked for; it serves every application."""

    personal = Personal(
        activity=CASEWORK, what=_("Document for schemes"), of="person", fields=("note",), files=("file",),
        also=("document", "state", "on"),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    document = models.CharField(_("Document"), max_length=40)
    state = models.CharField(_("Status"), max_length=10, choices=PaperState)
    on = models.DateField(_("Day"))
    note = EncryptedTextField(_("Note"), blank=True, default="")
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "person", "document"], name="paper_once")]


class Application(TenantModel):
    """Aplikimi: one person's or family's application to a scheme, from its dossier to its end."""

    never_deleted = True

    personal = Personal(
        activity=CASEWORK, what=_("Application to a scheme"), of="person", fields=("note", "reference"),
        also=("scheme", "state", "opened_on", "complete_on", "handed_in_on", "answered_on"),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="applications")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, null=True, related_name="applications")
    scheme = models.CharField(_("Scheme"), max_length=40)
    scheme_version = models.PositiveIntegerField(default=0)
    state = models.CharField(_("Status"), max_length=10, choices=State, default=State.PREPARED)
    opened_on = models.DateField(_("Begun on"))
    complete_on = models.DateField(_("Documents complete on"), null=True)
    handed_in_on = models.DateField(_("Handed in on"), null=True)
    answered_on = models.DateField(_("Answered on"), null=True)
    ended_on = models.DateField(_("Ended on"), null=True)
    reference = EncryptedTextField(_("Their number"), blank=True, default="")
    note = EncryptedTextField(_("Note"), blank=True, default="")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["municipality", "case"], name="application_of_case"),
            models.Index(fields=["municipality", "scheme", "state"], name="application_by_scheme"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "scheme"], condition=Q(state__in=[each.value for each in OPEN]),
                name="application_once",
            )
        ]  # fmt: skip

    @property
    def is_open(self):
        return self.state in OPEN
