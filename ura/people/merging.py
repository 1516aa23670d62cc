"""Two rows that are one person become one, and two again when it was a mistake. Nothing is deleted."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.people import phones
from ura.people.actions import FIELDS, MORE, index
from ura.people.models import Guardianship, Merge, Person, PersonContact, PersonToken, TwoPersons
from ura.people.search import normal_email, normal_phone
from ura.trail.actions import record

FILLED = tuple(name for name in (*FIELDS, *MORE) if name not in ("kind", "language"))
STAYS = (PersonToken, Merge, Person, TwoPersons)  # indexes, and what is about the two rows themselves


@transaction.atomic
def merge(kept, gone, *, by):
    """`gone` becomes part of `kept`: its requests, contacts, household and all else that names it go along.

    What `kept` lacks is taken from `gone`; a second phone or address becomes a further contact. The row of `gone`
    stays as it is and leads to `kept`. Returns the Merge, with which `undo` gives everything back.
    """
    kept, gone = _locked(kept, gone)
    _refuse_what_cannot_be(kept, gone)
    act = Merge(municipality=kept.municipality, kept=kept, gone=gone, officer=by)
    act.moved = {name: keys for name, field in _links() if (keys := _move(field, gone, kept))}
    act.made = _keep_contacts(kept, gone)
    act.filled = [name for name in FILLED if getattr(gone, name) and not getattr(kept, name)]
    for name in act.filled:
        setattr(kept, name, getattr(gone, name))
    gone.merged_into = kept
    for person in (kept, gone):
        person.version += 1
        person.save()
    act.save()
    _index_again(kept, gone)
    record(kept, "people.merged", by=by, gone=gone.pk)
    record(gone, "people.merged_into", by=by, kept=kept.pk)
    return act


@transaction.atomic
def undo(act, *, by):
    """They are two persons after all: each row that was moved goes back. What was corrected since stays corrected."""
    act = Merge.objects.select_for_update().get(municipality=act.municipality_id, pk=act.pk)
    kept, gone = _locked(act.kept, act.gone)
    if act.undone_at:
        raise Refused(_("This merge was undone already."))
    if kept.merged_into_id:
        raise Refused(
            _("%(name)s was merged into another person since: undo that merge first.") % {"name": kept.shown_name}
        )
    for name, field in _links():
        keys = act.moved.get(name, [])
        rows = field.model.objects.filter(municipality=act.municipality_id, **{field.name: kept.pk})
        for start in range(0, len(keys), 500):
            rows.filter(pk__in=keys[start : start + 500]).update(**{field.name: gone})
    PersonContact.objects.filter(municipality=act.municipality_id, pk__in=act.made).delete()
    for name in act.filled:
        if getattr(kept, name) == getattr(gone, name):
            setattr(kept, name, "")
    gone.merged_into = None
    for person in (kept, gone):
        person.version += 1
        person.save()
    act.undone_at, act.undone_by = timezone.now(), by
    act.save(update_fields=["undone_at", "undone_by"])
    _index_again(kept, gone)
    record(kept, "people.merge_undone", by=by, gone=gone.pk)
    record(gone, "people.merge_undone", by=by, kept=kept.pk)
    return kept, gone


def kept_of(person):
    """The row in which this person lives on."""
    while person.merged_into_id:
        person = person.merged_into
    return person


def _locked(*people):
    """Both rows under lock, in the order of their keys so that two officers cannot wait for each other."""
    rows = Person.objects.select_for_update(of=("self",)).order_by("pk")
    found = {
        row.pk: row
        for row in rows.filter(municipality=people[0].municipality_id, pk__in=[person.pk for person in people])
    }
    for row in found.values():
        row.municipality = people[0].municipality
    return [found[person.pk] for person in people]


def _refuse_what_cannot_be(kept, gone):
    if kept.pk == gone.pk:
        raise Refused(_("Choose another person: this is the same entry."))
    if kept.merged_into_id or gone.merged_into_id:
        raise Refused(_("One of the two was merged meanwhile: open the person again."))
    if kept.kind != gone.kind:
        raise Refused(_("A person and an organisation cannot be merged."))
    both = (kept.pk, gone.pk)
    if Guardianship.objects.filter(municipality=kept.municipality_id, child__in=both, guardian__in=both).exists():
        raise Refused(_("One of the two is the guardian of the other: they are two persons."))


def _links():
    """(name, field) of everything that names a person, whichever package it lives in."""
    for relation in Person._meta.related_objects:
        model, field = relation.related_model, relation.field
        if model not in STAYS and not getattr(model, "insert_only", False):
            yield f"{model._meta.label}.{field.name}", field


def _move(field, gone, kept):
    """Let these rows name the other person; returns their keys. A row the other has already stays where it is."""
    rows = field.model.objects.filter(municipality=kept.municipality_id, **{field.name: gone.pk}).order_by()
    keys = sorted(rows.values_list("pk", flat=True))
    try:
        with transaction.atomic():
            rows.update(**{field.name: kept})
        return keys
    except IntegrityError:  # both live in one household
        return [key for key in keys if _move_one(rows, field, key, kept)]


def _move_one(rows, field, key, kept):
    try:
        with transaction.atomic():
            return rows.filter(pk=key).update(**{field.name: kept})
    except IntegrityError:
        return 0


def _keep_contacts(kept, gone):
    """The first phone and address of `gone`, when `kept` has others: written down as further contacts."""
    made = []
    for kind, same in (("phone", normal_phone), ("email", normal_email)):
        theirs, ours = getattr(gone, kind), getattr(kept, kind)
        if theirs and ours and same(theirs) != same(ours):
            value = phones.tidy(theirs) if kind == "phone" else theirs
            made.append(
                PersonContact.objects.create(municipality=kept.municipality, person=kept, kind=kind, value=value).pk
            )
    return made


def _index_again(*people):
    for person in people:
        index(person)
