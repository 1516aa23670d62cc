"""Where somebody is signed in, for how long without a page, and how it ends."""

import re
import time
from datetime import UTC, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone

BEGAN, SEEN = "began", "seen"  # in the session: seconds since 1970
TICK = 60  # seconds between two writes of «seen»: a page need not write


def begin(sender, request, user, **kwargs):
    """Django says that somebody has signed in."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def end_if_idle(request):
    """Sign out whoever asked for no page for too long, or came too long ago. Returns whether it did."""
    now = int(time.time())
    seen, began = request.session.get(SEEN), request.session.get(BEGAN)
    if seen is None or began is None:
        request.session[BEGAN] = request.session[SEEN] = now
        return False
    if now - seen > settings.IDLE_MINUTES * 60 or now - began > settings.SESSION_COOKIE_AGE:
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        logout(request)
        return True
    if abs(now - seen) > TICK:
        request.session[SEEN] = now
    return False


def end_all(user, *, but=None):
    """End every session of a user, or every one but the one whose key is given; returns how many."""
    sessions = [row for row in UserSession.objects.filter(user=user) if row.session_key != but]
    for row in sessions:
        row.end()
    return len(sessions)


def clear_expired():
    """Sessions that ran out, and what remains in the lists of those that are no more; returns how many lines went."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    # A sign-in writes its line and its session in one transaction: a line of the last hour may be ahead of it.
    lines = UserSession.objects.filter(created_at__lt=now - timedelta(hours=1))
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    return lines.filter(~Exists(alive)).delete()[0]


def listed(request):
    """The user's open sessions, newest first, each with `device`, `seen_at` and `here`."""
    here = request.session.session_key
    if not UserSession.objects.filter(session_key=here, user=request.user).exists():
        UserSession.objects.create_from_request(request)
    rows = UserSession.objects.purge_and_list(request.user)
    for row in rows:
        seen = row._session_store(row.session_key).get(SEEN)
        row.seen_at = datetime.fromtimestamp(seen, UTC) if seen else row.last_seen_at
        row.here, row.device = row.session_key == here, device(row.user_agent)
    return sorted(rows, key=lambda row: (not row.here, -row.seen_at.timestamp()))


# In this order: each browser also names those it descends from.
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"), ("iPhone|iPad", "iOS"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device(user_agent):
    """«Firefox, Windows»: enough to know one's own devices; empty when nothing is known."""
    found = (next((name for sign, name in kind if re.search(sign, user_agent)), "") for kind in (_BROWSERS, _SYSTEMS))
    return ", ".join(name for name in found if name)
