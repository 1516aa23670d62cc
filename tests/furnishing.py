"""One thing of each kind in an office, made by the real actions, and the addresses that lead to it."""

from datetime import timedelta

from django.utils import timezone

from ura.cases.actions.assessing import assess
from ura.cases.actions.assisting import give_assistance
from ura.cases.actions.counselling import hold_session
from ura.cases.actions.group import hold_conference
from ura.cases.actions.opening import open_case
from ura.cases.actions.planning import save_goal, start_plan
from ura.cases.actions.registrations import register
from ura.cases.actions.work import add_files
from ura.cases.models import Closure, Plan
from ura.codelists.models import OfficeTerm
from ura.desk.actions.company import involve
from ura.desk.actions.files import attach
from ura.desk.mail.intake import take_in
from ura.desk.models import SavedView
from ura.directory.keeping import add_institution, add_service, keep_contact, keep_location
from ura.directory.models import Institution, Stakeholder
from ura.housing.actions.applying import OTHER, apply, note_paper
from ura.housing.actions.calls import open_call
from ura.housing.actions.tables import keep_table
from ura.housing.national import example
from ura.letters.wording import keep_wording, wording_of
from ura.livelihood.actions import grants, jobs, training, works
from ura.municipalities.models import OfficeDay
from ura.municipalities.tenancy import working_for
from ura.people.actions import add_contact, add_person
from ura.people.consent_acts import give, hear
from ura.people.households import add_member, found_household, name_guardian
from ura.people.merging import merge
from ura.plans.actions import open_analysis
from ura.post.files import inspect, store
from ura.post.models import Mailbox, Outbox
from ura.post.outbox import queue
from ura.referrals.actions.answering import hand_over
from ura.referrals.actions.incoming import receive
from ura.referrals.actions.sending import refer
from ura.referrals.models import ReferralEvent
from ura.register.actions import enter
from ura.register.models import Entry
from ura.replies.actions.drafting import draft_reply
from ura.rights import actions as rights
from ura.rights.breaches import note_breach
from ura.rights.holds import place_hold
from ura.rights.models import RightsRequest
from ura.schemes.actions.applying import begin_application, mark_paper
from ura.schemes.actions.scenarios import make_card
from ura.staff.models import Absence, Elevation, StandingFocalPoint
from ura.trail.actions import record

from .access_table import OF_AN_OFFICE

MAIL = b"From: someone@example.org\r\nTo: x@example.org\r\nSubject: Re: 1/2026\r\nMessage-ID: <%s@example.org>\r\n\r\nNr. 1/%d\r\n"


