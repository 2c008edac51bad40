"""What happens to a person's data on the way into a list: the error model of the lists with duplicates.

Every draw comes from one function, so the same seed gives the same lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from busel.cli.people.chance import Draw

LETTERS = {"be": "абвгдежзійклмнопрстуўфхцчшыьэюя", "ru": "абвгдежзийклмнопрстуфхцчшщыьэюя"}
LOOK_ALIKES = str.maketrans("асеіорху", "aceiopxy")
_PLAIN = dict(
    zip(
        "абвгґдезийіклмнопрстуўфцыэьъ’",
        ["a", "b", "v", "g", "g", "d", "e", "z", "i", "y", "i", *"klmnoprstu", "u", "f", "ts", "y", "e", "", "", ""],
        strict=True,
    )
)
_HUSHED = {"ж": "zh", "х": "kh", "ч": "ch", "ш": "sh", "щ": "shch", "ё": "yo", "ю": "yu", "я": "ya"}
ROMANISED = {
    "latru": _PLAIN | _HUSHED,
    "latbe": _PLAIN | _HUSHED | {"г": "h", "ё": "io", "ю": "iu", "я": "ia", "е": "ie"},
    "lac": _PLAIN
    | {"г": "h", "ж": "ž", "х": "ch", "ч": "č", "ш": "š", "ц": "c", "ў": "ŭ", "й": "j", "в": "v"}
    | {"ё": "io", "ю": "iu", "я": "ia", "е": "ie", "щ": "šč"},
}
_AT_A_START = {
    "lac": {"ё": "jo", "ю": "ju", "я": "ja", "е": "je"},
    "latbe": {"ё": "yo", "ю": "yu", "я": "ya", "е": "ye"},
}
_SOFT = {"lac": {"ць": "ć", "нь": "ń", "сь": "ś", "зь": "ź", "дзь": "dź"}}


class Habits(NamedTuple):
    """How one list is kept: which share of its rows tells what."""

    name: str
    languages: tuple[tuple[str, float], ...]
    """Language with its share, the rest is Russian."""
    surname: float
    patronymic: float
    birth: float
    phone: float
    email: float
    address: float
    pet_name: float
    swapped: float


LISTS = (
    Habits("access", (), 1, 0.9, 0.81, 0.45, 0.62, 0.95, 0.07, 0.05),
    Habits("candidate", (("be", 0.05),), 1, 0.85, 0.69, 0.5, 0.65, 0.95, 0.07, 0.05),
    Habits("movement", (("be", 0.1), ("latru", 0.02)), 1, 0.7, 0.5, 0.7, 0.62, 0.75, 0.07, 0.05),
    Habits("society", (("be", 0.26), ("latru", 0.03), ("latbe", 0.02)), 1, 0.5, 0.31, 0.66, 0.62, 0.6, 0.07, 0.05),
    Habits("party one", (("be", 0.85), ("latru", 0.01), ("latbe", 0.01)), 1, 0.76, 0.54, 0.65, 0.62, 0.8, 0.07, 0.05),
    Habits("party two", (("be", 0.61), ("latru", 0.01), ("latbe", 0.01)), 1, 0.6, 0.4, 0.7, 0.62, 0.7, 0.07, 0.05),
    Habits("telephones", (("be", 0.15), ("latru", 0.07), ("latbe", 0.03)), 0.86, 0.05, 0, 0.82, 0.65, 0.05, 0.22, 0.14),
    Habits(
        "youth",
        (("be", 0.44), ("latru", 0.1), ("latbe", 0.07), ("lac", 0.07)),
        1,
        0.1,
        0.34,
        0.75,
        0.65,
        0.29,
        0.07,
        0.05,
    ),
)
"""Eight lists; telephones know first names and numbers, the access list is the fullest."""
TYPO_IN_SURNAME, TYPO_IN_GIVEN, LOOK_ALIKE = 0.052, 0.026, 0.03
INITIAL, YEAR_ONLY, DOTTED_DAY, UPPER = 0.12, 0.18, 0.06, 0.058
FROM_A_SHEET = 0.02
NEW_PHONE, MOVED, MARRIED = 0.2, 0.18, 0.03
"""Of those who stand in a further list."""


def typo(word: str, language: str, draw: Draw) -> str:
    """Leave a letter out, double it, take another or exchange two."""
    if len(word) < 3:
        return word
    at, kind = 1 + int(draw() * (len(word) - 1)), int(draw() * 4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        letters = LETTERS.get(language, "abcdefghiklmnoprstuvyz")
        return word[:at] + letters[int(draw() * len(letters))] + word[at + 1 :]
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]


def romanise(text: str, way: str) -> str:
    """Write a text in Latin letters: as Belarusian or Russian passports have it, or in Łacinka."""
    return " ".join(_romanised(word, way) for word in text.split(" "))


def _romanised(word: str, way: str) -> str:
    letters, found = ROMANISED[way], ""
    text = word.lower()
    for soft, latin in _SOFT.get(way, {}).items():
        text = text.replace(soft, latin)
    for before, letter in zip(" " + text, text, strict=False):
        starts = before in " аеёіоуўыэюя’ьи"
        found += (
            _AT_A_START.get(way, {}).get(letter, letters.get(letter, letter)) if starts else letters.get(letter, letter)
        )
    return found[:1].upper() + found[1:] if word[:1].isupper() else found


def written_phone(digits: str, draw: Draw) -> str:
    """Write nine digits as one of nine habits has them."""
    code, three, two, last = digits[:2], digits[2:5], digits[5:7], digits[7:]
    ways = (
        f"+375{digits}",
        f"375{digits}",
        f"80{digits}",
        f"8 0{code} {digits[2:]}",
        f"+375 {code} {three}-{two}-{last}",
        f"({'0' + code}) {three} {two} {last}",
        f"{code}-{three}-{two}-{last}",
        f"8 (0{code}) {three}-{two}-{last}",
    )
    if draw() < FROM_A_SHEET:
        return f"3,75{digits[:5]}E+11"
    return ways[int(draw() * len(ways))]
