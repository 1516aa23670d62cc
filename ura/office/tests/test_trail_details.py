"""What an act says besides its sentence: words of the reader's language, never a code, a key or a column."""

import pytest
from django.utils.translation import override

from ura.office.trail_details import details
from ura.trail.models import Trail
from ura.trail.words import FIELDS

SAID = [
    ("desk.enquiry", "desk.reply_drafted", {"reply": "7", "letter": "answer"}, "shkresa: Përgjigje zyrtare", "letter: Official reply"),
    ("desk.enquiry", "desk.registered", {"number": "3/2026", "channel": "counter", "received_on": "2026-05-04"},
     "numri: 3/2026; kanali: Në sportel; marrë më: 4 maj 2026", "number: 3/2026; channel: At the counter; received on: 4 May 2026"),
    ("desk.enquiry", "desk.moved", {"was": "1", "to": "3"},
     "më parë: Në analizë; në: Në proces jashtë institucionit", "before: In analysis; to: In process outside the institution"),
    ("desk.enquiry", "desk.calendar_changed", {"from": "2026-05-04", "to": "2026-05-05"}, None, "from: 4 May 2026; to: 5 May 2026"),
    ("desk.enquiry", "desk.coded", {"changed": "service,subject,archive_number"}, None,
     "changed: Service type, Subject, Town hall's archive number"),
    ("desk.enquiry", "desk.glass_broken", {"until": "2026-05-04T10:30:00+00:00"}, None, "until: 4 May 2026, 12:30"),
    ("desk.enquiry", "desk.coded", {"corrected": "True", "changed": "requester"}, None, "corrected; changed: the requester's details"),
    ("desk.enquiry", "desk.restricted", {"ground": "minor", "team": "1,2"}, None, "ground: Unaccompanied minor; team: Ana, 2"),
    ("desk.enquiry", "desk.stakeholder", {"stakeholder": "4", "status": "1"}, None, "status: Still to be contacted"),
    ("people.person", "people.consent_given", {"consent": "1", "how": "paper", "purposes": "processing,publication", "until": "None"}, None,
     "how: At the counter, signed on paper; purposes: Counselling: processing of personal data, Publication"),
    ("people.withdrawalasked", "people.withdrawal_settled", {"asked": "1", "outcome": "not_meant"}, None, "outcome: Not meant as a withdrawal"),
    ("people.household", "people.member_added", {"person": "4", "relation": "child"}, None, "relation: Son or daughter"),
    ("staff.officer", "staff.changed", {"changed": "roles,name", "roles": "clerk,officer"}, None,
     "changed: Roles, Name; roles: Counter clerk, Officer"),
    ("staff.officer", "staff.ended", {"to": "1", "handed": "3"}, None, "to: Ana; requests handed over: 3"),
    ("staff.elevation", "staff.elevated_page", {"page": "person", "pk": "5", "elevation": "1"}, None, "page: /lezhe/office/people/5/"),
    ("letters.lettertext", "letters.reworded", {"kind": "closure", "language": "sq", "version": "2"}, None, None),
    ("municipalities.officeday", "office.day_added", {"on": "2026-05-04", "kind": "off"}, None, "day: 4 May 2026; kind: Day off"),
    ("housing.application", "housing.files", {"code": "birth_certificate", "files": "1"},
     "kodi: Certifikatë lindjeje; skedarë: 1", "code: Birth certificate; files: 1"),
    ("housing.application", "housing.files", {"code": "other", "files": "2"}, None, "code: Another document; files: 2"),
    ("desk.enquiry", "desk.note", {"step": "nobody-knows"}, "", ""),
    ("desk.enquiry", "desk.reply_signed", {"replaced": "False", "sealed": "True"}, None, "sealed"),
]  # fmt: skip


@pytest.mark.parametrize(("about", "act", "fields", "sq", "en"), SAID)
def test_what_an_act_says_besides_is_in_the_readers_language(about, act, fields, sq, en, working):
    row = Trail(municipality=working.lezha, act=act, about=about, row=1, fields=fields)
    said = {}
    for language in ("sq", "en"):
        with override(language):
            said[language] = details(working.lezha, row, {1: "Ana"})
    for language, expected in (("sq", sq), ("en", en)):
        if expected is not None:
            assert said[language] == expected
    if said["en"]:
        assert said["sq"] != said["en"]


def test_each_kind_of_detail_has_an_albanian_name():
    with override("sq"):
        albanian = {name: str(label) for name, label in FIELDS.items()}
    with override("en"):
        assert [name for name, label in FIELDS.items() if str(label) == albanian[name]] == []
