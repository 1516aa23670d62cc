"""Keys come and go while the office works: what they wrote is counted, written anew, and found as before."""

import io
import subprocess

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import models

from ura.core import encrypted
from ura.desk.actions.files import attach
from ura.desk.models import EnquiryText
from ura.desk.tests.killing import environment, manage
from ura.municipalities.tenancy import TenantModel, working_for
from ura.municipalities.wall import protected_models
from ura.office import keys
from ura.office.reindexing import LOST, REBUILT, tokens_fit
from ura.people.models import Person
from ura.people.search import find_people
from ura.post.files import _path, read

ARTA = {"name": "Arta Prova", "phone": "+355 66 111 1111", "email": "arta@example.org"}


def new_key():
    return Fernet.generate_key().decode()


@pytest.fixture
def use():
    """Serve with these keys from now on, as after a restart."""
    kept = settings.FIELD_KEYS, settings.INDEX_KEY

    def use(field_keys, index_key=""):
        settings.FIELD_KEYS, settings.INDEX_KEY = field_keys, index_key
        encrypted.ring.cache_clear()
        encrypted.derived_key.cache_clear()

    yield use
    use(*kept)


def said(*arguments):
    out = io.StringIO()
    if arguments[0] in ("status", "rotate") and len(arguments) == 1:
        arguments += ("--office", "lezhe")  # sixty empty offices take their time
    call_command("keys", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def raw_texts(municipality):
    with working_for(municipality):
        rows = EnquiryText.objects.filter(municipality=municipality)
        return list(rows.annotate(raw=keys.Cast("subject", models.TextField())).values_list("raw", flat=True))


def test_rotated_everything_reads_and_is_found_and_the_old_key_may_go(town, make_enquiry, use):
    old, new = settings.FIELD_KEYS[0], new_key()
    enquiry = make_enquiry(person=ARTA)
    with working_for(town.lezha):
        (attachment,) = attach(enquiry, [("shënim.txt", b"Teksti i nj\xc3\xab sh\xc3\xabnimi")], by=town.besnik)
    use([new, old])
    assert f"{encrypted.key_id(old)}  " in said("status")
    assert "still needed" in said("status")
    assert "written anew" in said("rotate")
    assert {key for key, _table in keys.fields_by_key([town.lezha])} == {encrypted.key_id(new)}
    assert set(keys.files_by_key()) == {encrypted.key_id(new)}
    assert "keys index" in said("status")  # search still hangs on the oldest

    use([new], said("index").strip())
    assert "they fit" in said("status")
    with working_for(town.lezha):
        assert [person.name for person in find_people(town.lezha, "arta pro")] == ["Arta Prova"]
        assert read(attachment.file) == b"Teksti i nj\xc3\xab sh\xc3\xabnimi"
    assert "written anew: 0 rows, 0 files" in said("rotate")


def test_secrets_of_second_factors_come_along(town, use):
    old, new = settings.FIELD_KEYS[0], new_key()
    secret = encrypted.ring().encrypt(b"JBSWY3DPEHPK3PXP").decode()
    factor = Authenticator.objects.create(user=town.besnik.user, type="totp", data={"secret": secret, "name": "1.x"})
    use([new, old])
    assert (encrypted.key_id(old), "mfa.authenticator") in keys.fields_by_key([])
    said("rotate")
    factor.refresh_from_db()
    assert {key for key, _table in keys.fields_by_key([])} == {encrypted.key_id(new)}
    assert encrypted.ring().decrypt(factor.data["secret"].encode()) == b"JBSWY3DPEHPK3PXP"
    assert factor.data["name"] == "1.x"


def test_only_one_office_is_rotated_when_one_is_named(town, make_enquiry, use):
    old, new = settings.FIELD_KEYS[0], new_key()
    make_enquiry(), make_enquiry(town.korca)
    use([new, old])
    said("rotate", "--office", "lezhe")
    assert [text[:8] for m in (town.lezha, town.korca) for text in raw_texts(m)] == [
        encrypted.key_id(new), encrypted.key_id(old),
    ]  # fmt: skip
    with pytest.raises(CommandError, match="atlantis"):
        said("rotate", "--office", "atlantis")


def test_what_somebody_changed_meanwhile_is_not_written_over(town, make_enquiry, use):
    enquiry, old = make_enquiry(subject="E para"), settings.FIELD_KEYS[0]
    use([new_key(), old])
    with working_for(town.lezha):
        fields = [EnquiryText._meta.get_field("subject")]
        (row,) = keys._old(EnquiryText.objects.filter(municipality=town.lezha), fields)
        EnquiryText.objects.filter(pk=enquiry.pk).update(subject="E dyta")
        rows, done = EnquiryText.objects.filter(municipality=town.lezha), keys.Done()
        assert keys._rewrite(rows, row, fields, done, EnquiryText) == 0
        assert EnquiryText.objects.get(pk=enquiry.pk).subject == "E dyta"


def test_a_file_erased_while_it_is_written_anew_does_not_come_back(town, make_enquiry, use):
    enquiry, old = make_enquiry(), settings.FIELD_KEYS[0]
    with working_for(town.lezha):
        (attachment,) = attach(enquiry, [("shënim.txt", b"Teksti")], by=town.besnik)
        path = _path(town.lezha.pk, attachment.file.disk_name)
    use([new_key(), old])
    assert keys._rotate_file(town.lezha, 0, attachment.file.disk_name) == 0  # no such row any more
    assert not path.exists()
    assert keys._rotate_file(town.lezha, 0, attachment.file.disk_name) == 0


def test_a_key_that_is_missing_is_named_and_nothing_is_changed(town, make_enquiry, use):
    make_enquiry(person=ARTA)
    old = encrypted.key_id(settings.FIELD_KEYS[0])
    before = raw_texts(town.lezha)
    use([new_key()])
    with pytest.raises(CommandError, match="cannot be read"):
        said("status")
    with pytest.raises(CommandError, match="unreadable"):
        said("rotate")
    assert (raw_texts(town.lezha), before[0][:8]) == (before, old)


def test_another_index_key_is_noticed_and_mended(town, make_enquiry, use):
    make_enquiry(person=ARTA)
    use(settings.FIELD_KEYS, "x" * 64)
    assert tokens_fit(town.lezha) is False
    assert "DO NOT FIT" in said("status")
    with working_for(town.lezha):
        assert list(find_people(town.lezha, "arta")) == []
    said("reindex", "--office", "lezhe")
    assert tokens_fit(town.lezha) is True
    with working_for(town.lezha):
        assert len(find_people(town.lezha, "arta@example.org")) == 1
        assert Person.objects.filter(municipality=town.lezha).count() == 1


def test_an_own_index_key_gives_nothing_of_the_field_key_away():
    assert settings.FIELD_KEYS[0] not in encrypted.index_key()
    assert encrypted.index_key() != encrypted.key_id(settings.FIELD_KEYS[0])


def test_every_keyed_hash_in_a_table_is_rebuilt_or_named_as_lost():
    hashes = {
        f"{model._meta.label_lower}.{column.name}"
        for model in apps.get_models() if issubclass(model, TenantModel)
        for column in model._meta.local_concrete_fields
        if isinstance(column, models.BigIntegerField)
        and (column.name.endswith("hash") or column.name in ("token", "fingerprint"))
    }  # fmt: skip
    assert hashes == REBUILT | LOST


def test_no_table_that_can_never_change_holds_ciphertext():
    frozen = {model for model, operations in protected_models() if "UPDATE" in operations}
    assert [model for model, _fields in keys.encrypted_columns() if model in frozen] == []


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_rotation_goes_on_while_the_office_works(real_town, use):
    from ura.desk.actions.registering import register_enquiry

    old, new = settings.FIELD_KEYS[0], new_key()
    for number in range(30):
        with working_for(real_town.lezha):
            register_enquiry(real_town.lezha, channel="counter", subject=f"Lënda {number}", person=ARTA)
    use([new, old])
    running = subprocess.Popen(
        manage("keys", "rotate", "--office", "lezhe"), env=environment(), stdout=subprocess.DEVNULL
    )
    for number in range(30, 45):
        with working_for(real_town.lezha):
            register_enquiry(real_town.lezha, channel="counter", subject=f"Lënda {number}", person=ARTA)
    running.kill()
    running.wait()
    subprocess.run(
        manage("keys", "rotate", "--office", "lezhe"), env=environment(), check=True, stdout=subprocess.DEVNULL
    )
    assert {key for key, _table in keys.fields_by_key([real_town.lezha])} == {encrypted.key_id(new)}
    with working_for(real_town.lezha):
        subjects = {text.subject for text in EnquiryText.objects.filter(municipality=real_town.lezha)}
    assert subjects == {f"Lënda {number}" for number in range(45)}
