"""The register list with eight filters, and the search: the whole answer of the server, and the bare SQL below it."""

from datetime import timedelta
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ura.demo.bench.measure import cpu, p50, p95, seconds, tell, watched
from ura.demo.bench.offices import DAYS, OF_THEIR_OWN, Samples, fill, settle, staffed, without_indexes
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import reading_for

LIST_TARGET, LIST_QUERIES, SEARCH_TARGET, GROWS_BY = 25, 10, 75, 1.5
WHOLE_COUNTRY = 1_000_000
TIRANA = 250_000


def eight_filters():
    today = timezone.localdate()
    return {
        "state": "open", "service": "1", "requester_type": "1", "audience": "diaspora", "channel": "counter",
        "need": "referral", "from": today - timedelta(days=DAYS), "until": today,
    }  # fmt: skip


def register_list(size):
    """10,000 requests in one office and its «Dita ime»; with `--long` a million in 61 offices beside it."""
    n = size.of(10_000, 1_000, 400)
    small = filled("gjirokaster", n)
    value = _list(small, n, size, target=LIST_TARGET)
    _day(small, n, size)
    if size.long and connection.vendor == "postgresql":
        _list(country(), WHOLE_COUNTRY, size, target=round(GROWS_BY * value, 1))


def search(size):
    """By name, by subject and by number."""
    n = size.of(10_000, 1_000, 400)
    _search(filled("gjirokaster", n), n, size)
    if size.long and connection.vendor == "postgresql":
        _search(country(), TIRANA, size)


_made = {}


def filled(slug, n):
    """The office with its n requests, made once for all pages."""
    if slug not in _made:
        municipality, officer = staffed(slug)
        with without_indexes("desk_enquirytoken"):
            fill(municipality, officer, n, Samples(min(600, n)))
        settle()
        _made[slug] = (municipality, officer)
    return _made[slug]


def country():
    """A million requests in the offices by population; Tirana has a quarter. Gjirokastër keeps its 10,000."""
    if "tirane" in _made:
        return _made["tirane"]
    samples = Samples(2000)
    others = Municipality.objects.exclude(slug__in=["tirane", *OF_THEIR_OWN])
    people = {each.slug: each.population or 10_000 for each in others}
    rest = max(61, WHOLE_COUNTRY - TIRANA - 10_000)
    with without_indexes("desk_enquirytoken"):
        for slug, population in people.items():
            municipality, officer = staffed(slug)
            fill(municipality, officer, max(1, rest * population // sum(people.values())), samples)
        municipality, officer = staffed("tirane")
        fill(municipality, officer, TIRANA, samples)
    settle()
    _made["tirane"] = (municipality, officer)
    return _made["tirane"]


def _list(office, n, size, *, target):
    municipality, officer = office
    client = signed_in(officer)
    address = f"{reverse('enquiries', args=[municipality.slug])}?{urlencode(eight_filters())}"
    taken = seconds(lambda: get(client, address), size.of(150, 8, 3))
    with watched() as statements:
        get(client, address)
    floor = bare(municipality, statements, size)
    middle = p50(taken) * 1000
    own = cpu(lambda: get(client, address), size.of(50, 5, 2))
    tell(
        "register_list",
        middle,
        "ms p50",
        n=n,
        target=target,
        floor=floor,
        p95=p95(taken) * 1000,
        best=min(taken) * 1000,
        cpu=own,
    )
    tell("register_list_queries", len(statements), "queries", n=n, target=LIST_QUERIES)
    return middle


def _day(office, n, size):
    municipality, officer = office
    client, address = signed_in(officer), reverse("day", args=[municipality.slug])
    taken = seconds(lambda: get(client, address), size.of(60, 3, 3))
    with watched() as statements:
        get(client, address)
    tell("day", p50(taken) * 1000, "ms p50", n=n, floor=bare(municipality, statements, size), p95=p95(taken) * 1000,
         queries=len(statements))  # fmt: skip


def _search(office, n, size):
    municipality, officer = office
    client = signed_in(officer)
    year = timezone.localdate().year
    for kind, words in {"name": "lindita gjika", "subject": "certifikata", "number": f"{n // 2}/{year}"}.items():
        # The form posts, and is answered with an address without the words; that page is what is measured.
        address = client.post(reverse("enquiries", args=[municipality.slug]), {"q": words}).url
        taken = seconds(lambda address=address: get(client, address), size.of(60, 5, 3))
        with watched() as statements:
            get(client, address)
        floor = bare(municipality, statements, size)
        tell(
            f"search_{kind}", p50(taken) * 1000, "ms p50", n=n, target=SEARCH_TARGET, floor=floor, p95=p95(taken) * 1000
        )


def bare(municipality, statements, size):
    """The page's main question, asked without Django above it: milliseconds, p50."""

    def ask(sql, params):
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            cursor.fetchall()

    with reading_for(municipality):
        reads = [statement for statement in statements if statement[0].startswith("SELECT")]
        main = max(reads, key=lambda statement: min(seconds(lambda: ask(*statement), 3)))
        return p50(seconds(lambda: ask(*main), size.of(100, 10, 3))) * 1000


def signed_in(officer):
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(officer.user)
    return client


def get(client, address):
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"ura: {address} answered {response.status_code}")
