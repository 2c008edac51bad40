"""Who was meant by what was typed: a name in any language and any order, a telephone in any form, or a text."""

from __future__ import annotations

from collections.abc import Sequence

from busel.desk.search.free_text import TEXTS
from busel.desk.search.hits import Hit
from busel.desk.search.likeness import SCORES, Reason
from busel.desk.search.named import by_name, is_meant
from busel.desk.search.phones import bearers_of, looks_like_phone
from busel.desk.search.settling import settle
from busel.names.clean import tokens
from busel.names.written import written_name

__all__ = ["SCORES", "Hit", "Reason", "meant_by"]


def meant_by(text: str, *, among: set[int] | None = None) -> Sequence[Hit]:
    """Return everybody who fits what was typed, best first; nobody for nothing. `among`: only these.

    Names come before other texts: whoever looks for a Mira does not want the street. A text with digits is no name.
    """
    if looks_like_phone(text):
        return _each(bearers_of(text), Reason.PHONE, among)
    if any(map(str.isdecimal, text)):
        return _by_text(text, among) or _by_name(_without_numbers(text), among)
    return _by_name(text, among)


def _without_numbers(text: str) -> str:
    """Return the words alone: where nobody is known in that house, the street was meant, not a name near to it."""
    return " ".join(word for word in text.split() if not any(map(str.isdecimal, word)))


def _by_text(text: str, among: set[int] | None) -> list[Hit]:
    return _each(TEXTS.holders(text), Reason.TEXT, among)


def _each(contacts: list[int], reason: Reason, among: set[int] | None) -> list[Hit]:
    return [Hit(id_, SCORES[reason], (reason,)) for id_ in contacts if among is None or id_ in among]


def _by_name(text: str, among: set[int] | None) -> Sequence[Hit]:
    words = tokens(written_name(text))  # "Лук*янаў" is one word
    if not words:
        return []
    settle()
    named = by_name(words, among)
    return named if is_meant(named) else _first(_by_text(text, among), named)


def _first(ones: Sequence[Hit], others: Sequence[Hit]) -> Sequence[Hit]:
    if not ones:
        return others
    there = {hit.contact for hit in ones}
    return [*ones, *(hit for hit in others if hit.contact not in there)]
