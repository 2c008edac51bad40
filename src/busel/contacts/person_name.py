"""A person's name in Belarusian and in Russian, and how one column of a list becomes its parts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from busel.contacts.given_standing import likelier
from busel.names.keys import k1
from busel.names.own_forms import NO_FORMS
from busel.names.words import language_of, patronymic_sex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from busel.contacts.records import Contact
    from busel.names.own_forms import OwnForms

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_INITIAL = re.compile(r"([^\W\d_])\.\s*(?=[^\W\d_])")
_WORDS_OF_A_FULL_NAME = 3
_FEWEST_TELL, _MOST_TELL = 4, 0.9
"""So many names of a list must tell its order, and so many of them the same one."""


@dataclass(frozen=True)
class NameParts:
    """One name in one language: family name, given name, patronymic; each may be missing or an initial ("С.")."""

    family: str = ""
    given: str = ""
    patronymic: str = ""
    is_sure: bool = True
    """Whether the parts could be told apart by more than their order."""

    @property
    def language(self) -> str:
        """The language it is spelt in: "be", "ru" or "" for undecided."""
        return language_of(self.full)

    @property
    def full(self) -> str:
        """Family name, given name, patronymic."""
        return " ".join(filter(None, (self.family, self.given, self.patronymic)))

    @property
    def short(self) -> str:
        """Family name and initials: "Ковалёв С. И."; the given name where there is no family name."""
        if not self.family:
            return self.full
        return " ".join([self.family, *(f"{part[0]}." for part in (self.given, self.patronymic) if part)])

    @property
    def address(self) -> str:
        """Given name and patronymic, as a letter greets: "Сергей Иванович"."""
        return " ".join(filter(None, (self.given, self.patronymic)))

    @property
    def is_whole(self) -> bool:
        """Whether both family name and given name are known."""
        return bool(self.family and self.given)


@dataclass(frozen=True)
class PersonName:
    """What a person is called: in Belarusian, in Russian, or in both, and a nickname."""

    be: NameParts
    ru: NameParts
    nickname: str = ""
    former: str = ""
    """Surnames of before, with commas between."""

    @classmethod
    def of(cls, contact: Contact) -> PersonName:
        """Return the name of a contact."""
        return cls(
            NameParts(contact.family_be, contact.given_be, contact.patronymic_be),
            NameParts(contact.family_ru, contact.given_ru, contact.patronymic_ru),
            contact.nickname,
            contact.former_family,
        )

    def parts(self, language: str) -> NameParts:
        """Return the name in one language: the asked one, unless only the other is whole or known at all."""
        asked, other = (self.ru, self.be) if language == "ru" else (self.be, self.ru)
        return max((asked, other), key=lambda parts: (parts.is_whole, bool(parts.full), parts is asked))

    def shown(self, language: str) -> str:
        """Return the full name in "be" or "ru" (Belarusian for English pages), else the other's, else the nickname."""
        return self.parts(language).full or self.nickname

    def initials(self, language: str) -> str:
        """Return family name and initials, as `shown` chooses."""
        return self.parts(language).short or self.nickname

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known that the person is called by."""
        return not (self.be.full or self.ru.full or self.nickname)


def split_name(text: str, order: str = "", *, usual: str = "", own: OwnForms = NO_FORMS) -> NameParts:
    """Return the parts of a name that stands in one column: "Ковалёв С. И.", "Сергей Иванович Ковалёв".

    Remarks in brackets are left out. Nothing else is lost: what has no place of its own stays in the family name.
    `order`: "family" or "given", which of them stands first; without it each name is looked at. `usual` is the order of
    the list, for a name that does not tell its own. `own`: short forms that the organisation added.
    """
    words = _INITIAL.sub(r"\1. ", _ASIDE.sub(" ", text)).replace(",", " ").split()
    if order and words:
        return _by_initials(words) or _in_order(words, order)
    found = _by_initials(words) or _by_patronymic(words, own) or _by_given_name(words, own)
    if found is not None or not words:
        return found or NameParts()
    if usual and len(words) > 1:
        return _in_order(words, usual)
    return _by_standing(words, own) or replace(_family_first(words), is_sure=False)


def _in_order(words: list[str], order: str) -> NameParts:
    return _family_first(words) if order == "family" else _given_first(words)


def _family_first(words: list[str]) -> NameParts:
    return NameParts(words[0], " ".join(words[1:2]), " ".join(words[2:]))


def _given_first(words: list[str]) -> NameParts:
    """Read "Сергей Ковалёв" and "Сергей Иванович Ковалёв"; of more words the last ones are the family name."""
    at = 2 if len(words) > 2 and patronymic_sex(words[1]) else 1  # noqa: PLR2004 - a family name stands behind it
    return NameParts(" ".join(words[at:]), words[0], " ".join(words[1:at]))


def _by_initials(words: list[str]) -> NameParts | None:
    """Read "Ковалёв С. И." and "С. И. Ковалёв"."""
    initials = [word for word in words if _is_initial(word)]
    family = " ".join(word for word in words if not _is_initial(word))
    if not family or not 1 <= len(initials) <= 2 or " " in family:  # noqa: PLR2004  # given name and patronymic
        return None
    return NameParts(family, initials[0], " ".join(initials[1:]))


def _is_initial(word: str) -> bool:
    return len(word.rstrip(".")) == 1 and word[0].isalpha() and (word.endswith(".") or word.isupper())


def _by_patronymic(words: list[str], own: OwnForms) -> NameParts | None:
    """Read three words and more: a patronymic and before it the given name; two words if neither is a family name."""
    places = [at for at, word in enumerate(words) if at and patronymic_sex(word)]
    if not places:
        return None
    if len(words) == _WORDS_OF_A_FULL_NAME - 1:
        return NameParts("", words[0], words[1]) if _is_given(words[0], own) and not _is_male_ending(words[1]) else None
    at = max(places, key=lambda place: (_is_given(words[place - 1], own), place))
    return NameParts(" ".join(words[: at - 1] + words[at + 1 :]), words[at - 1], words[at])


def _is_male_ending(word: str) -> bool:
    """Say whether it may be a surname as well: Іванавіч is, Іванаўна is not."""
    return patronymic_sex(word) == "m"


def _by_given_name(words: list[str], own: OwnForms) -> NameParts | None:
    """Read one or two words of which exactly one is a given name that the table knows."""
    if not words or len(words) >= _WORDS_OF_A_FULL_NAME:
        return None
    known = [_is_given(word, own) for word in words]
    if known.count(True) != 1:
        return None
    given = words[known.index(True)]
    return NameParts(" ".join(word for word in words if word is not given), given)


def _by_standing(words: list[str], own: OwnForms) -> NameParts | None:
    """Read two words that are given names both, where one is the likelier one."""
    if len(words) != _WORDS_OF_A_FULL_NAME - 1:
        return None
    given, is_sure = likelier(words[0], words[1], own)
    return NameParts(words[1] if given == words[0] else words[0], given, is_sure=is_sure) if given else None


def _is_given(word: str, own: OwnForms) -> bool:
    return bool(own.given_ids(k1(word)))


def usual_order(cells: Iterable[str], own: OwnForms = NO_FORMS) -> str:
    """Return in which order a column writes names, "family" or "given", by those that tell; "" where they disagree."""
    told = [_order_told(cell.split()[0], split_name(cell, own=own)) for cell in cells if len(cell.split()) > 1]
    votes = Counter(filter(None, told))
    order, most = votes.most_common(1)[0] if votes else ("", 0)
    return order if most >= _FEWEST_TELL and most >= _MOST_TELL * votes.total() else ""


def _order_told(first: str, name: NameParts) -> str:
    if not name.is_sure or not name.is_whole or _is_initial(name.given):
        return ""
    return "given" if first == name.given else "family"
