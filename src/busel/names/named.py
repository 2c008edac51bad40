"""Names of several words, ranked by how like they are to what somebody typed: streets, and places.

A name is looked for in several forms: its words in the order of the alphabet, translated and as they are written, all
of it in one run ("Высокалітоўск", "Высоко-Литовск"), and without what honours a person or parts two places. What is
found so is weighed letter by letter (`by_letters`). Equal numbers are asked for: "40 лет Победы" is never a slip of the
pen for "50 лет Победы".
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from busel.names.by_letters import alike, spelt_all
from busel.names.distance import nearest
from busel.names.honours import may_be_one
from busel.names.wording import as_russian, number, skeleton_of, sounds_of, words_of, written_sounds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

LEAST = 0.84
"""Below this likeness two names of streets or places are not taken for one."""
_SKELETON, _UNSAID, _PART = 0.94, 0.93, 0.72
"""What an equal skeleton is worth; that only one says whose name it is; that one has words more than the other."""
_LETTERS, _SKELETON_LETTERS, _SLIP_LETTERS = 0.2, 0.6, 0.8
"""The share of the letters beside the sounds: of names that sound the same, that have the same skeleton, and others."""
_OTHER_KIND, _OTHER_AREA, _OTHER_NUMBER, _OTHER_PERSON, _SLIP = 0.04, 0.08, 0.4, 0.2, 0.03
_AREAS = frozenset(["region", "district", "council"])
"""Kinds that are no other word for a settlement."""
_SAME_PERSON = 0.03
_FURTHER = 0.1
"""So much less like names may sound than they are in the end."""
_SLIPS = 20
"""So many sounds that a slip of the pen may have made are weighed."""
_BIT = 3
"""A word of a name that is a part of another one has more letters than that."""
_DIGITS = 4
"""What differs less is no difference."""


class Wording(NamedTuple):
    """A name taken apart."""

    words: Sequence[str]
    """Its clean words and numbers, without those that say what it is."""
    kind: str = ""
    bare: Sequence[str] = ()
    """The words without what honours a person, or parts two places ("Новая")."""
    given: tuple[str, ...] = ()
    """Given names or initials of that person, or the skeletons of what parts two places."""


class Likely(NamedTuple):
    """A name that somebody may mean."""

    at: int
    """Where it stands among the names."""
    likeness: float


class _Sign(NamedTuple):
    """That a name may be meant."""

    at: int
    worth: float
    share: float
    """How much its letters count beside that."""


class _Key(NamedTuple):
    """How a name sounds."""

    forms: tuple[str, ...]
    bare: str


class _Index:
    """Which names have a form, by how it sounds and by its skeleton."""

    def __init__(self) -> None:
        self.by_sound: dict[str, tuple[int, ...]] = {}
        self.by_skeleton: dict[str, tuple[int, ...]] = {}

    def add(self, form: str, skeleton: str, at: int) -> None:
        for known, key in ((self.by_sound, form), (self.by_skeleton, skeleton)):
            before = known.get(key, ())
            if not before or before[-1] != at:
                known[key] = (*before, at)


class Named:
    """Names to be found by what somebody typed."""

    def __init__(self, names: Iterable[str], read: Callable[[str], Wording]) -> None:
        """Take names in; where nothing parts two, the first one goes before. `read` takes a name apart."""
        self.names, self._read = list(names), read
        self._full, self._bare = _Index(), _Index()
        self._by_part: dict[str, tuple[int, ...]] = {}
        self._lengths: dict[int, int] = {}
        worded = list(map(read, self.names))
        sounds = _Sounds(word for one in worded for word in one.words)
        for at, one in enumerate(worded):
            key = sounds.key(one)
            for form in key.forms:
                self._full.add(form, sounds.skeleton(form), at)
            if key.bare:
                self._bare.add(key.bare, sounds.skeleton(key.bare), at)
            parts = sounds.skeleton(key.forms[0]).split() if key.forms else []
            if len(parts) > 1:
                self._lengths[at] = len(parts)
            for part in dict.fromkeys(parts) if len(parts) > 1 else ():
                self._by_part[part] = (*self._by_part.get(part, ()), at)
        self._sounds = list(self._full.by_sound)

    def nearest(self, text: str, *, limit: int = 10, least: float = LEAST) -> list[Likely]:
        """Return the names that are most like what was typed, the likest first."""
        asked = self._read(text)
        key = _Sounds(asked.words).key(asked)
        return self._ranked(
            text,
            asked,
            chain(self._same(key), self._alike(key, least=least), self._longer_or_shorter(key, least=least)),
            least=least,
        )[:limit]

    def same(self, text: str) -> list[Likely]:
        """Return the names that sound the same or have the same skeleton, the likest first: no slip of the pen."""
        asked = self._read(text)
        return self._ranked(text, asked, self._same(_Sounds(asked.words).key(asked)), least=0.0)

    def sounding(self, text: str) -> list[int]:
        """Return the names that sound the same in full, or else those that have the same skeleton, in their order."""
        asked = self._read(text)
        forms = _Sounds(asked.words).key(asked).forms
        found = {at for form in forms for at in self._full.by_sound.get(form, ())}
        return sorted(found or {at for form in forms for at in self._full.by_skeleton.get(skeleton(form), ())})

    def _ranked(self, text: str, asked: Wording, signs: Iterable[_Sign], *, least: float) -> list[Likely]:
        found: dict[int, list[_Sign]] = {}
        for sign in signs:
            found.setdefault(sign.at, []).append(sign)
        others = [self._read(self.names[at]) for at in found]
        typed, *meant = spelt_all([asked.words, *(one.words for one in others)])
        ranked = [
            Likely(at, _likeness(asked, other, alike(typed, spelt), its))
            for (at, its), other, spelt in zip(found.items(), others, meant, strict=True)
        ]
        near = [one for one in ranked if one.likeness >= least]
        near.sort(key=lambda one: (-round(one.likeness, _DIGITS), _apart(text, self.names[one.at]), one.at))
        return [Likely(one.at, min(1.0, one.likeness)) for one in near]

    def _same(self, key: _Key) -> Iterator[_Sign]:
        for form in key.forms:
            yield from _of(self._full, form)
            yield from _of(self._bare, form, _UNSAID)
        if key.bare:
            yield from _of(self._full, key.bare, _UNSAID)
            yield from _of(self._bare, key.bare, _UNSAID)

    def _alike(self, key: _Key, *, least: float) -> Iterator[_Sign]:
        for form in key.forms[:2]:
            for place, near in nearest(form, self._sounds, limit=_SLIPS, least=max(0.0, least - _FURTHER)):
                sound, worth = self._sounds[place], min(near, 1.0 - _SLIP)
                yield from (_Sign(at, worth, _SLIP_LETTERS) for at in self._full.by_sound[sound])

    def _longer_or_shorter(self, key: _Key, *, least: float) -> Iterator[_Sign]:
        """Yield names that have all words of this one, or whose words this one has."""
        mine = set(skeleton(key.forms[0]).split()) if key.forms and least <= _PART else set()
        shared = Counter(at for part in mine if len(part) > _BIT for at in self._by_part.get(part, ()))
        yield from (
            _Sign(at, _PART, _LETTERS) for at, count in shared.items() if count in (len(mine), self._lengths[at])
        )
        if len(mine) > 1:
            yield from (
                _Sign(at, _PART, _LETTERS)
                for part in mine
                if len(part) > _BIT
                for at in self._full.by_skeleton.get(part, ())
            )


class _Sounds:
    """The sounds and skeletons of some words, made at once."""

    def __init__(self, words: Iterable[str]) -> None:
        every = dict.fromkeys(words)
        self._translated: Mapping[str, str] = sounds_of(every)
        self._written: Mapping[str, str] = written_sounds_of(every)
        self._skeletons: dict[str, str] = {}

    def key(self, one: Wording) -> _Key:
        translated = [self._translated[word] for word in one.words]
        written = [self._written[word] for word in one.words]
        full = " ".join(sorted(translated))
        core = " ".join(sorted(self._translated[word] for word in one.bare))
        forms = (full, " ".join(sorted(written)), "".join(translated))
        return _Key(tuple(dict.fromkeys(filter(None, forms))), core if core != full else "")

    def skeleton(self, form: str) -> str:
        words = form.split()
        for word in words:
            if word not in self._skeletons:
                self._skeletons[word] = skeleton_of(word)
        return " ".join(sorted(self._skeletons[word] for word in words))


def sounds_as(one: Wording) -> str:
    """Return how a name sounds, its words translated and in the order of the alphabet."""
    return " ".join(sorted(sounds_of(one.words)[word] for word in one.words))


def skeleton(form: str) -> str:
    """Return the skeletons of the words of a form, in the order of the alphabet."""
    return " ".join(sorted(map(skeleton_of, form.split())))


def _of(index: _Index, form: str, worth: float = 1.0) -> Iterator[_Sign]:
    sure, nearly = (_LETTERS, _SKELETON_LETTERS) if worth == 1.0 else (0.0, 0.0)
    yield from (_Sign(at, worth, sure) for at in index.by_sound.get(form, ()))
    yield from (_Sign(at, worth - 1.0 + _SKELETON, nearly) for at in index.by_skeleton.get(skeleton(form), ()))


def _likeness(one: Wording, other: Wording, letters: float, signs: Iterable[_Sign]) -> float:
    """Return how like two names are: sounds and letters; kinds, numbers and persons count too."""
    kinds = {one.kind, other.kind}
    off = 0.0 if len(kinds) == 1 else _OTHER_AREA if _AREAS & kinds else _OTHER_KIND
    off += _OTHER_NUMBER if _numbers(one.words) != _numbers(other.words) else 0.0
    if one.given and other.given:
        off += -_SAME_PERSON if may_be_one(one.given, other.given) else _OTHER_PERSON
    return max((1.0 - sign.share) * sign.worth + sign.share * letters for sign in signs) - off


def _apart(typed: str, name: str) -> tuple[int, int]:
    """Return in how many letters names differ, translated and as they stand, that nothing else parts."""
    if typed.isascii() != name.isascii():
        return 0, 0
    return OSA.distance(*(" ".join(map(as_russian, words_of(one))) for one in (typed, name))), OSA.distance(typed, name)


def _numbers(words: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, (number(as_russian(word)) for word in words)))
