"""What accounts can see, in words: for the home page, the pages of accounts, and before a deed that changes it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from busel.desk.access.reach import Held, OneHolder, Reach, former, handles_of_all
from busel.desk.clock import moment
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


def account_rows(session: Session, some: Sequence[Reach]) -> list[AccountRow]:
    """Return accounts as lists show them, in their order."""
    names = called_all(session, [reach.account for reach in some])
    return [_account_row(session, reach, names[reach.account]) for reach in some]


def account_row(session: Session, reach: Reach) -> AccountRow:
    """Return one account as lists show it."""
    return account_rows(session, [reach])[0]


def _account_row(session: Session, reach: Reach, handle: str) -> AccountRow:
    return AccountRow(
        url=reverse("account_reach", args=[reach.account.hex()]),
        handle=handle,
        role=ROLE_WORDS[reach.role] if reach.role else "",
        people=reach.people,
        people_words=people_words(reach.people),
        where=_where(reach),
        share=share_words(reach.share),
        is_own=reach.account == session.account,
        ended=any(one.ended for one in reach.held),
    )


def _where(reach: Reach) -> str:
    if reach.opened:
        return divisions_words(len(reach.opened)).replace(" ", NO_BREAK)
    return _("nothing while it is frozen") if any(one.locked for one in reach.held) else _("only sends people in")


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
    names = called_all(session, sorted(former(session)))
    found = sorted((handle, account.hex()) for account, handle in names.items())
    return [FormerRow(reverse("account_reach", args=[account]), handle) for handle, account in found]


def one_holder_rows(session: Session, some: Sequence[OneHolder]) -> list[OneHolderRow]:
    """Return divisions with one coordinator."""
    names = called_all(session, list(dict.fromkeys(one.holder for one in some if one.holder)))
    return [
        OneHolderRow(
            division=division_words(one.name, language()),
            url=reverse("account_reach", args=[one.holder.hex()]) if one.holder else "",
            handle=names.get(one.holder, ""),
        )
        for one in some
    ]


def called(session: Session, account: bytes) -> str:
    """Return what people call one account."""
    return called_all(session, [account])[account]


def called_all(session: Session, accounts: Sequence[bytes]) -> dict[bytes, str]:
    """Return what people call accounts: the handle, or the beginning of the id where no division knows one.

    Anybody can sign anybody's handle: where two of these have one, both are told with the beginning of their id.
    """
    handles = handles_of_all(session, accounts)
    often = Counter(handles.values())
    names = {}
    for account in accounts:
        handle, id_ = handles.get(account, ""), account.hex()[:_SHORT]
        alone = handle or _("account %(id)s") % {"id": id_}
        names[account] = f"{handle} ({id_})" if often[handle] > 1 else alone
    return names


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
