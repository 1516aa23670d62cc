from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class MunicipalitiesConfig(AppConfig):
    name = "ura.municipalities"

    def ready(self):
        from ura.municipalities.wall import raise_the_wall

        post_migrate.connect(_make_cache_table, sender=self)  # before the wall gives the roles their rights
        post_migrate.connect(raise_the_wall, sender=self)


def _make_cache_table(using, **kwargs):
    """Limits and the tokens of forms live in it."""
    call_command("createcachetable", database=using, verbosity=0)
