"""What a person is called."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from busel.contacts.former import FAMILIES, each_meant, former_text, formers_in, is_spelling, without_present
from busel.contacts.suggested import suggested_in
from busel.desk.people.spellings import LANGUAGES, PARTS, spelling_of
from busel.desk.web.forms.filled import Suggested
from busel.desk.web.forms.record import RecordForm, text
from busel.journal.deed import Fields
from busel.names.written import has_look_alikes, written_name

FORMER_LETTERS = 300
"""Several surnames; no more than a cell of a list may hold."""


class NamesForm(RecordForm):
    """Names in both languages, the same part side by side; either language may be missing."""

    columns: ClassVar = (
        "family_be",
        "family_ru",
        "given_be",
        "given_ru",
        "patronymic_be",
        "patronymic_ru",
        "nickname",
        "former_family",
    )
    family_be = text(_("Family name in Belarusian"), lang="be", spellcheck="false")
    family_ru = text(_("Family name in Russian"), lang="ru", spellcheck="false")
    given_be = text(_("Given name in Belarusian"), lang="be", spellcheck="false")
    given_ru = text(_("Given name in Russian"), lang="ru", spellcheck="false")
    patronymic_be = text(_("Patronymic in Belarusian"), lang="be", spellcheck="false")
    patronymic_ru = text(_("Patronymic in Russian"), lang="ru", spellcheck="false")
    nickname = text(_("Known as"), hint=_("A nickname, if that is how people know them."), spellcheck="false")
    former_family = text(
        _("Former surname"),
        hint=_("The surname before a marriage, in either language; several with commas between them."),
        letters=FORMER_LETTERS,
        spellcheck="false",
    )
    asked_former = forms.CharField(required=False, max_length=FORMER_LETTERS, widget=forms.HiddenInput)
    keep_former = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Close up stray spaces, write one apostrophe, and fold letters of the other alphabet."""
        found = super().clean() or self.cleaned_data
        for name in self.columns:
            found[name] = written_name(found.get(name, ""))
        found["former_family"] = former_text([found["former_family"]])
        return found

    @classmethod
    def part(cls, fields: Fields | None) -> Fields | None:
        """Return the names, and which of them were suggested: whoever saves the form has looked at them."""
        found = super().part(fields)
        if found is not None and fields and fields.get("suggested"):
            found["suggested"] = fields["suggested"]
        return found

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in suggested_in(self.opened_on or {}):
            self.fields[name].help_text = _("Suggested by the program. Save to confirm it, or correct it.")
        if asked := str(self["asked_former"].value() or ""):
            self.fields["keep_former"] = forms.BooleanField(
                label=_("Keep “%(name)s” as a former surname") % {"name": asked},
                help_text=_("Then whoever knew this person by it finds them. Untick it if it was a mistake."),
                required=False,
                widget=forms.CheckboxInput({"class": "input--line", "autofocus": "autofocus"}),
            )
            self.order_fields([*FAMILIES, "keep_former"])

    def former_to_ask(self) -> str:
        """Return the surname that another one took the place of, once: it may be the one before a marriage."""
        if self.fields["former_family"].widget.is_hidden:
            return ""
        left = self.left_behind()
        before, now = self.opened_on or {}, [self.cleaned_data.get(name, "") for name in FAMILIES if name not in left]
        known = [*filter(None, now), *formers_in(self.cleaned_data.get("former_family", ""))]
        gone = each_meant(str(before.get(name) or "") for name in FAMILIES)
        other = [one for one in gone if len(one.strip(" .")) > 1 and not any(is_spelling(one, two) for two in known)]
        asked = former_text(other) if any(now) else ""
        return "" if asked == self.cleaned_data.get("asked_former") else asked

    def left_behind(self) -> dict[str, Suggested]:
        """Return how the other language spells a new surname where the old one was left: seldom has anybody looked."""
        before, now = self.opened_on or {}, self.cleaned_data
        for have, lack in LANGUAGES:
            was, new = str(before.get(f"family_{have}") or ""), str(now.get(f"family_{have}") or "")
            left = str(now.get(f"family_{lack}") or "")
            is_left = was and new and left and left == before.get(f"family_{lack}")
            if is_left and is_spelling(was, left) and not is_spelling(new, left):
                one = spelling_of("family", new, to=lack)
                return {f"family_{lack}": Suggested(one.text, one.is_likely)} if one else {}
        return {}

    def stored(self) -> Fields:
        """Return the names, with the surname of before where it is to be kept."""
        found, typed = super().stored(), self.cleaned_data
        if typed.get("keep_former") and typed.get("asked_former"):
            every = former_text([typed["former_family"], typed["asked_former"]])
            found["former_family"] = without_present(every, (typed.get(name, "") for name in FAMILIES))
        return {name: value for name, value in found.items() if value}

    @property
    def is_untouched(self) -> bool:
        """Does nothing change by saving? To confirm what was suggested is a change."""
        return super().is_untouched and not (self.opened_on or {}).get("suggested")

    def folded(self) -> list[str]:
        """Return the names as they are kept of which some letter was typed in the other alphabet."""
        return [self.cleaned_data[name] for name in self.columns if has_look_alikes(str(self[name].value() or ""))]


def suggest_names(typed: dict[str, str]) -> dict[str, Suggested]:
    """Return how the other language spells what is missing there. A person looks and saves, or not.

    What most people of the zone who have both spellings are called comes first, then the dictionary and the rules.
    """
    found = {}
    for part in PARTS:
        for have, lack in LANGUAGES:
            name = written_name(typed.get(f"{part}_{have}", ""))
            if name and not typed.get(f"{part}_{lack}") and (one := spelling_of(part, name, to=lack)):
                found[f"{part}_{lack}"] = Suggested(one.text, one.is_likely)
    return found
