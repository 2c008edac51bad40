"""The exposure report on paper: counts by division; the people by name only where somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from busel.contacts.person_name import PersonName
from busel.desk.exposure.report import Exposed, Report
from busel.desk.search.people import people_of
from busel.desk.web.exposure_words import (
    always_unknown,
    history_words,
    keys_words,
    name_of,
    period_words,
    unknown_lines,
)
from busel.desk.web.formats import format_day, format_number, format_phone
from busel.desk.web.person_words import called
from busel.desk.web.place_words import division_words
from busel.desk.web.reach_words import day_of, language
from busel.outreach import report as paper

MOST_NAMES = 5_000
"""More make no list that anybody calls through; for letters there is the saved search."""


def names_on_paper(report: Report) -> int:
    """Return how many people would stand on it by name."""
    return sum(len(concerned(one)) for one in report.divisions)


def concerned(one: Exposed) -> set[int]:
    """Return everybody of a division who is in any of the three lists."""
    return {*one.could, *one.traces.opened, *one.traces.taken}


def on_paper(report: Report, handle: str, *, with_names: bool) -> paper.Report:
    """Return the report as it is printed, in the language of the page. Raises ValueError above `MOST_NAMES`."""
    if with_names and names_on_paper(report) > MOST_NAMES:
        raise ValueError(MOST_NAMES)
    made = _("Made on %(day)s.") % {"day": format_day(day_of(report.made), language())}
    sections = [_totals(report), _by_division(report)]
    sections += [_names(one) for one in report.divisions if concerned(one)] if with_names else []
    unknown = (*unknown_lines(report), *always_unknown())
    sections.append(paper.Section(title=_("What this report does not know"), lines=unknown))
    return paper.Report(
        language=language(),
        title=_("Exposure report: %(handle)s") % {"handle": handle},
        lines=(f"{period_words(report.period)}. {made}",),
        sections=tuple(sections),
    )


def _totals(report: Report) -> paper.Section:
    counts = (
        (_("could be read"), report.could()),
        (_("were opened"), report.opened()),
        (_("were printed or taken out"), report.taken()),
    )
    lines = tuple(f"{format_number(count, language())} {words}" for words, count in counts)
    return paper.Section(title=_("People"), lines=lines)


def _by_division(report: Report) -> paper.Section:
    columns = (_("Division"), _("Its keys"), _("Could read"), _("Opened"), _("Printed or taken out"))
    rows = tuple(map(_row, report.divisions))
    return paper.Section(title=_("By division"), columns=columns, widths=(6, 8, 3, 3, 4), rows=rows)


def _row(one: Exposed) -> tuple[str, ...]:
    keys = "\n".join(filter(None, (keys_words(one), history_words(one))))
    counts = (len(one.could), len(one.traces.opened), len(one.traces.taken))
    return (division_words(one.name, language()), keys, *(format_number(count, language()) for count in counts))


def _names(one: Exposed) -> paper.Section:
    columns = (_("Name"), _("Phone"), _("What was done"))
    rows = sorted(_people(one), key=lambda row: row[0].casefold())
    return paper.Section(
        title=division_words(one.name, language()), columns=columns, widths=(5, 3, 3), rows=tuple(rows)
    )


def _people(one: Exposed) -> Iterator[tuple[str, ...]]:
    for row in people_of(sorted(concerned(one) - one.removed.keys())):
        yield _named(row.name), _phones(row.phones), _done(one, row.id)
    for id_, removed in one.removed.items():
        yield _named(name_of(removed.contact)), _phones(removed.phones), _done(one, id_)


def _named(name: PersonName) -> str:
    found = called(name, language())
    return found.first


def _phones(numbers: Sequence[str]) -> str:
    return "\n".join(map(format_phone, numbers))


def _done(one: Exposed, id_: int) -> str:
    """Return the worst that happened to somebody."""
    if id_ in one.traces.taken:
        return _("printed or taken out")
    return _("opened") if id_ in one.traces.opened else _("within reach")