def furnish(municipality, officer, make_enquiry):
    """One thing of each kind in an office, and the parts of the addresses that lead to it."""
    enquiry = make_enquiry(municipality, person={"name": "Elona Hoxha", "email": "elona@example.org"})
    entry = enquiry.entry
    with working_for(municipality):
        raw = MAIL % (municipality.slug.encode(), entry.year)
        held = take_in(municipality, raw).mail
        reply = draft_reply(enquiry, kind="answer", by=officer, answer="Po, dokumentet pranohen.")
        stakeholder = Stakeholder.objects.create(municipality=municipality, name="Qendra", type="1", service="1")
        involve(enquiry, stakeholder, by=officer)
        attachment = attach(enquiry, [("shënim.txt", b"Teksti i nj\xc3\xab sh\xc3\xabnimi")], by=officer)[0]
        for one in municipality.officers.all():
            record(attachment.file, "desk.import_chosen", by=one)
        failed = queue(
            municipality, key="prova", kind="message", to="x@example.org", subject="x", text="x", about=enquiry
        )
        Outbox.objects.filter(pk=failed.pk).update(state="failed")
        analysis = open_analysis(municipality, entry.year, by=officer)
        view = SavedView.objects.create(municipality=municipality, officer=officer, name="Imja", query="state=1")
        term = OfficeTerm.objects.create(
            municipality=municipality, list="service_type", code="4", sq="Tjetër", en="Other"
        )
        box = Mailbox.objects.create(municipality=municipality, address=f"{municipality.slug}@example.org")
        standing = StandingFocalPoint.objects.create(municipality=municipality, officer=officer)
        other = municipality.officers.exclude(pk=officer.pk).first() or officer
        absence = None
        if other != officer:
            absence = Absence.objects.create(
                municipality=municipality, officer=officer, cover=other, from_on="2020-01-01", until_on="2020-01-02"
            )
        day = OfficeDay.objects.create(municipality=municipality, on="2026-07-01", kind="off", reason="Prova")
        wording = wording_of(municipality, "closure", "sq")
        keep_wording(
            municipality, "closure", "sq", subject=wording.subject + " ", body=wording.body + "\n\nFund.", by=officer
        )
        scan = store(municipality, b"%PDF-1.4", name="deklarata.pdf", trusted_type="application/pdf")
        consent = give(enquiry.requester, how="paper", purposes=["processing"], by=officer, evidence=scan)
        asked = hear(enquiry.requester, "Dua ta tërheq pëlqimin tim.", through="email", about=enquiry)
        elevation = Elevation.objects.create(
            municipality=municipality, officer=officer, reason="Prova", until=timezone.now() + timedelta(minutes=9)
        )
        case = furnish_case(enquiry, officer)
        case |= furnish_schemes(enquiry.case, officer)
        found = furnish_directory(municipality, officer)
        homes = furnish_housing(municipality, enquiry.requester, officer)
        counselling = furnish_counselling(municipality, officer)
        referrals = furnish_referrals(municipality, enquiry, officer)
        data = furnish_rights(municipality, enquiry, officer)
        family = furnish_family(municipality, enquiry.requester, officer)
        unit = municipality.units.first()
        step = analysis.steps.first()
    number = {"year": entry.year, "number": entry.number}
    keys = {
        "view_delete": view.pk, "file": attachment.file.pk, "stakeholder": stakeholder.pk, "stakeholder_edit": stakeholder.pk,
        **dict.fromkeys(["reply", "reply_edit", "reply_sign", "reply_send", "reply_pdf"], reply.pk),
        "mail": held.pk, "mail_raw": held.pk, "import_preview": attachment.file.pk, "settings_unit": unit.pk,
        **dict.fromkeys(["settings_officer", "settings_officer_password", "settings_officer_factor", "settings_officer_end"],
                        officer.pk),
        "settings_standing_remove": standing.pk, "settings_absence_end": absence.pk if absence else 0,
        "settings_elevation_end": elevation.pk, "settings_day_remove": day.pk, "settings_mailbox": box.pk, "settings_mailbox_test": box.pk,
    }  # fmt: skip
    keys |= dict.fromkeys(["consent", "consent_withdraw", "consent_evidence"], consent.pk)
    keys |= dict.fromkeys(
        ["person_consents", "consent_new", "consent_ask", "consent_declaration"], enquiry.requester_id
    )
    parts = family | data | referrals | {name: {"pk": pk} for name, pk in keys.items()}
    letter = {"kind": "closure", "language": "sq"}
    return parts | {
        **{name: number for name in OF_AN_OFFICE if name in ("enquiry", "case") or name.startswith(("enquiry_", "case_"))},
        **case, **counselling, **found, **homes,
        "enquiry_new": {}, "enquiry_serve": {}, "consent_settle": {"pk": asked.pk, "act": "withdraw"}, "reply_new": number, "book": {"year": entry.year},
        "reply_act": {"pk": reply.pk, "act": "submit"}, "reply_file": {"pk": reply.pk, "which": "signed"},
        "needs_analysis": {"year": entry.year}, "referral_review_approve": {"year": entry.year}, "needs_topic": {"year": entry.year}, "needs_step_new": {"year": entry.year},
        "needs_step": {"year": entry.year, "pk": step.pk}, "needs_file": {"year": entry.year, "kind": "xlsx"},
        "month_file": {"kind": "xlsx"}, "trail_export": {"kind": "csv"}, "mail_act": {"pk": held.pk, "act": "aside"}, "outbox_act": {"pk": failed.pk, "act": "again"},
        "settings_list": {"name": "service_type"}, "settings_term": {"name": "service_type", "pk": term.pk},
        "settings_letter": letter, "settings_letter_pdf": letter, "settings_letter_restore": letter,
    }  # fmt: skip


