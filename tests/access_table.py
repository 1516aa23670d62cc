"""One table over every address: who may enter. A new address without a line fails in test_access.py."""

from django.urls import URLPattern, get_resolver

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
         "housing_application_edit", "housing_score", "housing_entered", "housing_paper", "housing_file", "housing_end", "housing_carry",
         "case_housing"], OFFICERS),
    **dict.fromkeys(["housing_call_new", "housing_decide", "housing_ties", "housing_priorities", "housing_move_up", "housing_carry_list"], (S,)),
    "referral_review_approve": (S,),
    "national": "the national reader",
    **dict.fromkeys(
        ["enquiries", "view_save", "view_delete", "file", "enquiry_new", "enquiry_serve", "people_suggest", "enquiry",
         "enquiry_receipt", "enquiry_finish", "enquiry_note", "enquiry_attach", "enquiry_acknowledge", "enquiry_complaint", "book",
         "enquiry_ack_pdf", "enquiry_receipt_pdf", "cases", "case", "enquiry_case"], CASEWORK),
    **dict.fromkeys(["cases_export", "case_group", "case_dossier", "case_stored", "case_conferences", "case_conference"], OFFICERS),
    **dict.fromkeys(
        [f"case_{act}" for act in (
            "note", "attach", "write", "member", "category", "category_end", "emergency", "emergency_met", "role", "role_end",
            "owner")], OFFICERS),
    "case_group_act": (S,),
    **dict.fromkeys(
        ["livelihood", "seeker", "vacancies", "vacancy", "courses", "course", "grants", "grant", "grant_list_pdf", "grant_application", "works",
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
            "plan_compare", "plan_paper", "plan_signed", "plan_act", "assistance", "assistance_strike", "reviews", "review_new", "closing", "reopen",
            "closing_letter", "letter_sign", "letter_send", "letter_signed")], OFFICERS),
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
