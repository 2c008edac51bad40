"""What comes along with the people of an envelope, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from busel.desk.inboxes.entry import EntryPerson
from busel.desk.inboxes.sums import Sum, comes_along
from busel.desk.web.field_words import custom_words, field_words, value_words
from busel.desk.web.formats import format_number

SORT_WORDS: dict[str, str | Promise] = {
    "consents": gettext_lazy("Consents"),
    "support": gettext_lazy("Support"),
    "tags": gettext_lazy("Tags"),
    "happened": gettext_lazy("What happened"),
    "flags": gettext_lazy("What must be known"),
    "own": gettext_lazy("Own fields"),
    "notes": gettext_lazy("Notes"),
}
_NAMED = 12
"""So many different values are named; of consents all are."""


@dataclass(frozen=True)
class SumWords:
    """One sort: what it is, with how many people it comes, what is said how often, and the page of those people."""

    label: str | Promise
    people: str
    said: list[str]
    url: str = ""


def sum_words(people: Iterable[EntryPerson], url: str = "") -> list[SumWords]:
    """Return what comes along with these people. `url`: of the page that takes `?with=` a sort."""
    return [
        SumWords(SORT_WORDS[sort], _people(one.people), _said(sort, one), f"{url}?with={sort}" if url else "")
        for sort, one in comes_along(people).items()
    ]


def sum_lines(people: Iterable[EntryPerson]) -> list[str]:
    """Return the same as sentences, for the page that asks to confirm."""
    told = ((one, "; ".join(one.said)) for one in sum_words(people))
    line, bare = _("Along with them: %(what)s, %(people)s – %(said)s."), _("Along with them: %(what)s, %(people)s.")
    return [(line if said else bare) % {"what": one.label, "people": one.people, "said": said} for one, said in told]


def _people(count: int) -> str:
    number = format_number(count, get_language() or "be")
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": number}


def _said(sort: str, one: Sum) -> list[str]:
    say = _SAY.get(sort)
    if say is None:
        return []
    language = get_language() or "be"
    most = len(one.said) if sort == "consents" else _NAMED
    named = [f"{say(value)}: {format_number(count, language)}" for value, count in one.said.most_common(most)]
    rest = len(one.said) - len(named)
    more = ngettext("%(n)s other", "%(n)s others", rest) % {"n": format_number(rest, language)}
    return [*named, more] if rest else named


def _consent(said: object) -> str:
    purpose, how = said if isinstance(said, tuple) else ("", "")
    words = value_words("consent", "how", how)
    return f"{purpose} ({words})" if words else str(purpose)


def _tag(said: object) -> str:
    return ": ".join(filter(None, said)) if isinstance(said, tuple) else ""


def _happened(said: object) -> str:
    return value_words("activity", "type", said[0]) if isinstance(said, tuple) else ""


_SAY: Mapping[str, Callable[[object], str]] = {
    "consents": _consent,
    "support": lambda said: value_words("contact", "support", said),
    "tags": _tag,
    "happened": _happened,
    "flags": lambda said: str(field_words("contact", str(said))),
    "own": lambda said: custom_words({str(said): True}, get_language() or "be").partition(":")[0],
}