def furnish_family(municipality, person, officer):
    """A household of two with a child's guardian, a second contact and a merge; the parts of their addresses."""
    child = add_person(municipality, name="Iris Hoxha", born="2020")
    household = found_household(person, by=officer)
    member = add_member(household, child, by=officer, relation="child")
    link = name_guardian(child, person, by=officer, relation="parent")
    contact = add_contact(person, by=officer, value="069 765 4321")
    act = merge(person, add_person(municipality, name="E. Hoxha"), by=officer)
    one = {"pk": person.pk}
    return {
        **dict.fromkeys(["person", "person_edit", "person_contact_new", "household_new"], one),
        "person_contact": one | {"contact": contact.pk, "act": "first"}, "person_choose": one | {"what": "member"},
        "person_join": one | {"what": "member", "other": child.pk}, "guardian_end": {"pk": child.pk, "link": link.pk},
        "person_merge": one | {"other": child.pk}, "person_part": one | {"act": act.pk},
        "household": {"pk": household.pk},
        "household_member": {"pk": household.pk, "member": member.pk, "act": "relation"},
    }  # fmt: skip


def furnish_counselling(municipality, officer):
    """A session without a name and a registration; the parts of their addresses."""
    session = hold_session(municipality, by=officer, form="internal_counselling", minutes=12)
    row = register(municipality, by=officer, unit=municipality.units.first(), category="refugee")
    number = {"year": session.enquiry.entry.year, "number": session.enquiry.entry.number}
    form = {"form": "internal_counselling"}
    return {
        **dict.fromkeys(["session", "session_correct", "session_open_case", "session_guides", "session_name_off"], number),
        "registration": {"pk": row.pk}, "registration_strike": {"pk": row.pk},
        "sessions": {}, "session_person": {}, "registrations": {}, "registration_new": {},
        "sessions_export": {"kind": "xlsx"}, "registrations_export": {"kind": "xlsx"},
        "session_new": form, "session_paper": form | {"language": "sq"},
    }  # fmt: skip


def furnish_case(enquiry, officer):
    """A case with a file and a conference; the parts of their addresses."""
    number = {"year": enquiry.entry.year, "number": enquiry.entry.number}
    case = open_case(enquiry, by=officer, kind="returnee")
    paper = add_files(case, [("shënim.txt", b"Teksti i nj\xc3\xab sh\xc3\xabnimi")], by=officer)[0]
    conference = hold_conference(case, by=officer, held_on=case.opened_on, present=(), others="Prova", minutes="Prova")
    return furnish_livelihood(case, officer) | {
        "case_stored": number | {"pk": paper.pk}, "case_conference": number | {"pk": conference.pk},
        "case_group": {}, "case_group_act": {"act": "order"}, **furnish_plan(case, number, officer),
    }  # fmt: skip


