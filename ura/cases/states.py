"""The states of a case (dosja), the table of moves, and what can happen in one."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    RETURNEE = "returnee", _("Returned migrant")
    INTERNAL = "internal", _("Internal migrant")
    DIASPORA = "diaspora", _("Member of the diaspora")
    FOREIGNER = "foreigner", _("Foreigner, asylum seeker, refugee or stateless person")


class State(models.TextChoices):
    OPENED = "1", pgettext_lazy("case", "Opened")
    ASSESSED = "2", _("Needs assessed")
    PLANNED = "3", _("Plan being prepared")
    CARRIED_OUT = "4", _("Plan being carried out")
    CLOSED = "5", _("Closed")


OPEN = (State.OPENED, State.ASSESSED, State.PLANNED, State.CARRIED_OUT)
MOVES = {
    State.OPENED: {State.ASSESSED, State.CLOSED},
    State.ASSESSED: {State.PLANNED, State.CLOSED},
    State.PLANNED: {State.ASSESSED, State.CARRIED_OUT, State.CLOSED},
    State.CARRIED_OUT: {State.PLANNED, State.CLOSED},  # back: the text changed, so its approval lapsed
    State.CLOSED: {State.OPENED},  # open again, with a reason
}


class Category(models.TextChoices):
    """Vulnerability of a person in a case (Tirana plan 3.2.2; sensitive data: law 124/2024)."""

    TRAFFICKING = "trafficking", _("Victim or possible victim of trafficking")
    MINOR = "minor", _("Unaccompanied minor")
    ILLNESS = "illness", _("Serious illness")
    PRISONER = "prisoner", _("Former prisoner")
    SINGLE_PARENT = "single_parent", _("Single parent")
    DISABILITY = "disability", _("Disability")
    ELDERLY = "elderly", _("Elderly without support")
    VIOLENCE = "violence", _("Victim of domestic violence")
    ROMA = "roma", _("Roma community")
    EGYPTIAN = "egyptian", _("Egyptian community")
    MINORITY = "minority", _("Another minority")
    LGBTI = "lgbti", _("LGBTI person")
    ORPHAN = "orphan", _("Orphan, or leaving care")
    HOMELESS = "homeless", _("Without shelter")


# Whose case only a team may know of, from the first moment. The codes are those of desk.states.RestrictedFor.
RESTRICTING = (Category.TRAFFICKING, Category.MINOR, Category.ILLNESS, Category.PRISONER)


class Outcome(models.TextChoices):
    REINTEGRATED = "reintegrated", _("Fully reintegrated")
    PARTLY = "partly", _("Partly reintegrated")
    MOVED = "moved", _("Moved to another municipality")
    MIGRATED = "migrated", _("Migrated again")
    WITHDREW = "withdrew", _("Withdrew")
    LOST = "lost", _("Contact lost")
    DIED = "died", _("Died")
    REFERRED = "referred", _("Handed over to another institution for good")


class EventKind(models.TextChoices):
    OPENED = "opened", _("Case opened")
    OWNER_CHANGED = "owner_changed", _("Case manager changed")
    MOVED = "moved", _("Status changed")
    CATEGORY = "category", _("Vulnerability noted")
    CATEGORY_ENDED = "category_ended", _("Vulnerability no longer holds")
    EMERGENCY = "emergency", _("Emergency")
    EMERGENCY_MET = "emergency_met", _("Emergency met")
    MEMBER = "member", _("Household changed")
    COUNSELLED = "counselled", _("Counselling session")
    GUIDE = "guide", _("Guide handed out")
    ASSESSED = "assessed", _("Needs assessment")
    PLAN_WRITTEN = "plan_written", _("Plan written")
    PLAN_SUBMITTED = "plan_submitted", _("Plan put to the supervisor")
    PLAN_RETURNED = "plan_returned", _("Plan returned")
    PLAN_APPROVED = "plan_approved", _("Plan approved")
    PLAN_LAPSED = "plan_lapsed", _("Approval of the plan lapsed")
    PLAN_SIGNED = "plan_signed", _("Plan signed by the person")
    ACTION_DONE = "action_done", _("Action of the plan done")
    ASSISTANCE = "assistance", _("Assistance given")
    ASSISTANCE_STRUCK = "assistance_struck", _("Assistance struck out")
    REVIEWED = "reviewed", _("Review")
    CONFERENCE = "conference", _("Case conference")
    SCENARIO_SHOWN = "scenario_shown", _("Scenarios presented")
    SCENARIO = "scenario", _("Scenario chosen")
    APPLICATION = "application", _("Application to a scheme")
    APPLICATION_MOVED = "application_moved", _("Application moved on")
    HOUSING = "housing", _("Housing application")
    HOUSING_MOVED = "housing_moved", _("Housing application moved on")
    REFERRED = "referred", _("Referred")
    REFERRAL_MOVED = "referral_moved", _("Referral moved on")
    JOBSEEKER = "jobseeker", _("Registered as a jobseeker")
    PLACED = "placed", _("Found work")
    TRAINING = "training", _("Training")
    GRANT = "grant", _("Grant")
    WORKED = "worked", _("Cash for Work")
    FARM_VISIT = "farm_visit", _("Advice on the farm")
    NOTE = "note", _("Note")
    FILE = "file", _("File added")
    CLOSED = "closed", _("Closed")
    LETTER_SIGNED = "letter_signed", _("Signed closing letter brought back")
    LETTER_SENT = "letter_sent", _("Closing letter sent")
    REOPENED = "reopened", _("Opened again")
