from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "ura.cases"

    def ready(self):
        from ura.cases import cards, plan_parts, ticks
        from ura.cases.needs import needs_by_person
        from ura.cases.session_words import counselling_on_paper, needs_told
        from ura.cases.tabs import add_card, add_dossier, add_need, add_tab
        from ura.desk.checklist import add_tick

        add_tick("counselled", ticks.counselled)
        add_tick("planned", ticks.planned)
        add_tab("file", _("Case file"), "case", 0)
        add_tab("sessions", _("Counselling"), "case_sessions", 10)
        add_tab("conferences", _("Conferences"), "case_conferences", 80, shown=cards.works)
        add_card(cards.conferences, 80)
        add_dossier(cards.conferences_on_paper, 80)
        add_need(needs_by_person)
        add_need(needs_told)
        add_dossier(counselling_on_paper, 10)
        plan_parts.register()
