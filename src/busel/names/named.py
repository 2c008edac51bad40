"""Names of several words, ranked by how like they are to what somebody typed: streets, and places.

A name is compared in several forms: its words in the order of the alphabet, translated and as they are written, all of
it in one run ("Высокалітоўск", "Высоко-Литовск"), and without what honours a person. Equal numbers are asked for:
"40 лет Победы" is never a slip of the pen for "50 лет Победы".
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from busel.names.distance import nearest
from busel.names.honours import may_be_one
from busel.names.latin import cyrillic
from busel.names.wording import as_russian, number, skeleton_of, sounds_of, written_sounds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

LEAST = 0.9
"""Below this likeness two names of streets or places are not taken for one."""
_SKELETON, _UNSAID, _PART = 0.94, 0.93, 0.72
"""What an equal skeleton is worth; that only one says whose name it is; that one has words more than the other."""
_LETTERS = 0.1
"""The share of the letters themselves beside the sounds: it parts Вишев from Вишов."""
_OTHER_KIND, _OTHER_NUMBER, _OTHER_PERSON, _SLIP = 0.04, 0.4, 0.2, 0.03
_SAME_PERSON = 0.03
_SLIPS = 20
"""So many sounds that a slip of the pen may have made are weighed."""
_BIT = 3
"""A word of a name that is a part of another one has more letters than that."""
_PLAIN = str.maketrans({"і": "и", "ы": "и", "ў": "в", "э": "е", "щ": "шч", "ъ": "", "ь": "", "ґ": "г"})
_SOFT = ((re.compile(r"дз(?=[еёюяи])"), "д"), (re.compile(r"ц(?=[еёюяи])"), "т"))


class Wording(NamedTuple):
    """A name taken apart."""

    words: Sequence[str]
    """Its clean words and numbers, without those that say what it is."""
    kind: str = ""
    bare: Sequence[str] = ()
    """The words without what honours a person."""
    given: tuple[str, ...] = ()
    """Given names or initials of that person."""


class Likely(NamedTuple):
    """A name that somebody may mean."""

    at: int
    """Where it stands among the names."""
    likeness: float


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
            asked,
            chain(self._same(key), self._alike(key, least=least), self._longer_or_shorter(key, least=least)),
            least=least,
        )[:limit]

    def same(self, text: str) -> list[Likely]:
        """Return the names that sound the same or have the same skeleton, the likest first: no slip of the pen."""
        asked = self._read(text)
        return self._ranked(asked, self._same(_Sounds(asked.words).key(asked)), least=0.0)

    def sounding(self, text: str) -> list[int]:
        """Return the names that sound the same in full, or else those that have the same skeleton, in their order."""
        asked = self._read(text)
        forms = _Sounds(asked.words).key(asked).forms
        found = {at for form in forms for at in self._full.by_sound.get(form, ())}
        return sorted(found or {at for form in forms for at in self._full.by_skeleton.get(skeleton(form), ())})

    def _ranked(self, asked: Wording, worth: Iterable[tuple[int, float]], *, least: float) -> list[Likely]:
        found: dict[int, float] = {}
        for at, its in worth:
            found[at] = max(found.get(at, 0.0), its)
        letters = letters_of(asked.words)
        ranked = [Likely(at, _likeness(asked, letters, self._read(self.names[at]), its)) for at, its in found.items()]
        return sorted((one for one in ranked if one.likeness >= least), key=lambda one: (-one.likeness, one.at))

    def _same(self, key: _Key) -> Iterator[tuple[int, float]]:
        for form in key.forms:
            yield from _of(self._full, form, 1.0)
            yield from _of(self._bare, form, _UNSAID)
        if key.bare:
            yield from _of(self._full, key.bare, _UNSAID)
            yield from _of(self._bare, key.bare, _UNSAID)

    def _alike(self, key: _Key, *, least: float) -> Iterator[tuple[int, float]]:
        for form in key.forms[:2]:
            for place, alike in nearest(form, self._sounds, limit=_SLIPS, least=max(0.0, least - _LETTERS)):
                yield from ((at, min(alike, 1.0 - _SLIP)) for at in self._full.by_sound[self._sounds[place]])

    def _longer_or_shorter(self, key: _Key, *, least: float) -> Iterator[tuple[int, float]]:
        """Yield names that have all words of this one, or whose words this one has."""
        mine = set(skeleton(key.forms[0]).split()) if key.forms and least <= _PART else set()
        shared = Counter(at for part in mine if len(part) > _BIT for at in self._by_part.get(part, ()))
        yield from ((at, _PART) for at, count in shared.items() if count in (len(mine), self._lengths[at]))
        if len(mine) > 1:
            yield from ((at, _PART) for part in mine if len(part) > _BIT for at in self._full.by_skeleton.get(part, ()))


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


def letters_of(words: Iterable[str]) -> str:
    """Return the letters of clean words in the order of the alphabet, as far as both languages share them."""
    return " ".join(sorted(_letters(as_russian(word)) for word in words))


def _of(index: _Index, form: str, worth: float) -> Iterator[tuple[int, float]]:
    yield from ((at, worth) for at in index.by_sound.get(form, ()))
    yield from ((at, worth - 1.0 + _SKELETON) for at in index.by_skeleton.get(skeleton(form), ()))


def _likeness(one: Wording, letters: str, other: Wording, worth: float) -> float:
    """Return how like two names are whose sounds are worth so much: letters, kinds, numbers and persons count too."""
    off = _OTHER_KIND if one.kind != other.kind else 0.0
    off += _OTHER_NUMBER if _numbers(one.words) != _numbers(other.words) else 0.0
    if one.given and other.given:
        off += -_SAME_PERSON if may_be_one(one.given, other.given) else _OTHER_PERSON
    same = OSA.normalized_similarity(letters, letters_of(other.words))
    return min(1.0, (1.0 - _LETTERS) * worth + _LETTERS * same - off)


def _numbers(words: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, (number(as_russian(word)) for word in words)))


def _letters(word: str) -> str:
    spelt = (cyrillic(word) if word.isascii() else word).translate(_PLAIN)
    for finds, puts in _SOFT:
        spelt = finds.sub(puts, spelt)
    return spelt
