"""Making the PDF of a letter: the words are read inside the office, the slow work is done outside any transaction."""

from ura.letters.pdf import letter_pdf
from ura.municipalities.tenancy import reading_for, working_for
from ura.post.files import read
from ura.replies.actions.numbering import keep_pdf
from ura.replies.actions.signing import sealed_pdf
from ura.replies.papers import letters_of
from ura.replies.states import PRINTED


def pdf_of(municipality, find):
    """(letter, its PDF). `find` is called inside the office. A draft is marked and not kept; the numbered is kept once."""
    with reading_for(municipality):
        reply = find()
        if reply.pdf is not None:
            return reply, read(reply.pdf)
        letter, translation = letters_of(reply)
    pdf = letter_pdf(letter=letter, translation=translation)
    if reply.state in PRINTED:
        with working_for(municipality):
            reply.pdf = keep_pdf(reply, pdf)
            pdf = read(reply.pdf)
    return reply, pdf


def sealed_pdf_of(municipality, find):
    """The letter made once more without the place for a stamp, under the office's electronic seal."""
    with reading_for(municipality):
        reply = find()
        letter, translation = letters_of(reply, draft=False, sealed=True)
    return sealed_pdf(reply, letter_pdf(letter=letter, translation=translation))
