"""An office's old register from Excel: time and memory of the whole import, beside the bare reading of the cells."""

import multiprocessing
import random
import resource
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from django.db import connections
from django.utils import timezone
from python_calamine import CalamineWorkbook

from ura.core.spreadsheet_reader import read_table
from ura.core.spreadsheets import write_xlsx
from ura.demo import facts
from ura.demo.bench.measure import tell
from ura.demo.bench.offices import staffed
from ura.demo.people import address_of, invent_name
from ura.desk.importing.columns import KNOWN, match
from ura.desk.importing.writing import import_rows
from ura.municipalities.tenancy import working_for
from ura.post.files import store

MOST_ROWS, SECONDS, MEGABYTES = 100_000, 60, 500
HEADINGS = ("Nr. i protokollit", "Data e marrjes", "Lënda", "Emri dhe mbiemri", "E-mail", "Lloji i shërbimit", "Statusi", "Data e mbylljes")  # fmt: skip


def spreadsheet(size):
    """Every row becomes a request with number, tokens and event; all or nothing."""
    n = size.of(MOST_ROWS, 200, 30)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "regjistri.xlsx"
        _alone(_write, path, n)
        floor, _none = _alone(_parse, path)
        taken, (written, megabytes) = _alone(_import, path)
    if written != n:
        raise SystemExit(f"ura: of {n} rows {written} were imported")
    tell("import", taken, "s", n=n, target=round(SECONDS * n / MOST_ROWS, 1), floor=floor, megabytes=megabytes,
         megabytes_target=MEGABYTES)  # fmt: skip


def _alone(act, *arguments):
    """(seconds, answer) in a process of its own, so that its memory is its own."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    mine, theirs = fork.Pipe(duplex=False)

    def child():
        begun = time.perf_counter()
        answer = act(*arguments)
        theirs.send((time.perf_counter() - begun, answer))
        connections.close_all()

    process = fork.Process(target=child)
    process.start()
    theirs.close()
    try:
        return mine.recv()
    except EOFError:
        raise SystemExit("ura: the import ended with an error (see above)") from None
    finally:
        process.join()


def _write(path, n):
    rnd, today = random.Random(3), timezone.localdate()
    people = [invent_name(rnd) for _turn in range(2000)]

    def rows():
        for place in range(1, n + 1):
            matter, name = rnd.choice(facts.matters()), rnd.choice(people)
            day = today - timedelta(days=1000 - place * 990 // n)
            yield (
                f"{place}/{day.year}",
                day,
                f"{matter['subject']} ({place})",
                name,
                address_of(name, place),
                "1",
                "5",
                day + timedelta(days=9),
            )

    path.write_bytes(write_xlsx(HEADINGS, rows(), title="Regjistri"))


def _parse(path):
    CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def _import(path):
    municipality, officer = staffed("pogradec")
    data = path.read_bytes()
    with working_for(municipality):
        file = store(municipality, data, name=path.name)
        table = read_table(data, name=path.name, known=KNOWN)
        written, _left_out = import_rows(municipality, table.rows, match(table.headers), by=officer, source=file)
    return written, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
