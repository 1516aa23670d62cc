from django.apps import AppConfig


class RepliesConfig(AppConfig):
    name = "ura.replies"

    def ready(self):
        from ura.desk.checklist import add_tick
        from ura.replies.ticks import focal_point_named

        add_tick("focal_named", focal_point_named)
