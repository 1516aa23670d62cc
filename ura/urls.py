"""/<municipality>/… for everyone, /… for the country."""

from django.urls import path

from ura.staff import views as staff

urlpatterns = [
    path("", staff.home, name="home"),
    path("sign-in/", staff.SignIn.as_view(), name="login"),
    path("sign-out/", staff.sign_out, name="logout"),
    path("password/", staff.PasswordChange.as_view(), name="password_change"),
    path("language/", staff.set_language, name="set_language"),
]
