"""Short forms of given names that an organisation adds to the table: Гедзя for Гедымін, Бэці for Лізавета.

Nothing here is global: whoever looks for names hands over the forms that count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from busel.names.clean import clean
from busel.names.given import counterpart, given_ids, names_of
from busel.names.keys import k1, key_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

_NONE: frozenset[str] = frozenset()


class OwnForms:
    """The table of given names with forms that were added. A name that the table lacks is known by being named."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        """Take pairs of single words: a short form, and the name that it stands for."""
        written = list(pairs)
        keys = [keyed.k1 for keyed in key_tokens([clean(word) for pair in written for word in pair])]
        self._meant: dict[str, frozenset[str]] = {}
        self._sounds: dict[str, dict[str, None]] = {}
        self._short = frozenset(keys[::2])
        foreign: dict[str, str] = {}
        for (_form, name), of_form, of_name in zip(written, keys[::2], keys[1::2], strict=True):
            known = whole_names(name, of_name)
            meant = known or frozenset({foreign.setdefault(of_name, name)})
            self._add(of_form, meant)
            if not known:
                self._add(of_name, meant)

    def _add(self, sound: str, names: frozenset[str]) -> None:
        if not sound:
            return
        self._meant[sound] = self._meant.get(sound, _NONE) | names
        for name in names:
            self._sounds.setdefault(name, {})[sound] = None

    def added(self, of_k1: str) -> frozenset[str]:
        """Return the names that a word with this K1 stands for by what was added alone."""
        return self._meant.get(of_k1, _NONE)

    def is_short(self, of_k1: str) -> bool:
        """Was a word with this K1 added as a short form?"""
        return of_k1 in self._short

    def given_ids(self, of_k1: str) -> frozenset[str]:
        """Return what `given.given_ids` does, and what was added."""
        return given_ids(of_k1) | self.added(of_k1)

    def names_of(self, word: str, of_k1: str) -> frozenset[str]:
        """Return what `given.names_of` does, and what was added."""
        return names_of(word, of_k1) | self.added(of_k1)

    def meant(self, word: str) -> frozenset[str]:
        """Return what `names_of` does, for a word whose K1 nobody has at hand."""
        if not self._short:
            return names_of(word)
        return self.names_of(word, k1(word))

    def sounds_of(self, names: Iterable[str]) -> Iterable[str]:
        """Return the K1 of the forms that were added for any of these names."""
        return dict.fromkeys(sound for name in sorted(names) for sound in self._sounds.get(name, ()))


def whole_names(name: str, of_k1: str) -> frozenset[str]:
    """Return the names of the table whose whole form a word is; for a pet name, those that it may stand for."""
    found = names_of(name, of_k1)
    whole = frozenset(one for one in found if clean(name) in {clean(one), clean(counterpart(one, "ru"))})
    return whole or found


NO_FORMS = OwnForms()
