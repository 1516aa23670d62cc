from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    name = "ura.referrals"

    def ready(self):
        from ura.cases.closing import OBSTACLES
        from ura.cases.states import EventKind
        from ura.cases.tabs import add_card, add_dossier, add_tab
        from ura.cases.timeline import add_sentence
        from ura.core.rounds import add_round
        from ura.desk.checklist import add_tick
        from ura.referrals import in_case
        from ura.referrals.actions.reminding import look_at_clocks
        from ura.referrals.crossing import carry
        from ura.referrals.ticks import referred

        add_tick("referred", referred)
        add_round(look_at_clocks, every=300)
        add_round(carry, every=10)
        add_tab("referrals", _("Referrals"), "case_referrals", 60)
        add_card(in_case.card, 60)
        add_dossier(in_case.dossier, 60)
        add_sentence(EventKind.REFERRED, in_case.sent)
        add_sentence(EventKind.REFERRAL_MOVED, in_case.moved)
        OBSTACLES.append(in_case.open_ones)
