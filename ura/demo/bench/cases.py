"""The list of cases with its filters and its search, and the file of one case that has seen much."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from ura.cases.actions.assessing import assess
from ura.cases.actions.basics import happened
from ura.cases.actions.opening import open_case
from ura.cases.formats import formats_of
from ura.demo.bench.measure import cpu, p50, p95, seconds, tell, watched
from ura.demo.bench.offices import OF_THEIR_OWN, _choice, filler, settle, staffed
from ura.demo.bench.pages import (
    GROWS_BY,
    LIST_QUERIES,
    LIST_TARGET,
    SEARCH_TARGET,
    WHOLE_COUNTRY,
    bare,
    country,
    filled,
    get,
    signed_in,
)
from ura.desk.actions.registering import register_enquiry
from ura.directory.models import Institution
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import working_for
from ura.people.actions import add_person
from ura.people.consent_acts import give
from ura.people.households import add_member, found_household
from ura.referrals.models import Referral

FILL = Path(__file__).parent / "cases.sql"
FILE_TARGET, FILE_QUERIES = 40, 20
EVENTS, REFERRALS, ASSESSMENTS = 300, 40, 6
KINDS = ("returnee", "internal", "diaspora", "foreigner")
CATEGORIES = ("single_parent", "disability", "homeless", "elderly")


def cases(size):
    """10,000 cases in one office; with `--long` a million in 61 offices beside it. And one full case file."""
    n = size.of(10_000, 1_000, 400)
    small = filled("gjirokaster", n)
    fill(*small)
    settle()
    value = _list(small, n, size, target=LIST_TARGET)
    _search(small, n, size)
    _file(small, size)
    if size.long and connection.vendor == "postgresql":
        large = country()
        for municipality in Municipality.objects.exclude(slug__in=OF_THEIR_OWN):
            fill(*staffed(municipality.slug))
        settle()
        _list(large, WHOLE_COUNTRY, size, target=round(GROWS_BY * value, 1))


def fill(municipality, officer):
    """A case for each request of the office, by three large statements."""
    shape = {
        "office": municipality.pk,
        "owner": officer.pk,
        "kind": _choice("q.id", KINDS),
        "category": _choice("c.id", CATEGORIES),
    }
    with filler(municipality) as writer:
        for statement in FILL.read_text(encoding="utf-8").format(**shape).split(";\n"):
            if statement.strip():
                writer.execute(statement)


def _list(office, n, size, *, target):
    municipality, officer = office
    today = timezone.localdate()
    filters = {"state": "open", "kind": "returnee", "owner": "me", "origin": "IT", "review": "overdue",
               "from": today - timedelta(days=900), "until": today}  # fmt: skip
    client, address = signed_in(officer), f"{reverse('cases', args=[municipality.slug])}?{urlencode(filters)}"
    taken = seconds(lambda: get(client, address), size.of(150, 8, 3))
    with watched() as statements:
        get(client, address)
    middle = p50(taken) * 1000
    tell("cases_list", middle, "ms p50", n=n, target=target, floor=bare(municipality, statements, size),
         p95=p95(taken) * 1000, best=min(taken) * 1000, cpu=cpu(lambda: get(client, address), size.of(50, 5, 2)))  # fmt: skip
    tell("cases_list_queries", len(statements), "queries", n=n, target=LIST_QUERIES)
    return middle


def _search(office, n, size):
    municipality, officer = office
    client = signed_in(officer)
    for kind, words in {"name": "lindita gjika", "number": f"{n // 2}/{timezone.localdate().year}"}.items():
        address = client.post(reverse("cases", args=[municipality.slug]), {"q": words}).url
        taken = seconds(lambda address=address: get(client, address), size.of(60, 5, 3))
        with watched() as statements:
            get(client, address)
        tell(f"cases_search_{kind}", p50(taken) * 1000, "ms p50", n=n, target=SEARCH_TARGET,
             floor=bare(municipality, statements, size), p95=p95(taken) * 1000)  # fmt: skip


def _file(office, size):
    """The page of a case with 300 events, 40 referrals and 6 assessments of a family of four."""
    municipality, officer = office
    with working_for(municipality):
        case = _much_seen(municipality, officer)
    client, address = signed_in(officer), case.get_absolute_url()
    taken = seconds(lambda: get(client, address), size.of(150, 8, 3))
    with watched() as statements:
        get(client, address)
    tell("case_file", p50(taken) * 1000, "ms p50", n=EVENTS, target=FILE_TARGET,
         floor=bare(municipality, statements, size), p95=p95(taken) * 1000, best=min(taken) * 1000,
         cpu=cpu(lambda: get(client, address), size.of(50, 5, 2)))  # fmt: skip
    tell("case_file_queries", len(statements), "queries", n=EVENTS, target=FILE_QUERIES)


def _much_seen(municipality, officer):
    head = add_person(municipality, name="Lule Prova", born="1988", phone="+355 66 000 0001")
    family = [head, *(add_person(municipality, name=f"Fëmija {n} Prova", born=str(2012 + n)) for n in range(3))]
    household = found_household(head, by=officer)
    household.municipality = municipality
    for child in family[1:]:
        add_member(household, child, by=officer, relation="child")
    give(head, how="phone", purposes=["processing"], by=officer, statement="Po, jam dakord me përpunimin e të dhënave.")
    enquiry = register_enquiry(
        municipality, by=officer, channel="counter", subject="Ndihmë pas kthimit", requester=head
    )
    enquiry.municipality = municipality
    case = open_case(enquiry, by=officer, kind="returnee", household=household, origin="DE", summary="Familje e kthyer",
                     opened_on=timezone.localdate() - timedelta(days=800), categories=["single_parent"])  # fmt: skip
    form = next(iter(formats_of(municipality).values()))
    for n in range(ASSESSMENTS):
        assess(case, by=officer, person=head, format=form.code, scores={
            domain.code: {"score": n % 4 + 1, "urgency": "month", "present": "Gjendja tani", "need": "Nevoja", "wished": "Dëshira"}
            for domain in form.domains})  # fmt: skip
    institution = Institution.objects.filter(municipality=municipality).first() or Institution.objects.create(
        municipality=municipality, name_sq="Qendra Prova", kind="ngo"
    )
    today = timezone.localdate()
    Referral.objects.bulk_create(
        Referral(
            municipality=municipality, enquiry=enquiry, case=case, person=head, order=n + 1, institution=institution,
            recipient=institution.name_sq, way="letter", state="accepted" if n % 2 else "declined", shared="[]",
            asked="Ju lutemi ndihmoni familjen", sent_on=today, due_on=today, answer_due_on=today, made_by=officer,
        )
        for n in range(REFERRALS)
    )  # fmt: skip
    while case.events.count() < EVENTS:
        happened(case, "note", by=officer, text="Familja erdhi në zyrë dhe foli për shkollën e fëmijëve.")
    return case
