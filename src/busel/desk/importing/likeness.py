"""Whether two people with one telephone, one id or one birth day may be the same: by the sound of their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from busel.contacts.former import formers_in
from busel.desk.search.names import NAMES
from busel.names.clean import tokens
from busel.names.keys import key_tokens
from busel.names.own_forms import NO_FORMS, OwnForms

_FAMILY = ("family_be", "family_ru")
_GIVEN = ("given_be", "given_ru")
_PATRONYMIC = ("patronymic_be", "patronymic_ru")


class Sound(msgspec.Struct, frozen=True, gc=False):
    """How one name sounds, whatever language it is spelt in: one object for each distinct spelling."""

    k1: str
    k2: str
    ids: frozenset[str]
    """The given names that it may stand for."""
    is_initial: bool

    def agrees(self, other: Sound) -> bool:
        """May both be the same name? An initial agrees with every name that begins so."""
        if self.is_initial or other.is_initial:
            return self.k1[:1] == other.k1[:1]
        return self.k2 == other.k2 or not self.ids.isdisjoint(other.ids)


class Person(msgspec.Struct, frozen=True, gc=False):
    """What a person is told apart by. Each name in Belarusian and in Russian, as far as known.

    `gc=False`: there are as many of them as people, and looking through them for cycles cost a third of the planning.
    """

    families: tuple[Sound, ...]
    """Those of before, too: who has married is known by either."""
    givens: tuple[Sound, ...]
    patronymics: tuple[Sound, ...]
    birth: str

    def may_be(self, other: Person) -> bool:
        """May both be one person, if they share a telephone? Family names agree, nothing else contradicts.

        A husband and a wife share family name and telephone: given names that are known must agree.
        """
        if self.families or other.families:
            agree = _agree(self.families, other.families)
        else:
            agree = _agree(self.givens, other.givens) or not (self.givens or other.givens)
        return agree and not self.is_contradicted_by(other)

    def whole_names(self) -> set[str]:
        """Return family name and given name as they sound, in each form that is known; nothing for initials."""
        givens = {one for sound in self.givens if not sound.is_initial for one in sound.ids or (sound.k1,)}
        return {f"{family.k1} {given}" for family in self.families if not family.is_initial for given in givens}

    def may_be_namesake(self, other: Person) -> bool:
        """May somebody whose whole name sounds the same be one person? Patronymics and birth do not contradict."""
        told, known = self.birth, other.birth
        born_alike = told.startswith(known) or known.startswith(told)
        return born_alike and not self.is_contradicted_by(other)

    def is_contradicted_by(self, other: Person) -> bool:
        """Are given names or patronymics known of both, and different?"""
        return _contradict(self.givens, other.givens) or _contradict(self.patronymics, other.patronymics)

    def is_named_alike(self, other: Person) -> bool:
        """Is the whole name the same? Where only a year of birth is known, the patronymics must tell it too."""
        told = len(self.birth) == len("1960-02-29") or _agree(self.patronymics, other.patronymics)
        families = {sound.k1 for sound in self.families} & {sound.k1 for sound in other.families}
        same = bool(families) and _agree(self.givens, other.givens) and not self.is_contradicted_by(other)
        return told and same and self.birth == other.birth


def _agree(mine: tuple[Sound, ...], theirs: tuple[Sound, ...]) -> bool:
    return any(one.agrees(other) for one in mine for other in theirs)


def _contradict(mine: tuple[Sound, ...], theirs: tuple[Sound, ...]) -> bool:
    return bool(mine and theirs) and not _agree(mine, theirs)


class Sounds:
    """The sounds of all spellings that were met. New ones are keyed many at a time: that is ten times as fast."""

    def __init__(self, own: OwnForms = NO_FORMS) -> None:
        """Take the short forms of given names that the organisation added."""
        self._of: dict[str, Sound] = {}
        self._own = own
        self._both: dict[tuple[str, str], tuple[Sound, ...]] = {}
        """A name in both languages -> its sounds: people who bear it share one object."""

    def learn(self, spellings: Iterable[str]) -> None:
        """Key what is new among these names."""
        new = {spelling: tokens(spelling) for spelling in set(spellings) if spelling and spelling not in self._of}
        words = {word for found in new.values() for word in found}
        known = {word: keyed for word in words if (keyed := NAMES.keyed.get(word)) is not None}
        known |= {keyed.token: keyed for keyed in key_tokens(sorted(words - known.keys()))}
        for spelling, found in new.items():
            k1 = " ".join(known[word].k1 for word in found)
            k2 = " ".join(known[word].k2 for word in found)
            self._of[spelling] = Sound(k1, k2, self._own.given_ids(k1), len("".join(found)) == 1)

    def person(self, fields: Mapping[str, str]) -> Person:
        """Return what a contact's fields tell a person apart by. Their names were learnt."""
        families = self._sounds(fields, _FAMILY)
        if formers := fields.get("former_family"):
            families += tuple(self._of[name] for name in formers_in(formers) if self._of[name].k1)
        return Person(
            families,
            self._sounds(fields, _GIVEN),
            self._sounds(fields, _PATRONYMIC),
            fields.get("birth", ""),
        )

    def _sounds(self, fields: Mapping[str, str], names: tuple[str, str]) -> tuple[Sound, ...]:
        both = (fields.get(names[0], ""), fields.get(names[1], ""))
        found = self._both.get(both)
        if found is None:
            known = [self._of[value] for value in both if value]
            found = self._both[both] = tuple(sound for sound in known if sound.k1)
        return found
