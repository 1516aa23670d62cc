from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "ura.cases"

    def ready(self):
        from ura.cases.tabs import add_tab

        add_tab("file", _("Case file"), "case", 0)
