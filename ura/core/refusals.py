"""A refusal is a sentence for the person at the screen: "not now", and what to do instead."""


class Refused(Exception):
    """The act is not possible now; its text says in the reader's language what to do.

    Forms show it as their own error (what was typed stays); acts without a form show it as a page.
    """

    def __init__(self, sentence, field=None):
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self):
        return str(self.sentence)


def refusal_into(form, refused):
    """Turn a refusal into an error of the form that asked."""
    field = refused.field if refused.field in getattr(form, "fields", {}) else None
    form.add_error(field, str(refused))
