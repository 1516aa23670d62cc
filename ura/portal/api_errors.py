"""Errors of the API: each names the field and the rule, and says in the caller's language what to do."""

import json
from functools import wraps

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja.errors import HttpError, ValidationError

from ura.core.refusals import Refused
from ura.portal.cleaning import clean_words
from ura.portal.forms import MOST_FILES


class ApiError(Exception):
    """`problems`: (field, rule, message) each."""

    def __init__(self, status, *problems, wait=0):
        super().__init__(status)
        self.status, self.problems, self.wait = status, problems, wait

    def answer(self):
        rows = [{"field": field, "rule": rule, "message": str(message)} for field, rule, message in self.problems]
        response = JsonResponse({"errors": rows}, status=self.status)
        if self.wait:
            response["Retry-After"] = str(self.wait)
        return response


def read_body(request):
    """The words of a body, in JSON or beside papers; halves of signs, which no database holds, replaced."""
    try:
        body = _parts(request) if request.content_type == "multipart/form-data" else _json(request)
    except (RequestDataTooBig, TooManyFieldsSent):
        raise ApiError(
            413, ("", "too_large", _("The body is too large: send at most 5 MB, the papers not counted."))
        ) from None
    if "files" in body:
        raise ApiError(422, ("files", "type", _("Papers are parts with a file name, in multipart/form-data.")))
    return {clean_words(name): clean_words(value) if isinstance(value, str) else value for name, value in body.items()}


def _json(request):
    """JSON of reasonable size and depth, and an object."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise ApiError(400, ("", "json", _("The body is not JSON in UTF-8."))) from None
    if not isinstance(body, dict):
        raise ApiError(400, ("", "object", _("The body must be a JSON object.")))
    return body


YES_AND_NO = {"true": True, "on": True, "1": True, "false": False, "0": False, "": False}


def _parts(request):
    """The parts of a form: papers are named `files`; what is yes or no is written out."""
    try:
        body, papers = request.POST.dict(), request.FILES
    except MultiPartParserError:
        raise ApiError(400, ("", "multipart", _("The body is not whole multipart/form-data."))) from None
    except TooManyFilesSent:
        sentence = _("At most %(n)d files at once: send the others afterwards, when you follow the request.")
        raise ApiError(422, ("files", "max_files", sentence % {"n": MOST_FILES})) from None
    if misnamed := [name for name in papers if name != "files"]:
        sentence = _("Papers are sent as parts named files.")
        raise ApiError(422, *((clean_words(name)[:100], "type", sentence) for name in misnamed))
    ticks = {name: YES_AND_NO.get(body[name], body[name]) for name in ("follow_by_code", "complaint") if name in body}
    return body | ticks


def of_types(problems):
    """What does not fit the schema: a wrong type, a name nobody knows, something left out."""
    sentences = {
        "missing": ("required", _("This field is needed.")),
        "extra_forbidden": ("unknown_field", _("There is no such field: see /api/v1/openapi.json.")),
        "string_type": ("type", _("This field is a text.")),
        "bool_type": ("type", _("This field is true or false.")),
    }
    rows = []
    for problem in problems:
        rule, sentence = sentences.get(problem["type"], ("invalid", _("This value does not fit.")))
        field = str(problem["loc"][-1]) if problem["loc"] else ""
        rows.append((field[:100], rule, sentence))
    return ApiError(422, *rows)


def of_form(form):
    """The errors of the portal's own form, under its own rules."""
    rows = []
    for field, problems in form.errors.get_json_data().items():
        name = "" if field == "__all__" else field
        rows += [(name, problem["code"] or "invalid", problem["message"]) for problem in problems]
    return ApiError(422, *rows)


def of_refusal(refused):
    field = {"body": "text"}.get(refused.field, refused.field or "")
    return ApiError(422 if field else 409, (field, "refused", str(refused)))


def install(api):
    """Every way an operation can fail answers in the one shape."""
    api.exception_handler(ApiError)(lambda request, error: error.answer())
    api.exception_handler(ValidationError)(lambda request, error: of_types(error.errors).answer())
    api.exception_handler(Refused)(lambda request, error: of_refusal(error).answer())
    api.exception_handler(Http404)(lambda request, error: nothing_here().answer())
    api.exception_handler(HttpError)(
        lambda request, error: ApiError(
            error.status_code, ("", "invalid", _("The request could not be read."))
        ).answer()
    )


def nothing_here():
    return ApiError(404, ("", "not_found", _("There is nothing at this address.")))


def in_callers_language(view, *, body=False):
    """Albanian unless Accept-Language prefers English; no sign-in, no cookie, no session; nothing is kept on the way."""

    @wraps(view)
    def enter(request, *args, **kwargs):
        with translation.override(_preferred(request)):
            try:
                request.words = read_body(request) if body and request.method == "POST" else {}
                response = view(request, *args, **kwargs)
            except ApiError as error:
                response = error.answer()
            if response.status_code == 405:
                allowed = response["Allow"]
                response = ApiError(
                    405, ("", "method", _("This address takes only: %(methods)s.") % {"methods": allowed})
                ).answer()
                response["Allow"] = allowed
            response["Content-Language"] = get_language()
            response["Vary"] = "Accept-Language"
            response.setdefault("Cache-Control", "no-store")
            return response

    enter.login_required = False
    enter.csrf_exempt = True
    enter.roles = "public"
    return enter


def _preferred(request):
    for language, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if language.split("-")[0] in ("sq", "en"):
            return language.split("-")[0]
    return "sq"
