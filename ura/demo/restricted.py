"""One restricted matter in each office with a team: colleagues outside it cannot find it (docs/tour.md)."""

import tomllib
from datetime import timedelta

from django.utils import timezone

from ura.demo.facts import DATA
from ura.desk.actions.company import add_note, give_task
from ura.desk.actions.registering import register_enquiry
from ura.desk.actions.team import restrict
from ura.desk.looking import looked
from ura.desk.states import Channel, RestrictedFor
from ura.staff.models import Role


def protected(desk):
    """A woman asks for shelter; the officer at the counter restricts it at once, to herself and the supervisor."""
    told = tomllib.loads((DATA / "restricted.toml").read_text(encoding="utf-8"))
    owner = desk.first(Role.OFFICER)
    moment = desk.days.at(desk.days.back(4), 9, 11)
    yield moment
    enquiry = register_enquiry(
        desk.municipality, by=owner, owner=owner, channel=Channel.COUNTER, subject=told["subject"], body=told["body"],
        audience="returnee", need="referral", person={"name": told["name"], "phone": told["phone"]},
    )  # fmt: skip
    enquiry = restrict(enquiry, by=owner, ground=RestrictedFor.TRAFFICKING, team=[desk.supervisor])
    yield (moment := desk.days.after(moment, 1))
    add_note(enquiry, by=owner, text=told["note"])
    until = timezone.localdate() + timedelta(days=5)
    give_task(enquiry, by=owner, officer=desk.supervisor, what=told["task"], due_on=until)
    yield desk.days.after(moment, 1)
    looked(desk.supervisor, enquiry)
