"""One table over every address: who may enter. A new address without a line fails."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from ura.cases.actions.assessing import assess
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
from ura.housing.actions.applying import apply
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
from ura.post.files import store
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

C, F, S, A = "ana", "besnik", "ermira", "fatmir"  # clerk, officer, supervisor, administrator of Lezhë
CASEWORK, OFFICERS, KEEPERS = (C, F, S), (F, S), (F, S, A)
EVERYBODY, SIGNED_IN = "everybody", "signed in"
ACCESS = {
    **dict.fromkeys(
        ["home", "healthz", "readyz", "login", "set_language", "guide", "api_about", "openapi", "api_offices", "api_make_request",
         "api_follow_request", "api_missing", "follow_request", "portal", "ask", "ask_sent", "ask_confirm", "ask_done", "data_ask", "data_sent", "data_confirm", "data_done", "follow", "follow_letter",
         "follow_paper", "follow_withdraw", "follow_leave", "follow_consents", "follow_consent_withdraw", "consent_confirm", "public_register", "public_register_csv"], EVERYBODY),
    **dict.fromkeys(
        ["account_login", "account_inactive", "account_reset_password", "account_reset_password_done",
         "account_reset_password_from_key", "mfa_authenticate", "mfa_login_webauthn"], EVERYBODY),
    **dict.fromkeys(
        ["logout", "password_change", "account_logout", "account_change_password", "account_reauthenticate",
         "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp",
         "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn",
         "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn", "usersessions_list", "sessions_end",
         "session_end"], SIGNED_IN),
    **dict.fromkeys(["public_guides", "public_guide", "public_guide_pdf", "public_housing", "public_housing_list"], EVERYBODY),
    **dict.fromkeys(["institutions", "institution", "guides", "guide_page", "guide_pdf"], (C, F, S, A)),
    **dict.fromkeys(
        ["directory_review", "institution_new", "institution_edit", "institution_confirm", "service_new", "service_edit",
         "guide_edit", "guide_confirm"], KEEPERS),
    **dict.fromkeys(
        ["location_new", "location_edit", "contact_new", "contact_edit", "contact_remove", "housing", "housing_points",
         "housing_call", "housing_list_xlsx", "housing_list_pdf", "housing_apply", "housing_application",
         "housing_application_edit", "housing_score", "housing_entered", "housing_paper", "housing_end", "housing_carry",
         "case_housing"], OFFICERS),
    **dict.fromkeys(["housing_call_new", "housing_decide", "housing_ties", "housing_carry_list"], (S,)),
    "national": "the national reader",
    **dict.fromkeys(
        ["enquiries", "view_save", "view_delete", "file", "enquiry_new", "enquiry_serve", "people_suggest", "enquiry",
         "enquiry_receipt", "enquiry_finish", "enquiry_note", "enquiry_attach", "enquiry_complaint", "book",
         "enquiry_ack_pdf", "enquiry_receipt_pdf", "cases", "case", "enquiry_case"], CASEWORK),
    **dict.fromkeys(["cases_export", "case_group", "case_dossier", "case_stored", "case_conferences", "case_conference"], OFFICERS),
    **dict.fromkeys(
        [f"case_{act}" for act in (
            "note", "attach", "write", "member", "category", "category_end", "emergency", "emergency_met", "role", "role_end",
            "owner")], OFFICERS),
    "case_group_act": (S,),
    **dict.fromkeys(
        ["livelihood", "seeker", "vacancies", "vacancy", "courses", "course", "grants", "grant", "grant_application", "works",
         "work", "farms", "case_livelihood"], OFFICERS),
    **dict.fromkeys(["referral_link", "referral_code", "referral_link_act", "referral_link_file"], EVERYBODY),
    "case_referrals": CASEWORK,
    **dict.fromkeys(
        ["case_refer", "enquiry_refer", "referrals", "referral", "referral_letter", "referral_file", "referral_act",
         "referral_review", "referral_review_file", "incoming_referrals", "incoming_new", "incoming_referral",
         "incoming_answer", "incoming_file"], OFFICERS),
    **dict.fromkeys(
        [f"case_{part}" for part in (
            "assessments", "assessment_new", "assessment", "interview", "plan", "plan_text", "goal_new", "goal", "plan_sign",
            "plan_compare", "plan_paper", "plan_signed", "plan_act", "assistance", "reviews", "review_new", "closing", "reopen",
            "closing_letter")], OFFICERS),
    **dict.fromkeys(
        [f"case_{part}" for part in (
            "schemes", "facts", "card_new", "card", "card_present", "card_pdf", "application_new", "application",
            "application_pdf", "paper", "paper_file")], OFFICERS),
    **dict.fromkeys(["schemes", "scheme"], (C, F, S, A)),
    **dict.fromkeys(["scheme_new", "scheme_edit", "scheme_offer", "scheme_import", "scheme_table"], (S, A)),
    **dict.fromkeys(["case_formats", "case_format", "case_format_restore"], (S, A)),
    **dict.fromkeys(
        ["sessions", "session_person", "session_new", "session_paper", "session", "session_correct", "session_guides",
         "case_sessions", "registrations", "registration_new", "registration", "registration_strike",
         "registrations_export"], CASEWORK),
    **dict.fromkeys(["sessions_export", "session_open_case", "session_name_off"], OFFICERS),
    **dict.fromkeys(
        ["export_register", "replies", "reply", "reply_edit", "reply_sign", "reply_send", "reply_act", "reply_pdf",
         "reply_file", "reply_new", "month", "month_file", "casework", "casework_file", "mail_held", "mail", "mail_raw", "mail_act", "outbox",
         "outbox_act"], OFFICERS),
    **dict.fromkeys(
        [f"enquiry_{act}" for act in (
            "message", "follow_up", "discuss", "move", "clarify", "clarified", "extend", "forward", "code", "correct", "received", "involve",
            "involved", "task", "step", "focal_point", "close", "withdraw", "reopen", "read")], OFFICERS),
    **dict.fromkeys(["enquiry_restrict", "enquiry_unrestrict", "enquiry_team", "enquiry_team_leave", "enquiry_trail"], OFFICERS),
    **dict.fromkeys(
        ["consents", "consent", "consent_withdraw", "consent_evidence", "consent_settle", "person_consents", "consent_new",
         "consent_ask", "consent_declaration"], CASEWORK),
    **dict.fromkeys(
        ["people", "person", "person_new", "person_edit", "person_contact_new", "person_contact", "person_choose",
         "person_join", "guardian_end", "household_new", "household", "household_member"], CASEWORK),
    **dict.fromkeys(["person_merge", "person_part"], OFFICERS),
    "consent_texts": (S, A),
    **dict.fromkeys(["enquiry_owner", "enquiry_void", "break_glass"], (S,)),
    **dict.fromkeys(["trail", "trail_export"], (S, A)),
    **dict.fromkeys(["rights", "rights_new", "rights_request", "rights_answer", "rights_act"], OFFICERS),
    **dict.fromkeys(
        ["rights_do", "rights_package", "retention", "retention_go", "holds", "hold_lift", "breaches", "breach_new", "breach",
         "breach_close"], (S,)),
    **dict.fromkeys(["processing", "processing_file"], (C, F, S, A)),
    "privacy": (S, A),
    **dict.fromkeys(["stakeholder_new", "stakeholder_edit"], KEEPERS),
    **dict.fromkeys(
        ["needs_analyses", "needs_analysis", "needs_topic", "needs_step_new", "needs_step", "needs_file"], KEEPERS),
    **dict.fromkeys(["day", "stakeholders", "stakeholder", "settings_office"], (C, F, S, A)),
    **dict.fromkeys(["import", "import_preview", "settings_absences", "settings_absence_end", "settings_elevation",
         "settings_elevation_end"], (S, A)),
    **dict.fromkeys(
        ["settings", "settings_office_edit", "settings_example", "settings_units", "settings_unit", "settings_staff", "settings_officer_new",
         "settings_officer", "settings_officer_password", "settings_officer_factor", "settings_officer_end", "settings_standing",
         "settings_standing_remove", "settings_calendar", "settings_day_remove", "settings_lists", "settings_list",
         "settings_term", "settings_letters", "settings_letter", "settings_letter_pdf", "settings_letter_restore",
         "settings_mail", "settings_mailbox_new", "settings_mailbox", "settings_mailbox_test"], (A,)),
}  # fmt: skip
MAIL = b"From: someone@example.org\r\nTo: x@example.org\r\nSubject: Re: 1/2026\r\nMessage-ID: <%s@example.org>\r\n\r\nNr. 1/%d\r\n"


def addresses(patterns=None, before=""):
    """(name, the names of its parts) of every address of the project."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLPattern):
            yield each.name, tuple(each.pattern.converters), before + str(each.pattern)
        else:
            yield from addresses(each.url_patterns, before + str(each.pattern))


