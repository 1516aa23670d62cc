"""Whatever an office receives, the words, the papers and the sender come out of it."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ura.post.parse import canonical_bytes, fingerprint, read_mail

from .nasty_mails import HEAD, INNER, LETTER, MAILS, PDF, mail, mixed, part

SAME_LETTER = [
    "utf-8", "windows-1250", "windows-1252", "iso-8859-1", "iso-8859-15", "undeclared utf-8",
    "undeclared cp1252", "utf-8 labelled iso-8859-1", "utf-8 labelled us-ascii",
    "cp1252 labelled utf-8", "cp1252 labelled utf-7", "utf-7", "utf-16 with a mark",
    "utf-16 labelled utf-8", "unknown charset", "charset in quotes and capitals",
    "quoted-printable", "base64", "base64 without padding", "base64 with rubbish in it",
    "base64 that is none", "html only", "html labelled alternative without text", "alternative",
    "alternative with an empty text", "text and its html copy side by side", "wrong boundary",
    "no boundary", "no closing boundary", "boundary that begins another", "multipart without parts",
    "attachment", "name in rfc2231", "no name", "forwarded as attachment", "winmail.dat",
    "inline picture", "signed", "uuencoded", "no sender", "two senders in one line",
    "two sender lines", "sender without address", "subject cut inside a letter",
    "subject of a megabyte", "header folded without a space", "bare line feeds",
    "bare carriage returns", "doubled carriage returns", "mbox line first", "nul bytes",
    "date from nowhere", "no headers at all",
]  # fmt: skip


@pytest.mark.parametrize("name", SAME_LETTER)
def test_the_letter_comes_out_whole(name):
    assert read_mail(MAILS[name]).text == LETTER


PAPERS = [
    ("attachment", [("x.pdf", "application/pdf", PDF)]),
    ("no closing boundary", [("x.pdf", "application/pdf", PDF)]),
    ("boundary that begins another", [("x.pdf", "application/pdf", PDF)]),
    ("name in rfc2231", [("dëshmi ç.pdf", "application/pdf", PDF)]),
    ("name in rfc2231 pieces", [("dëshmi ç.pdf", "application/pdf", PDF)]),
    ("name in rfc2047", [("dëshmi ç.pdf", "application/pdf", PDF)]),
    ("name in bare utf-8", [("dëshmi ç.pdf", "application/pdf", PDF)]),
    ("no name", [("bashkelidhje-1.pdf", "application/pdf", PDF)]),
    ("only an attachment", [("x.pdf", "application/pdf", PDF)]),
    ("forwarded as attachment", [("Kërkesë.eml", "message/rfc822", INNER)]),
    ("winmail.dat", [("winmail.dat", "application/ms-tnef", b"\x78\x9f\x3e\x22")]),
    ("inline picture", [("bashkelidhje-1.png", "image/png", b"\x89PNG")]),
    ("uuencoded", [("x.pdf", "application/pdf", PDF)]),
    ("signed", []),
]


@pytest.mark.parametrize(("name", "expected"), PAPERS)
def test_papers_keep_their_name_kind_and_bytes(name, expected):
    assert [(paper.name, paper.content_type, paper.content) for paper in read_mail(MAILS[name]).attachments] == expected


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("subject cut inside a letter", "Kërkesë"),
        ("subject with a broken encoded word", "Kërkesë"),
        ("subject in an unknown charset", "Kërkesë"),
        ("subject that turns the reading direction", "Kërkesë"),
        ("header folded without a space", "Kërkesë e dytë"),
        ("subject of a megabyte", "ë" * 499 + "…"),
    ],
)
def test_subject_is_one_readable_line(name, subject):
    assert read_mail(MAILS[name]).subject == subject


@pytest.mark.parametrize(
    ("name", "sender", "problems"),
    [
        ("utf-8", ("Ana Çela", "ana@example.org"), []),
        ("no sender", ("", None), ["no_sender"]),
        ("two senders in one line", ("Beni", "beni@example.org"), ["several_senders"]),
        ("two sender lines", ("Ana Çela", "ana@example.org"), ["several_senders"]),
        ("sender without address", ("Ana Çela", None), ["bad_sender"]),
        ("sender with a comma in its encoded name", ("Çela, Ana", "ana@example.org"), []),
    ],
)
def test_sender_is_usable_or_the_problem_is_named(name, sender, problems):
    read = read_mail(MAILS[name])
    assert ((read.from_name, read.from_address), read.problems) == (sender, problems)


def test_thread_and_times_are_read():
    read = read_mail(
        mail(
            "In-Reply-To: <b@x>\nReferences: <a@x>\n <b@x>\nCc: c@example.org\nReply-To: Beni <BENI@Example.org>\n",
            "Po",
        )
    )
    assert (read.message_id, read.references) == ("a1@example.org", ["a@x", "b@x"])
    assert (read.to, read.cc, read.answer_to) == (
        ["smd@tirana.example.org"],
        ["c@example.org"],
        "beni@example.org",
    )
    assert read.sent_at == datetime(2026, 3, 12, 9, 14, 57, tzinfo=UTC)


@pytest.mark.parametrize("name", ["date from nowhere", "date before mail"])
def test_impossible_date_is_no_date(name):
    read = read_mail(MAILS[name])
    assert (read.sent_at, read.problems) == (None, ["bad_date"])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("<  a b@x >", "ab@x"),
        ("a@x", "a@x"),
        ("<a@x> (comment)", "a@x"),
        ("nothing", "nothing"),
        ("", None),
        ("<>", None),
    ],
)
def test_message_id_is_normalised(line, found):
    assert read_mail(mail(head=HEAD.replace("<a1@example.org>", line))).message_id == found


QUOTED = [
    ("Më hën, 9 mar 2026 në 10:15 Zyra <smd@x.example.org> shkroi:\n> Mirë", "sq"),
    (
        "On Mon, 9 Mar 2026 at 10:15, Office of Migration and Diaspora\n<smd@x.example.org> wrote:\n> Fine",
        "en",
    ),
    ("Am Mo., 9. März 2026 um 10:15 Uhr schrieb Zyra <smd@x.example.org>:\n> Gut", "de"),
    ("Il giorno lun 9 mar 2026 alle ore 10:15 Zyra <smd@x.example.org> ha scritto:\n> Bene", "it"),
    ("Στις Δευ, 9 Μαρ 2026 στις 10:15, Zyra <smd@x.example.org> έγραψε:\n> Καλά", "el"),
    ("-----Mesazhi origjinal-----\nNga: Zyra\nMirë", "outlook sq"),
    (
        (
            "________________________________\nNga: Zyra <smd@x.example.org>\nDërguar: e hënë\nPër: Ana\n"
            "Subjekti: Kërkesë\n\nMirë"
        ),
        "outlook block",
    ),
    ("From: Zyra\nSent: Monday\nTo: Ana\nSubject: Kërkesë\n\nFine", "outlook en"),
    ("> Mirë\n> fare", "marks only"),
]


@pytest.mark.parametrize("history", [text for text, _name in QUOTED], ids=[name for _text, name in QUOTED])
def test_history_is_parted_from_the_new_words(history):
    read = read_mail(mail("", f"Faleminderit!\n\n{history}\n"))
    assert (read.text, read.quoted) == ("Faleminderit!", history)


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        (
            "> e vjetra\nPo\n> tjetra\nJo",
            "Re: Kërkesë",
        ),  # answers between the lines stay with their questions
        ("On Mon, 9 Mar 2026 Ana <a@example.org> wrote:\n> vetëm e vjetra", "Re: Kërkesë"),
        ("Për kompetencë\n\nNga: Ana\nDërguar: e hënë\nSubjekti: X\n\nDua leje", "FW: Kërkesë"),
        ("Nga: Durrësi vij.\nMe respekt", "Kërkesë"),
        ("Më 5 mars Ana shkroi një letër.\nFund", "Kërkesë"),
    ],
)
def test_what_cannot_be_parted_stays_together(body, subject):
    read = read_mail(mail(head=HEAD.replace("Kërkesë", subject), body=body))
    assert (read.text, read.quoted) == (body, "")


def test_answer_below_the_quotation_is_the_text():
    read = read_mail(mail("", "On 9 Mar 2026 Zyra <smd@x.example.org> wrote:\n> Kur vini?\n\nNesër."))
    assert (read.text, read.quoted) == (
        "Nesër.",
        "On 9 Mar 2026 Zyra <smd@x.example.org> wrote:\n> Kur vini?",
    )


def test_history_in_html_is_parted():
    page = '<p>Po, vij.</p><div class="gmail_quote"><div>On Mon Zyra wrote:</div><i>Kur vini?</i></div>'
    read = read_mail(mail("Content-Type: text/html; charset=utf-8\n", page))
    assert (read.text, "Kur vini?" in read.quoted) == ("Po, vij.", True)


def test_bombs_stay_within_limits():
    started = time.perf_counter()
    many, deep = read_mail(MAILS["ten thousand parts"]), read_mail(MAILS["a thousand levels"])
    read_mail(MAILS["itself as its part"])
    assert (len(many.attachments), many.too_many_attachments) == (100, True)
    assert (deep.problems, deep.kind) == (["missing_end", "too_deep"], "message")
    assert time.perf_counter() - started < 5


def test_text_of_two_million_letters_is_kept_whole():
    read = read_mail(mail("", "ë" * 2_000_000))
    assert (len(read.text), [len(paper.content) for paper in read.attachments]) == (1_000_000, [4_000_002])


def test_same_letter_has_one_fingerprint_however_it_was_wrapped():
    first, again = (
        read_mail(MAILS["utf-8"]),
        read_mail(b"Received: x\r\n" + MAILS["quoted-printable"].replace(b"\r\n", b"\n")),
    )
    assert fingerprint(first) == fingerprint(again)
    assert canonical_bytes(first) == "\0".join(["ana@example.org", "Kërkesë", LETTER, ""]).encode()
    assert fingerprint(first) != fingerprint(read_mail(MAILS["attachment"]))


@pytest.mark.parametrize("name", sorted(MAILS))
def test_every_mail_gives_strings_a_database_takes(name):
    _assert_storable(read_mail(MAILS[name]))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_are_read(raw):
    _assert_storable(read_mail(raw))


PIECES = st.sampled_from([
    b"From: ", b"a@example.org", b"\r\n", b"\n", b"\r", b"\r\n\r\n", b"--BB", b"--",
    b'Content-Type: multipart/mixed; boundary="BB"', b"Content-Type: ", b"text/html", b"text/plain",
    b"; charset=", b"utf-7", b"utf-16", b"Content-Transfer-Encoding: base64", b"=?utf-8?b?", b"?=",
    b"Subject: ", b"<", b">", b'"', b"(", b"name*0*=", b"\x00", b"\xff", b"\xc3\xab", b"> ",
    b"On x wrote:", b"message/rfc822", b"<table><td>", b"Date: ", b"Message-ID: ",
    b"multipart/report; report-type=delivery-status",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60).map(b"".join))
def test_any_shuffled_mail_is_read(raw):
    _assert_storable(read_mail(raw))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["> e vjetër", "e re", "", "On 1 Jan A <a@x.org> wrote:", "-----Original Message-----", "Nga: X"]
        ),
        max_size=12,
    )
)
def test_no_line_is_lost_between_text_and_history(lines):
    read = read_mail(part("Content-Type: text/plain; charset=utf-8", "\r\n".join(lines).encode()))
    kept = f"{read.text}\n{read.quoted}".split("\n")
    assert sorted(line for line in kept if line) == sorted(line for line in lines if line)


def _assert_storable(read):
    words = [read.subject, read.from_name, read.text, read.quoted, read.message_id or "", *read.references]
    words += [read.from_address or "", *read.to, *(paper.name for paper in read.attachments)]
    joined = "".join(words)
    joined.encode("utf-8")
    assert "\0" not in joined
    assert "unreadable" not in read.problems
    assert read.kind in ("message", "auto_reply", "bounce", "loop", "empty")


def test_digest_of_letters_keeps_each_as_a_file():
    read = read_mail(mixed(b"\r\n" + INNER, b"\r\n" + INNER, kind="digest"))
    assert [paper.name for paper in read.attachments] == ["Kërkesë.eml", "Kërkesë.eml"]
