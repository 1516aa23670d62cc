"""What somebody reads when the server itself fails: words in their language, without asking the database for anything."""

import errno
import sys

from django.db.utils import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

SECONDS = 20  # after which a restart of the database is over


NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@requires_csrf_token
def broken(request):
    """503 while the database does not answer or a disk takes nothing more; 500 for everything else."""
    error = sys.exc_info()[1]
    full = isinstance(error, OSError) and error.errno in NO_ROOM  # an upload passes through the temporary files first
    waits = full or isinstance(error, (OperationalError, InterfaceError))
    if request.path.startswith("/api/"):
        response = _for_programs(waits)
    else:
        page = loader.get_template("503.html" if waits else "500.html")
        response = HttpResponse(page.render({"full": full}), status=503 if waits else 500)
    if waits:
        response.headers["Retry-After"] = str(SECONDS)
    return response


def _for_programs(waits):
    sentence = _("Ura is not available for a moment. Nothing was registered; send the same request again in a minute.")
    if not waits:
        sentence = _("Something broke on our side")
    rule = "unavailable" if waits else "broken"
    errors = [{"field": "", "rule": rule, "message": sentence}]
    return JsonResponse({"errors": errors}, status=503 if waits else 500)
