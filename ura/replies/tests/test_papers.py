"""The PDF of a letter: tagged, every Albanian sign, a draft marked, kept once; sealed by the office's certificate."""

import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from django.utils import timezone

from ura.core.refusals import Refused
from ura.letters.seal import seal_holds
from ura.letters.tests.reading import languages, tags, words
from ura.municipalities.tenancy import working_for
from ura.post.models import File
from ura.replies.printing import sealed_pdf_of
from ura.replies.states import ReplyState


def test_a_numbered_letter_is_a_tagged_pdf_with_its_number_and_every_sign(desk):
    reply = desk.numbered()
    pdf = desk.pdf(reply)
    text = words(pdf)
    assert f"Nr. {reply.entry.label} Prot." in text
    assert "Çdo dokument shqip pranohet pa përkthim." in text
    assert "Arta Çela" in text
    assert "SPECIALIST" in text and "Ermira Prova" in text
    assert "PROJEKT" not in text
    assert {"Document", "H1", "P"} <= {tag.strip("/") for tag in tags(pdf)}
    assert languages(pdf)[0] == "sq"


def test_a_draft_is_marked_and_not_kept(desk, town):
    reply = desk.draft()
    assert "PROJEKT" in words(desk.pdf(reply))
    with working_for(town.lezha):
        assert File.objects.count() == 0


def test_the_pdf_is_made_once(desk, town):
    reply = desk.numbered()
    first, second = desk.pdf(reply), desk.pdf(reply)
    assert first == second
    with working_for(town.lezha):
        file = File.objects.get()
    assert (file.pk, file.name, file.content_type) == (
        desk.again(reply).pdf_id, f"{reply.entry.label.replace('/', '-')}.pdf", "application/pdf",
    )  # fmt: skip


def test_english_follows_in_the_same_file(desk):
    pdf = desk.pdf(desk.draft(with_english=True, english={"answer": "At the nearest school."}))
    assert "At the nearest school." in words(pdf)
    assert set(languages(pdf)) == {"sq", "en"}


def test_self_approval_is_printed(desk, town):
    town.lezha.office.self_approval = True
    town.lezha.office.save()
    reply = desk.number(desk.approve(desk.submit(desk.draft()), by=town.besnik))
    assert "Miratoi: Besnik Prova (" in words(desk.pdf(reply))


@pytest.fixture
def certificate(tmp_path, settings):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Bashkia Lezhë")])
    now = timezone.now()
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30)).add_extension(usage, critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path / "vula.p12"
    path.write_bytes(serialize_key_and_certificates(b"vula", key, made, None, BestAvailableEncryption(b"sekret")))
    settings.SEAL_CERTIFICATE, settings.SEAL_PASSPHRASE = str(path), "sekret"


def test_the_seal_signs_the_letter_by_those_who_sign(desk, town, certificate):
    reply = desk.numbered()
    sealed = sealed_pdf_of(town.lezha, lambda: desk.again(reply))
    assert seal_holds(sealed)
    with pytest.raises(Refused):
        desk.seal(reply, by=town.besnik, sealed=sealed)
    reply = desk.seal(reply, sealed=sealed)
    assert (reply.state, reply.sealed) == (ReplyState.SIGNED, True)


def test_without_a_certificate_nothing_is_sealed(desk, town):
    reply = desk.numbered()
    with pytest.raises(Refused):
        sealed_pdf_of(town.lezha, lambda: desk.again(reply))
