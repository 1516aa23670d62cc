"""Writing checked rows in bulk, in one transaction: numbers, requests, words, tokens, fingerprints."""

import json
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from ura.core.encrypted import keyed_hash, ring
from ura.core.folding import index_terms
from ura.core.refusals import Refused
from ura.core.workdays import workdays_between
from ura.desk.clock import derive_for
from ura.desk.deadlines import Dated
from ura.desk.importing.checking import Checker, Found
from ura.desk.importing.people import People
from ura.desk.models import Enquiry, EnquiryText, EnquiryToken, Event, ImportRow, new_follow_code
from ura.municipalities.calendars import calendar_of
from ura.municipalities.fast import insert_columns, new_keys, pipelined
from ura.people.search import exact_hash, hashes, number_hashes
from ura.register.actions import draw_numbers
from ura.register.models import Entry
from ura.staff.focal_points import standing_focal_point
from ura.trail.actions import record

CHUNK = 2000


class BadRows(Refused):
    """Some row cannot be taken: nothing was written. `found` says which and why."""

    def __init__(self, sentence, found):
        super().__init__(sentence)
        self.found = found


def import_rows(municipality, rows, mapping, *, by, source, default_day=None, sentence=""):
    """Import every row or none; what was imported before is left out. Returns (written, left_out).

    `source` is the stored file the rows come from; the trail points to it. Imported requests get the next
    numbers of this year's book in the order of the file; their old number stays beside the new one.
    """
    checker, writer = Checker(municipality, mapping, default_day=default_day), _Writer(municipality, by)
    found, left_out = Found(), 0
    drafts = (draft for draft in map(checker.read, rows) if draft is not None)
    with transaction.atomic(), pipelined():  # the database writes while the next rows are read
        while chunk := list(islice(drafts, CHUNK)):
            for draft in chunk:
                found.take(draft)
            if found.blocking:
                continue  # read on: every problem is told at once, and nothing is written
            once = [draft for draft in chunk if not draft.said_before]
            for draft in once:
                draft.fingerprint = keyed_hash("import", municipality.pk, draft.identity)
            known = writer.known(once)
            fresh = [draft for draft in once if draft.fingerprint not in known]
            for draft in fresh:
                writer.find_tokens(draft.values)
            left_out += len(chunk) - len(fresh)
            writer.write(fresh)
        if found.blocking:
            raise BadRows(sentence, found)
        record(source, "desk.imported", by=by, rows=writer.written, left_out=left_out)
    return writer.written, left_out


class _Hashes(dict):
    """The search token of each term met so far."""

    def __init__(self, office):
        self.office = office

    def __missing__(self, term):
        (token,) = hashes(self.office, [term])
        return self.setdefault(term, token)