def furnish_plan(case, number, officer):
    """An assessment, a plan with a goal and a signature, a closing that was taken back; the parts of their addresses."""
    office = case.municipality
    made = assess(case, by=officer, person=case.person, format="general", scores={"work": {"score": 3}})
    plan = start_plan(case, by=officer)
    save_goal(plan, by=officer, version=0, domain="work", text="Punë")
    scan = store(office, b"%PDF-1.4", name="plani.pdf", trusted_type="application/pdf")
    Plan.objects.filter(pk=plan.pk).update(signed_file=scan)
    closure = Closure.objects.create(
        municipality=office, case=case, outcome="partly", closed_on=case.opened_on, reopened_on=case.opened_on,
        officer=officer, subject="Mbyllje", body="Prova", entry=enter(office, Entry.Direction.OUT),
        signed=store(office, b"%PDF-1.4", name="letra.pdf", trusted_type="application/pdf"),
    )  # fmt: skip
    one, kind = number | {"which": 1}, {"kind": "general"}
    given = give_assistance(case, by=officer, type="health")
    return {
        "case_assistance_strike": number | {"pk": given.pk}, "case_assessment": number | {"pk": made.pk}, "case_interview": number | kind, "case_goal": one,
        "case_plan_paper": one, "case_plan_signed": one, "case_plan_act": number | {"act": "submit"},
        **dict.fromkeys([f"case_{name}" for name in ("closing_letter", "letter_sign", "letter_send", "letter_signed")],
                        number | {"pk": closure.pk}), "case_formats": {}, "case_format": kind,
        "case_format_restore": kind,
    }  # fmt: skip


def furnish_schemes(case, officer):
    """A profile card, an application and a paper with its scan; the parts of their addresses."""
    number = {"year": case.enquiry.entry.year, "number": case.enquiry.entry.number}
    code = {"code": "economic_aid"}
    card = make_card(case, case.person, ["social_life"], by=officer)
    application = begin_application(case, case.person, "social_life", by=officer)
    scan = ("karta.pdf", b"%PDF-1.4")
    paper = mark_paper(case, case.person, "identity_card", by=officer, state="have", upload=scan)
    return {
        **dict.fromkeys(["case_card", "case_card_present", "case_card_pdf"], number | {"pk": card.pk}),
        **dict.fromkeys(["case_application", "case_application_pdf"], number | {"pk": application.pk}),
        "case_paper_file": number | {"pk": paper.pk},
        **dict.fromkeys(["scheme", "scheme_edit", "scheme_offer"], code),
    }  # fmt: skip


def furnish_referrals(municipality, enquiry, officer):
    """A printed referral and one that came in, each with a document; the parts of their addresses."""
    work = Institution.objects.create(municipality=municipality, kind="employment", name_sq="Zyra e Punës")
    scan = store(municipality, b"%PDF-1.4", name="p.pdf", trusted_type="application/pdf")
    give(enquiry.requester, how="paper", purposes=["sharing"], by=officer, evidence=scan, recipient="Zyra e Punës")
    out = refer(enquiry, by=officer, institution=work, asked="Prova", chosen=["name"], way="letter", case=enquiry.case)
    came = receive(municipality, by=officer, source="border", sender="Policia", asked="Prova", owner=officer)
    keys = {}
    for name, row in (("referral", out), ("incoming", came)):
        row.municipality = municipality
        hand_over(row, by=officer, side="office", papers=[("shënim.txt", b"Teksti i nj\xc3\xab sh\xc3\xabnimi", None)])
        keys[name] = {"pk": row.pk}
        keys[f"{name}_file"] = {"pk": row.pk, "event": ReferralEvent.objects.latest("pk").pk}
    return {
        **dict.fromkeys(["referral", "referral_letter"], keys["referral"]), "referral_file": keys["referral_file"],
        "referral_act": keys["referral"] | {"act": "number"}, "incoming_file": keys["incoming_file"],
        **dict.fromkeys(["incoming_referral", "incoming_answer"], keys["incoming"]),
    }  # fmt: skip


def furnish_directory(municipality, officer):
    """An institution with a service, a place and a contact person; a guide; the parts of their addresses."""
    row = add_institution(municipality, by=officer, kind="ngo", name_sq="Streha")
    service = add_service(row, by=officer, kind="shelter", name_sq="Strehim")
    place = keep_location(row, by=officer, name="Shtëpia", address="Rruga 1")
    contact = keep_contact(row, by=officer, name="Mirela Prifti")
    one, guide = {"pk": row.pk}, {"key": "social_care"}
    return {
        **dict.fromkeys(
            ["institution", "institution_edit", "institution_confirm", "service_new", "location_new", "contact_new"], one
        ),
        "service_edit": {"pk": service.pk}, "location_edit": one | {"location": place.pk},
        **dict.fromkeys(["contact_edit", "contact_remove"], one | {"contact": contact.pk}),
        **dict.fromkeys(["guide_page", "guide_edit", "guide_confirm"], guide), "guide_pdf": guide | {"language": "sq"},
    }  # fmt: skip


