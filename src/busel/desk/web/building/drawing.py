"""A draft as a page shows it: each row with its questions, each question with its controls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from busel.desk.search.columns import Type
from busel.desk.search.spelt import SPELT
from busel.desk.session import Session
from busel.desk.web.building.choices import UNKNOWN
from busel.desk.web.building.inputs import Input, one
from busel.desk.web.building.rows import SOME, inputs_of, label_of_row
from busel.desk.web.building.tree import AS_IT_IS, Node, Tree
from busel.desk.web.building.words import ONE_UNIT, OPERATORS, PERIODS, UNITS
from busel.desk.web.components import Words
from busel.desk.web.condition_words import condition_words
from busel.names.places import division, meant_settlements

FIRST = 2
"""Questions of a row that are always open; the others are a press away."""
Option = tuple[str, Words, bool]


@dataclass(frozen=True)
class Question:
    """The controls of one question."""

    kind: str
    name: str
    """Begins the names of its controls."""
    label: Words
    wrong: str = ""
    value: str = ""
    options: list[Option] = field(default_factory=list)
    """Operators, periods or choices: value, words, chosen."""
    units: list[Option] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    suggestions: list[Words] = field(default_factory=list)
    meant: list[str] = field(default_factory=list)
    """Places or streets that may be meant where nothing is called as it was typed."""
    has_more: bool = False
    asked: bool = False
    """Was anything typed?"""


@dataclass(frozen=True)
class Row:
    """A group or a row."""

    node: Node
    label: Words
    first: list[Question]
    more: list[Question]
    children: list[Row]
    least: str = ""
    has_least: bool = False
    is_first: bool = False
    is_last: bool = False
    is_top: bool = False
    words: str = ""
    """Of a row that no control can say."""

    @property
    def more_open(self) -> bool:
        """Is something typed in the questions that are a press away?"""
        return any(question.asked for question in self.more)


def drawn(session: Session, tree: Tree) -> Row:
    """Return a tree as a page shows it."""
    return _drawn(session, tree.top, is_top=True)


def _drawn(session: Session, node: Node, *, is_top: bool = False, is_first: bool = True, is_last: bool = True) -> Row:
    children = [
        _drawn(session, child, is_first=is_top and at == 0, is_last=is_top and at == len(node.children) - 1)
        for at, child in enumerate(node.children)
    ]
    ends: Any = {"is_top": is_top, "is_first": is_first, "is_last": is_last}
    if node.is_group:
        return Row(node, "", [], [], children, **ends)
    if node.key == AS_IT_IS:
        return Row(node, _("A condition that only stands here"), [], [], [], words=condition_words(node.kept), **ends)
    questions = [_question(asked, node) for asked in inputs_of(session, node.key)]
    return Row(
        node,
        label_of_row(session, node.key),
        questions[:FIRST],
        questions[FIRST:],
        [],
        least=one(node.typed, "least"),
        has_least=node.key.startswith(SOME),
        **ends,
    )


def _question(asked: Input, node: Node) -> Question:
    head = f"{asked.name}." if asked.name else ""
    typed = {name.removeprefix(head): values for name, values in node.typed.items() if name.startswith(head)}
    values = {
        name: one(typed, name) for name in ("value", "other", "low", "high", "count", "from", "to", "period", "op")
    }
    return Question(
        kind=asked.kind,
        name=f"n{node.id}.{head}",
        label=asked.label,
        wrong=node.wrong.get(asked.name, ""),
        options=_options(asked, typed),
        units=_units(typed),
        values=values,
        suggestions=_suggestions(asked),
        meant=_meant(asked, values["value"]),
        has_more=len(asked.choices) > len(asked.boxes) or (asked.kind == "choice" and not asked.choices),
        asked=any(values.values()),
    )


def _options(asked: Input, typed: dict[str, list[str]]) -> list[Option]:
    if asked.kind == "text":
        chosen = one(typed, "op") or asked.operators[0]
        return [(operator, OPERATORS[operator], operator == chosen) for operator in asked.operators]
    if asked.kind == "period":
        return [(period, words, period == one(typed, "period")) for period, words in PERIODS.items()]
    if asked.kind == "choice":
        ticked = set(typed.get("value", ()))
        unknown: list[Option] = [("-", UNKNOWN, "-" in ticked)] if asked.unknown else []
        return [*((str(value), words, str(value) in ticked) for value, words in asked.boxes), *unknown]
    return []


def _units(typed: dict[str, list[str]]) -> list[Option]:
    words = ONE_UNIT if one(typed, "period") in ("this", "previous") else UNITS
    chosen = one(typed, "unit") or "month"
    return [(unit, told, unit == chosen) for unit, told in words.items()]


def _meant(asked: Input, value: str) -> list[str]:
    if not value or value in map(str, _suggestions(asked)):
        return []
    if asked.column.type is Type.PLACE and division(value) is None:
        return [one.shown(get_language() or "be") for one in meant_settlements(value)]
    return list(SPELT.meant_streets(value)) if asked.column.type is Type.STREET else []


def _suggestions(asked: Input) -> list[Words]:
    if asked.kind == "choice":
        return [words for _value, words in asked.choices[len(asked.boxes) :]]
    return [words for _value, words in asked.choices] if asked.kind == "text" else []
