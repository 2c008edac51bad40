"""What a person is called."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from busel.contacts.suggested import suggested_in
from busel.desk.people.spellings import LANGUAGES, PARTS, spelling_of
from busel.desk.web.forms.filled import Suggested
from busel.desk.web.forms.record import RecordForm, text
from busel.journal.deed import Fields
from busel.names.written import has_look_alikes, written_name


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
    )
    family_be = text(_("Family name in Belarusian"), lang="be", spellcheck="false")
    family_ru = text(_("Family name in Russian"), lang="ru", spellcheck="false")
    given_be = text(_("Given name in Belarusian"), lang="be", spellcheck="false")
    given_ru = text(_("Given name in Russian"), lang="ru", spellcheck="false")
    patronymic_be = text(_("Patronymic in Belarusian"), lang="be", spellcheck="false")
    patronymic_ru = text(_("Patronymic in Russian"), lang="ru", spellcheck="false")
    nickname = text(_("Known as"), hint=_("A nickname, if that is how people know them."), spellcheck="false")

    def clean(self) -> dict[str, Any]:
        """Close up stray spaces, write one apostrophe, and fold letters of the other alphabet."""
        found = super().clean() or self.cleaned_data
        for name in self.columns:
            found[name] = written_name(found.get(name, ""))
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
