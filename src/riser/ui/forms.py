"""How every form is drawn: label, help, field, error, each tied to the field."""

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Set as FORM_RENDERER, so that `{{ form }}` and `{{ field.as_field_group }}` look like the rest."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
