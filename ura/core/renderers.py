"""Forms everywhere look as ui/field.html says."""

from django.forms.renderers import DjangoTemplates
from django.template import engines


class UraRenderer(DjangoTemplates):
    """Widgets come from Django, fields and forms from our own templates."""

    field_template_name = "ui/field.html"
    form_template_name = "ui/fields.html"

    def get_template(self, template_name):
        if template_name.startswith("ui/"):
            return engines["django"].get_template(template_name)
        return super().get_template(template_name)
