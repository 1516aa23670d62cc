"""Addresses of the API. Every answer, the wrong address included, is JSON in the caller's language."""

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from ura.portal.api import api, schemas_of_request
from ura.portal.api_errors import in_callers_language, nothing_here


def schema_of():
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    schema["components"]["schemas"] |= schemas_of_request()
    return schema


@require_safe
def openapi(request):
    return JsonResponse(schema_of())


@csrf_exempt
def nothing(request):
    return nothing_here().answer()


@require_safe
def about(request):
    """The description as a page, made from the schema itself."""
    schema = schema_of()
    operations = [
        {"method": method.upper(), "path": address, **operation}
        for address, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    fields = schema["components"]["schemas"]["WordsAndPapers"]["properties"]
    return render(request, "portal/api.html", {"operations": operations, "fields": fields})


about.login_required = False
about.roles = "public"
routes, _name, _namespace = api.urls
for route in routes:
    route.callback = in_callers_language(route.callback, body=route.name == "api_make_request")
urlpatterns = [
    path("", about, name="api_about"),
    path("openapi.json", in_callers_language(openapi), name="openapi"),
    *[route for route in routes if route.name != "api-root"],
    re_path("", in_callers_language(nothing), name="api_missing"),
]
