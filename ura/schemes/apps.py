from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchemesConfig(AppConfig):
    name = "ura.schemes"

    def ready(self):
        from ura.cases.states import EventKind
        from ura.cases.tabs import add_card, add_dossier, add_tab
        from ura.cases.timeline import add_sentence
        from ura.schemes import in_case

        add_tab("schemes", _("Schemes"), "case_schemes", 45)
        add_card(in_case.card, 45)
        add_dossier(in_case.dossier, 45)
        add_sentence(EventKind.SCENARIO_SHOWN, in_case.scenarios_shown)
        add_sentence(EventKind.SCENARIO, in_case.scenario_chosen)
        add_sentence(EventKind.APPLICATION, in_case.application_begun)
        add_sentence(EventKind.APPLICATION_MOVED, in_case.application_moved)
