"""Which language a text is in: Albanian with and without its accents, English, and what is neither."""

import pytest

from ura.post.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dear Sir or Madam, I would like to know what papers we need for the school in Lezhë. Thank you", "en"),
        ("Hello, my name is Arta Prova. Can you please send me the form?", "en"),
        ("Përshëndetje, ç'duhet për regjistrimin e fëmijëve në shkollë?", "sq"),
        ("Pershendetje, cfare dokumentesh duhen per te regjistruar femijet ne shkolle? Faleminderit", "sq"),
        ("Kërkesë për ndihmë. My passport, please see the attachment, and the form is in PDF.", "en"),
        ("Ju lutem për formularin, nuk e gjej dot. Thank you and best regards to the office, dhe faleminderit", "sq"),
        ("Guten Tag, ich brauche eine Bescheinigung für meine Kinder.", "sq"),
        ("Buongiorno, vorrei sapere quali documenti servono per i miei figli.", "sq"),
        ("Yes please", "sq"),
        ("", "sq"),
    ],
)
def test_english_is_answered_in_english_and_all_else_in_albanian(text, language):
    assert language_of(text) == language
