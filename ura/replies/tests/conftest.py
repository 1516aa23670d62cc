"""A letter on its way, in Lezhë: Besnik drafts, Ermira approves and signs."""

from types import SimpleNamespace

import pytest

from ura.letters.dispatch import look_at_scan
from ura.municipalities.tenancy import working_for
from ura.replies.actions import approval, dispatch, drafting, numbering, signing
from ura.replies.models import Reply
from ura.replies.printing import pdf_of

SCAN = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
ANSWER = "Fëmijët regjistrohen në shkollën më të afërt. Çdo dokument shqip pranohet pa përkthim."


@pytest.fixture
def enquiry(make_enquiry, town):
    return make_enquiry(
        owner=town.besnik, requester_type="1", acknowledging=False,
        person={"name": "Arta Çela", "email": "arta@example.org", "address": "Rruga e Detit 5\n4501 Lezhë"},
    )  # fmt: skip


@pytest.fixture
def desk(town, enquiry):
    """The verbs of a letter, each in a transaction of its own in Lezhë: desk.draft(), desk.submit(reply) …"""

    def inside(verb, by):
        def run(reply, **given):
            with working_for(town.lezha):
                reply = Reply.objects.select_related("enquiry").get(pk=reply.pk)
                reply.municipality = reply.enquiry.municipality = town.lezha
                done = verb(reply, by=given.pop("by", by), **given)
            done.municipality = done.enquiry.municipality = town.lezha
            return done

        return run

    def draft(**given):
        given = {"kind": "answer", "answer": ANSWER, "by": town.besnik} | given
        if given["kind"] != "answer":
            given.pop("answer")
        with working_for(town.lezha):
            reply = drafting.draft_reply(given.pop("enquiry", enquiry), **given)
        reply.municipality = reply.enquiry.municipality = town.lezha
        return reply

    def again(reply):
        return inside(lambda reply, by: reply, None)(reply)

    def pdf(reply):
        return pdf_of(town.lezha, lambda: again(reply))[1]

    verbs = SimpleNamespace(
        draft=draft, again=again, pdf=pdf,
        edit=inside(drafting.edit_reply, town.besnik), submit=inside(approval.submit, town.besnik),
        take_back=inside(approval.take_back, town.besnik), approve=inside(approval.approve, town.ermira),
        send_back=inside(approval.return_reply, town.ermira), number=inside(numbering.number_reply, town.besnik),
        void=inside(numbering.void_reply, town.besnik), sign=inside(signing.sign_reply, town.besnik),
        seal=inside(signing.seal_reply, town.ermira), send=inside(dispatch.send_reply, town.besnik),
        send_again=inside(dispatch.send_message_again, town.besnik),
    )  # fmt: skip
    verbs.approved = lambda **given: verbs.approve(verbs.submit(draft(**given)))
    verbs.numbered = lambda **given: verbs.number(verbs.approved(**given))
    verbs.signed = lambda **given: verbs.sign(verbs.numbered(**given), seen=look_at_scan(("skanim.pdf", SCAN)))
    return verbs
