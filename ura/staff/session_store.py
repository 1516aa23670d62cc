"""Django's sessions in the database, found by a question that is written once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from ura.municipalities.often import asked_often


@asked_often
def _sessions(key):
    return Session.objects.filter(session_key=key)


class SessionStore(db.SessionStore):
    """What Django's `SessionMiddleware` asks for by this name."""

    @classmethod
    def get_model_class(cls):
        return Session

    def _get_session_from_db(self):
        for session in _sessions(self.session_key):
            if session.expire_date > timezone.now():
                return session
        self._session_key = None
        return None
