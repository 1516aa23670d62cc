"""A mail delivered twice, to several workers, or interrupted at any point makes one request."""

import threading

import pytest
from django.db import OperationalError, connections

from ura.core.refusals import Refused
from ura.desk.mail import becoming, intake
from ura.desk.mail.intake import take_in
from ura.desk.tests.mails import PDF, how_many, label, letter, outcome
from ura.municipalities.tenancy import working_for
from ura.register.models import Entry

# ── the same mail twice ──


def test_the_same_mail_again_is_a_duplicate_and_changes_nothing(town):
    raw = letter()
    take_in(town.lezha, raw)
    before = how_many(town.lezha)
    again = take_in(town.lezha, raw)
    assert (*outcome(again), again.protocol, how_many(town.lezha)) == ("duplicate", "same_mail", label(1), before)


def test_a_second_delivery_with_other_headers_is_the_same_mail(town):
    raw = letter(message_id="<a@mail.example.org>")
    take_in(town.lezha, raw)
    again = b"Received: from mx2.example.org; Thu, 12 Mar 2026 10:14:57 +0100\nDelivered-To: b@example.org\n" + raw
    assert take_in(town.lezha, again.replace(b"\n", b"\r\n")).outcome == "duplicate"


def test_without_an_identifier_the_same_words_of_the_same_moment_are_the_same_mail(town):
    raw = b"From: arta@example.org\nSubject: A\nDate: Thu, 12 Mar 2026 10:14:57 +0100\n\nFjala"
    assert [take_in(town.lezha, raw).outcome for _ in range(2)] == ["new", "duplicate"]
    assert take_in(town.lezha, raw.replace(b"10:14", b"11:14")).outcome == "new"


def test_the_same_identifier_with_other_words_waits(town):
    take_in(town.lezha, letter(message_id="<a@mail.example.org>"))
    other = take_in(town.lezha, letter(message_id="<a@mail.example.org>", text="Krejt tjetër gjë"))
    assert (outcome(other), how_many(town.lezha)) == (("held", "same_id_other_body"), (2, 1, 1, 1))


def test_two_offices_may_get_the_same_mail(town):
    raw = letter()
    assert [take_in(office, raw).outcome for office in (town.lezha, town.korca)] == ["new", "new"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_mails_make_each_once(real_town):
    mails = [letter(f"p{n}@example.org") for n in range(8)]
    together, results, errors = threading.Barrier(3), [], []

    def work():
        try:
            for raw in mails:
                together.wait(20)
                results.append(take_in(real_town.lezha, raw).outcome)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (errors, sorted(results)) == ([], ["duplicate"] * 16 + ["new"] * 8)
    assert how_many(real_town.lezha) == (8, 8, 8, 8)
    with working_for(real_town.lezha):
        assert sorted(Entry.objects.values_list("number", flat=True)) == list(range(1, 9))


# ── interrupted ──

STEPS = [
    (intake, "store"), (intake, "insert"), (intake, "become_request"), (intake, "what_is_known"),
    (becoming, "_store"), (becoming, "register_enquiry"), (becoming, "attach_files"),
]  # fmt: skip


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("module", "step"), STEPS, ids=[step for _module, step in STEPS])
def test_interrupted_at_any_step_the_mail_comes_again_and_is_one_request(module, step, after, town, monkeypatch):
    """The process dies at the step (here: an exception nobody catches); nothing of it is left, and nothing is lost."""
    raw = letter(files=[("a.pdf", PDF, "application/pdf")])
    real = getattr(module, step)

    class Killed(BaseException):
        pass

    def dies(*args, **kwargs):
        if after:
            real(*args, **kwargs)
        raise Killed

    with monkeypatch.context() as broken, pytest.raises(Killed):
        broken.setattr(module, step, dies)
        take_in(town.lezha, raw)
    assert how_many(town.lezha) == (0, 0, 0, 0)
    taken = take_in(town.lezha, raw)
    assert (taken.outcome, taken.protocol, how_many(town.lezha)) == ("new", label(1), (1, 1, 1, 1))


@pytest.mark.parametrize("failing", [OperationalError("the database restarts"), Refused("disku është plot")])
def test_what_passes_is_tried_again_and_writes_nothing(failing, town, monkeypatch):
    def fails(*_args, **_kwargs):
        raise failing

    with monkeypatch.context() as broken, pytest.raises(type(failing)):
        broken.setattr(intake, "store", fails)
        take_in(town.lezha, letter())
    assert how_many(town.lezha) == (0, 0, 0, 0)


def test_a_mail_that_cannot_be_registered_waits_and_draws_no_number(town, monkeypatch):
    def fails(*_args, **_kwargs):
        raise ValueError("something nobody thought of")

    raw = letter()
    with monkeypatch.context() as broken:
        broken.setattr(becoming, "register_enquiry", fails)
        assert outcome(take_in(town.lezha, raw)) == ("held", "unreadable")
    assert how_many(town.lezha) == (1, 0, 0, 0)
    assert take_in(town.lezha, raw).outcome == "duplicate"


def test_a_full_disk_is_said_and_the_mail_comes_again(town, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "a-file"
    settings.FILES_DIR.write_text("no folder can be made here")
    raw = letter()
    with pytest.raises(Refused):
        take_in(town.lezha, raw)
    settings.FILES_DIR = tmp_path / "files"
    assert take_in(town.lezha, raw).outcome == "new"