class _Writer:
    def __init__(self, municipality, by):
        self.municipality, self.by, self.written = municipality, by, 0
        self.calendar, self.dues, self.days = calendar_of(municipality), {}, {}
        self.owner = standing_focal_point(municipality)
        self.hash_of = _Hashes(municipality.pk)
        self.encrypt = lambda text: ring().encrypt(text.encode()).decode() if text else ""
        self.people = People(municipality, self.encrypt)

    def known(self, drafts):
        prints = [draft.fingerprint for draft in drafts]
        rows = ImportRow.objects.filter(municipality=self.municipality, fingerprint__in=prints)
        return set(rows.values_list("fingerprint", flat=True))

    def write(self, drafts):
        if not drafts:
            return
        office, now, n = self.municipality.pk, timezone.localtime(), len(drafts)
        at, today = connection.ops.adapt_datetimefield_value(now), now.date()
        values = [draft.values for draft in drafts]
        people = self.people.keys(values, at, lambda v: v["requester_tokens"])
        last = draw_numbers(self.municipality, now.year, n)
        numbers = list(range(last - n + 1, last + 1))
        labels = [self.municipality.office.protocol_format.format(number=number, year=now.year) for number in numbers]
        entries, enquiries, events = (new_keys(model, n) for model in (Entry, Enquiry, Event))
        days = [connection.ops.adapt_datefield_value(v["received_on"]) for v in values]
        insert_columns(Entry, office, {
            "id": entries, "year": [now.year] * n, "number": numbers, "direction": ["in"] * n, "label": labels,
            "entered_at": [at] * n, "received_on": days, "archive_number": [v.get("old_number", "")[:60] for v in values],
            "sender_reference": [""] * n, "void_reason": [""] * n,
        })  # fmt: skip
        codes = [new_follow_code(self.municipality) for _each in values]
        closed = [v.get("closed_on") if v["state"] == "5" else None for v in values]
        insert_columns(Enquiry, office, {
            "id": enquiries, "entry": entries, "requester": people,
            "owner": [v.get("owner") or (self.owner.pk if self.owner else None) for v in values],
            "unit": [v.get("unit") for v in values], "channel": [str(v["channel"]) for v in values],
            "state": [str(v["state"]) for v in values], "service": [v["service"] for v in values],
            "requester_type": [v["requester_type"] for v in values], "audience": [v["audience"] for v in values],
            "need": [""] * n, "origin": [""] * n, "complaint": [False] * n, "restricted": [False] * n,
            "received_on": days, "due_on": [connection.ops.adapt_datefield_value(self._due(v["received_on"])) for v in values],
            "closed_on": [connection.ops.adapt_datefield_value(day) for day in closed],
            "outcome": [v["outcome"] if day else "" for v, day in zip(values, closed, strict=True)],
            "days_taken": [self._taken(v["received_on"], day) for v, day in zip(values, closed, strict=True)],
            "waiting": [False] * n, "unread": [False] * n, "version": [0] * n,
            "follow_hash": [keyed_hash("follow", office, code) for code in codes],
        })  # fmt: skip
        insert_columns(EnquiryText, office, {
            "enquiry": enquiries, "subject": [self.encrypt(v["subject"]) for v in values],
            "body": [self.encrypt(v.get("body", "")) for v in values], "oral_answer": [""] * n,
            "follow_code": [self.encrypt(code) for code in codes],
        })  # fmt: skip
        told = json.dumps({"imported": True, "entered_on": today.isoformat()})
        insert_columns(Event, office, {
            "id": events, "enquiry": enquiries, "kind": ["received"] * n, "on": days, "at": [at] * n,
            "officer": [self.by.pk] * n, "law": ["119/2014 15(1)"] * n, "data": [told] * n,
            "text": [self.encrypt(v.get("notes", "")) for v in values], "public": [True] * n,
        })  # fmt: skip
        self._tokens(EnquiryToken, "enquiry", enquiries, [
            v["tokens"] | {exact_hash(office, "number", str(number)), exact_hash(office, "number", label)}
            | number_hashes(office, v.get("old_number", "")[:60])
            for v, number, label in zip(values, numbers, labels, strict=True)
        ])  # fmt: skip
        insert_columns(ImportRow, office, {"enquiry": enquiries, "fingerprint": [d.fingerprint for d in drafts]})
        self.written += n

    def find_tokens(self, v):
        """The search tokens of one row and of its requester: those are found under both."""
        v["ways"] = self.people.ways(v)
        requester = self._hashes(v.get("name", "")) | self._hashes(v.get("organisation", ""))
        requester.update(v["ways"].values())
        v["requester_tokens"], v["tokens"] = requester, requester | self._hashes(v["subject"])

    def _hashes(self, text):
        """`hashes` of the text's terms; a register uses the same few thousand words again and again."""
        return {self.hash_of[term] for term in index_terms(text)}

    def _tokens(self, model, reference, keys, tokens):
        # In the order of the index, which is the larger half of the work.
        rows = sorted((token, key) for key, found in zip(keys, tokens, strict=True) for token in found)
        columns = {"token": [token for token, _key in rows], reference: [key for _token, key in rows]}
        insert_columns(model, self.municipality.pk, columns)

    def _due(self, received_on):
        if received_on not in self.dues:
            self.dues[received_on] = derive_for(self.municipality, [Dated("received", received_on)]).due_on
        return self.dues[received_on]

    def _taken(self, received_on, closed_on):
        if closed_on is None:
            return None
        key = received_on, closed_on
        if key not in self.days:
            self.days[key] = min(workdays_between(received_on, closed_on, self.calendar), 32_767)
        return self.days[key]
