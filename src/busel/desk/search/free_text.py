"""Free text: words of notes, addresses, e-mails and of what happened, in an index that is built once people can work.

It is a full-text table of the workspace: in RAM, and nothing of it is ever stored. Building it for 113,220 people takes
two seconds, aside; until then `ready` is false, and the pages say so.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import time
import unicodedata
from collections.abc import Iterable

import msgspec
from django.db import connection

from busel.desk.search.spelt import SPELT

SHORTEST = 3
"""A query needs one word that is at least so long: shorter ones begin very many."""
TEXT_KINDS = ("contact", "address", "email", "activity", "messenger")
"""The kinds of records whose texts are in the index."""
_TOGETHER = 1000
_BREATH_SECONDS = 0.005
"""Between the parts, so that who writes meanwhile gets in."""
_WORD = re.compile(r"[^\W_]+")
_TABLES = """
DROP TABLE IF EXISTS workspace_words;
DROP TABLE IF EXISTS workspace_text;
CREATE VIRTUAL TABLE workspace_words
  USING fts5(words, tokenize='unicode61 remove_diacritics 2', content='', detail=none, columnsize=0);
CREATE TABLE workspace_text (number INTEGER PRIMARY KEY AUTOINCREMENT, contact_id bigint NOT NULL);
CREATE INDEX text_contact ON workspace_text (contact_id);
"""
"""Texts are numbered as they come: short numbers take a third of the room of the contacts' random ones.

What changed gets a new number; a text whose number is no longer here is not found, though its words stay in the index.
"""
HOLDERS = (
    "SELECT t.contact_id FROM workspace_words JOIN workspace_text t ON t.number = workspace_words.rowid"
    " WHERE workspace_words MATCH ?"
)
"""Selects whose texts hold what `FreeText.asked` returned."""
_NEXT = "SELECT max(rowid) FROM (SELECT rowid FROM workspace_contact WHERE rowid > ? ORDER BY rowid LIMIT ?)"
_LAST = "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'workspace_text'"
_NUMBER = "INSERT INTO workspace_text (contact_id) SELECT c.id FROM workspace_contact c WHERE"
_FORGET = "DELETE FROM workspace_text WHERE contact_id IN (SELECT value FROM json_each(?))"


def _texts(table: str, *columns: str) -> str:
    text = " || ' ' || ".join(f"r.{column}" for column in columns)
    return f"COALESCE((SELECT GROUP_CONCAT({text}, ' ') FROM {table} r WHERE r.contact_id = c.id), '')"


_ADDRESS = ("settlement_be", "settlement_ru", "street_be", "street_ru", "house", "postcode")
_WORDS = " || ' ' || ".join(
    (
        "c.notes",
        "c.source",
        _texts("workspace_address", *_ADDRESS),
        _texts("workspace_email", "address"),
        _texts("workspace_activity", "subject", "outcome", "details"),
        _texts("workspace_messenger", "name"),
    )
)
_TAKE_IN = (
    "INSERT INTO workspace_words (rowid, words)"
    f" SELECT t.number, REPLACE(REPLACE({_WORDS}, 'ё', 'е'), 'Ё', 'Е')"
    " FROM workspace_text t JOIN workspace_contact c ON c.id = t.contact_id WHERE t.number > ?"
)


class FreeText:
    """The index of this desk, and which contacts have changed since it looked at them."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything: for tests and the command line; a desk's end is its process's end."""
        SPELT.clear()
        self.ready = False
        self._building = threading.Lock()
        self._noting = threading.Lock()
        self._changed: set[int] | None = None
        """None as long as nothing is built: then there is nothing to note."""

    def touch(self, contacts: Iterable[int]) -> None:
        """Note that texts of these contacts changed, or that they are gone."""
        contacts = list(contacts)
        SPELT.touch(contacts)
        with self._noting:
            if self._changed is not None:
                self._changed.update(contacts)

    def make_ready(self) -> None:
        """Build the index, some thousand people at a time, unless it stands; who comes meanwhile waits for it."""
        with self._building:
            if self.ready:
                return
            raw = _raw()
            raw.executescript(_TABLES)
            self._changed, at = set(), 0
            while (end := raw.execute(_NEXT, (at, _TOGETHER)).fetchone()[0]) is not None:
                with raw:
                    raw.execute("BEGIN IMMEDIATE")
                    _take_in(raw, "c.rowid > ? AND c.rowid <= ?", (at, end))
                at = end
                time.sleep(_BREATH_SECONDS)
            SPELT.settle()
            self.ready = True

    def holders(self, query: str) -> list[int]:
        """Return the contacts with all words of a query in their texts, each as the beginning of one."""
        asked = self.asked(query)
        return [row[0] for row in _raw().execute(HOLDERS, (asked,))] if asked else []

    def asked(self, query: str) -> str:
        """Return what the index is asked for a query, once it is as new as the workspace; "" for nothing."""
        if not self.ready or not (words := _words_of(query)):
            return ""
        self.settle()
        try:
            _raw().execute(f"{HOLDERS} LIMIT 1", (words,)).fetchall()
        except sqlite3.OperationalError as error:
            if str(error).startswith("fts5"):  # a sign that Python calls a letter and SQLite does not
                return ""
            raise
        return words

    def settle(self) -> None:
        """Look at who changed since. Cheap when it is nobody."""
        if not self.ready:
            return
        with self._noting:
            changed, self._changed = sorted(self._changed or ()), set()  # in the order of the indexes
        for at in range(0, len(changed), _TOGETHER):
            _take_anew(_raw(), changed[at : at + _TOGETHER])


def _take_anew(raw: sqlite3.Connection, contacts: list[int]) -> None:
    ids = (msgspec.json.encode(contacts).decode(),)
    with raw:
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(_FORGET, ids)
        _take_in(raw, "c.id IN (SELECT value FROM json_each(?))", ids)


def _take_in(raw: sqlite3.Connection, which: str, values: tuple[object, ...]) -> None:
    [(last,)] = raw.execute(_LAST)
    raw.execute(f"{_NUMBER} {which}", values)
    raw.execute(_TAKE_IN, (last,))


def _words_of(query: str) -> str:
    words = _WORD.findall(unicodedata.normalize("NFC", query).lower().replace("ё", "е"))
    if max(map(len, words), default=0) < SHORTEST:
        return ""
    return " AND ".join(map(_any_spelling, words))


def _any_spelling(word: str) -> str:
    """Return what finds a word's beginning, or the word as a street or a place has it in the other language."""
    others = [other.replace("ё", "е") for other in SPELT.words(word)[1:]] if len(word) >= SHORTEST else []
    return " OR ".join([f'"{word}"*', *(f'"{other}"' for other in others)]).join(("(", ")"))


def _raw() -> sqlite3.Connection:
    connection.ensure_connection()
    raw: sqlite3.Connection = connection.connection
    return raw


TEXTS = FreeText()
"""The desk's one index."""
