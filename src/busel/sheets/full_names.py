"""A whole name in one cell: "Ковалёв Сергей Иванович", "Сяргей Кавалёў", "Ковалёв С. И." -> its three parts."""

from __future__ import annotations

import re
from functools import cache

from busel.sheets.appearance import is_given, is_patronymic

_INITIAL = re.compile(r"[^\W\d_]\.?")
_MOST_PARTS = 3


@cache
def split_full_name(text: str) -> tuple[str, str, str]:
    """Return (family, given, patronymic); "" for what is not there.

    A patronymic tells where the given name stands, a known given name tells the order of two words, initials belong to
    the one long word. Where nothing tells, lists here have the family name first.
    """
    words = text.replace(".", ". ").replace(",", " ").split()
    initials = [word for word in words if _INITIAL.fullmatch(word)]
    if initials and len(initials) < len(words):
        return _with_initials([word for word in words if word not in initials], initials)
    for at, word in enumerate(words):
        if at and is_patronymic(word) and len(words) > 1:
            return _around(words, at)
    return _in_order(words)


def _with_initials(long: list[str], initials: list[str]) -> tuple[str, str, str]:
    given, patronymic = (*initials, "")[:2]
    if len(long) > 1 and is_given(long[-1]):
        return " ".join(long[:-1]), long[-1], initials[0]
    return " ".join(long), given, patronymic


def _around(words: list[str], at: int) -> tuple[str, str, str]:
    """Take the word before the patronymic as the given name and the rest, on whatever side, as the family name.

    "Марыя Міцкевіч" has a family name that ends like a patronymic: of two words the second one is a family name.
    """
    if len(words) == 2:  # noqa: PLR2004 - two words
        return _in_order(words)
    return " ".join(words[: at - 1] + words[at + 1 :]), words[at - 1], words[at]


def _in_order(words: list[str]) -> tuple[str, str, str]:
    if len(words) == 1:
        return ("", words[0], "") if is_given(words[0]) else (words[0], "", "")
    if len(words) == 2:  # noqa: PLR2004 - two words
        return _of_two(*words)
    family, given, *rest = words or [""] * _MOST_PARTS
    return family, given, " ".join(rest)


def _of_two(first: str, second: str) -> tuple[str, str, str]:
    if is_given(first) and is_patronymic(second) and second.lower().endswith("на"):
        return "", first, second
    if is_given(first) and not is_given(second):
        return second, first, ""
    return first, second, ""
