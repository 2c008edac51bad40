"""The plan of a merge in words: each field with what both say and what is to stand there, and what comes along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from busel.desk.duplicates.carrying import Carried, Fate
from busel.desk.duplicates.lines import FORMER, NOTHING, OWN, Choice, Line
from busel.desk.duplicates.plans import MergePlan
from busel.desk.keeping.standard import label_of, standard
from busel.desk.web.field_words import field_words, value_words
from busel.desk.web.kind_words import KIND_WORDS, counted
from busel.desk.web.own_words import own_value


@dataclass(frozen=True)
class Option:
    """One answer to a conflict."""

    choice: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class LineWords:
    """One field on the page."""

    name: str
    label: str
    result: str
    options: tuple[Option, ...]
    note: str = ""


@dataclass(frozen=True)
class AfterWords:
    """What a merge comes to in which nothing has to be chosen: shown beside the pair, and carried out from there.

    Where both records tell something and both is kept, nothing is lost and nobody has to choose.
    """

    mark: str
    lines: tuple[LineWords, ...]
    coming: tuple[str, ...]
    may_choose: bool = False
    """Is there anything of which one could be kept instead of both?"""


def after_words(plan: MergePlan, language: str) -> AfterWords | None:
    """Return what stands afterwards; None where somebody has to choose."""
    if any(line.choice is not Choice.BOTH for line in plan.conflicts):
        return None
    return AfterWords(plan.mark, tuple(lines_words(plan, language)), tuple(coming_words(plan)), bool(plan.conflicts))


def lines_words(plan: MergePlan, language: str) -> list[LineWords]:
    """Return the fields in words."""
    return [_line(line, language) for line in plan.lines]


def _line(line: Line, language: str) -> LineWords:
    if line.name == FORMER:
        words = {
            Choice.OTHER: _("keep “%(name)s” as a former surname") % {"name": line.other},
            Choice.KEPT: _("do not keep it"),
        }
        label = _("The other family name")
        # What stands afterwards is told by the line of former surnames.
        return LineWords(line.name, label, "", _options(line, words))
    told = {Choice.KEPT: line.kept, Choice.OTHER: line.other}
    said = {choice: _value(line, value, language) or _("leave it empty") for choice, value in told.items()}
    words = {**said, Choice.BOTH: _("both: %(values)s") % {"values": f"{said[Choice.KEPT]} + {said[Choice.OTHER]}"}}
    return LineWords(
        line.name, _label(line, language), _value(line, line.result, language), _options(line, words), _note(line)
    )


def _options(line: Line, words: dict[Choice, str]) -> tuple[Option, ...]:
    return tuple(Option(one.value, words[one], one is line.choice) for one in line.options)


def _note(line: Line) -> str:
    if line.is_conflict or line.kept in NOTHING or line.other in NOTHING:
        return _("only one of them tells it") if not line.is_conflict and line.kept != line.other else ""
    return ""


def _label(line: Line, language: str) -> str:
    if not line.name.startswith(OWN):
        return str(field_words("contact", line.name))
    kept = standard().by_key.get(line.name.removeprefix(OWN))
    return label_of(kept.field, language) if kept else line.name.removeprefix(OWN)


def _value(line: Line, value: Any, language: str) -> str:
    if not line.name.startswith(OWN):
        return _("yes") if value is True else value_words("contact", line.name, value)
    kept = standard().by_key.get(line.name.removeprefix(OWN))
    return own_value(kept.field, value, language) if kept and value not in (None, "", []) else str(value or "")


def coming_words(plan: MergePlan) -> list[str]:
    """Return what comes along, what stands there already, and where the stricter one counts."""
    coming = Counter(one.kind for one in plan.records if one.fate is Fate.COMES and one.kind in KIND_WORDS)
    same = Counter(one.kind for one in plan.records if one.fate in (Fate.SAME, Fate.FILLS) and one.kind in KIND_WORDS)
    found = []
    if coming:
        found.append(_("These come along: %(what)s.") % {"what": _counted(coming)})
    if same:
        found.append(_("These stand there once, for both say the same: %(what)s.") % {"what": _counted(same)})
    found += _strict(plan)
    if any(one.fate is Fate.ENDS for one in plan.records):
        found.append(_("The relationship between the two goes, for they are one."))
    found.append(
        _("The record with more on it keeps its number; the other number leads here from now on, in old lists, too.")
    )
    return found


def _counted(counts: Counter[str]) -> str:
    return ", ".join(counted(kind, count) for kind, count in counts.items())


def _strict(plan: MergePlan) -> Iterator[str]:
    if any(_ends_consent(one) for one in plan.records):
        yield _("A consent that was taken back stays so: the stricter of the two counts.")
    if any(one.was is not None and one.fields.get("status") == "bad" for one in plan.records):
        yield _("A number or address that one of them calls wrong is called so.")
    flags = [line for line in plan.lines if line.result is True and line.kept != line.other]
    if flags:
        names = ", ".join(str(field_words("contact", line.name)) for line in flags)
        yield _("What protects somebody counts, even if one record alone says it: %(what)s.") % {"what": names}


def _ends_consent(one: Carried) -> bool:
    return one.kind == "consent" and one.was is not None and bool(one.fields.get("withdrawn"))
