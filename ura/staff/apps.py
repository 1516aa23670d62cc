from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "ura.staff"

    def ready(self):
        """Only signals of Django and allauth are listened to; our own packages call each other."""
        from allauth.mfa import signals
        from django.contrib.auth.signals import user_logged_in

        from ura.staff import second_factor
        from ura.staff.sessions import begin

        user_logged_in.connect(begin, dispatch_uid="ura-session-begins")
        signals.authenticator_used.connect(second_factor.remember, dispatch_uid="ura-factor-used")
        signals.authenticator_added.connect(second_factor.remember_new, dispatch_uid="ura-factor-added")
        signals.authenticator_removed.connect(second_factor.forget, dispatch_uid="ura-factor-removed")
