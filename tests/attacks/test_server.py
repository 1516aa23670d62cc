"""What no test client can send: requests that the server process itself must turn away, and go on serving."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from django.conf import settings

from tests.faults.running import free_port


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """gunicorn with the settings of a server; nothing asked here reaches a database."""
    port, folder = free_port(), tmp_path_factory.mktemp("server")
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder}/none.sqlite3", "SECRET_KEY": settings.SECRET_KEY, "PYTHONWARNINGS": "ignore",
        "URA_FIELD_KEYS": ",".join(settings.FIELD_KEYS), "URA_FILES": str(folder), "URA_LOG_LEVEL": "WARNING",
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--workers", "1"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}", "ura.wsgi"], env=environment, cwd=settings.BASE_DIR,
            start_new_session=True, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        for _turn in range(600):
            with suppress(OSError):
                if serves(port):
                    break
            time.sleep(0.1)
        else:
            raise AssertionError((folder / "log").read_text()[-2000:])
        yield port
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def serves(port):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("GET", "/healthz")
    return line.getresponse().status == 200


def status_of(port, raw):
    """The status of the answer to these bytes; 0 when the server closed the line without one."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        answer = b""
        with suppress(ConnectionError):
            line.sendall(raw)
        with suppress(ConnectionError):
            while b"\r\n" not in answer and (part := line.recv(4096)):
                answer += part
    return int(answer.split()[1]) if answer.startswith(b"HTTP/") else 0


def asked(*lines, path="/healthz"):
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: localhost", "Connection: close", *lines, "", ""]).encode(
        "latin-1"
    )


REFUSED = {
    "a header of 9 KB": asked(f"X-Long: {'x' * 9000}"),
    "a cookie of a megabyte": asked(f"Cookie: sessionid={'x' * 1_000_000}"),
    "two hundred headers": asked(*(f"X-{n}: {n}" for n in range(200))),
    "an address of 100 KB": asked(path="/" + "x" * 100_000),
    "a header without an end": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 1_000_000,
    "a header name with a blank": asked("X Evil: 1"),
    "two lengths": asked("Content-Length: 5", "Content-Length: 6"),
    "a length and chunks": asked("Content-Length: 5", "Transfer-Encoding: chunked"),
    "a length that is none": asked("Content-Length: -1"),
    "no request at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 200 + b"\r\n\r\n",
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_server_turns_away_what_is_too_big_or_no_request_and_goes_on(what, port):
    status = status_of(port, REFUSED[what])
    assert (status, 400 <= status < 500 or status == 0) == (status, True)
    assert serves(port)


def test_headers_as_browsers_send_them_are_taken(port):
    """The honest twin: what lies below each of the limits."""
    honest = asked(f"X-Long: {'x' * 7000}", *(f"X-{n}: {n}" for n in range(90)), f"Cookie: theme={'x' * 3000}")
    assert status_of(port, honest) == 200


def test_half_a_request_holds_nobody_else_up(port):
    lines = [socket.create_connection(("127.0.0.1", port), timeout=20) for _each in range(4)]
    try:
        for line in lines:
            line.sendall(b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nlogin=")
        begun = time.monotonic()
        assert serves(port)
        assert time.monotonic() - begun < 10
    finally:
        for line in lines:
            line.close()
