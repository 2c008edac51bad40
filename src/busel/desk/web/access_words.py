"""Roles, terms and the work with keys, in words that need no training."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from busel.desk.access.holders import Holder, Holding
from busel.desk.access.rotating import Why
from busel.desk.clock import moment
from busel.desk.session import Session
from busel.desk.web.formats import format_day
from busel.desk.web.place_words import division_words, in_order
from busel.desk.web.reach_words import divisions_words, language
from busel.registry.keyring import NOT_DIVISIONS
from busel.registry.roles import Role

ROLE_SENTENCES: dict[Role, str | Promise] = {
    Role.COLLECTOR: gettext_lazy("Sends people in, from paper or a telephone. Sees nobody who is stored."),
    Role.VIEWER: gettext_lazy("Finds and reads people. Changes nothing."),
    Role.EDITOR: gettext_lazy("Reads, adds and corrects people, brings in lists, prints letters."),
    Role.COORDINATOR: gettext_lazy("Does all that an editor does, and gives and takes away access."),
}
WHY_WORDS: dict[Why, str | Promise] = {
    Why.NOT_ALLOWED: gettext_lazy("Your own access does not allow it any more. Ask another coordinator."),
    Why.NOT_READ: gettext_lazy("The division cannot be read to its end. Look at what is kept aside."),
    Why.NOT_COUNTED: gettext_lazy(
        "A removal lies there that no desk believes. End that access once more, then come back."
    ),
    Why.LOST: gettext_lazy("The server was not reached. What is done stays done; start once more."),
    Why.OTHER: gettext_lazy("It did not come to its end. Start once more; if it stays so, tell your administrator."),
}


def day_in_words(hour: int) -> str:
    """Return the day of an hour in words."""
    return format_day(localtime(moment(hour)).date(), language())


def until_words(hour: int) -> str:
    """Return until when access lasts."""
    return _("until %(day)s") % {"day": day_in_words(hour)} if hour else _("without end")


def names_of(session: Session, divisions: Sequence[bytes]) -> list[str]:
    """Return the full names of divisions in the language of the page, sorted."""
    names = [session.ledgers[one].bundle.name for one in divisions]  # the shared journals' keys are told elsewhere
    return sorted((division_words(name, language()) for name in names if name not in NOT_DIVISIONS), key=in_order)


def where_words(who: Holder, all_divisions: int) -> str:
    """Return where somebody holds something: the one name, a number, or that it is everywhere."""
    if len(who.holdings) == 1:
        return division_words(who.holdings[0].name, language())
    if len(who.holdings) == all_divisions:
        return _("in all of yours: %(divisions)s") % {"divisions": divisions_words(all_divisions)}
    return divisions_words(len(who.holdings))


def limits(held: Holding) -> list[str | Promise]:
    """Return what is special about what is held: for the chips beside it."""
    found: list[str | Promise] = []
    if held.role.reads and not held.history:
        found.append(gettext_lazy("from now on only"))
    if held.may_export:
        found.append(gettext_lazy("may export"))
    return found
