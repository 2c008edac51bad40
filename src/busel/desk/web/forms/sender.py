"""What stands at the head of a division's letters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from busel.contacts.shared import Sender
from busel.desk.web.country_words import country_choices
from busel.desk.web.widgets import PlainSelect
from busel.outreach.letters import LANGUAGES

MOST_LINES, LONGEST_LINE, LONGEST_PLACE = 5, 60, 60
"""What stands beside the address window of a letter, and does not run into it."""


def _lines(label: Any, language: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=MOST_LINES * (LONGEST_LINE + 2),
        widget=forms.Textarea({"rows": MOST_LINES, "lang": language, "spellcheck": "false"}),
    )


def _place(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=LONGEST_PLACE)


class SenderForm(forms.Form):
    """Who writes and where, in both languages, and the country in which letters are posted."""

    use_required_attribute = False
    all_optional = True

    lines_be = _lines(gettext_lazy("Who writes, in Belarusian"), "be")
    lines_ru = _lines(gettext_lazy("Who writes, in Russian"), "ru")
    place_be = _place(gettext_lazy("Where, in Belarusian"))
    place_ru = _place(gettext_lazy("Where, in Russian"))
    country = forms.ChoiceField(
        label=gettext_lazy("Where letters are posted"),
        help_text=gettext_lazy("On letters to any other country its name stands last."),
        required=False,
        widget=PlainSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = country_choices(get_language() or "be")  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["lines_be"].help_text = _(
            "A name, a post office box, a telephone: at most %(lines)s lines. What stands here is read by whoever "
            "holds the letter, so leave it empty where it would endanger somebody."
        ) % {"lines": MOST_LINES}

    def clean(self) -> dict[str, Any]:
        """Say beside the field which lines are too many, or too long."""
        cleaned = super().clean() or {}
        for language in LANGUAGES:
            lines = cleaned.get(f"lines_{language}", "").splitlines()
            if len(lines) > MOST_LINES:
                self.add_error(f"lines_{language}", _("These are more than %(n)s lines.") % {"n": MOST_LINES})
            elif any(len(line) > LONGEST_LINE for line in lines):
                self.add_error(f"lines_{language}", _("A line has more than %(n)s letters.") % {"n": LONGEST_LINE})
        return cleaned

    def sender(self) -> Sender:
        """Return what was typed. Valid forms only."""
        said = self.cleaned_data
        lines = {one: "\n".join(map(str.strip, said[f"lines_{one}"].splitlines())) for one in LANGUAGES}
        places = {one: said[f"place_{one}"] for one in LANGUAGES}
        return Sender(
            lines={one: text for one, text in lines.items() if text},
            places={one: text for one, text in places.items() if text},
            country=said["country"],
        )


def shown(sender: Sender) -> dict[str, str]:
    """Return what the form shows of a record."""
    lines = {f"lines_{one}": sender.lines.get(one, "") for one in LANGUAGES}
    return {**lines, **{f"place_{one}": sender.places.get(one, "") for one in LANGUAGES}, "country": sender.country}
