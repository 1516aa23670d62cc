"""What Ura settles about signing in where allauth asks."""

import ipaddress
import time
from io import BytesIO

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.urls import reverse
from qrcode.image.svg import SvgPathFillImage

from ura.core.encrypted import ring
from ura.staff.language import language_after_signing_in, remember_language


class StaffAccountAdapter(DefaultAccountAdapter):
    """Staff is invited, never signs up; mail is written by `ura.office.account_mail` above."""

    def is_open_for_signup(self, request):
        return False

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        remember_language(response, language_after_signing_in(request, user))
        return response

    def reauthenticate(self, user, password):
        return self.authenticate(self.request, email=user.email, password=password) == user

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whoever signed in a moment ago need not write the password again."""
        records = get_authentication_records(self.request, self.request.user)
        recent = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        if any(record["method"] in ("password", "mfa") and record["at"] > recent for record in records):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_password_change_redirect_url(self, request):
        return reverse("home")

    def get_client_ip(self, request):
        """Where a server gives no address (a local socket), all count together rather than be refused."""
        try:
            return str(ipaddress.ip_address(super().get_client_ip(request)))
        except (PermissionDenied, ImproperlyConfigured, ValueError):
            return "0.0.0.0"


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of the second factor are ciphertext in the database."""

    def encrypt(self, text):
        return ring().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return ring().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url):
        """With a white ground of its own: a dark page would hide it from the phone."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()

    def get_totp_issuer(self):
        return "Ura"

    def _get_site_name(self):
        return "Ura"
