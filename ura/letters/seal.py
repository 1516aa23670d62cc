"""The electronic seal of an office on a finished PDF: a PAdES baseline signature by its own certificate."""

import datetime
import io
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.refusals import Refused

FIELD = "Vula"


@dataclass(frozen=True)
class SealCheck:
    """Whether a seal holds; if not, why; if so, whose it is."""

    holds: bool
    reason: str = ""
    signer: str = ""
    signed_at: datetime.datetime | None = None

    def __bool__(self):
        return self.holds


def seal_pdf(pdf, *, certificate, passphrase, reason="", location=""):
    """The same PDF, sealed by the certificate in a PKCS#12 file; nothing is asked of any server."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.general import SigningError

    signer = _signer(certificate, passphrase)
    meaning = signers.PdfSignatureMetadata(
        field_name=FIELD,
        reason=reason or None,
        location=location or None,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
    )
    sealed = io.BytesIO()
    try:
        signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), meaning, signer=signer, output=sealed)
    except SigningError as error:
        raise Refused(_("This letter already carries a seal, or it cannot be sealed.")) from error
    except PdfError as error:
        raise Refused(_("This file is not a PDF that can be sealed.")) from error
    return sealed.getvalue()


def seal_holds(pdf):
    """Whether the PDF is still what was sealed, to the last byte; who issued its certificate is open."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko_certvalidator import ValidationContext

    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        if not signatures:
            return SealCheck(False, _("This PDF carries no seal."))
        seal = signatures[-1]
        context = ValidationContext(trust_roots=[seal.signer_cert], allow_fetching=False)
        status = validate_pdf_signature(seal, context)
    except (PdfError, SignatureValidationError, ValueError):
        return SealCheck(False, _("The seal cannot be read: the file is damaged."))
    signer = seal.signer_cert.subject.native.get("common_name", "")
    if not (status.intact and status.valid):
        return SealCheck(False, _("The PDF was changed after it was sealed."), signer)
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        return SealCheck(False, _("Something was added to the PDF after it was sealed."), signer)
    return SealCheck(True, signer=signer, signed_at=status.signer_reported_dt)


def certificate_until(*, certificate, passphrase):
    """The last moment of the certificate's life, for the settings page; the same refusals as sealing."""
    return _open(certificate, passphrase).cert.certificate.not_valid_after_utc


def _open(certificate, passphrase):
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

    try:
        bundle = load_pkcs12(Path(certificate).read_bytes(), passphrase.encode() if passphrase else None)
    except OSError as error:
        raise Refused(
            _("The seal's certificate file cannot be read: ask who runs Ura to look at URA_SEAL_CERT.")
        ) from error
    except ValueError as error:
        raise Refused(
            _("The seal's certificate does not open: its passphrase is wrong or the file is not PKCS#12.")
        ) from error
    if bundle.cert is None or bundle.key is None:
        raise Refused(_("The seal's certificate file holds no certificate with its key."))
    return bundle


def _signer(certificate, passphrase):
    from asn1crypto import keys, x509
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    bundle = _open(certificate, passphrase)
    now = timezone.now()
    life = bundle.cert.certificate
    if now > life.not_valid_after_utc:
        raise Refused(
            _("The seal's certificate ended on %(day)s: print, sign and stamp until there is a new one.")
            % {"day": f"{life.not_valid_after_utc:%d.%m.%Y}"}
        )
    if now < life.not_valid_before_utc:
        raise Refused(
            _("The seal's certificate begins only on %(day)s.") % {"day": f"{life.not_valid_before_utc:%d.%m.%Y}"}
        )
    chain = SimpleCertificateStore()
    for other in bundle.additional_certs:
        chain.register(x509.Certificate.load(other.certificate.public_bytes(Encoding.DER)))
    return signers.SimpleSigner(
        signing_cert=x509.Certificate.load(life.public_bytes(Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(
            bundle.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ),
        cert_registry=chain,
    )
