"""What every answer passes: refusals become pages, and each request leaves a line without personal data."""

import logging
import time

import structlog
from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.shortcuts import render
from django.utils import translation

from ura.core.refusals import Refused

log = structlog.get_logger("ura.web")
POLICY = build_policy()


class RefusalMiddleware:
    """A refusal that no form caught is shown as a page of its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Refused):
            return render(request, "refused.html", {"sentence": str(exception)}, status=409)
        return None


class AccessLogMiddleware:
    """One line for each request: the route's pattern, never the address, which may carry a code."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        start = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            method=request.method,
            route=match.route if match else "-",
            status=response.status_code,
            ms=round((time.perf_counter() - start) * 1000, 1),
            officer=getattr(getattr(request, "officer", None), "pk", None),
        )
        return response


class PolicyMiddleware(CSPMiddleware):
    """django-csp writes the same header for nearly every answer: then it is the one written already."""

    def process_response(self, request, response):
        if any(name.startswith("_csp_") for each in (request, response) for name in vars(each)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, POLICY)
        return response


class WithoutAddress(logging.Filter):
    """In Django's own lines, too, the route's pattern stands for the address."""

    def filter(self, record):
        request = getattr(record, "request", None)
        if hasattr(request, "path") and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "-"
            record.args = tuple(route if arg == request.path else arg for arg in record.args)
        return True


class CookieMiddleware:
    """A cookie with a NUL is none of ours: PostgreSQL would refuse to look for such a session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        for name in [name for name, value in request.COOKIES.items() if "\0" in value]:
            del request.COOKIES[name]
        return self.get_response(request)


class LanguageMiddleware:
    """Albanian first, whatever the browser prefers; the reader's own choice is kept in a cookie."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get("django_language")
        request.LANGUAGE_CODE = chosen if chosen in ("sq", "en") else "sq"
        with translation.override(request.LANGUAGE_CODE):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response
