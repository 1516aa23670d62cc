"""Looking for institutions and services of one office: a few dozen rows, so they are read whole and chosen here."""

from ura.core.folding import fold
from ura.directory.models import Institution, Service
from ura.directory.national import complete, take_over


def institutions_of(municipality):
    """All institutions of the office, each with its services; the national ones are taken over the first time."""
    institutions, services = _read(municipality)
    if not complete(municipality, institutions, services):
        take_over(municipality)
        institutions, services = _read(municipality)
    by_institution = {}
    for service in services:
        by_institution.setdefault(service.institution_id, []).append(service)
    for institution in institutions:
        institution.offered = by_institution.get(institution.pk, [])
        for service in institution.offered:
            service.institution = institution
    return sorted(institutions, key=lambda row: (fold(row.name), row.pk))


def find_services(municipality, text="", kind="", audience="", off=False):
    """Services in use whose words, institution or area hold every word of `text`, by institution and name."""
    wanted = fold(text).split()
    found = []
    for institution in institutions_of(municipality):
        for service in sorted(institution.offered, key=lambda row: (fold(row.name), row.pk)):
            if not (off or (service.active and institution.active)):
                continue
            fits = (not kind or service.kind == kind) and (not audience or audience in service.audiences)
            if fits and all(part in _words(service) for part in wanted):
                found.append(service)
    return found


def service_of(municipality, pk):
    """One service with its institution, or None."""
    rows = Service.objects.filter(municipality=municipality, pk=pk).select_related("institution")
    service = rows.first()
    if service:
        service.municipality = service.institution.municipality = municipality
    return service


def _words(service):
    own = service.institution
    texts = (
        service.name_sq, service.name_en, service.get_kind_display(), service.area, own.name_sq, own.name_en,
        own.area, own.get_kind_display(),
    )  # fmt: skip
    return fold(" ".join(map(str, texts)))


def _read(municipality):
    institutions = list(
        Institution.objects.filter(municipality=municipality).select_related("confirmed_by__user", "stakeholder")
    )
    services = list(Service.objects.filter(municipality=municipality).select_related("confirmed_by__user"))
    for row in (*institutions, *services):
        row.municipality = municipality
    return institutions, services
