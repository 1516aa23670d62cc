"""Addresses of signing in and of one's own account; the names are those allauth asks for."""

from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from django.urls import path, re_path
from django.views.decorators.cache import never_cache

from ura.staff import account, views

sign_in, change_password = account.SignIn.as_view(), account.PasswordChange.as_view()

urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.set_language, name="set_language"),
    path("sign-in/", sign_in, name="login"),
    path("sign-in/", sign_in, name="account_login"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/closed/", account.Inactive.as_view(), name="account_inactive"),
    path("sign-out/", views.sign_out, name="logout"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("password/", change_password, name="password_change"),
    path("password/", change_password, name="account_change_password"),
    path("password/forgotten/", never_cache(account.ForgottenPassword.as_view()), name="account_reset_password"),
    path("password/forgotten/sent/", account.ForgottenPasswordSent.as_view(), name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[0-9A-Za-z-]{1,100})/$",
        never_cache(account.NewPassword.as_view()),
        name="account_reset_password_from_key",
    ),
    path("account/again/", account.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("account/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/again/key/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/second-factor/", account.SecondFactor.as_view(), name="mfa_index"),
    path("account/second-factor/app/", app.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/app/off/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second-factor/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/second-factor/keys/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("account/second-factor/keys/new/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("account/second-factor/keys/<int:pk>/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/second-factor/keys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/sessions/", account.sessions, name="usersessions_list"),
    path("account/sessions/end/", account.sessions_end, name="sessions_end"),
    path("account/sessions/<int:pk>/end/", account.session_end, name="session_end"),
]
