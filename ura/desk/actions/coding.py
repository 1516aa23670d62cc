"""Coding a request: type, requester, audience, need, unit; and correcting what was typed."""

from ura.desk.actions.basics import happened, lock, save
from ura.desk.actions.registering import reindex
from ura.desk.states import EventKind
from ura.people.actions import correct_person

CODED = ("service", "requester_type", "audience", "need", "origin", "unit")
PAPER = ("archive_number", "archive_on", "sender_reference", "pages", "annexes")


def code(enquiry, *, by, version=None, **codes):
    """Set the codes of SOP Annex 2 and what the KPIs split by."""
    enquiry = lock(enquiry, version=version)
    changed = [name for name in CODED if name in codes and getattr(enquiry, name) != codes[name]]
    for name in changed:
        setattr(enquiry, name, codes[name])
    if changed:
        save(enquiry, *changed)
    # Looking and confirming is coding too: the checklist ticks.
    happened(enquiry, EventKind.CODED, by=by, changed=",".join(changed))
    return enquiry


def correct(enquiry, *, by, version=None, subject=None, body=None, person=None, paper=None):
    """Correct subject, text, the requester's details or the paper's references; the index follows."""
    enquiry = lock(enquiry, version=version)
    words = {name: value for name, value in (("subject", subject), ("body", body)) if value is not None}
    for name, value in words.items():
        setattr(enquiry.text, name, value.strip())
    if words:
        enquiry.text.save(update_fields=list(words))
    if person and enquiry.requester:
        correct_person(enquiry.requester, by=by, **person)
    if paper:
        for name in PAPER:
            if name in paper:
                setattr(
                    enquiry.entry,
                    name,
                    paper[name] or (None if name in ("archive_on", "pages", "annexes") else ""),
                )
        enquiry.entry.save(update_fields=list(PAPER))
    reindex(enquiry)
    save(enquiry)
    happened(
        enquiry,
        EventKind.CODED,
        by=by,
        changed=",".join([*words, *(["requester"] if person else []), *(paper or ())]),
    )
    return enquiry
