import datetime

import pytest

from ura.letters.papers import Letter, Letterhead, Signatory


@pytest.fixture
def office():
    return Letterhead(
        municipality="Bashkia Lezhë",
        name="Struktura për Migracionin dhe Diasporën",
        place="Lezhë",
        address="Sheshi «Besëlidhja», Lezhë",
        phone="+355 66 200 1000",
        email="migracioni.lezhe@example.org",
    )


@pytest.fixture
def make_letter(office):
    def make(**changes):
        given = {
            "office": office,
            "number": "123/2026",
            "on": datetime.date(2026, 3, 12),
            "subject": "Përgjigje kërkesës suaj nr. 118/2026, datë 02.03.2026",
            "addressee": ("Arta Gjoni",),
            "body": "I/E nderuar Arta Gjoni,\n\nÇdo përgjigje jepet pa pagesë.\n\nMe respekt,",
            "signatory": Signatory(function="Kryetari i Bashkisë", name="Genc Prifti"),
        }
        return Letter(**(given | changes))

    return make
