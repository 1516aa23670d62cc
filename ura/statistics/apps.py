from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "ura.statistics"

    def ready(self):
        from ura.core.rounds import add_round
        from ura.statistics.actions import write_recent_counts

        add_round(write_recent_counts, every=4 * 3600)
