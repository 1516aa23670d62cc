from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "ura.guides"
