"""An address that is typed all in small or all in capital letters: its names get their capitals back.

"мінск вул прытыцкага 12" and "МИНСК УЛ. ПРИТЫЦКОГО Д.12" are read as "Мінск вул Прытыцкага 12" is.
"""

from __future__ import annotations

import re
from functools import cache

from busel.names.places import place_words
from busel.names.streets import kind_words

_WORD = re.compile(r"(?<!\d)(?<!\d-)[^\W\d_]+(?:[-/][^\W\d_]+)*")
_BEFORE_NUMBER = re.compile(r"\.?\s*№?\s*\d")
_SMALL = frozenset(
    "дом корпус корп кор кватэра квартира кв лет год гадоў годдзя летия імя имени им apt flat kv".split()  # noqa: SIM905  # words read better so
)
_VOWELS = re.compile("[аоуэеёюяиіыaeiouy]")
_SHORTENED = range(3, 6)
"""So many letters have words like "БССР"."""


def is_of_one_case(text: str) -> bool:
    """Has it small letters only, or capital ones only?"""
    return text.islower() or text.isupper()


def with_capitals(text: str) -> str:
    """Return the text with a capital letter at the beginning of each word that is a name."""
    small = text.lower()
    found, before = [], ""
    last = 0
    for word in _WORD.finditer(small):
        said, between = word.group(), small[last : word.start()]
        follows_kind = before in _kinds() and not between.strip(" .")
        names = follows_kind or not _says_what(said, small[word.end() :])
        found += [between, _named(said) if names else said]
        before, last = said, word.end()
    return "".join([*found, small[last:]])


def _says_what(word: str, after: str) -> bool:
    """Does a word only say what follows or stands before it: "вул", "р-н", "к" before a number?"""
    plain = word.replace("-", "").replace("/", "")
    if len(word) == 1:
        return plain in place_words() or _BEFORE_NUMBER.match(after) is not None
    return bool({word, plain} & (_kinds() | _SMALL | place_words()))


def _named(word: str) -> str:
    if len(word) in _SHORTENED and _VOWELS.search(word) is None:
        return word.upper()
    return re.sub(r"[^\W\d_]+", lambda part: part.group().capitalize(), word)


@cache
def _kinds() -> frozenset[str]:
    return frozenset(word.lower() for word in kind_words())
