"""The first administrator of an office, and whoever is locked out: what nobody inside Ura could do for them."""

from django.core.management.base import BaseCommand, CommandError

from ura.core.refusals import Refused
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import working_for
from ura.staff import actions, second_factor, sessions
from ura.staff.links import password_link
from ura.staff.models import Role, User
from ura.trail.actions import record


class Command(BaseCommand):
    help = (
        "add: takes somebody into an office, and prints the link where they choose their password. "
        "link: prints a new link. factor: takes a lost second factor away. Each act is in the office's trail."
    )

    def add_arguments(self, parser):
        parser.add_argument("act", choices=["add", "link", "factor"])
        parser.add_argument("email")
        parser.add_argument("--office", help="as in the address, for example lezhe")
        parser.add_argument("--name", default="")
        parser.add_argument("--role", action="append", choices=Role.values, help="may be given several times")

    def handle(self, *, act, email, office, name, role, **options):
        if act == "add":
            user = self.add(email, office, name, role or [Role.ADMINISTRATOR])
        else:
            user = User.objects.filter(email=email.strip().lower()).first()
            if user is None:
                raise CommandError(f"Nobody signs in with {email}.")
        if act == "factor":
            self.stdout.write(f"{second_factor.remove(user)} taken away; {sessions.end_all(user)} sessions ended.")
            _write_down(user, "staff.factor_removed")
            return
        _write_down(user, "staff.password_link")
        self.stdout.write(f"Give this to {user.name} alone; it holds once:\n{password_link(user)}")

    def add(self, email, office, name, roles):
        try:
            municipality = Municipality.objects.get(slug=office)
        except Municipality.DoesNotExist as error:
            raise CommandError(
                "--office names no municipality; the addresses of the offices stand on the first page."
            ) from error
        if not name.strip():
            raise CommandError("--name is needed: it stands on letters and in the trail.")
        try:
            with working_for(municipality):
                officer, _invited = actions.add_officer(municipality, email=email, name=name, roles=roles)
                record(officer, "staff.added", roles=",".join(officer.roles), may_sign=False)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        return officer.user


def _write_down(user, act):
    for officer in user.posts.select_related("municipality").filter(active=True):
        with working_for(officer.municipality):
            record(officer, act)
