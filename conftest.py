"""The same few people in every test: Ana is a clerk and Besnik an officer in Lezhë, Ermira supervises them,
Fatmir administers the office; Drita works in Korçë and must see nothing."""

import os
import shutil
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import sync_playwright

from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import working_for
from ura.staff.models import Officer, Role, User

PASSWORD = "një fjalëkalim i gjatë"


def pytest_configure(config):
    settings.FIELD_KEYS, settings.INDEX_KEY = [Fernet.generate_key().decode()], ""


def pytest_collection_modifyitems(items):
    """A long campaign is named when it is left out; what a busy machine's browser did not manage is tried once more."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
    if not os.environ.get("URA_LONG"):
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="a long campaign: ./run test --long"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The country is there before the first test."""
    with django_db_blocker.unblock():
        call_command("seed", verbosity=0)


@pytest.fixture(autouse=True)
def _files(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _empty_caches():
    from django.core.cache import caches

    yield
    caches["local"].clear()


@pytest.fixture(scope="module")
def chromium():
    """A browser for the tests of one file. Playwright's loop runs in this very thread, beside the database's work,
    and ends with the file: whatever runs after it may have a loop of its own."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("URA_CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            # People's browsers keep the page that «back» leads to.
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield browser
        browser.close()


def make_town():
    """Two offices with their people."""
    lezha = Municipality.objects.select_related("office", "county").get(slug="lezhe")
    korca = Municipality.objects.select_related("office", "county").get(slug="korce")
    people = {
        "ana": (lezha, [Role.CLERK]),
        "besnik": (lezha, [Role.OFFICER]),
        "ermira": (lezha, [Role.SUPERVISOR]),
        "fatmir": (lezha, [Role.ADMINISTRATOR]),
        "drita": (korca, [Role.OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.CLERK]),
    }
    town = SimpleNamespace(lezha=lezha, korca=korca, password=PASSWORD)
    for name, (municipality, roles) in people.items():
        user = User.objects.create_user(f"{name}@example.org", PASSWORD, name=f"{name.title()} Prova")
        officer = Officer.objects.create(
            municipality=municipality, user=user, roles=[str(r) for r in roles], phone="+355 66 000 0000",
            function_sq="Specialist", function_en="Specialist", may_sign=Role.SUPERVISOR in roles,
        )  # fmt: skip
        setattr(town, name, officer)
    town.reader = User.objects.create_user(
        "lexuesi@example.org", PASSWORD, name="Lexuesi Kombëtar", national_reader=True
    )
    return town


@pytest.fixture
def town(db):
    if not Municipality.objects.exists():  # a test with committed rows emptied the tables
        call_command("seed", verbosity=0)
    return make_town()


@pytest.fixture
def working(town):
    """Inside the office of Lezhë, as its actions run."""
    with working_for(town.lezha):
        yield town


@pytest.fixture
def make_enquiry(town):
    """Register through the real action: make_enquiry(town.lezha, subject="…", person={…}, …)."""
    from ura.desk.actions.registering import register_enquiry

    def make(municipality=None, **fields):
        municipality = municipality or town.lezha
        fields = {"channel": "counter", "subject": "Regjistrimi i fëmijëve në shkollë"} | fields
        with working_for(municipality):
            enquiry = register_enquiry(municipality, **fields)
        enquiry.municipality = municipality
        return enquiry

    return make


@pytest.fixture
def real_town(real_country):
    """The two offices with their people, for threads and processes."""
    return make_town()


@pytest.fixture
def real_country(transactional_db):
    """Committed rows; afterwards the tables are emptied, so the country is seeded anew."""
    if not Municipality.objects.exists():
        call_command("seed", verbosity=0)
    yield
    if connection.vendor == "sqlite":
        # Emptying deletes row by row there, which the book refuses; flush raises the wall again when it is done.
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
