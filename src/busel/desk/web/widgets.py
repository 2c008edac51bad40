"""Form controls that Django draws too slowly for a page that is shown all day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class PlainSelect(forms.Select):
    """A select without groups, drawn in one go: Django renders two templates for each option."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002 - Django gives it
    ) -> SafeString:
        """Return the control; everything in it is escaped."""
        chosen = "" if value is None else str(value)
        options = format_html_join("", '<option value="{}"{}>{}</option>', self._options(chosen))
        attributes = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return format_html("<select{}>{}</select>", attributes, options)

    def _options(self, chosen: str) -> Iterator[tuple[Any, str, Any]]:
        selected = SafeString(" selected")
        for key, words in self.choices:
            yield key, selected if str(key) == chosen else "", words