OF_AN_OFFICE = sorted(
    {name for name, _parts, route in addresses() if name and route.startswith("<slug:office>/office/")}
)


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
        "needs_analysis": {"year": entry.year}, "needs_topic": {"year": entry.year}, "needs_step_new": {"year": entry.year},
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
    )  # fmt: skip
    one, kind = number | {"which": 1}, {"kind": "general"}
    return {
        "case_assessment": number | {"pk": made.pk}, "case_interview": number | kind, "case_goal": one,
        "case_plan_paper": one, "case_plan_signed": one, "case_plan_act": number | {"act": "submit"},
        "case_closing_letter": number | {"pk": closure.pk}, "case_formats": {}, "case_format": kind,
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
    names = ["application", "application_edit", "score", "entered", "paper", "end", "carry"]
    calls = ["call", "decide", "ties", "carry_list", "list_xlsx", "list_pdf", "apply"]
    return {
        **{f"housing_{name}": {"pk": row.pk} for name in names},
        **{f"housing_{name}": {"pk": call.pk} for name in calls},
        "housing_points": {"programme": "bsq"},
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
    return {name: {"pk": row.pk} for name, row in rows.items()}


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


def test_every_address_has_a_line_in_the_table():
    assert {name for name, _parts, _route in addresses()} == set(ACCESS)


@pytest.fixture
def furnished(town, make_enquiry):
    town.parts = furnish(town.lezha, town.besnik, make_enquiry)
    town.elsewhere = furnish(town.korca, town.drita, make_enquiry)
    return town


@pytest.mark.parametrize("method", ["get", "post"])
def test_each_page_of_an_office_opens_for_whom_the_table_says(furnished, client, method):
    """A stranger and a reader of figures get 404, a colleague without the right 403, nobody's sign-in is asked twice."""
    wrong, client.raise_request_exception = [], False
    for name in OF_AN_OFFICE:
        where = reverse(name, kwargs={"office": "lezhe", **furnished.parts.get(name, {})})
        for who in (C, F, S, A, "drita", "reader", None):
            client.logout()
            if who:
                client.force_login(furnished.reader if who == "reader" else getattr(furnished, who).user)
            status = _visit(client, method, where)
            if who is None:
                expected = status == 302
            elif who in ("drita", "reader"):
                expected = status == 404
            elif who in ACCESS[name]:
                # 404: the thing was never made (a signed file of a draft); 405: the page takes only the other method
                expected = status in (200, 302, 405, 409, 422) or (name == "reply_file" and status == 404)
            else:
                expected = status in (403, 405)
            if not expected:
                wrong.append((method, name, who, status))
    assert wrong == []


def test_a_thing_of_another_office_does_not_exist_here(furnished, client):
    """Lezhë's address with a key of Korçë: 404 by every method, for those who may open such things at home."""
    wrong, client.raise_request_exception = [], False
    for name in OF_AN_OFFICE:
        parts = furnished.elsewhere.get(name, {})
        if "pk" not in parts:
            continue
        where = reverse(name, kwargs={"office": "lezhe", **parts})
        for who in ACCESS[name]:
            client.force_login(getattr(furnished, who).user)
            for method in ("get", "post"):
                status = _visit(client, method, where)
                if status not in (404, 405):
                    wrong.append((method, name, who, status))
    assert wrong == []


def test_national_figures_open_for_their_readers_only(town, client):
    client.force_login(town.besnik.user)
    assert client.get("/national/").status_code == 403
    client.force_login(town.reader)
    assert client.get("/national/").status_code == 200


def _visit(client, method, where):
    """The status; what the visit changed is undone, so that the next visitor finds the same things."""
    with transaction.atomic():
        status = getattr(client, method)(where).status_code
        transaction.set_rollback(True)
    return status
