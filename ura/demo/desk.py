"""One office of the demo at work: its people and partners, and how a matter reaches it."""

from django.utils import timezone

from ura.demo import facts
from ura.demo.mails import letter_text, write_mail
from ura.demo.papers import TITLES, paper
from ura.demo.people import invent_person
from ura.demo.timeline import Days
from ura.desk.actions.registering import register_enquiry
from ura.desk.mail.intake import take_in
from ura.desk.models import Enquiry
from ura.desk.states import Channel
from ura.directory.actions import add_stakeholder
from ura.portal.actions import ask
from ura.staff.models import Role

CHANNELS = {
    Channel.COUNTER: 34, Channel.PORTAL: 22, Channel.EMAIL: 22, Channel.PHONE: 10, Channel.LETTER: 8, Channel.SOCIAL: 4,
}  # fmt: skip


class Desk:
    """Everything the histories of one office share."""

    def __init__(self, municipality, officers, rnd, today):
        self.municipality, self.officers, self.rnd = municipality, officers, rnd
        self.days = Days(municipality, rnd, today)
        self.units = list(municipality.units.all())
        self.boxes = {box.audience: box for box in municipality.mailboxes.select_related("focal_point__user")}
        self.supervisor = self.first(Role.SUPERVISOR)
        self.stakeholders = {}
        self.people = []  # those who came before; some come again
        self.count = 0

    def first(self, role, *, but=None):
        return next((o for o in self.officers.values() if o.has(role) and o != but), None)

    def others(self, officer):
        """Colleagues who can be given a task."""
        return [o for o in self.officers.values() if o != officer and o.has(Role.OFFICER, Role.SUPERVISOR, Role.CLERK)]

    def know_partners(self):
        """Write down the stakeholders of Annex 3."""
        for row in facts.stakeholders():
            fields = {"type": "1", "service": "1", "inside": False} | {k: v for k, v in row.items() if k != "key"}
            fields["email"] = f"{row['key']}.{self.municipality.slug}@example.org"
            self.stakeholders[row["key"]] = add_stakeholder(self.municipality, by=self.supervisor, **fields)

    def draw(self, name):
        return self.rnd.choice(facts.words()[name])


class Case:
    """One matter on its way through the office."""

    def __init__(self, desk, matter):
        self.desk, self.matter, self.enquiry = desk, matter, None

    def now(self):
        """The request as it is now, for the few acts that do not look again themselves."""
        rows = self.desk.municipality.enquiries.select_related("entry", "text", "requester", "owner__user")
        enquiry = rows.get(pk=self.enquiry.pk)
        enquiry.municipality = self.desk.municipality
        return enquiry

    @property
    def owner(self):
        return self.enquiry.owner

    def arrive(self, channel=None, **more):
        """It comes in now, by the way it chooses."""
        desk, rnd = self.desk, self.desk.rnd
        desk.count += 1
        channel = Channel(channel or rnd.choice(self.matter.get("channels", [self._channel()])))
        person = invent_person(rnd, self.matter, desk.count)
        if channel == Channel.EMAIL:
            enquiry = self._by_mail(person)
        elif channel == Channel.PORTAL:
            person.setdefault("email", f"kerkues.{desk.count}@example.org")
            enquiry = ask(
                desk.municipality, subject=self.matter["subject"], text=self.body, audience=self.matter["audience"],
                person=person,
            )  # fmt: skip
        else:
            enquiry = register_enquiry(desk.municipality, **self.request(channel, person), **more)
            if enquiry.requester:
                desk.people.append(enquiry.requester)
        self.enquiry = enquiry
        return enquiry

    def request(self, channel, person):
        """What an officer types at the counter, at the phone or from a paper."""
        desk, rnd, matter = self.desk, self.desk.rnd, self.matter
        clerk = desk.first(Role.CLERK) if channel == Channel.COUNTER and rnd.random() < 0.4 else None
        by = clerk or desk.first(Role.OFFICER)
        known = desk.people and not matter.get("sender") and rnd.random() < 0.15
        typed = {
            "by": by, "channel": channel, "subject": matter["subject"], "body": self.body,
            "requester": rnd.choice(desk.people) if known else None, "person": None if known else person,
            "unit": self._unit(clerk), **self.codes,
        }  # fmt: skip
        if channel in (Channel.LETTER, Channel.INSTITUTION, Channel.BORDER):
            typed |= self._paper_details(channel)
        elif rnd.random() < 0.12:
            typed["uploads"] = [paper(rnd.choice([*TITLES][:3]))]
        return typed

    @property
    def codes(self):
        """The codes of Annex 2 and what the figures are split by."""
        matter = self.matter
        codes = {name: matter[name] for name in ("service", "audience", "need")}
        codes["requester_type"] = matter["requester"]
        if matter["origin"]:
            codes["origin"] = self.desk.rnd.choice(matter["origin"])
        return codes

    @property
    def body(self):
        return self.matter["body"].replace("{bashkia}", self.desk.municipality.official_sq)

    def _channel(self):
        return self.desk.rnd.choices([*CHANNELS], [*CHANNELS.values()])[0]

    def _unit(self, clerk):
        limited = clerk.unit_ids() if clerk else []
        units = [unit for unit in self.desk.units if unit.pk in limited] or self.desk.units
        return self.desk.rnd.choice(units) if limited or self.desk.rnd.random() < 0.7 else None

    def _paper_details(self, channel):
        rnd, today = self.desk.rnd, timezone.localdate()
        details = {"archive_number": f"{rnd.randrange(300, 9000)}/1", "archive_on": today, "pages": rnd.randrange(1, 4),
                   "uploads": [paper("letra.jpg")]}  # fmt: skip
        if channel == Channel.LETTER and rnd.random() < 0.5:
            # It lay in the town hall's archive first; the clock runs from the true day all the same.
            details["received_on"] = self.desk.days.before(today)
        if channel != Channel.LETTER:
            details["sender_reference"] = f"{rnd.randrange(100, 4000)} Prot."
        return details

    def _by_mail(self, person):
        desk, matter = self.desk, self.matter
        name = person.get("name") or person["organisation"]
        person.setdefault("email", f"kerkues.{desk.count}@example.org")
        box = desk.boxes.get(matter["audience"]) or next(iter(desk.boxes.values()), None)
        at = timezone.localtime()
        raw = write_mail(
            desk.rnd, name=name, address=person["email"], to=box.address if box else desk.municipality.office.email,
            subject=matter["subject"], text=letter_text(desk.rnd, self.body, name, matter.get("language", "sq")), at=at,
            paper=paper(desk.rnd.choice([*TITLES][:3])) if desk.rnd.random() < 0.15 else None,
        )  # fmt: skip
        taken = take_in(desk.municipality, raw, mailbox=box, arrived_at=at)
        rows = Enquiry.objects.select_related("entry", "text", "requester", "owner__user")
        enquiry = rows.get(municipality=desk.municipality, events__mail=taken.mail)
        enquiry.municipality = desk.municipality
        return enquiry
