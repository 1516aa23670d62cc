"""Which column of somebody's spreadsheet is which field of the register."""

from django.utils.translation import gettext_lazy as _

from ura.core.folding import fold

FIELDS = {  # code: (label, headings one meets, folded)
    "old_number": (_("Old protocol number"), ("numri i protokollit", "nr protokollit", "nr prot", "protokolli", "protocol", "protocol no", "protocol number", "number", "nr")),
    "received_on": (_("Day of receipt"), ("data", "data e marrjes", "data e kerkeses", "data e regjistrimit", "marre me", "date", "received", "day of receipt", "date received")),
    "subject": (_("Subject"), ("subjekti", "lenda", "tema", "objekti", "kerkesa", "pershkrimi", "subject", "request", "description")),
    "body": (_("What is asked"), ("teksti", "permbajtja", "text", "content")),
    "name": (_("Name and surname"), ("emri", "emri dhe mbiemri", "emer mbiemer", "kerkuesi emri", "emri i kerkuesit", "name", "full name", "requester name")),
    "organisation": (_("Organisation"), ("organizata", "institucioni", "biznesi", "subjekti juridik", "organisation", "organization")),
    "phone": (_("Phone"), ("telefoni", "tel", "nr tel", "celular", "phone", "telephone")),
    "email": (_("E-mail"), ("e mail", "email", "posta elektronike", "adresa elektronike", "mail")),
    "service": (_("Service type"), ("lloji i sherbimit", "lloji", "sherbimi", "service type", "type")),
    "requester_type": (_("Requester type"), ("kerkuesi", "lloji i kerkuesit", "requester", "requester type")),
    "audience": (_("Audience"), ("kategoria", "grupi", "audienca", "audience", "category")),
    "channel": (_("Channel"), ("kanali", "menyra", "menyra e ardhjes", "channel")),
    "state": (_("Status"), ("statusi", "gjendja", "status", "state")),
    "outcome": (_("Outcome"), ("rezultati", "perfundimi", "outcome", "result")),
    "closed_on": (_("Day of closing"), ("data e mbylljes", "mbyllur me", "data e pergjigjes", "closed", "date closed", "answered")),
    "unit": (_("Administrative unit"), ("njesia administrative", "njesia", "unit", "administrative unit")),
    "owner": (_("Focal point"), ("pika fokale", "punonjesi", "pergjegjesi", "focal point", "officer")),
    "notes": (_("Notes"), ("shenime", "verejtje", "komente", "notes", "remarks", "comments")),
}  # fmt: skip
KNOWN = tuple(dict.fromkeys(heading for _label, headings in FIELDS.values() for heading in headings))


def plain(heading):
    """A heading as one compares it: folded, without signs."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(str(heading))).split())


def match(headings):
    """{column: field} as well as it can be guessed; each field at most once, the exact heading before the similar."""
    found, taken = {}, set()
    folded = [plain(heading) for heading in headings]
    for similar in (False, True):
        for place, heading in enumerate(folded):
            if place in found or not heading:
                continue
            for field, (_label, known) in FIELDS.items():
                if field not in taken and _fits(heading, known, similar):
                    found[place] = field
                    taken.add(field)
                    break
    return found


def _fits(heading, known, similar):
    if not similar:
        return heading in known
    return any(
        len(word) > 4 and (heading.startswith(word) or (word.startswith(heading) and len(heading) > 4))
        for word in known
    )
