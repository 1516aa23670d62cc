"""Addresses of assessment, plan, assistance, review and closing; and of the formats of an office."""

from django.urls import path

from ura.cases.views import assessing, formats, planning, reviewing

ONE = "cases/<int:year>/<int:number>/"

urlpatterns = [
    path("cases/formats/", formats.formats, name="case_formats"),
    path("cases/formats/<slug:kind>/", formats.format, name="case_format"),
    path("cases/formats/<slug:kind>/restore/", formats.restore, name="case_format_restore"),
    path(f"{ONE}assessments/", assessing.assessments, name="case_assessments"),
    path(f"{ONE}assessments/new/", assessing.assessment_new, name="case_assessment_new"),
    path(f"{ONE}assessments/<int:pk>/", assessing.assessment, name="case_assessment"),
    path(f"{ONE}interview/<slug:kind>/", assessing.interview, name="case_interview"),
    path(f"{ONE}plan/", planning.plan, name="case_plan"),
    path(f"{ONE}plan/text/", planning.plan_text, name="case_plan_text"),
    path(f"{ONE}plan/goals/new/", planning.goal, name="case_goal_new"),
    path(f"{ONE}plan/goals/<int:which>/", planning.goal, name="case_goal"),
    path(f"{ONE}plan/sign/", planning.sign, name="case_plan_sign"),
    path(f"{ONE}plan/compare/", planning.compare, name="case_plan_compare"),
    path(f"{ONE}plan/<int:which>/pdf/", planning.paper, name="case_plan_paper"),
    path(f"{ONE}plan/<int:which>/signed/", planning.signed, name="case_plan_signed"),
    path(f"{ONE}plan/act/<slug:act>/", planning.act, name="case_plan_act"),
    path(f"{ONE}assistance/", reviewing.assistance, name="case_assistance"),
    path(f"{ONE}assistance/<int:pk>/strike/", reviewing.assistance_strike, name="case_assistance_strike"),
    path(f"{ONE}reviews/", reviewing.reviews, name="case_reviews"),
    path(f"{ONE}reviews/new/", reviewing.review_new, name="case_review_new"),
    path(f"{ONE}closing/", reviewing.closing, name="case_closing"),
    path(f"{ONE}closing/reopen/", reviewing.reopen, name="case_reopen"),
    path(f"{ONE}closing/<int:pk>/letter/", reviewing.letter, name="case_closing_letter"),
    path(f"{ONE}closing/<int:pk>/sign/", reviewing.letter_sign, name="case_letter_sign"),
    path(f"{ONE}closing/<int:pk>/send/", reviewing.letter_send, name="case_letter_send"),
    path(f"{ONE}closing/<int:pk>/signed/", reviewing.letter_signed, name="case_letter_signed"),
]
