"""In which of the two languages a name or a place is written, as far as its letters tell."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from busel.names.places import settlement
from busel.names.words import language_of, language_of_letters
from busel.sheets.headings import meaning_of
from busel.sheets.targets import IN_BOTH_LANGUAGES, NAME_PARTS, NAMES, PLACE_PARTS, WHOLE_NAMES, address_of, base_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from busel.sheets.draft import Draft

_STREET_WORDS = {"вул": "be", "вуліца": "be", "праспект": "be", "завулак": "be", "плошча": "be"} | {
    "ул": "ru", "улица": "ru", "проспект": "ru", "переулок": "ru", "площадь": "ru",
}  # fmt: skip
DEFAULT = "ru"
_OTHER = {"be": "ru", "ru": "be"}
_WHOLE = (*NAMES, "address")


def language_of_value(value: str) -> str:
    """Return "be", "ru", or "" where nothing tells: letters, a known given name or town, or the word for a street."""
    told = language_of(value) or _STREET_WORDS.get(value.partition(" ")[0].rstrip(".").lower(), "")
    if told or " " in value:
        return told
    town = settlement(value)
    return {town.be: "be", town.ru: "ru"}.get(value, "") if town and town.be and town.be != town.ru else ""


def language_of_column(header: str, cells: Iterable[str], table_language: str) -> str:
    """Return the language for the cells of a column that do not tell: of most that do, of the table, of the heading."""
    return most_common(cells) or table_language or meaning_of(header).language or DEFAULT


def most_common(cells: Iterable[str]) -> str:
    """Return the language of most cells that tell one; "" when none tells."""
    told = Counter(language for cell in cells if (language := language_of_value(cell)))
    return told.most_common(1)[0][0] if told else ""


class Settler:
    """Decides for each row in which language its names and places stand, where the column does not say it."""

    def __init__(
        self, targets: Sequence[str], headers: Sequence[str], samples: Sequence[Sequence[str]], said: str = ""
    ) -> None:
        """`samples` are filled cells of each column: what most of them tell goes for those that tell nothing.

        `said` is the language that a person says these have; "" where nobody does.
        """
        targets = [address_of(target)[0] for target in targets]
        spoken = [at for at, target in enumerate(targets) if base_of(target) in IN_BOTH_LANGUAGES or target in _WHOLE]
        whole = most_common(cell for at in spoken for cell in samples[at])
        self._defaults = {targets[at]: language_of_column(headers[at], samples[at], whole) for at in reversed(spoken)}
        for part in NAME_PARTS:
            whole_names = (self._defaults[name] for name in WHOLE_NAMES if name in self._defaults)
            self._defaults.setdefault(part, next(whole_names, whole or DEFAULT))
        for part in PLACE_PARTS:
            self._defaults.setdefault(part, self._defaults.get("address", whole or DEFAULT))
        self._defaults = {part: said or language for part, language in self._defaults.items()}
        self._told: dict[str, str] = {}
        named = {base_of(targets[at]) for at in spoken}
        self._names = tuple(part for part in NAME_PARTS if part in targets or not named.isdisjoint(WHOLE_NAMES))
        self._places = tuple(part for part in PLACE_PARTS if part in targets or "address" in targets)

    def settle(self, draft: Draft) -> list[str]:
        """Give the draft's names and places their language: each its own, else that of the names beside it.

        Returns what has no place: columns in both languages said another thing. It is kept as notes.
        """
        lost = self._settle(draft.contact, self._names) if self._names else []
        if self._places:
            for address in draft.addresses:
                lost += self._settle(address, self._places)
        for other in draft.related.values():
            lost += self._settle(other.contact, NAME_PARTS)
        for value in lost:
            draft.add_note(value)
        return lost

    def _settle(self, fields: dict[str, str], parts: tuple[str, ...]) -> list[str]:
        found = [(part, fields.pop(part)) for part in parts if part in fields]
        languages = [self._language(value) for _, value in found]
        if parts is not self._places:
            languages = _of_one_name([value for _, value in found], languages)
        beside = next(filter(None, languages), "")
        lost = []
        for (part, value), own in zip(found, languages, strict=True):
            language = own or beside or self._defaults[part]
            if not own and f"{part}_{language}" in fields:
                language = _OTHER[language]
            if fields.setdefault(f"{part}_{language}", value) != value:
                lost.append(value)
        return lost

    def _language(self, value: str) -> str:
        told = self._told.get(value)
        if told is None:
            told = self._told[value] = language_of_value(value)
        return told


def _of_one_name(values: Sequence[str], languages: list[str]) -> list[str]:
    """Return the languages of a name's parts: Алесь beside Савицкий Петрович stands in a Russian name.

    A name known in one language only says less than letters that the other has not: whoever is written so in a list
    would be called by the given name alone.
    """
    if len({*languages} - {""}) == 1:
        return languages
    letters = [language_of_letters(value) for value in values]
    told = {*letters} - {""}
    return [of_letters or told.copy().pop() for of_letters in letters] if len(told) == 1 else languages
