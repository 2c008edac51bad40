"""How well places and streets are found in the other language, in Latin letters and with typos.

Beside ready-made libraries, on the pairs of the folder BUSEL_NAMES. The haystack is theirs; once more filled up with
villages of the gazetteer, drawn by a hash, to as many as the reach is told for, and with all villages. Left out are
those that are known to be a place of the pairs: it would be written in two ways ("Бол." for "Большая"). A typo is asked
of names of one word. Half of the pairs is reported apart; the table of translated words was begun on both halves.
"""

from __future__ import annotations

import hashlib
import statistics
import time
from typing import TYPE_CHECKING

from bench import name_pairs
from bench.name_pairs import Question, Questions, is_aside, misspelt
from bench.names_reach import rows_of
from bench.table import Row, row, share_row
from busel.names.gazetteer import gazetteer, worded
from busel.names.named import Named
from busel.names.place_spelling import suggested_street
from busel.names.places import meant_settlements
from busel.names.streets import worded as street_worded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from busel.names.named import Wording
    from busel.names.spelling import Language

_BELARUSIAN = "абвгдежзійклмнопрстуўфхцчшыэюя"
REACHES = {"place be → ru": (0.97, None), "street be → ru": (0.95, None)}
_REACH_AMONG = 4_083
_LEAST = 0.5
_TIMED = 200


def run() -> list[Row]:
    """Return the rows; one that says so where the pairs are not here."""
    if not name_pairs.FOLDER:
        return [row("places: not measured, BUSEL_NAMES names no folder of pairs", 0, "share")]
    rows = [one for questions in _places() for one in _rows(questions, worded)]
    rows += [one for questions in _streets() for one in _rows(questions, street_worded)]
    return [*rows, *_suggestions("ru"), *_suggestions("be"), _time_of_a_typo()]


def _places() -> list[Questions]:
    ways = (("be", "ru"), ("ru", "be"), ("latin", "be"), ("latin", "ru"))
    straight = [_questions("place", way) for way in ways]
    among_all = _crowded(straight[0])
    return [*straight, _crowded(straight[0], to=_REACH_AMONG), among_all, *map(_with_typos, (straight[0], among_all))]


def _crowded(questions: Questions, *, to: int | None = None) -> Questions:
    """Return the same questions to a haystack with villages in it, all or up to so many names."""
    asked = {_loose(one.typed) for one in questions.asked}
    known = {_loose(name) for one in questions.asked for name in one.right}
    others = [one.ru for one in gazetteer().places if _loose(one.be) not in asked and _loose(one.ru) not in known]
    more = _shuffled(others)[: None if to is None else to - len(questions.haystack)]
    haystack = _shuffled([*questions.haystack, *more])
    beside = "all villages" if to is None else "villages"
    return Questions(f"place be → ru with {beside} among {len(haystack):,}", questions.asked, haystack)


def _streets() -> list[Questions]:
    straight = [_questions("street", way) for way in (("be", "ru"), ("ru", "be"))]
    return [*straight, _with_typos(straight[0])]


def _rows(questions: Questions, read: Callable[[str], Wording]) -> list[Row]:
    named = Named(questions.haystack, read)

    def find(typed: str, limit: int) -> list[int]:
        return [one.at for one in named.nearest(typed, limit=limit, least=_LEAST)]

    what, _, _ = questions.what.replace(" with villages", "").partition(" among")
    return rows_of(questions, find, REACHES.get(what, (None, None)))


def _questions(what: str, way: tuple[str, str]) -> Questions:
    typed, meant = way
    pairs = name_pairs.rows(f"{what}s.tsv")
    right: dict[str, set[str]] = {}
    for pair in pairs:
        for name in _names(pair, typed):
            right.setdefault(name, set()).update(_names(pair, meant))
    haystack = _shuffled(name for pair in pairs for name in _names(pair, meant)[:1])
    asked = [Question(name, frozenset(names), is_aside(min(names))) for name, names in right.items()]
    ways = {"be": "be", "ru": "ru", "latin": "Latin"}
    return Questions(f"{what} {ways[typed]} → {ways[meant]} among {len(haystack):,}", asked, haystack)


def _names(pair: dict[str, str], language: str) -> list[str]:
    return [name for name in [*pair[language].split("|"), *pair.get(f"{language}_alt", "").split("|")] if name]


def _suggestions(to: Language) -> list[Row]:
    """Return which share of the streets' suggestions is right to the letter, by how sure we say that they are."""
    of = "be" if to == "ru" else "ru"
    by_confidence: dict[float, list[bool]] = {}
    for pair in name_pairs.rows("streets.tsv"):
        one = suggested_street(pair[of], to=to) if is_aside(pair["ru"]) else None
        if one is not None:
            right = {_loose(name) for name in _names(pair, to)}
            by_confidence.setdefault(one.confidence, []).append(_loose(one.text) in right)
    what = f"street {of} → {to} suggested, kept aside"
    return [
        share_row(f"{what}: right of {len(right)} said to be {sure:.0%} sure", statistics.fmean(right))
        for sure, right in sorted(by_confidence.items(), reverse=True)
    ]


def _loose(text: str) -> str:
    return text.lower().replace("ё", "е").replace("’", "'")


def _shuffled(names: Iterable[str]) -> list[str]:
    """Return the names once each, in an order that favours nobody."""
    return sorted(set(names), key=lambda name: hashlib.blake2b(name.encode()).digest())


def _with_typos(questions: Questions) -> Questions:
    asked = [
        one._replace(typed=misspelt(one.typed.lower(), _BELARUSIAN))
        for one in questions.asked
        if one.typed.isalpha() and len(one.typed) > len("Мір")
    ]
    return Questions(questions.what.replace(" among", " with a typo among"), asked, questions.haystack)


def _time_of_a_typo() -> Row:
    """Return how long one look-up in the gazetteer takes for a name that is in it with a typo only."""
    typed = [misspelt(one.be.lower(), _BELARUSIAN) for one in gazetteer().places if one.be.isalpha()][:_TIMED]
    meant_settlements("-")
    took = []
    for name in typed:
        began = time.process_time()
        meant_settlements(name)
        took.append(1000 * (time.process_time() - began))
    what = f"a place with a typo among {len(gazetteer().places):,}, CPU, mean"
    return row(what, statistics.fmean(took), "ms", most=3)
