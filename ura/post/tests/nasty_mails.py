"""Mails as offices really get them, built in code: each name is one kind of trouble."""

import base64
import quopri

HEAD = (
    "From: Ana Çela <ana@example.org>\nTo: smd@tirana.example.org\nSubject: Kërkesë\n"
    "Date: Thu, 12 Mar 2026 10:14:57 +0100\nMessage-ID: <a1@example.org>\nMIME-Version: 1.0\n"
)
LETTER = "Përshëndetje, ç'duhet për pasaportën?"
PDF = b"%PDF-1.4\n%%EOF\n"


def mail(headers="", body="", *, head=HEAD, charset="utf-8"):
    """Text in, raw mail with CRLF out; bytes in `body` stay as they are."""
    top = (head + headers).replace("\n", "\r\n").encode("utf-8") + b"\r\n"
    return top + (body if isinstance(body, bytes) else body.replace("\n", "\r\n").encode(charset))


def plain(data, charset, encoding="8bit"):
    return mail(f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n", data)


def mixed(*parts, boundary="BB", kind="mixed", end=True):
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return mail(
        f'Content-Type: multipart/{kind}; boundary="{boundary}"\n',
        body + (b"--" + boundary.encode() + b"--\r\n" if end else b""),
    )


def part(headers, content=b""):
    return headers.replace("\n", "\r\n").encode() + b"\r\n\r\n" + content


def paper(name='name="x.pdf"', content=PDF, kind="application/pdf"):
    return part(f"Content-Type: {kind}; {name}\nContent-Transfer-Encoding: base64", base64.encodebytes(content))


WORDS = part("Content-Type: text/plain; charset=utf-8", LETTER.encode())
PAGE = f"<html><head><style>p{{color:red}}</style></head><body><p>{LETTER}</p><script>alert(1)</script></body>"
INNER = mail("", "Mesazhi i brendshëm")

# name: raw bytes. What must come out of them stands in test_parse.py.
MAILS = {
    "utf-8": plain(LETTER.encode(), "utf-8"),
    "windows-1250": plain(LETTER.encode("cp1250"), "windows-1250"),
    "windows-1252": plain(LETTER.encode("cp1252"), "windows-1252"),
    "iso-8859-1": plain(LETTER.encode("latin-1"), "iso-8859-1"),
    "iso-8859-15": plain(LETTER.encode("iso-8859-15"), "iso-8859-15"),
    "undeclared utf-8": mail("", LETTER),
    "undeclared cp1252": mail("", LETTER.encode("cp1252")),
    "utf-8 labelled iso-8859-1": plain(LETTER.encode(), "iso-8859-1"),
    "utf-8 labelled us-ascii": plain(LETTER.encode(), "us-ascii"),
    "cp1252 labelled utf-8": plain(LETTER.encode("cp1252"), "utf-8"),
    "cp1252 labelled utf-7": plain(LETTER.encode("cp1252"), "utf-7"),
    "utf-7": plain(LETTER.encode("utf-7"), "utf-7", "7bit"),
    "utf-16 with a mark": plain(LETTER.encode("utf-16"), "utf-16"),
    "utf-16 labelled utf-8": plain(b"\xff\xfe" + LETTER.encode("utf-16-le"), "utf-8"),
    "unknown charset": plain(LETTER.encode(), "x-no-such-thing"),
    "charset in quotes and capitals": plain(LETTER.encode("cp1252"), '"WINDOWS-1252"'),
    "quoted-printable": plain(quopri.encodestring(LETTER.encode()), "utf-8", "quoted-printable"),
    "base64": plain(base64.encodebytes(LETTER.encode()), "utf-8", "base64"),
    "base64 without padding": plain(base64.b64encode(LETTER.encode()).rstrip(b"="), "utf-8", "base64"),
    "base64 with rubbish in it": plain(
        b"!".join([base64.b64encode(LETTER.encode())[:20], base64.b64encode(LETTER.encode())[20:]]),
        "utf-8",
        "base64",
    ),
    "base64 that is none": plain(LETTER.encode(), "utf-8", "base64"),
    "html only": mail("Content-Type: text/html; charset=utf-8\n", PAGE),
    "html labelled alternative without text": mixed(
        part("Content-Type: text/html; charset=utf-8", PAGE.encode()), kind="alternative"
    ),
    "alternative": mixed(WORDS, part("Content-Type: text/html; charset=utf-8", b"<p>HTML</p>"), kind="alternative"),
    "alternative with an empty text": mixed(
        part("Content-Type: text/plain", b" \r\n"),
        part("Content-Type: text/html; charset=utf-8", PAGE.encode()),
        kind="alternative",
    ),
    "alternative whose text says see the html": mixed(
        part("Content-Type: text/plain", b"Your mail programme cannot show this message."),
        part("Content-Type: text/html; charset=utf-8", PAGE.replace(LETTER, LETTER + " fund" * 600).encode()),
        kind="alternative",
    ),
    "text and its html copy side by side": mixed(WORDS, part("Content-Type: text/html; charset=utf-8", PAGE.encode())),
    "wrong boundary": mixed(WORDS).replace(b'boundary="BB"', b'boundary="CC"'),
    "no boundary": mixed(WORDS).replace(b'; boundary="BB"', b""),
    "no closing boundary": mixed(WORDS, paper(), end=False),
    "boundary that begins another": mixed(
        part('Content-Type: multipart/alternative; boundary="BBB"', b"--BBB\r\n" + WORDS + b"\r\n--BBB--"),
        paper(),
    ),
    "multipart without parts": mail('Content-Type: multipart/mixed; boundary="BB"\n', LETTER),
    "attachment": mixed(WORDS, paper()),
    "name in rfc2231": mixed(WORDS, paper("name*=utf-8''d%C3%ABshmi%20%C3%A7.pdf")),
    "name in rfc2231 pieces": mixed(WORDS, paper("name*0*=utf-8''d%C3%AB; name*1=shmi; name*2*=%20%C3%A7.pdf")),
    "name in rfc2047": mixed(WORDS, paper('name="=?utf-8?Q?d=C3=ABshmi_=C3=A7.pdf?="')),
    "name in bare utf-8": mixed(WORDS, paper('name="dëshmi ç.pdf"')),
    "no name": mixed(WORDS, paper("x=1")),
    "only an attachment": mail(
        "Content-Type: application/pdf; name=x.pdf\nContent-Transfer-Encoding: base64\n",
        base64.encodebytes(PDF),
    ),
    "forwarded as attachment": mixed(WORDS, part("Content-Type: message/rfc822", INNER)),
    "winmail.dat": mixed(WORDS, paper('name="winmail.dat"', b"\x78\x9f\x3e\x22", "application/ms-tnef")),
    "inline picture": mixed(
        part("Content-Type: text/html; charset=utf-8", PAGE.encode()),
        part(
            "Content-Type: image/png\nContent-ID: <p1>\nContent-Transfer-Encoding: base64",
            base64.b64encode(b"\x89PNG"),
        ),
        kind="related",
    ),
    "signed": mixed(WORDS, paper('name="smime.p7s"', b"\x30\x82", "application/pkcs7-signature"), kind="signed"),
    "text after the picture": mixed(WORDS, paper(), part("Content-Type: text/plain; charset=utf-8", b"Dhe kjo.")),
    "uuencoded": mixed(
        WORDS,
        part(
            "Content-Type: application/pdf; name=x.pdf\nContent-Transfer-Encoding: x-uuencode",
            b"begin 644 x.pdf\r\n/)5!$1BTQ+C0*)25%3T8*\r\n`\r\nend\r\n",
        ),
    ),
    "no sender": mail(head=HEAD.partition("\n")[2], body=LETTER),
    "two senders in one line": mail(head=HEAD.replace("From: ", "From: Beni <beni@example.org>, "), body=LETTER),
    "two sender lines": mail("From: Beni <beni@example.org>\n", LETTER),
    "sender without address": mail(head=HEAD.replace("Ana Çela <ana@example.org>", "Ana Çela"), body=LETTER),
    "sender with a comma in its encoded name": mail(
        head=HEAD.replace("Ana Çela", "=?utf-8?Q?=C3=87ela=2C_Ana?="), body=LETTER
    ),
    "subject cut inside a letter": mail(
        head=HEAD.replace("Kërkesë", "=?utf-8?B?S8Or?=\n =?utf-8?B?cmtlc8M=?=\n =?utf-8?B?qw==?="),
        body=LETTER,
    ),
    "subject with a broken encoded word": mail(
        head=HEAD.replace("Kërkesë", "=?utf-8?Q?K=C3=ABrkes=C3=AB"), body=LETTER
    ),
    "subject in an unknown charset": mail(head=HEAD.replace("Kërkesë", "=?klingon?Q?K=C3=ABrkes=C3=AB?="), body=LETTER),
    "subject of a megabyte": mail(head=HEAD.replace("Kërkesë", "ë" * 1_000_000), body=LETTER),
    "subject that turns the reading direction": mail(head=HEAD.replace("Kërkesë", "Kër\u202ekesë\x00"), body=LETTER),
    "header folded without a space": mail(head=HEAD.replace("Kërkesë", "Kërkesë\ne dytë"), body=LETTER),
    "no empty line before the text": mail(head=HEAD + LETTER + "\n", body="fund"),
    "bare line feeds": mail("", LETTER).replace(b"\r\n", b"\n"),
    "bare carriage returns": mail("", LETTER).replace(b"\r\n", b"\r"),
    "doubled carriage returns": mail("", LETTER).replace(b"\r\n", b"\r\r\n"),
    "mbox line first": b"From ana@example.org Thu Mar 12 10:14:57 2026\r\n" + mail("", LETTER),
    "nul bytes": mail("", LETTER.replace(" ", "\0 ")),
    "date from nowhere": mail(head=HEAD.replace("Thu, 12 Mar 2026 10:14:57 +0100", "neser"), body=LETTER),
    "date before mail": mail(head=HEAD.replace("12 Mar 2026", "12 Mar 1900"), body=LETTER),
    "no headers at all": LETTER.encode(),
    "empty": b"",
    "only newlines": b"\r\n\r\n\r\n",
    "binary rubbish": bytes(range(256)) * 40,
    "ten thousand parts": mixed(*[paper()] * 10_000),
    "a thousand levels": HEAD.encode()
    + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(1000))
    + b"\nfund",
    "itself as its part": mail(
        'Content-Type: multipart/mixed; boundary="A"\n',
        b'--A\r\nContent-Type: multipart/mixed; boundary="A"\r\n\r\n--A\r\n\r\nfund\r\n--A--',
    ),
}
