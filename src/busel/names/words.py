"""What a single word tells: a month, a patronymic, the language that it is spelt in."""

from __future__ import annotations

import re
from functools import cache

from busel.names.clean import fold_homoglyphs, tokens
from busel.names.given import spelt_given_in
from busel.names.tables import forms, read_table

_BELARUSIAN = re.compile(r"[іў]|[а-яё][’'ʼ][еёюяі]|[чшж][ыэ]|дз[еяёюь]|ц[яёюь]", re.IGNORECASE)
"""Letters and pairs of letters that Russian spelling does not have."""
_RUSSIAN = re.compile(r"[ищъ]|[жчшр]е|[тд][еёюяь]", re.IGNORECASE)
"""Letters and pairs of letters that Belarusian spelling does not have."""


def month_of(word: str) -> int:
    """Return 1 to 12 for a month's name in any case, or 0."""
    return _months().get(word.lower(), 0)


def patronymic_sex(word: str) -> str:
    """Return "m" or "f" for what may be a patronymic, "" for other words. Surnames in -віч look the same."""
    clean = "".join(tokens(word))
    endings = (row for row in _endings() if clean.endswith(row[0]) and len(clean) > len(row[0]))
    return max(endings, key=lambda row: len(row[0]), default=("", ""))[1]


def language_of(name: str) -> str:
    """Return "be" or "ru" when the spelling of a name belongs to one of them only, else ""."""
    return language_of_letters(name) or _by_given(fold_homoglyphs(name))


def language_of_letters(name: str) -> str:
    """Return "be" or "ru" when a name's letters can stand in one of them only, whatever is known of given names."""
    folded = fold_homoglyphs(name)
    return _only_one(*(found.search(folded) is not None for found in (_BELARUSIAN, _RUSSIAN)))


def _only_one(belarusian: bool, russian: bool) -> str:  # noqa: FBT001  # two findings side by side
    return ("be" if belarusian else "ru") if belarusian != russian else ""


def _by_given(name: str) -> str:
    """Tell the language by a given name that is spelt so in one of them only: Сяргей, Сергей."""
    if _BELARUSIAN.search(name):
        return ""  # signs of both: nothing more to ask
    found = {spelt_given_in(word) for word in re.findall(r"[^\W\d_]+", name)} - {""}
    return found.pop() if len(found) == 1 else ""


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    return tuple((row["ending"], row["sex"]) for row in read_table("patronymic_endings.tsv"))


@cache
def _months() -> dict[str, int]:
    return {word: int(row["month"]) for row in read_table("months.tsv") for word in forms(row["words"])}
