"""Sign-in by e-mail address, whatever its letters' case."""

from django.contrib.auth.backends import ModelBackend


class EmailBackend(ModelBackend):
    """Django's own check; an unknown address costs the same time as a wrong password."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        username = username or kwargs.get("email") or ""
        return super().authenticate(request, username=username.strip().lower(), password=password)

    def get_group_permissions(self, user_obj, obj=None):
        return set()

    get_all_permissions = get_user_permissions = get_group_permissions
