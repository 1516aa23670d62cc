"""Finding one of a million encrypted people by the beginning of a name, as far as the officer may know of them."""

from pathlib import Path

from django.db import connection
from django.utils import timezone

from ura.core.folding import index_terms
from ura.demo.bench.measure import p50, p95, seconds, tell, watched
from ura.demo.bench.offices import Samples, fill, filler, settle, staffed, without_indexes
from ura.demo.bench.pages import bare
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import reading_for, working_for
from ura.people.search import exact_hash, find_people, hashes, normal_email, normal_phone

FILL = Path(__file__).parent / "people.sql"
TARGET = 30  # ms p50, on PostgreSQL
COUNTRY, TIRANA = 1_000_000, 250_000
SHOWN = 26  # a page and the sign that there are more
TYPED = {
    "prefix": "hox",
    "two_prefixes": "lin gji",
    "name": "Lindita Gjika",
    "rare": "Zzz",
    "phone": "+355 66 123 4567",
}


def people(size):
    """10,000 people in one office; with `--long` a quarter of a million, in a country of a million."""
    n = size.of(10_000, 400, 300)
    samples = Samples(min(2000, n))
    with without_indexes("people_persontoken"):
        if size.long and connection.vendor == "postgresql":
            n = TIRANA
            others = list(Municipality.objects.exclude(slug__in=["tirane", "gjirokaster"]))
            for each in others:
                write(each, (COUNTRY - TIRANA) // len(others), samples)
        municipality, officer = staffed("tirane" if n == TIRANA else "pogradec")
        fill(municipality, officer, min(n, 10_000), samples)
        write(municipality, n, samples)
    settle()
    for kind, words in TYPED.items():
        taken = seconds(lambda words=words: ask(municipality, officer, words), size.of(60, 6, 3))
        with watched() as statements:
            ask(municipality, officer, words)
        tell(f"people_{kind}", p50(taken) * 1000, "ms p50", n=n, target=TARGET, p95=p95(taken) * 1000,
             floor=bare(municipality, statements, size))  # fmt: skip


def ask(municipality, officer, words):
    with reading_for(municipality):
        return find_people(municipality, words, limit=SHOWN, officer=officer)


def write(municipality, n, samples):
    """Write n people with their tokens by a few large statements."""
    rows = samples.rows[: min(len(samples.rows), n)]
    shape = {"office": municipality.pk, "n": n, "k": len(rows), "now": timezone.now().isoformat(" ")}
    with working_for(municipality), filler(municipality) as writer:
        writer.load(
            "bench_sample", "k integer, name text, email text, phone text",
            ((place, *secret[2:5]) for place, (_words, secret, _terms) in enumerate(rows)),
        )  # fmt: skip
        writer.load("bench_token", "k integer, token bigint", _tokens(municipality.pk, rows))
        for statement in FILL.read_text(encoding="utf-8").format(**shape).split(";\n"):
            if statement.strip():
                writer.execute(statement)


def _tokens(office, rows):
    for place, (words, _secret, _terms) in enumerate(rows):
        exact = {
            exact_hash(office, "email", normal_email(words[3])),
            exact_hash(office, "phone", normal_phone(words[4])),
        }
        yield from ((place, token) for token in sorted(hashes(office, index_terms(words[2])) | exact))
