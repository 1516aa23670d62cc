"""The questions asked of many requests."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ura.core.moments import now
from ura.desk.states import Channel, EventKind, State
from ura.municipalities.tenancy import TenantQuerySet
from ura.staff.models import Role


class TeamQuerySet(TenantQuerySet):
    def now(self):
        """Those whose time is not over."""
        return self.filter(Q(until=None) | Q(until__gt=now()))

    def standing(self):
        """The team itself, without who broke the glass."""
        return self.filter(until=None)


def _teams_of(officer):
    """The restricted requests this officer may know of now."""
    from ura.desk.models import TeamMember

    mine = TeamMember.objects.filter(municipality=officer.municipality_id, officer=officer).now()
    return mine.order_by().values("enquiry")


def hidden_from_nobody(enquiry, officer):
    """Is this a request that no rule below hides from officers and supervisors? Most are, and then nothing is asked."""
    plain = not (enquiry.complaint or enquiry.complaint_about_id or enquiry.restricted)
    return plain and officer.has(Role.OFFICER, Role.SUPERVISOR)


class EnquiryQuerySet(TenantQuerySet):
    def open(self):
        return self.exclude(state=State.CLOSED)

    def overdue(self, on=None):
        return self.open().filter(due_on__lt=on or timezone.localdate())

    def due(self, on=None):
        return self.open().filter(due_on=on or timezone.localdate())

    def waiting_for_others(self):
        return self.open().filter(Q(waiting=True) | Q(state=State.OUTSIDE))

    def new(self):
        """What came by itself, through the portal or by e-mail, and no officer has worked on yet.

        Being handed to somebody, covered for, or moved by a change of the calendar, is no work on it.
        """
        from ura.desk.models import Event

        worked = Event.objects.filter(
            municipality=OuterRef("municipality"), enquiry=OuterRef("pk"), officer__isnull=False
        ).exclude(kind__in=[EventKind.OWNER_CHANGED, EventKind.COVERED, EventKind.CALENDAR_CHANGED])
        return self.filter(
            ~Exists(worked.order_by()), state__among=[State.ANALYSIS], channel__in=[Channel.PORTAL, Channel.EMAIL]
        )

    def known_to(self, officer):
        """Without what does not exist for this officer: complaints about themselves, restricted matters of others."""
        return self.exclude(complaint_about=officer).filter(Q(restricted=False) | Q(pk__in=_teams_of(officer)))

    def visible_to(self, officer):
        """What this officer may know of: never a complaint about themselves, a clerk only their units' intake.

        An officer acts on all requests of the office; a complaint is led to the supervisor and its owner, and a
        restricted matter exists for its team only.
        """
        rows = self.known_to(officer)
        if not officer.has(Role.SUPERVISOR):
            rows = rows.filter(Q(complaint=False) | Q(owner=officer))
        if not officer.has(Role.OFFICER, Role.SUPERVISOR):
            if not officer.has(Role.CLERK):
                return rows.none()
            if units := officer.unit_ids():
                rows = rows.filter(unit__in=units)
        return rows

    def about(self, officer):
        """Complaints about this officer: for them, they do not exist."""
        return self.filter(complaint_about=officer)

    def restricted_from(self, officer):
        """Restricted matters of teams this officer is not in: for them, they do not exist."""
        return self.filter(restricted=True).exclude(pk__in=_teams_of(officer))

    def hidden_from(self, officer):
        """What may not even be guessed at by this officer, whatever their roles and units."""
        return self.about(officer) | self.restricted_from(officer)

    def read_by_nobody(self, municipality):
        """Open complaints without a carrier in an office whose only supervisor they are about, or that has none."""
        staff = municipality.officers.filter(active=True)
        supervisors = [officer.pk for officer in staff if officer.has(Role.SUPERVISOR)]
        rows = self.open().filter(Q(owner=None) | Q(owner__active=False), complaint=True)
        if len(supervisors) > 1:
            return rows.none()
        return rows.filter(complaint_about=supervisors[0]) if supervisors else rows

    def for_list(self):
        """Everything a line of the register shows, in one query."""
        return self.select_related("entry", "text", "requester", "owner__user", "unit").defer(
            "text__body",
            "text__oral_answer",
            "text__follow_code",
            "requester__phone",
            "requester__email",
            "requester__address",
            "owner__user__password",
        )
