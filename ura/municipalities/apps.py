from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MunicipalitiesConfig(AppConfig):
    name = "ura.municipalities"

    def ready(self):
        from ura.municipalities.wall import raise_the_wall

        post_migrate.connect(raise_the_wall, sender=self)
