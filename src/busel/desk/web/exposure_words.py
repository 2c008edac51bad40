"""The exposure report in words, for its page and for its PDF."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from busel.contacts.person_name import PersonName
from busel.contacts.record import read_record
from busel.contacts.records import Contact
from busel.desk.exposure.jobs import Job
from busel.desk.exposure.report import ALL_TIME, Exposed, Period, Report
from busel.desk.web.formats import format_day, format_number
from busel.desk.web.person_words import Called, called
from busel.desk.web.place_words import division_words
from busel.desk.web.reach_words import day_of, language

COULD, OPENED, TAKEN = "could", "opened", "taken"
"""The three lists."""


@dataclass(frozen=True)
class Counted:
    """How many people of a division stand in one list; `url` shows them."""

    count: int
    url: str


@dataclass(frozen=True)
class DivisionRow:
    """One division of the report."""

    division: str
    keys: str
    """From when to when its keys opened the division."""
    history: str
    could: Counted
    opened: Counted
    taken: Counted
    is_open: bool


@dataclass(frozen=True)
class RemovedRow:
    """Somebody who stands there no longer."""

    called: Called
    phones: tuple[str, ...]
    division: str


def division_rows(job: Job, report: Report) -> list[DivisionRow]:
    """Return the divisions of a report as its page shows them."""

    def counted(at: int, name: str, people: frozenset[int] | set[int]) -> Counted:
        return Counted(len(people), reverse("exposure_people", args=[job.id, name, at]))

    return [
        DivisionRow(
            division=division_words(one.name, language()),
            keys=keys_words(one),
            history=history_words(one),
            could=counted(at, COULD, one.could),
            opened=counted(at, OPENED, one.traces.opened),
            taken=counted(at, TAKEN, one.traces.taken),
            is_open=one.is_open,
        )
        for at, one in enumerate(report.divisions)
    ]


def removed_rows(report: Report) -> list[RemovedRow]:
    """Return those whom the account could see and who stand nowhere any more."""
    return [
        RemovedRow(called(name_of(removed.contact), language()), removed.phones, division_words(one.name, language()))
        for one in report.divisions
        for removed in one.removed.values()
    ]


def name_of(fields: dict[str, object]) -> PersonName:
    """Return the name in stored fields; what is no name of ours is none."""
    try:
        return PersonName.of(read_record(Contact, fields))
    except msgspec.ValidationError:
        return PersonName.of(Contact())


def keys_words(one: Exposed) -> str:
    """Return from when to when an account's keys opened a division."""
    if not one.keys:
        return _("had no keys then")
    since = format_day(day_of(one.keys[0].since), language())
    if one.changed is None:
        return _("since %(since)s; they open it still") % {"since": since}
    until = format_day(day_of(one.changed), language())
    return _("%(since)s – %(until)s, when the keys were changed") % {"since": since, "until": until}


def history_words(one: Exposed) -> str:
    """Return how far back an account could read."""
    if not one.keys:
        return ""
    return _("with all that was written before") if one.history else _("only what stood there then")


def period_words(period: Period) -> str:
    """Return the days of a report."""
    since = format_day(day_of(period.since), language()) if period.since != ALL_TIME.since else ""
    until = format_day(day_of(period.until), language()) if period.until != ALL_TIME.until else ""
    if since and until:
        return _("From %(since)s to %(until)s") % {"since": since, "until": until}
    if since:
        return _("From %(since)s until now") % {"since": since}
    return _("From the first day to %(until)s") % {"until": until} if until else _("From the first day until now")


def unknown_lines(report: Report) -> list[str]:
    """Return what the report does not know, a sentence each."""
    shut = [
        _("%(division)s cannot be read to its end: nothing is known of it here.")
        % {"division": division_words(name, language())}
        for name in report.unread
    ]
    sealed = [
        ngettext(
            "%(division)s: %(n)s older entry does not open for you. Who came and went in it is missing here.",
            "%(division)s: %(n)s older entries do not open for you. Who came and went in them is missing here.",
            one.unread,
        )
        % {"division": division_words(one.name, language()), "n": format_number(one.unread, language())}
        for one in report.divisions
        if one.unread
    ]
    doubted = [one for one in report.divisions if one.traces.doubts or not one.traces.is_logged]
    doubts = [_doubt(one) for one in doubted]
    unnamed = sum(one.traces.unnamed for one in report.divisions)
    more = [
        ngettext(
            "The access log counts %(n)s more person without saying who.",
            "The access log counts %(n)s more people without saying who.",
            unnamed,
        )
        % {"n": format_number(unnamed, language())}
    ]
    early = min((one.traces.since for one in report.divisions if one.traces.is_logged), default=report.period.since)
    whole = _("Opened and printed are counted from %(day)s on: the access log keeps older days by whole months.")
    months = [whole % {"day": format_day(day_of(early), language())}] if early < report.period.since else []
    return [*shut, *sealed, *doubts, *months, *(more if unnamed else [])]


def _doubt(one: Exposed) -> str:
    place = {"division": division_words(one.name, language()), "n": format_number(one.traces.doubts, language())}
    if not one.traces.is_logged:
        return _("%(division)s: its access log is not for you. “Opened” counts only what was changed there.") % place
    return (
        _("%(division)s: its access log has %(n)s gaps or doubtful entries. More may have been opened than it tells.")
        % place
    )


def always_unknown() -> list[str]:
    """Return what no report can know."""
    return [
        _("Divisions that you do not open are not in it: ask those who coordinate them for their own report."),
        _("People who wait in an inbox and were never accepted are not in it."),
        _("A screen can be photographed, and paper copied: whom a reader learned by heart no log tells."),
    ]
