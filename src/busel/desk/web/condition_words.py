"""A search's condition in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from busel.desk.running import member
from busel.desk.search.conditions import Condition
from busel.desk.search.sources import SOURCES
from busel.desk.session import Session
from busel.desk.web.building.choices import words_of
from busel.desk.web.building.inputs import Input
from busel.desk.web.building.rows import SOME, in_words_of_now, inputs_of, is_known
from busel.desk.web.building.words import OPERATORS
from busel.desk.web.building.words import SOURCES as SOURCE_WORDS
from busel.desk.web.formats import format_number
from busel.desk.web.period_words import from_to, period_words
from busel.desk.web.place_words import division_words


def condition_lines(condition: Condition) -> list[str]:
    """Return one line for each part of a condition that all must meet."""
    parts = condition.get("all")
    return [condition_words(part) for part in parts] if isinstance(parts, list) else [condition_words(condition)]


def condition_words(condition: Condition, *, inner: bool = False) -> str:
    """Return a condition as one phrase; a part that this version does not know is said to be so."""
    match condition:
        case {"all": list(parts)}:
            return _joined(parts, _(" and "), inner=inner) or _("everybody")
        case {"any": list(parts)}:
            return _joined(parts, _(" or "), inner=inner) or _("nobody")
        case {"not": {"some": str(source), **more}} if not more and source in SOURCE_WORDS:
            return _("%(label)s: none") % {"label": SOURCE_WORDS[source]}
        case {"not": dict(part)}:
            return _("not: %(condition)s") % {"condition": condition_words(part, inner=True)}
        case {"sample": dict(size), "of": dict(part)}:
            return f"{_sample(size)}: {condition_words(part)}"
    return _single(in_words_of_now(condition)) or _("a condition of a newer version")


def _joined(parts: list[Any], word: str, *, inner: bool) -> str:
    said = word.join(condition_words(part, inner=True) for part in parts)
    return f"({said})" if inner and len(parts) > 1 else said


def _sample(size: dict[str, Any]) -> str:
    number = format_number(size.get("people", size.get("percent", 0)), get_language() or "be")
    if "percent" in size:
        return _("%(n)s %% at random of") % {"n": number}
    return ngettext("%(n)s person at random of", "%(n)s people at random of", size.get("people", 0)) % {"n": number}


def _single(condition: Condition) -> str:
    match condition:
        case {"field": "people", "is": ids}:
            count = len(ids) if isinstance(ids, list) else 0
            said = ngettext("a fixed list of %(n)s person", "a fixed list of %(n)s people", count)
            return said % {"n": format_number(count, get_language() or "be")}
        case {"field": "text", "is": value}:
            return f"“{value}”"
        case {"search": record}:
            title = words_of(_session(), "search", record)
            return _("in the search “%(title)s”") % {"title": title if title != str(record) else "?"}
        case {"some": str(source), **more} if source in SOURCES:
            return _some(source, more)
        case {"field": str(name), **test} if len(test) == 1 and is_known(name):
            [asked] = inputs_of(_session(), name)
            return _tested(asked, *next((str(operator), value) for operator, value in test.items()))
    return ""


def _session() -> Session:
    return member.current().session


def _some(source: str, more: dict[str, Any]) -> str:
    inputs = {asked.name: asked for asked in inputs_of(_session(), SOME + source)}
    leaves = [_leaf(inputs, leaf) for leaf in more.get("of", [])]
    least = more.get("at_least", 1)
    if not isinstance(least, int) or not all(leaves):
        return ""
    if least > 1:
        times = ngettext("at least %(n)s time", "at least %(n)s times", least)
        leaves.append(times % {"n": format_number(least, get_language() or "be")})
    label = str(SOURCE_WORDS[source])
    return f"{label} ({'; '.join(leaves)})" if leaves else _("%(label)s: there is one") % {"label": label}


def _leaf(inputs: dict[str, Input], leaf: Any) -> str:
    match leaf:
        case {"not": dict(inner)}:
            return _("not: %(condition)s") % {"condition": _leaf(inputs, inner)}
        case {"field": str(name), **test} if name in inputs and len(test) == 1:
            return _tested(inputs[name], *next((str(operator), value) for operator, value in test.items()))
    return ""


def _tested(asked: Input, operator: str, value: Any) -> str:
    if operator == "is" and isinstance(value, bool):
        return str(asked.label) if value else _("not: %(condition)s") % {"condition": asked.label}
    say = _SAYINGS.get("choice" if operator == "is" and asked.kind != "text" else operator)
    said = say(asked, operator, value) if say else ""
    return f"{asked.label}: {said}" if said else ""


def _known(_asked: Input, _operator: str, value: Any) -> str:
    return str(OPERATORS["filled" if value else "empty"])


def _between(_asked: Input, _operator: str, value: Any) -> str:
    language = get_language() or "be"
    ends = value if isinstance(value, list) and len(value) == len(("from", "to")) else [None, None]
    return from_to(*("" if end is None else format_number(end, language) for end in ends))


def _text(_asked: Input, operator: str, value: Any) -> str:
    return f"{OPERATORS[operator]} “{value}”"


def _one_of(asked: Input, _operator: str, value: Any) -> str:
    return _(" or ").join(_choice(asked, one) for one in value) if isinstance(value, list) else ""


_SAYINGS: dict[str, Callable[[Input, str, Any], str]] = {
    "filled": _known,
    "between": _between,
    "during": lambda _asked, _operator, value: period_words(value),
    "any_of": _one_of,
    "choice": lambda asked, _operator, value: _choice(asked, value),
    **dict.fromkeys(("contains", "is", "begins", "words"), _text),
}


def _choice(asked: Input, value: Any) -> str:
    if value in ("", 0) and not isinstance(value, bool):
        return str(OPERATORS["empty"])
    if asked.column.choices == "division" or asked.name in ("region", "district"):
        return division_words(str(value), get_language() or "be")
    return str(dict(asked.choices).get(value, value))
