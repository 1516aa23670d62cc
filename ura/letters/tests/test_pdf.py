import datetime
import re
import unicodedata

import pytest
from pikepdf import Name

from ura.letters.glyphs import _PRINTABLE, printable, unprintable
from ura.letters.papers import Receipt
from ura.letters.pdf import blocks, letter_pdf, receipt_pdf

from .reading import languages, opened, tags, words


def test_letter_carries_the_office_the_number_and_the_words(make_letter):
    read = words(letter_pdf(letter=make_letter(annexes=("Vendimi nr. 4",), drafted_by="B. Leka")))
    for line in (
        "REPUBLIKA E SHQIPËRISË", "BASHKIA LEZHË", "STRUKTURA PËR MIGRACIONIN DHE DIASPORËN",
        "Nr. 123/2026 Prot.", "Lezhë, më 12.03.2026", "Drejtuar:", "Lënda:",
        "Përgjigje kërkesës suaj nr. 118/2026, datë 02.03.2026", "Çdo përgjigje jepet pa pagesë.",
        "KRYETARI I BASHKISË", "Genc Prifti", "V.V.", "Bashkëlidhur (1):", "Vendimi nr. 4",
        "Konceptoi: B. Leka", "Faqja 1 / 1",
    ):  # fmt: skip
        assert line in re.sub(r"\s+", " ", read)


def test_letter_is_tagged_and_names_its_language_and_title(make_letter):
    pdf = letter_pdf(letter=make_letter())
    document = opened(pdf)
    assert document.Root.MarkInfo.Marked
    assert languages(pdf) == ["sq"]
    assert str(document.docinfo.Title) == ("Nr. 123/2026 Prot. – Përgjigje kërkesës suaj nr. 118/2026, datë 02.03.2026")
    assert str(document.docinfo.Author) == "Bashkia Lezhë, Struktura për Migracionin dhe Diasporën"
    assert document.open_metadata()["pdfuaid:part"] == "1"
    assert document.Root.ViewerPreferences[Name.DisplayDocTitle]
    assert tags(pdf).count("/H1") == 1


def test_translation_follows_on_its_own_page_in_its_own_language(make_letter):
    english = make_letter(language="en", subject="Answer", body="Dear Arta Gjoni,\n\nFree of charge.")
    pdf = letter_pdf(letter=make_letter(), translation=english)
    assert len(opened(pdf).pages) == 2
    assert languages(pdf) == ["sq", "en"]
    assert "REPUBLIC OF ALBANIA" in words(pdf)


def test_same_letter_makes_the_same_bytes(make_letter):
    assert letter_pdf(letter=make_letter()) == letter_pdf(letter=make_letter())


def test_draft_is_marked_on_every_page(make_letter):
    pdf = letter_pdf(letter=make_letter(draft=True, body="Një rresht i gjatë.\n\n" * 80))
    assert len(opened(pdf).pages) == words(pdf).count("PROJEKT") == 3


def test_letter_without_signatory_says_that_it_needs_none(make_letter):
    read = words(letter_pdf(letter=make_letter(signatory=None)))
    assert "pa nënshkrim e vulë" in read
    assert "V.V." not in read


def test_letter_to_be_sealed_keeps_no_place_for_the_stamp(make_letter):
    read = words(letter_pdf(letter=make_letter(sealed=True)))
    assert "Nënshkruar elektronikisht" in read
    assert "V.V." not in read


def test_typed_markup_stays_text(make_letter):
    typed = r"*jo* _jo_ #let x = 1 $a^2$ @ref <lab> // koment \ `kod` = titull"
    assert typed in words(letter_pdf(letter=make_letter(body=typed, subject=typed)))


def test_twenty_pages_and_endless_words_fit(make_letter):
    body = "\n\n".join(f"Paragrafi {n}: " + "çdo përgjigje është e shkruar mirë. " * 20 for n in range(110))
    pdf = letter_pdf(letter=make_letter(body=body + "\n\n" + "w" * 3000, subject="Lëndë " * 50, addressee=("ë" * 500,)))
    assert len(opened(pdf).pages) >= 20
    read = words(pdf)
    assert "Paragrafi 109:" in read
    assert read.count("w") == 3000
    assert "ë" * 500 in read.replace("\n", "")


@pytest.mark.parametrize(
    "body",
    [
        "😀👨‍👩‍👧 🇦🇱 ❤️",
        "中文字",
        "\x00\ud800\ufffe",
        "z̷̢̛a̷lgo ̈̈̈",
        "નમસ્તે नमस्ते",
        "\ue000 𝔘𝔫𝔦",
        " ",
        "[[ {{ x }} ]]",
    ],
)
def test_signs_without_a_glyph_become_boxes_and_never_stop_a_letter(body, make_letter):
    assert letter_pdf(letter=make_letter(body=body)).startswith(b"%PDF")


def test_box_is_explained_only_where_one_stands(make_letter):
    note = "□ zë vendin e një shenje që nuk mund të shtypet."
    assert note in words(letter_pdf(letter=make_letter(body="Faleminderit 😀")))
    assert note not in words(letter_pdf(letter=make_letter()))


def test_right_to_left_text_is_printed(make_letter):
    read = words(letter_pdf(letter=make_letter(body="مرحبا שלום")))
    assert "□" not in read
    assert set("שלום") <= set(read)


def test_every_sign_called_printable_is_printed(make_letter):
    spans = re.findall(r"(.)-(.)", _PRINTABLE[2:])
    signs = [chr(code) for first, last in spans for code in range(ord(first), ord(last) + 1)]
    signs = [sign for sign in signs if unicodedata.category(sign) != "Cn"]
    body = "\n".join(" ".join(signs[at : at + 40]) for at in range(0, len(signs), 40))
    assert unprintable(body) == []
    assert "□ zë vendin" not in words(letter_pdf(letter=make_letter(body=body)))


def test_unprintable_signs_can_be_named_beforehand():
    assert unprintable("Ç'kemi 😀 dhe 中 dhe 😀") == ["😀", "中"]
    assert printable("❤️ 👨‍👩‍👧") == "□ □□□"


def test_body_becomes_paragraphs_and_lists():
    assert blocks("Një\nrresht\n\nDuhen:\n- letërnjoftimi\n  i vlefshëm\n- diploma\n\n3. Tre\n4. Katër") == [
        {"kind": "paragraph", "rows": ["Një", "rresht"], "start": 1},
        {"kind": "paragraph", "rows": ["Duhen:"], "start": 1},
        {"kind": "list", "rows": [["letërnjoftimi", "i vlefshëm"], ["diploma"]], "start": 1},
        {"kind": "numbers", "rows": [["Tre"], ["Katër"]], "start": 3},
    ]


@pytest.mark.parametrize("paper", ["a5", "roll"])
def test_receipt_says_number_code_and_due_date(paper, office):
    receipt = Receipt(
        office=office,
        number="118/2026",
        received_on=datetime.date(2026, 3, 2),
        subject="Njohja e diplomës",
        focal_point_name="Besnik Leka",
        due_on=datetime.date(2026, 3, 17),
        legal_basis="ligji nr. 119/2014, neni 15, pika 1",
        follow_up_code="LEZ-7KQ4-M2XP",
        steps=("Ruajeni këtë vërtetim.",),
    )
    pdf = receipt_pdf(receipt=receipt, paper=paper)
    assert len(opened(pdf).pages) == 1
    read = words(pdf)
    for line in (
        "118/2026",
        "02.03.2026",
        "17.03.2026",
        "neni 15, pika 1",
        "Besnik Leka",
        "LEZ-7KQ4-M2XP",
        "Ruajeni",
    ):
        assert line in read
