from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HousingConfig(AppConfig):
    name = "ura.housing"

    def ready(self):
        from ura.cases.tabs import add_tab

        add_tab("housing", _("Housing"), "case_housing", 50)
