"""What accounts can see, in words: for the home page, the pages of accounts, and before a deed that changes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from busel.desk.clock import moment
from busel.desk.reach import Held, OneHolder, Reach, former, handle_of
from busel.desk.session import Session
from busel.desk.web.components import Change
from busel.desk.web.formats import NO_BREAK, format_number
from busel.desk.web.place_words import division_words
from busel.desk.web.role_words import ROLE_WORDS

_SHORT = 8
"""Digits of an account's id that tell two apart on one page."""


@dataclass(frozen=True)
class AccountRow:
    """One account in a list, worst first."""

    url: str
    handle: str
    role: str | Promise
    people: int
    people_words: str
    where: str
    """In how many divisions."""
    share: str
    is_own: bool
    ended: bool
    """It holds keys although its access is over."""


@dataclass(frozen=True)
class HeldRow:
    """One division that an account holds something in."""

    division: str
    role: str | Promise
    people: int
    since: dt.date
    until: dt.date | None
    reads: bool
    history: bool
    may_export: bool
    ended: bool
    locked: bool


@dataclass(frozen=True)
class FormerRow:
    """An account that holds nothing here any more."""

    url: str
    handle: str


@dataclass(frozen=True)
class OneHolderRow:
    """A division with a single coordinator."""

    division: str
    url: str
    """Of that account; empty where nobody coordinates it any more."""
    handle: str


def account_row(session: Session, reach: Reach) -> AccountRow:
    """Return an account as lists show it."""
    return AccountRow(
        url=reverse("account_reach", args=[reach.account.hex()]),
        handle=called(session, reach),
        role=ROLE_WORDS[reach.role] if reach.role else "",
        people=reach.people,
        people_words=people_words(reach.people),
        where=divisions_words(len(reach.opened)).replace(" ", NO_BREAK) if reach.opened else _("only sends people in"),
        share=share_words(reach.share),
        is_own=reach.account == session.account,
        ended=any(one.ended for one in reach.held),
    )


def held_row(held: Held) -> HeldRow:
    """Return a division as the page of an account shows it."""
    return HeldRow(
        division=division_words(held.name, language()),
        role=ROLE_WORDS[held.role],
        people=held.people,
        since=day_of(held.since),
        until=day_of(held.until) if held.until else None,
        reads=held.role.reads,
        locked=held.locked,
        history=held.history,
        may_export=held.may_export,
        ended=held.ended,
    )


def former_rows(session: Session) -> list[FormerRow]:
    """Return the accounts that hold nothing here any more, by handle: whom they saw can be asked still."""
    found = [(called(session, Reach(account, (), 0)), account) for account in former(session)]
    return [FormerRow(reverse("account_reach", args=[account.hex()]), handle) for handle, account in sorted(found)]


def one_holder_row(session: Session, one: OneHolder, known: dict[bytes, Reach]) -> OneHolderRow:
    """Return a division with one coordinator; `known` are all accounts."""
    holder = known.get(one.holder)
    return OneHolderRow(
        division=division_words(one.name, language()),
        url=reverse("account_reach", args=[one.holder.hex()]) if holder else "",
        handle=called(session, holder) if holder else "",
    )


def called(session: Session, reach: Reach) -> str:
    """Return what people call an account: its handle, or the beginning of its id where no division knows one."""
    return handle_of(session, reach.account) or _("account %(id)s") % {"id": reach.account.hex()[:_SHORT]}


def reach_change(before: Reach, after: Reach) -> Change:
    """Return what a deed does to what an account can see, for the page that asks before it."""
    return Change(_("Can read"), reach_words(before), reach_words(after))


def reach_words(reach: Reach) -> str:
    """Return "7,212 people in 3 divisions"; "nobody" without keys."""
    if not reach.opened:
        return _("nobody")
    return f"{people_words(reach.people)} {in_divisions(len(reach.opened))}"


def people_words(count: int) -> str:
    """Return "7,212 people"."""
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": format_number(count, language())}


def divisions_words(count: int) -> str:
    """Return "3 divisions"."""
    return ngettext("%(n)s division", "%(n)s divisions", count) % {"n": format_number(count, language())}


def in_divisions(count: int) -> str:
    """Return "in 3 divisions"."""
    return ngettext("in %(n)s division", "in %(n)s divisions", count) % {"n": format_number(count, language())}


def share_words(share: float) -> str:
    """Return "12 %"; what is more than nothing is never 0, and what is less than all never 100."""
    whole = round(100 * share)
    if 0 < share < 1 and whole in (0, 100):
        return f"< 1{NO_BREAK}%" if whole == 0 else f"> 99{NO_BREAK}%"
    return f"{whole}{NO_BREAK}%"


def day_of(hour: int) -> dt.date:
    """Return the organisation's day of an hour."""
    return localtime(moment(hour)).date()


def language() -> str:
    """Return the page's language."""
    return get_language() or "be"
