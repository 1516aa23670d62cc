"""The check that a person is asking, without a third party: the browser does some arithmetic (ALTCHA)."""

from altcha_django.verifiers import run_verification
from altcha_django.verifiers.local import LocalVerifier
from altcha_django.widgets import AltchaWidget

ANSWER_WITHIN = 4 * 3600  # people gather papers while the form is open


def _verifier():
    return LocalVerifier(challenge={"expires_seconds": ANSWER_WITHIN})


def widget():
    """The element for the form; it works by itself as soon as the page is open, and does nothing without JavaScript."""
    return AltchaWidget(verifier=_verifier(), auto="onload", configuration={"hideLogo": True, "hideFooter": True})


def proven(payload):
    """Did this browser do its work? Each answer counts once."""
    return run_verification(payload, verifier=_verifier()).verified
