"""Invented people: those who ask, and those who work in the offices."""

from ura.core.folding import words as folded
from ura.demo import facts
from ura.municipalities.models import AdministrativeUnit
from ura.post.models import Mailbox
from ura.staff.focal_points import forget_standing
from ura.staff.models import Officer, OfficerUnit, StandingFocalPoint, User

DOMAIN = "example.org"
READER = f"lexuesi@{DOMAIN}"


def invent_name(rnd):
    """A first name and a surname that together name nobody known to the public."""
    lists = facts.names()
    while True:
        name = f"{rnd.choice(rnd.choice((lists['female'], lists['male'])))} {rnd.choice(lists['surnames'])}"
        if name not in lists["never"]:
            return name


def invent_phone(rnd):
    # +355 66 is given to nobody, so no phone of the demo rings.
    return f"+355 66 {rnd.randrange(100, 1000)} {rnd.randrange(1000, 10000)}"


def address_of(name, number):
    return f"{'.'.join(folded(name))}.{number}@{DOMAIN}"


def invent_person(rnd, matter, number):
    """Who brings this matter: the fields of a new person."""
    if matter.get("sender"):
        return {"organisation": matter["sender"], "email": f"protokolli.{number}@{DOMAIN}", "phone": invent_phone(rnd)}
    name = invent_name(rnd)
    person = {"name": name, "language": matter.get("language", "sq")}
    if matter["requester"] in ("2", "3"):
        kind = "Shoqata" if matter["requester"] == "2" else "Kompania"
        person["organisation"] = (
            f"{kind} «{rnd.choice(('Shqiponja', 'Ura', 'Vatra', 'Lidhja', 'Bashkimi', 'Liqeni'))}» (shembull)"
        )
    if rnd.random() < 0.8:
        person["phone"] = invent_phone(rnd)
    if rnd.random() < 0.75:
        person["email"] = address_of(name, number)
    if matter["audience"] in ("diaspora", "foreigner") and matter["origin"]:
        person["country"] = rnd.choice(matter["origin"])
    if rnd.random() < 0.3:
        person["address"] = f"Rruga e Shembullit {rnd.randrange(1, 120)}"
    return person


def staff_office(municipality, row, hashed):
    """Write an office's settings and its people; returns {login: Officer}. `hashed`: everybody's password."""
    officers = {each["login"]: _officer(municipality, each, hashed) for each in row["staff"]}
    office = municipality.office
    office.address, office.phone = row["address"], row["phone"]
    office.email = f"zyra.{municipality.slug}@{DOMAIN}"
    office.dpo_email = f"mbrojtja.{municipality.slug}@{DOMAIN}"
    office.head = officers[row["head"]].user.name
    office.letterhead_sq, office.letterhead_en = row.get("letterhead_sq", ""), row.get("letterhead_en", "")
    office.protocol_format = row.get("protocol_format", office.protocol_format)
    office.reply_needs_approval = row.get("needs_approval", True)
    office.single_focal_point = office.self_approval = row.get("single", False)
    office.save()
    for service, login in row.get("focal", {}).items():
        StandingFocalPoint.objects.create(municipality=municipality, service=service, officer=officers[login])
    carriers = row.get("units", ())
    for place, unit in enumerate(municipality.units.all() if carriers else ()):
        if login := carriers[place % len(carriers)]:
            StandingFocalPoint.objects.create(municipality=municipality, unit=unit, officer=officers[login])
    for box in row.get("mailboxes", ()):
        # Without a server's name nobody tries to read it: the demo's mails come from ura/demo/mails.py.
        Mailbox.objects.create(
            municipality=municipality, address=f"{box['name']}.{municipality.slug}@{DOMAIN}",
            audience=box["audience"], focal_point=officers[box["focal"]],
        )  # fmt: skip
    forget_standing(municipality)
    return officers


def _officer(municipality, row, hashed):
    user = User.objects.create(email=f"{row['login']}.{municipality.slug}@{DOMAIN}", name=row["name"], password=hashed)
    officer = Officer.objects.create(
        municipality=municipality, user=user, roles=row["roles"], function_sq=row["sq"], function_en=row["en"],
        phone=f"+355 66 900 {user.pk:04d}", may_sign=row.get("signs", False),
    )  # fmt: skip
    if unit := row.get("unit"):
        OfficerUnit.objects.create(
            municipality=municipality, officer=officer, unit=AdministrativeUnit.objects.get(code=unit)
        )
    return officer
