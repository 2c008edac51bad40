"""How streets and places are spelt in this zone, in both languages: who asks for one spelling finds the others.

It is learned from the addresses: distinct names in RAM, made when first asked for. A spelling that nobody has any more
stays until the desk ends; it finds nobody.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable

import msgspec
from django.db import connection

from busel.names.clean import tokens
from busel.names.distance import LEAST, nearest
from busel.names.streets import same_street, street_key
from busel.names.wording import skeleton_of, sound_of

_NAMES = ("street_be", "street_ru", "settlement_be", "settlement_ru")
_DISTINCT = " UNION ".join(f"SELECT {name}, '{name[:6]}' FROM workspace_address WHERE {{which}}" for name in _NAMES)
_ALL = _DISTINCT.format(which="1")
_SOME = _DISTINCT.format(which="contact_id IN (SELECT value FROM json_each(?1))")
_TOGETHER = 1000


class Spelt:
    """The zone's names of streets and places."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._streets: dict[tuple[str, str], dict[str, None]] = {}
        self._words: dict[str, dict[str, None]] = {}
        self._changed: set[int] | None = None
        self._lock = threading.Lock()

    def touch(self, contacts: Iterable[int]) -> None:
        """Note that addresses of these contacts may have changed."""
        with self._lock:
            if self._changed is not None:
                self._changed.update(contacts)

    def streets(self, text: str) -> tuple[str, ...]:
        """Return all spellings of the street that a text names, as typed first."""
        self.settle()
        key = street_key(text)
        every = [name for skeleton in key.skeletons for name in self._streets.get((key.kind, skeleton), ())]
        return tuple(dict.fromkeys([text.strip(), *(name for name in every if same_street(text, name))]))

    def meant_streets(self, text: str, *, limit: int = 5) -> tuple[str, ...]:
        """Return streets that a text may mean which names none of here, the likest first: for a person to choose."""
        if len(self.streets(text)) > 1 or not street_key(text).skeleton:
            return ()
        skeletons = sorted({skeleton for _kind, skeleton in self._streets})
        near = nearest(street_key(text).skeleton, skeletons, limit=limit, least=LEAST)
        kinds = dict.fromkeys([street_key(text).kind, *(kind for kind, _skeleton in self._streets)])
        close = [
            next(iter(self._streets.get((kind, skeletons[at]), ())), "") for at, _likeness in near for kind in kinds
        ]
        return tuple(name for name in dict.fromkeys(close) if name and name != text.strip())[:limit]

    def words(self, word: str) -> tuple[str, ...]:
        """Return a clean word and those words of streets and places that say the same in the other language."""
        self.settle()
        key = _of_word(word)
        return tuple(dict.fromkeys([word, *(self._words.get(key, ()) if key else ())]))

    def settle(self) -> None:
        """Learn what is new; the first time all of it, half a second for 113,220 addresses."""
        with self._lock:
            if self._changed is None:
                self._learn(_raw().execute(_ALL))
            changed, self._changed = list(self._changed or ()), set()
            for at in range(0, len(changed), _TOGETHER):
                ids = msgspec.json.encode(changed[at : at + _TOGETHER]).decode()
                self._learn(_raw().execute(_SOME, (ids,)))

    def _learn(self, rows: Iterable[tuple[str, str]]) -> None:
        for name, what in rows:
            for word in tokens(name):
                self._words.setdefault(_of_word(word), {})[word] = None
            if what == "street" and (key := street_key(name)).skeleton:
                for skeleton in key.skeletons:
                    self._streets.setdefault((key.kind, skeleton), {})[name] = None


def _of_word(word: str) -> str:
    return skeleton_of(sound_of(word))


def _raw() -> sqlite3.Connection:
    connection.ensure_connection()
    raw: sqlite3.Connection = connection.connection
    return raw


SPELT = Spelt()
"""The desk's one."""
