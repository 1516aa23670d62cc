"""A browser, a server with committed rows, and windows for the people of Lezhë."""

import os
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import expect

from ura.municipalities.tenancy import working_for
from ura.post.models import Mailbox
from ura.post.sending import send_due
from ura.post.tests.servers import start_imap, start_smtp
from ura.staff.models import StandingFocalPoint

from .window import Window

PATIENCE = 60_000  # ms: a page that comes late on a busy machine is no fault; one that never comes is
expect.set_options(timeout=PATIENCE)


@pytest.fixture
def country(real_town, live_server, settings):
    """Lezhë with what its office has set up: contacts, a standing focal point; the server runs."""
    settings.BASE_URL = live_server.url
    settings.ALTCHA_CHALLENGE = {"cost": 1, "key_prefix": "0"}  # two cores share the browser and the server
    cache.clear()
    office = real_town.lezha.office
    office.address, office.phone, office.email = "Sheshi i Lirisë 1, Lezhë", "+355 66 000 0001", "smd@lezhe.example.org"
    office.hours_sq, office.hours_en = "E hënë–e premte, 8:00–16:00", "Monday–Friday, 8:00–16:00"
    office.save()
    with working_for(real_town.lezha):
        StandingFocalPoint.objects.create(municipality=real_town.lezha, officer=real_town.besnik)
    real_town.besnik.function_en, real_town.ermira.function_sq = "Focal point", "Drejtore"
    real_town.besnik.save()
    real_town.ermira.save()
    yield real_town
    cache.clear()


@pytest.fixture(scope="session")
def pictures():
    """Where the pictures of the screens go: URA_SCREENSHOTS=folder. Without it none are taken, they cost a fifth of the time."""
    folder = os.environ.get("URA_SCREENSHOTS")
    if not folder:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)


@pytest.fixture
def open_window(request, chromium, live_server, pictures):
    """open_window(width=390, language="en", who=officer, javascript=False): each a browser of its own."""
    windows = []

    def make(*, width=1280, language="sq", who=None, javascript=True, remembers=None, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 850}, java_script_enabled=javascript, accept_downloads=True,
            reduced_motion="reduce", **options,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        cookies = {"django_language": language}
        client = Client()
        if who is not None:
            client.force_login(getattr(who, "user", who))
        if remembers:
            session = client.session
            session.update(remembers)
            session.save()
        if django_settings.SESSION_COOKIE_NAME in client.cookies:
            cookies[django_settings.SESSION_COOKIE_NAME] = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        window = Window(context, live_server.url, language=language, width=width, folder=pictures, scripted=javascript)
        windows.append(window)
        return window

    yield make
    for number, window in enumerate(windows, 1):
        if pictures:
            window.page.screenshot(path=pictures / f"last-{request.node.name}-{number}.png")
        window.context.close()
    if wrong := [line for window in windows for line in (*window.complaints, *window.wrong)]:
        pytest.fail("\n".join(wrong), pytrace=False)


class Post:
    """A real mail server that takes what the office sends; `comes` is what has arrived since the last look."""

    def __init__(self, municipality, server):
        self.municipality, self.server = municipality, server

    def comes(self):
        send_due(self.municipality)
        came = [message_from_bytes(envelope.content, policy=policy.default) for envelope in self.server.received]
        self.server.received.clear()
        return came


@pytest.fixture
def post(country, settings):
    with start_smtp() as server:
        settings.SMTP = {
            **settings.SMTP,
            "host": "127.0.0.1",
            "port": server.port,
            "tls": "none",
            "user": "",
            "password": "",
        }
        yield Post(country.lezha, server)


@pytest.fixture
def mailbox(country):
    """The office's mailbox on a real IMAP server: mailbox.deliver("smd", raw)."""
    with start_imap({"smd": "fjalëkalim"}) as server:
        with working_for(country.lezha):
            Mailbox.objects.create(
                municipality=country.lezha, address="smd@lezhe.example.org", host="127.0.0.1", port=server.port,
                tls="none", user="smd", password="fjalëkalim", audience="diaspora",
            )  # fmt: skip
        yield server
