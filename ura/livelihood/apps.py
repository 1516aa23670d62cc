from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LivelihoodConfig(AppConfig):
    name = "ura.livelihood"

    def ready(self):
        from ura.cases.actions.assisting import UNDONE_WITH
        from ura.cases.cards import works
        from ura.cases.closing import OBSTACLES
        from ura.cases.tabs import add_card, add_dossier, add_tab
        from ura.cases.timeline import add_sentence
        from ura.livelihood import owed, summary
        from ura.livelihood.actions.undoing import take_back

        add_tab("livelihood", _("Work"), "case_livelihood", 50, shown=works)
        add_card(summary.card, 50)
        add_dossier(summary.on_paper, 50)
        for kind, tell in summary.SENTENCES.items():
            add_sentence(kind, tell)
        OBSTACLES.append(owed.unpaid)
        UNDONE_WITH.append(take_back)
