"""Two people on one row, or on one name: who comes second is told, and nobody's work is silently overwritten."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ura.core.refusals import Refused


def lock_version(row, version):
    """Lock a row; refuses when somebody saved it since the form was made. Without a version it is only locked."""
    locked = type(row).objects.select_for_update().get(pk=row.pk)
    if version is not None and int(version) != locked.version:
        raise Refused(
            _(
                "A colleague saved this while you were writing. Your text is kept below: "
                "look at what is saved now and save again."
            )
        )


def in_savepoint(act):
    """Do the act in a savepoint of its own, so that nothing half done stays when it is refused.

    When somebody wrote the same name or number at the same moment, the database says no; asked again, the act finds
    it and refuses in words.
    """
    try:
        with transaction.atomic():
            return act()
    except IntegrityError:
        with transaction.atomic():
            return act()
