"""allauth's forms as our pages show them: labels of our own, no grey words inside the fields."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _


class _Plain:
    labels = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
        for name in ("password", "oldpassword"):
            if name in self.fields:
                self.fields[name].help_text = ""


class SignInForm(_Plain, account.LoginForm):
    labels = {"login": _("E-mail"), "password": _("Password")}


class ForgottenForm(_Plain, account.ResetPasswordForm):
    labels = {"email": _("E-mail")}


class NewPasswordForm(_Plain, account.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("The new password again")}


class ChangePasswordForm(_Plain, account.ChangePasswordForm):
    labels = {"oldpassword": _("Old password")} | NewPasswordForm.labels


class PasswordAgainForm(_Plain, account.ReauthenticateForm):
    labels = {"password": _("Password")}


class CodeForm(_Plain, mfa.AuthenticateForm):
    labels = {"code": _("Code from the app, or a recovery code")}


class CodeAgainForm(_Plain, mfa.ReauthenticateForm):
    labels = CodeForm.labels


class AppForm(_Plain, ActivateTOTPForm):
    labels = {"code": _("The six figures that the app shows now")}


class KeyForm(_Plain, AddWebAuthnForm):
    labels = {"name": _("Name"), "passwordless": _("Sign in with this key alone, without a password")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].help_text = _("The device then always asks for finger, face or PIN.")


class KeyNameForm(_Plain, EditWebAuthnForm):
    labels = KeyForm.labels
