from django.apps import AppConfig


class LivelihoodConfig(AppConfig):
    name = "ura.livelihood"
