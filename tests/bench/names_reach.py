"""How well names are found in the other language, in Latin letters and with typos, beside ready-made libraries.

On the pairs of the folder BUSEL_NAMES. First hit, among the first ten, mean reciprocal rank; then what is told as the
same name (a score of `SAME` or more): which share of it is right, and which share of the right ones is in it.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, NamedTuple

from bench import name_pairs
from bench.ready_made import ready_made
from bench.table import Row, row, share_row
from busel.names.clean import tokens
from busel.names.ranking import SAME, Ranking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.name_pairs import Question, Questions

    Find = Callable[[str, int], Sequence[int]]

DEEP = 10
REACHES = {
    "surname be → ru among": (0.97, None),
    "surname Latin → ru among": (0.92, None),
    "surname be → ru with a typo": (0.88, 0.99),
}
"""First hit, and among the first ten."""


class Found(NamedTuple):
    """Shares of all questions."""

    first: float
    ten: float
    mrr: float


def run() -> list[Row]:
    """Return the rows; one that says so where the pairs are not here."""
    if not name_pairs.FOLDER:
        return [row("names: not measured, BUSEL_NAMES names no folder of pairs", 0, "share")]
    words = [*name_pairs.surnames(), *name_pairs.given_names()]
    rows = [one for questions in words for one in _rows(questions, Ranking(questions.haystack))]
    return rows + [one for questions in name_pairs.full_names() for one in _rows_of_texts(questions)]


def found(asked: Sequence[Question], haystack: Sequence[str], find: Find) -> Found:
    """Return how often the right word is first, among the first ten, and its mean reciprocal rank."""
    ranks = [_rank(one, [haystack[index] for index in find(one.typed, DEEP)]) for one in asked]
    return Found(
        sum(rank == 1 for rank in ranks) / len(ranks),
        sum(rank > 0 for rank in ranks) / len(ranks),
        statistics.fmean(1 / rank if rank else 0.0 for rank in ranks),
    )


def rows_of(questions: Questions, find: Find, reaches: tuple[float | None, float | None] = (None, None)) -> list[Row]:
    """Return the rows of one way of finding, beside the best of the ready-made ones at each figure."""
    asked, haystack = questions.asked, questions.haystack
    ours = found(asked, haystack, find)
    others = [found(asked, haystack, one.find) for one in ready_made(haystack)]
    best = Found(*map(max, zip(*others, strict=True)))
    aside = [one for one in asked if one.aside]
    apart = found(aside, haystack, find).first
    first, ten = reaches
    return [
        share_row(f"{questions.what}: first hit of {len(asked)}", ours.first, floor=best.first, least=first),
        share_row(f"{questions.what}: first hit of {len(aside)} kept aside", apart, least=first),
        share_row(f"{questions.what}: in ten", ours.ten, floor=best.ten, least=ten),
        share_row(f"{questions.what}: mean reciprocal rank", ours.mrr, floor=best.mrr),
    ]


def _rows(questions: Questions, ranking: Ranking) -> list[Row]:
    def find(typed: str, limit: int) -> list[int]:
        return [one.index for one in ranking.nearest(typed, limit=limit, least=0.5)]

    reaches = next((reach for what, reach in REACHES.items() if questions.what.startswith(what)), (None, None))
    precision, recall = _sure(questions, ranking)
    return [
        *rows_of(questions, find, reaches),
        share_row(f"{questions.what}: told as the same, right", precision),
        share_row(f"{questions.what}: right, told as the same", recall),
    ]


def _sure(questions: Questions, ranking: Ranking) -> tuple[float, float]:
    told = [
        [questions.haystack[each.index] in one.right for each in ranking.nearest(one.typed, limit=1000, least=SAME)]
        for one in questions.asked
    ]
    hits, right = sum(map(sum, told)), sum(len(one.right) for one in questions.asked)
    return hits / max(1, sum(map(len, told))), hits / right


def _rows_of_texts(questions: Questions) -> list[Row]:
    """Several words: each typed word counts by the best of the other's, the best mean of all wins."""
    split = list(map(tokens, questions.haystack))
    distinct = list(dict.fromkeys(word for words in split for word in words))
    ranking = Ranking(distinct)

    def find(typed: str, limit: int) -> list[int]:
        scores = [_scores(word, ranking, distinct) for word in tokens(typed)]
        means = [sum(max(each.get(word, 0.0) for word in words) for each in scores) for words in split]
        return sorted(range(len(split)), key=lambda index: -means[index])[:limit]

    return rows_of(questions, find)


def _scores(word: str, ranking: Ranking, distinct: list[str]) -> dict[str, float]:
    return {distinct[one.index]: one.score for one in ranking.nearest(word, limit=60, least=0.6)}


def _rank(question: Question, words: Sequence[str]) -> int:
    """Return the place of the first right word, from 1; 0 where there is none."""
    return next((place for place, word in enumerate(words, 1) if word in question.right), 0)
