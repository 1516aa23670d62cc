from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "ura.desk"

    def ready(self):
        from ura.desk.mail.senders import written_to
        from ura.post.outbox import answer_from

        answer_from("desk.enquiry", written_to)
