"""For what the offices process data about persons: the lines of the record of processing activities (law 124/2024)."""

from django.utils.translation import gettext_lazy as _

from ura.core.personal import Activity

OFFICE_ONLY = _("Staff of the office, by their roles")

REQUESTS = Activity(
    key="requests",
    name=_("Requests of persons and organisations"),
    purpose=_("To register what is asked, answer it within the time limit and show how it was handled"),
    basis=_("Public task: law 119/2014 (requests for information), law 124/2024 (personal data)"),
    whose=_("Requesters and persons named in their requests"),
    recipients=_("Institutions to which a request is forwarded or which are involved in it"),
    kept="requests",
)
CASEWORK = Activity(
    key="casework",
    name=_("Casework: counselling, assessment, plan, schemes and referrals"),
    purpose=_("To help a person or family until they stand on their own feet"),
    basis=_("Consent, and public task: laws 124/2024, 9668/2006, 121/2016, 22/2018"),
    whose=_("Returned and internal migrants, members of the diaspora, foreigners, and their families"),
    recipients=_("Institutions to which the person agreed to be referred; commissions that decide on a scheme"),
    kept="cases",
)
DIRECTORY = Activity(
    key="directory",
    name=_("Directory of institutions and their contact persons"),
    purpose=_("To know whom to ask and where to send a person"),
    basis=_("Public task: law 139/2015; law 124/2024"),
    whose=_("Persons who answer for an institution, by their function"),
    recipients=OFFICE_ONLY,
    kept="staff",
)
PEOPLE = Activity(
    key="people",
    name=_("Persons and organisations served"),
    purpose=_("To know who asked, to reach them and to find their earlier matters again"),
    basis=_("Public task: law 119/2014; law 124/2024"),
    whose=_("Requesters, members of their families, guardians, organisations"),
    recipients=OFFICE_ONLY,
    kept="people",
)
CONSENTS = Activity(
    key="consents",
    name=_("Consents"),
    purpose=_("To show what a person agreed to, when and how, and that it was withdrawn"),
    basis=_("Consent, and the duty to prove it: law 124/2024"),
    whose=_("Persons who agreed, and their guardians"),
    recipients=OFFICE_ONLY,
    kept="consents",
)
POST = Activity(
    key="post",
    name=_("Mail in and out, and files"),
    purpose=_("To take in and send mail, and to prove what came and went"),
    basis=_("Public task: law 119/2014; law 124/2024"),
    whose=_("Senders and addressees of mail, persons named in it"),
    recipients=_("The addressees"),
    kept="mail",
)
RIGHTS = Activity(
    key="rights",
    name=_("Rights over personal data, and breaches"),
    purpose=_("To answer a person who uses a right over their data, and to prove that it was done"),
    basis=_("Duty by law: law 124/2024, articles 12–20"),
    whose=_("Persons who use their rights"),
    recipients=_("The Commissioner for the Right to Information and Protection of Personal Data, on demand"),
    kept="rights",
)
STAFFING = Activity(
    key="staff",
    name=_("Staff of the office"),
    purpose=_("To sign in, to name the focal point of a request, and to know who did what"),
    basis=_("Employment and public task: law 124/2024"),
    whose=_("Officers and other users"),
    recipients=_("Requesters, who learn their focal point’s name and contacts"),
    kept="staff",
)
ACTIVITIES = (REQUESTS, CASEWORK, DIRECTORY, PEOPLE, CONSENTS, POST, RIGHTS, STAFFING)
