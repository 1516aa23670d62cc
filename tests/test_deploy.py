"""Django's own list for a server, on settings as a server has them; and what the browser is told there."""

import os
import subprocess
import sys
from pathlib import Path

SERVER = {
    "URA_BASE_URL": "https://ura.example.org", "URA_HOSTS": "ura.example.org", "URA_TRUSTED_PROXIES": "1",
    "SECRET_KEY": "k" * 35 + "Zq7-0aLw_93xPmT1vBn5", "URA_FIELD_KEYS": "b" * 43 + "=", "URA_INDEX_KEY": "i" * 40,
}  # fmt: skip
ROOT = Path(__file__).resolve().parent.parent
ASK = """
from django.conf import settings
names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
         "CSRF_COOKIE_SAMESITE", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "SECOND_FACTOR", "DEBUG",
         "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", "ALLAUTH_TRUSTED_PROXY_COUNT")
print([getattr(settings, name) for name in names])
"""


def run(*words, **changes):
    env = (
        {name: value for name, value in os.environ.items() if not name.startswith(("URA_", "DJANGO_ALLOW"))}
        | SERVER
        | changes
    )
    command = [sys.executable, "-W", "ignore", "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)


def test_check_deploy_is_clean_on_a_server():
    done = run("check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


def test_a_server_has_safe_cookies_https_and_the_second_factor():
    assert run("shell", "-v", "0", "-c", ASK).stdout.strip() == str(
        [True, True, True, "Lax", "Lax", 31_536_000, True, True, False, False, 1]
    )


def test_the_demo_needs_no_second_factor():
    said = run("shell", "-v", "0", "-c", ASK, URA_BASE_URL="http://127.0.0.1:8000").stdout
    assert said.strip() == str([False, False, True, "Lax", "Lax", 0, False, False, False, True, 1])
