"""Besa is Lezhë's data protection officer; a person with a whole life in the office: request, paper, letter, mail."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from ura.desk.actions.company import add_note, involve
from ura.desk.actions.moves import close_orally
from ura.desk.mail.intake import take_in
from ura.desk.models import Enquiry
from ura.directory.models import Stakeholder
from ura.municipalities.tenancy import working_for
from ura.post.models import Outbox
from ura.rights.actions import decide, identify, receive
from ura.staff.models import Officer, Role, User

MAIL = (
    b"From: Elona Hoxha <elona@example.org>\r\nTo: lezhe@example.org\r\nSubject: Pyetje e re\r\n"
    b"Message-ID: <pyetje@example.org>\r\n\r\nPershendetje, kam nje pyetje per shkollen.\r\n"
)


@pytest.fixture(autouse=True)
def _in_english():
    """Sentences of refusals are compared in English, whoever words them in Albanian."""
    with translation.override("en"):
        yield


@pytest.fixture
def besa(town):
    user = User.objects.create_user("besa@example.org", town.password, name="Besa Prova")
    town.besa = Officer.objects.create(municipality=town.lezha, user=user, roles=[str(Role.DATA_PROTECTION)])
    return town.besa


@pytest.fixture
def elona(town, besa, make_enquiry):
    """A closed request with paper, note, stakeholder, oral answer and acknowledgement; and a mail that made another."""
    enquiry = make_enquiry(
        town.lezha,
        body="Vajza ime Sara do të regjistrohet në klasën e dytë.",
        person={"name": "Elona Hoxha", "email": "elona@example.org", "phone": "+355 66 123 4567", "country": "IT"},
        uploads=[("vërtetim.txt", "Vërtetimi i Elonës".encode())],
    )
    with working_for(town.lezha):
        add_note(enquiry, by=town.besnik, text="Elona jeton me nënën.")
        stakeholder = Stakeholder.objects.create(municipality=town.lezha, name="Shkolla", type="1", service="1")
        involve(enquiry, stakeholder, by=town.besnik)
        close_orally(enquiry, by=town.besnik, oral_answer="Elonës iu tha ku të shkojë.")
    mail = take_in(town.lezha, MAIL).mail
    with working_for(town.lezha):
        person = enquiry.requester
        person.municipality = town.lezha
        second = Enquiry.objects.get(municipality=town.lezha, events__mail=mail)
        second.municipality = town.lezha
        Enquiry.objects.filter(municipality=town.lezha, pk=second.pk).update(requester=person)
        close_orally(second, by=town.besnik, oral_answer="U përgjigj me telefon.")
        Outbox.objects.filter(municipality=town.lezha).update(state=Outbox.State.SENT)
    return SimpleNamespace(person=person, enquiry=enquiry, mail=mail, second=second)


@pytest.fixture
def asks(town, besa):
    """asks(person, "access"): received, identity checked and granted."""

    def ask(person, right, *, granted=True):
        with working_for(town.lezha):
            request = receive(town.lezha, by=town.besnik, person=person, right=right, details="Më jepni të dhënat.")
            request.municipality = town.lezha
            if granted:
                identify(request, by=besa, identity="document")
                request = decide(request, by=besa, decision="granted")
        request.municipality = request.person.municipality = town.lezha
        return request

    return ask