def furnish_housing(municipality, person, officer):
    """A call on a decided table of points, and an application; the parts of their addresses."""
    today = timezone.localdate()
    keep_table(municipality, "bsq", by=officer, number=0, texts=example(), decision_number="1", decision_on=today)
    call = open_call(
        municipality, by=officer, programme="bsq", year=today.year, opens_on=today, closes_on=today, places=1
    )
    row = apply(call, person, by=officer)
    note_paper(row, OTHER, by=officer, files=[inspect(b"Teksti i nj\xc3\xab v\xc3\xabrtetimi", "vertetim.txt")])
    names = ["application", "application_edit", "score", "entered", "paper", "end", "carry"]
    calls = ["call", "decide", "ties", "priorities", "move_up", "carry_list", "list_xlsx", "list_pdf", "apply"]
    return {
        **{f"housing_{name}": {"pk": row.pk} for name in names},
        **{f"housing_{name}": {"pk": call.pk} for name in calls},
        "housing_points": {"programme": "bsq"}, "housing_file": {"pk": row.pk, "file": row.files.get().pk},
    }  # fmt: skip


def furnish_livelihood(case, officer):
    """A jobseeker, a vacancy, a course, a project and a grant call with an application."""
    office, today = case.municipality, timezone.localdate()
    seeker = jobs.register_jobseeker(case, case.person, by=officer, occupation="Prova", field="trade", education="3")
    vacancy = jobs.keep_vacancy(
        office, by=officer, title="Prova", employer="Prova", field="trade", education="0", places=1, until_on=today
    )
    days = {"start_on": today, "end_on": today, "places": 9}
    course = training.keep_course(office, by=officer, title="Prova", kind="other", provider="Prova", **days)
    project = works.keep_project(office, by=officer, title="Prova", rate=1, **days)
    call = grants.keep_call(
        office, by=officer, title="Prova", kind="other", opens_on=today, closes_on=today, budget=9, most=9,
        criteria=[("Prova", 9)],
    )  # fmt: skip
    application = grants.apply_for_grant(call, case, case.person, by=officer, idea="Prova", asked=9)
    rows = {"seeker": seeker, "vacancy": vacancy, "course": course, "work": project, "grant": call,
            "grant_application": application}  # fmt: skip
    return {"grant_list_pdf": {"pk": call.pk}} | {name: {"pk": row.pk} for name, row in rows.items()}


def furnish_rights(municipality, enquiry, officer):
    """An answered request about data with its package, a hold and a breach; the parts of their addresses."""
    row = rights.receive(municipality, by=officer, person=enquiry.requester, right="access")
    row.municipality = municipality
    rights.identify(row, by=officer, identity="known")
    rights.decide(row, by=officer, decision="refused", reason="Prova")
    row = rights.answer(row, by=officer, text="Prova", way="hand")
    package = store(municipality, b"PK", name="te-dhenat.zip", trusted_type="application/zip")
    RightsRequest.objects.filter(pk=row.pk).update(package=package)
    hold = place_hold(municipality, by=officer, enquiry=enquiry, reason="Prova")
    breach = note_breach(municipality, by=officer, what="Prova", noticed_at=timezone.now(), delay_reason="Prova")
    number = {"year": row.entry.year, "number": row.entry.number}
    return {
        **dict.fromkeys(["rights_request", "rights_package", "rights_answer"], number),
        "rights_act": number | {"act": "identify"}, "rights_do": number | {"act": "package"},
        "hold_lift": {"pk": hold.pk}, "breach": {"pk": breach.pk}, "breach_close": {"pk": breach.pk},
        "processing_file": {"kind": "xlsx"},
    }  # fmt: skip
