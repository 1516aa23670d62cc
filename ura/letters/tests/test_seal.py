import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from django.utils import timezone, translation

from ura.core.refusals import Refused
from ura.letters.pdf import letter_pdf
from ura.letters.seal import certificate_until, seal_holds, seal_pdf

from .reading import opened

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def make_certificate(tmp_path):
    def make(*, begins=-1, ends=30):
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Bashkia Lezhë")])
        day = timezone.now().replace(microsecond=0)
        usage = x509.KeyUsage(
            digital_signature=True, content_commitment=True, key_encipherment=False,
            data_encipherment=False, key_agreement=False, key_cert_sign=False, crl_sign=False,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(KEY.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(day + datetime.timedelta(days=begins))
            .not_valid_after(day + datetime.timedelta(days=ends))
            .add_extension(usage, critical=True)
            .sign(KEY, hashes.SHA256())
        )
        path = tmp_path / "vula.p12"
        secret = BestAvailableEncryption(b"sekret")
        path.write_bytes(serialize_key_and_certificates(b"vula", KEY, certificate, None, secret))
        return path

    return make


@pytest.fixture
def pdf(make_letter):
    return letter_pdf(letter=make_letter(sealed=True))


@pytest.fixture
def sealed(pdf, make_certificate):
    return seal_pdf(
        pdf, certificate=make_certificate(), passphrase="sekret", reason="Përgjigje zyrtare", location="Lezhë"
    )


def test_sealed_letter_holds_and_names_its_office(sealed, pdf):
    check = seal_holds(sealed)
    assert (check.holds, check.reason, check.signer) == (True, "", "Bashkia Lezhë")
    assert abs(timezone.now() - check.signed_at) < datetime.timedelta(minutes=1)
    assert sealed.startswith(pdf)  # what was approved is inside, byte for byte


def test_sealed_letter_stays_tagged_and_says_why_and_where(sealed):
    document = opened(sealed)
    root = document.Root
    signature = root.AcroForm.Fields[0].V
    assert (str(signature.Reason), str(signature.Location)) == ("Përgjigje zyrtare", "Lezhë")
    assert str(signature.SubFilter) == "/ETSI.CAdES.detached"
    assert "/StructTreeRoot" in root


def test_one_changed_byte_breaks_the_seal(sealed):
    at = sealed.index(b"/Title") + 12
    changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
    assert (seal_holds(changed).holds, seal_holds(changed).reason) == (
        False,
        "The PDF was changed after it was sealed.",
    )


def test_letter_without_seal_does_not_hold(pdf):
    assert seal_holds(pdf).reason == "This PDF carries no seal."
    assert not seal_holds(pdf)


@pytest.mark.parametrize("damaged", [b"", b"not a pdf", b"%PDF-1.7\n%%EOF"])
def test_damaged_file_gets_an_answer(damaged):
    assert seal_holds(damaged).reason == "The seal cannot be read: the file is damaged."


def test_second_seal_is_refused(sealed, make_certificate):
    with pytest.raises(Refused, match="already carries a seal"):
        seal_pdf(sealed, certificate=make_certificate(), passphrase="sekret")


def test_wrong_passphrase_is_a_sentence(pdf, make_certificate):
    with pytest.raises(Refused, match="passphrase is wrong"):
        seal_pdf(pdf, certificate=make_certificate(), passphrase="tjetër")


def test_missing_certificate_is_a_sentence(pdf, tmp_path):
    with pytest.raises(Refused, match="cannot be read"):
        seal_pdf(pdf, certificate=tmp_path / "nuk-ka.p12", passphrase="sekret")


def test_certificate_outside_its_life_seals_nothing(pdf, make_certificate):
    with pytest.raises(Refused, match="ended on"):
        seal_pdf(pdf, certificate=make_certificate(begins=-30, ends=-1), passphrase="sekret")
    with pytest.raises(Refused, match="begins only on"):
        seal_pdf(pdf, certificate=make_certificate(begins=2), passphrase="sekret")


def test_file_that_is_no_pdf_is_refused(make_certificate):
    with pytest.raises(Refused, match="not a PDF"):
        seal_pdf(b"hello", certificate=make_certificate(), passphrase="sekret")


def test_settings_can_show_how_long_the_certificate_lives(make_certificate):
    until = certificate_until(certificate=make_certificate(), passphrase="sekret")
    assert abs(until - timezone.now() - datetime.timedelta(days=30)) < datetime.timedelta(minutes=1)
