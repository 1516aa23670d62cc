"""Coding a request: type, requester, audience, need, unit; and correcting what was typed."""

from django.db.models import F

from ura.desk.actions.basics import happened, lock, save
from ura.desk.actions.registering import check_words, reindex
from ura.desk.states import EventKind
from ura.people.actions import add_person, correct_person

CODED = ("service", "requester_type", "audience", "need", "origin", "unit")
PAPER = ("archive_number", "archive_on", "sender_reference", "pages", "annexes")
NUMBERS_AND_DAYS = ("archive_on", "pages", "annexes")  # empty is null, not ""


def code(enquiry, *, by, version=None, **codes):
    """Set the codes of SOP Annex 2 and what the KPIs split by."""
    enquiry = lock(enquiry, version=version)
    changed = [name for name in CODED if name in codes and getattr(enquiry, name) != codes[name]]
    for name in changed:
        setattr(enquiry, name, codes[name])
    if changed:
        save(enquiry, *changed)
    # Looking and confirming is coding too: the checklist ticks. The timeline says what was set.
    now = {name: getattr(codes[name], "pk", codes[name]) for name in changed}
    happened(enquiry, EventKind.CODED, by=by, changed=",".join(changed), **now)
    return enquiry


def correct(enquiry, *, by, version=None, subject=None, body=None, person=None, paper=None):
    """Correct subject, text, the requester's details or the paper's references; the index follows."""
    enquiry = lock(enquiry, version=version)
    check_words(enquiry.text.subject if subject is None else subject, enquiry.text.body if body is None else body)
    changed = _correct_words(enquiry.text, {"subject": subject, "body": body})
    changed += write_paper(enquiry.entry, paper or {})
    if _correct_requester(enquiry, person or {}, by):
        changed.append("requester")
    else:
        reindex(enquiry)
    save(enquiry, "requester")
    happened(enquiry, EventKind.CODED, by=by, corrected=True, changed=",".join(changed))
    return enquiry


def _correct_words(text, words):
    changed = [name for name, value in words.items() if value is not None and getattr(text, name) != value.strip()]
    for name in changed:
        setattr(text, name, words[name].strip())
    if changed:
        text.save(update_fields=changed)
    return changed


def write_paper(entry, paper):
    """Write what the town hall's archive says of a paper beside its line in the book; answers what changed."""
    given = {name: paper[name] or (None if name in NUMBERS_AND_DAYS else "") for name in PAPER if name in paper}
    changed = [name for name, value in given.items() if getattr(entry, name) != value]
    for name in changed:
        setattr(entry, name, given[name])
    if changed:
        entry.save(update_fields=changed)
    return changed


def _correct_requester(enquiry, person, by):
    """Whether the requester changed; a walk-in without a name may get one. All their requests stay findable."""
    if not any(person.values()):
        return False
    if enquiry.requester is None:
        enquiry.requester = add_person(enquiry.municipality, by=by, **person)
        reindex(enquiry)
        return True
    before = enquiry.requester.version
    if correct_person(enquiry.requester, by=by, **person).version == before:
        return False
    # Who corrects the same person through another request sees first what changed here.
    others = enquiry.requester.enquiries.exclude(pk=enquiry.pk)
    others.order_by().update(version=F("version") + 1)
    for other in enquiry.requester.enquiries.select_related("entry", "text"):
        other.requester = enquiry.requester
        reindex(other if other.pk != enquiry.pk else enquiry)
    return True
