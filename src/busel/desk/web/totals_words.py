"""Totals of divisions in words: what is told, how old it is, and the squares of the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from busel.desk.clock import moment, today
from busel.desk.web.choice_words import SUPPORT_WORDS
from busel.desk.web.components import Words
from busel.desk.web.formats import format_number
from busel.desk.web.place_words import division_words
from busel.registry.totals import SUPPORT, Totals

FIGURES: dict[str, str | Promise] = {
    "people": gettext_lazy("People"),
    "recent": gettext_lazy("New in thirty days"),
    "households": gettext_lazy("Households"),
    "letters": gettext_lazy("A letter can be sent to"),
    "activities": gettext_lazy("What happened in thirty days"),
}
"""Field of `Totals` -> what it is called."""


@dataclass(frozen=True)
class Figure:
    """One number that is told; 0 is fewer than ten. `before`: what was told the last time; None where nothing was."""

    label: Words
    count: int
    before: int | None = None


@dataclass(frozen=True)
class Part:
    """Figures that stand together under a heading."""

    title: Words
    figures: list[Figure]


def parts_of(totals: Totals, before: Totals | None = None) -> list[Part]:
    """Return all that totals tell."""
    found = [Part(_("In all"), _in_all(totals, before)), Part(_("By level of support"), _by_support(totals, before))]
    places = _by_place(totals, before)
    return [*found, Part(_("By district"), places)] if places else found


def _in_all(totals: Totals, before: Totals | None) -> list[Figure]:
    found = [Figure(label, getattr(totals, name), _of(before, name)) for name, label in FIGURES.items()]
    if totals.divisions:
        label = ngettext("In %(n)s division below", "In %(n)s divisions below", totals.divisions)
        told = {"n": format_number(totals.divisions, get_language() or "be")}
        found.append(Figure(label % told, totals.below, _of(before, "below")))
    return found


def _of(before: Totals | None, name: str) -> int | None:
    return None if before is None else getattr(before, name)


def _by_support(totals: Totals, before: Totals | None) -> list[Figure]:
    levels = [*range(1, SUPPORT), 0]
    return [Figure(support_words(one), totals.support[one], before.support[one] if before else None) for one in levels]


def support_words(level: int) -> Words:
    """Return what a level of support is called."""
    return SUPPORT_WORDS[level] if level else _("not known")


def _by_place(totals: Totals, before: Totals | None) -> list[Figure]:
    language, now, then = get_language() or "be", totals.by_place(), before.by_place() if before else {}
    names = sorted({*now, *then}, key=lambda name: (-now.get(name, 0), name))
    return [
        Figure(division_words(name, language), now.get(name, 0), then.get(name, 0) if before else None)
        for name in names
    ]


def day_of(day: int) -> date:
    """Return a day as totals have it, as a date."""
    return moment(day * 24).date()


def age_words(day: int) -> str:
    """Return how long ago that was: "3 days ago"."""
    days = today() - day
    if days <= 0:
        return _("today")
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": format_number(days, get_language() or "be")}


def summed(several: Iterable[Totals]) -> dict[str, int]:
    """Return the sums of what divisions told, by figure: at least so many."""
    found: Counter[str] = Counter(dict.fromkeys((*FIGURES, "below"), 0))
    for one in several:
        found.update({name: getattr(one, name) for name in (*FIGURES, "below")})
    return found


def people_by_place(several: Iterable[Totals]) -> dict[str, int]:
    """Return district -> people, as divisions told it."""
    found: Counter[str] = Counter()
    for one in several:
        found.update(one.by_place())
    return found
