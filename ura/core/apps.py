from importlib import import_module

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "ura.core"

    def ready(self):
        import_module("ura.core.lookups")
        import_module("ura.core.field_words")
