"""An official reply under fire: whoever got no answer looks at the letter's page, as people do, and goes on from there."""

import http.client
import random
import re
import time
from urllib.parse import urlencode

CSRF = "c" * 32
SCAN = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
LETTER = re.compile(r"/lezhe/office/letters/\d+/")
VERSION = re.compile(r'name="(?:void-)?version"[^>]*? value="(\d+)"')
STEPS = ("submit", "approve", "number")  # as the page offers them, one at a time
TRIES = 300


class Letters:
    """Writes answers as one officer, lets another approve them, brings the scan back, sends and closes."""

    def __init__(self, port, officer, supervisor, signatory):
        self.port, self.officer, self.supervisor, self.signatory = port, officer, supervisor, signatory
        self.refused = []

    def answer(self, enquiry, text):
        """True when the page says that the letter has left."""
        start = f"{enquiry}letters/answer/"
        letter = self._begin(start, {"answer": text, "signatory": self.signatory})
        for _turn in range(TRIES if letter else 0):
            status, _where, page = self._ask("GET", letter, self.supervisor)
            if status == 200 and self._left(letter, page):
                return True
            if status != 200 or not self._step(letter, page):
                time.sleep(random.uniform(0.05, 0.3))
        return False

    def _begin(self, start, draft):
        """The letter's address: of the draft, or of the one that an unanswered form has made already."""
        for _turn in range(TRIES):
            status, where, page = self._ask("POST", start, self.officer, draft)
            found = LETTER.search(where if status == 302 else page if status in (200, 409, 422) else "")
            if found:
                return found.group()
            time.sleep(random.uniform(0.05, 0.3))
        return ""

    def _left(self, letter, page):
        return "do/send-again/" in page or not any(
            f"{letter}{act}" in page for act in ("send/", "sign/", *(f"do/{step}/" for step in STEPS), "do/take-back/")
        )

    def _step(self, letter, page):
        """The next step that this page offers; True when it was answered with a redirect."""
        version = {"version": VERSION.search(page).group(1)} if VERSION.search(page) else {}
        for step in STEPS:
            if f"{letter}do/{step}/" in page:
                who = self.supervisor if step == "approve" else self.officer
                return self._ask("POST", f"{letter}do/{step}/", who, version)[0] == 302
        if f"{letter}send/" in page:
            closing = {"closing": "on", "outcome": "answered"}
            return self._ask("POST", f"{letter}send/?by=email", self.officer, version | closing)[0] == 302
        return self._ask("POST", f"{letter}sign/", self.officer, version, scan=True)[0] == 302

    def _ask(self, method, address, cookie, form=None, scan=False):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        body, kind = (_with_scan if scan else _typed)(form or {})
        try:
            line.request(method, address, body, {"Cookie": cookie, "Content-Type": kind})
            response = line.getresponse()
            status, page = response.status, response.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, "", ""
        finally:
            line.close()
        # 409: somebody who did not know that the step was done already is told so. An error is no answer.
        if status >= 400 and status not in (409, 422, 503):
            self.refused.append((status, page))
        return status, response.headers.get("Location", ""), page


def _typed(form):
    return urlencode(form | {"csrfmiddlewaretoken": CSRF}), "application/x-www-form-urlencoded"


def _with_scan(form):
    edge = "ura-boundary"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (form | {"csrfmiddlewaretoken": CSRF}).items()
    ]
    parts.append(
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="skanim.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return "".join(parts).encode() + SCAN + f"\r\n--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"
