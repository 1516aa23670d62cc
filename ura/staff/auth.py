"""Sign-in by e-mail address, whatever its letters' case."""

from django.contrib.auth.backends import ModelBackend

from ura.municipalities.often import asked_often
from ura.staff.models import User


@asked_often
def _users(key):
    return User.objects.filter(pk=key)


class EmailBackend(ModelBackend):
    """Django's own check; an unknown address costs the same time as a wrong password."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        username = username or kwargs.get("email") or ""
        return super().authenticate(request, username=username.strip().lower(), password=password)

    def get_user(self, user_id):
        found = _users(user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None

    def get_group_permissions(self, user_obj, obj=None):
        return set()

    get_all_permissions = get_user_permissions = get_group_permissions
