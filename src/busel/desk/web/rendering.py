"""How Django draws our forms: label, hint, error, control, in this order. Set as FORM_RENDERER."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """`{{ form }}` and `{{ form.name.as_field_group }}` in our own templates. `django.forms` is an application."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
