"""A saved search's condition in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from busel.desk.search.conditions import Condition
from busel.desk.web.choice_words import ACTIVITY_WORDS, FLAG_WORDS, LANGUAGE_WORDS, SEX_WORDS, SUPPORT_WORDS
from busel.desk.web.formats import format_number
from busel.desk.web.place_words import division_words

Say = Callable[[Any], str]


def condition_lines(condition: Condition) -> list[str]:
    """Return one line for each part of a condition that all must meet."""
    parts = condition.get("all")
    return [condition_words(part) for part in parts] if isinstance(parts, list) else [condition_words(condition)]


def condition_words(condition: Condition) -> str:
    """Return a condition as one phrase; a part that this version does not know is said to be so."""
    match condition:
        case {"all": list(parts)}:
            return _(" and ").join(condition_words(part) for part in parts)
        case {"any": list(parts)}:
            return _(" or ").join(condition_words(part) for part in parts)
        case {"not": dict(part)}:
            return _("not: %(condition)s") % {"condition": condition_words(part)}
        case {"field": str(name), "is": value} if name in _SAYINGS:
            return _SAYINGS[name](value)
        case {"field": str(name), "filled": True} if name in _FILLED:
            return str(_FILLED[name]())
    return _("a condition of a newer version")


def _flag(name: str) -> Say:
    return lambda value: str(FLAG_WORDS[name]) if value else _("not: %(condition)s") % {"condition": FLAG_WORDS[name]}


def _labelled(label: Callable[[], str], words: Callable[[Any], object] = str) -> Say:
    return lambda value: f"{label()}: {words(value)}"


def _fixed_list(ids: Any) -> str:
    count = len(ids) if isinstance(ids, list) else 0
    words = ngettext("a fixed list of %(n)s person", "a fixed list of %(n)s people", count)
    return words % {"n": format_number(count, get_language() or "be")}


_SAYINGS: dict[str, Say] = {
    "text": lambda value: f"“{value}”",
    "words": _labelled(lambda: _("Words in notes and addresses")),
    "tag": _labelled(lambda: _("Tag")),
    "settlement": _labelled(lambda: _("Town or village")),
    "division": _labelled(lambda: _("Division"), lambda value: division_words(str(value), get_language() or "be")),
    "language": _labelled(lambda: _("Language of letters"), lambda value: LANGUAGE_WORDS.get(value, value)),
    "sex": _labelled(lambda: _("Sex"), lambda value: SEX_WORDS.get(value, value)),
    "support": _labelled(lambda: _("Support"), lambda value: SUPPORT_WORDS.get(value, value)),
    "source": _labelled(lambda: _("Source")),
    "activity": _labelled(lambda: _("What happened"), lambda value: ACTIVITY_WORDS.get(value, value)),
    "people": _fixed_list,
    "custom": _labelled(lambda: _("Field"), lambda pair: " = ".join(map(str, pair))),
    **{name: _flag(name) for name in FLAG_WORDS},
}
_FILLED: dict[str, Callable[[], str]] = {
    "phone": lambda: _("with a phone"),
    "address": lambda: _("with an address"),
    "email": lambda: _("with an e-mail"),
    "tag": lambda: _("with a tag"),
    "activity": lambda: _("something happened"),
    "birth": lambda: _("with a date of birth"),
    "notes": lambda: _("with notes"),
}
