"""Who is on the way to another division, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from busel.contacts.bonds import Trace
from busel.contacts.record import read_record
from busel.desk.actions.moving import Settled
from busel.desk.keys.posting import handles_of
from busel.desk.people.moving import OnTheWay, way_of, what_stays
from busel.desk.people.person import Person
from busel.desk.search.people import people_of
from busel.desk.session import Session
from busel.desk.web.components import Words
from busel.desk.web.deed_words import deed_words
from busel.desk.web.field_words import field_words
from busel.desk.web.kind_words import counted
from busel.desk.web.person_words import Listed, listed
from busel.desk.web.place_words import division_words

STATE_WORDS: dict[str, str | Promise] = {
    "": gettext_lazy("It is not certain that they were sent. Take them back, and send them once more."),
    "sent": gettext_lazy("On the way: nobody there has decided yet."),
    "back": gettext_lazy("Taken back. The other division has not put its envelope away yet."),
    "refused": gettext_lazy("Refused there: they stay here."),
    "changed": gettext_lazy(
        "Accepted there. Here something was changed after they were sent, and the other division does not have it."
    ),
    "both": gettext_lazy("Accepted there before your word that you keep them came: they stand in both divisions."),
}
SETTLED_WORDS: dict[str, str | Promise] = {
    "gone": gettext_lazy("Accepted in %(division)s: the person stands there now, and here no more."),
    "refused": gettext_lazy("%(division)s has not accepted somebody who was sent there: they stay here."),
    "changed": gettext_lazy("%(division)s has accepted somebody who was changed here meanwhile. Please look."),
    "both": gettext_lazy("%(division)s had accepted somebody whom you took back: they stand in both. Please look."),
    "ended": gettext_lazy("%(division)s has put away the envelope of somebody who was taken back."),
}


@dataclass(frozen=True)
class WayRow:
    """A row of moves.html."""

    row: Listed
    to: str
    day: str
    who: str
    state: str | Promise
    url: str
    may_take_back: bool
    may_close: bool
    may_take_out: bool


def division_named(session: Session, division: str, language: str) -> str:
    """Return a division's name as this account may know it."""
    name = session.certificates.divisions().get(bytes.fromhex(division), "")
    return division_words(name, language) if name else _("a division that is not known here")


def way_rows(session: Session, ways: Iterable[OnTheWay], language: str) -> Iterator[WayRow]:
    """Yield the rows of those whose person stands here."""
    ways = list(ways)
    rows = {row.id: row for row in people_of([one.record.contact for one in ways])}
    for one in ways:
        if (row := rows.get(one.record.contact)) is not None:
            state = one.record.state
            yield WayRow(
                row=listed(session, [row], {}, language)[0],
                to=division_named(session, one.record.to, language),
                day=one.record.day,
                who=handles_of(session, one.journal).get(bytes.fromhex(one.record.by), ""),
                state=STATE_WORDS.get(state, ""),
                url=reverse("move_decide", args=[one.id]),
                may_take_back=one.is_open,
                may_close=state in ("back", "refused", "changed", "both"),
                may_take_out=state in ("changed", "both"),
            )


def settled_words(session: Session, settled: Settled) -> str:
    """Return what an answer came to."""
    division = division_named(session, settled.way.record.to, get_language() or "be")
    return str(SETTLED_WORDS[settled.state]) % {"division": division}


def way_words(session: Session, found: Person, language: str) -> str:
    """Return what a person's page says of where they are on the way to; "" for who stays."""
    one = way_of(session, found)
    if one is None:
        return ""
    to = division_named(session, one.record.to, language)
    return _("Sent to %(division)s.") % {"division": to} + " " + str(STATE_WORDS.get(one.record.state, ""))


def staying_words(found: Person) -> list[str]:
    """Return the sentences about what does not go along."""
    stays = [counted(kind, count) for kind, count in what_stays(found).items()]
    if not stays:
        return []
    return [
        _("These do not go along, for they name people and things of this division: %(what)s.")
        % {"what": ", ".join(stays)}
    ]


@dataclass(frozen=True)
class Before:
    """A change in the division where the person was before."""

    day: str
    what: Words
    who: str
    touched: str


def befores(found: Person) -> list[Before]:
    """Return what came along of the history, newest first."""
    traces = [read_record(Trace, fields) for fields in found.all("trace")]
    return [Before(one.day, deed_words(one.deed), one.by, _touched(one.touched)) for one in reversed(traces)]


def _touched(touched: str) -> str:
    pairs = (one.partition(".") for one in touched.split())
    return ", ".join(dict.fromkeys(str(field_words(kind, name)) for kind, _dot, name in pairs))
