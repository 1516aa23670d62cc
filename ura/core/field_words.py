"""Django's sentences about a field, said with what to write; its own name the fault only."""

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _

forms.DateField.default_error_messages["invalid"] = _("Write the day as 31.12.2026.")
forms.TimeField.default_error_messages["invalid"] = _("Write the time as 14:30.")
forms.IntegerField.default_error_messages["invalid"] = _("Write a whole number, in digits.")
validators.MinValueValidator.message = _("Write at least %(limit_value)s.")
validators.MaxValueValidator.message = _("Write at most %(limit_value)s.")
