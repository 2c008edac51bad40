"""How an account stands, in words: open, frozen, at rest; and who has to agree before it opens again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from busel.desk.clock import moment
from busel.desk.freezes.frozen import Standing, gave_other
from busel.desk.freezes.thaw_halves import COORDINATORS_HALF, OFFICE_HALF, half_of, who_else
from busel.desk.keys.custodies import OFFICE, holders
from busel.desk.session import Session
from busel.desk.web.formats import format_day
from busel.desk.web.reach_words import language
from busel.registry.keyring import Bundle
from busel.shelf.protocol import HALF_AWAITED, THAWED

DAY_HOURS = 24


def standing_words(standing: Standing | None) -> str:
    """Return how an account stands; None: no code of it is kept here."""
    if standing is None:
        return _("No freeze code is kept here")
    if standing.state.is_frozen:
        return _("Frozen")
    if standing.is_at_rest:
        days = standing.today - standing.state.last_day
        return ngettext("At rest: nobody signed in for %(n)s day", "At rest: nobody signed in for %(n)s days", days) % {
            "n": days
        }
    if standing.rests_soon:
        left = standing.days_left + 1
        return ngettext(
            "Open. At rest in %(n)s day, if nobody signs in", "Open. At rest in %(n)s days, if nobody signs in", left
        ) % {"n": left}
    return _("Open")


def standing_kind(standing: Standing | None) -> str:
    """Return the chip's colour for it; what it says stands there in words."""
    if standing is None or standing.rests_soon or (standing.is_at_rest and not standing.state.is_frozen):
        return "warning"
    return "danger" if standing.state.is_frozen else "success"


def thaw_words(standing: Standing) -> str:
    """Return who has to agree before an account that is shut opens again."""
    day = {"day": day_words(standing.state.shown_until)}
    if standing.state.shown_half == OFFICE_HALF:
        return _("An administrator has agreed to open it. Now a coordinator must agree, until %(day)s.") % day
    if standing.state.shown_half == COORDINATORS_HALF:
        return _("A coordinator has agreed to open it. Now an administrator must agree, until %(day)s.") % day
    return _("Two must agree to open it: an administrator and a coordinator, each at their own desk.")


def standing_row(
    account: bytes, standing: Standing | None, *, from_office: bool, same_hand: str = ""
) -> dict[str, Any]:
    """Return what the part "accounts/standing.html" shows of an account, and where its buttons lead.

    `same_hand` says why the agreement from this side is somebody else's, where it is (`same_hand_words`).
    """
    mine = OFFICE_HALF if from_office else COORDINATORS_HALF
    prefix = "office_" if from_office else ""
    is_shut = standing is not None and standing.is_shut
    return {
        "state": standing_words(standing),
        "kind": standing_kind(standing),
        "is_shut": is_shut,
        "thaw": thaw_words(standing) if standing and is_shut else "",
        "same_hand": same_hand,
        "has_agreed": standing is not None and standing.state.shown_half == mine,
        "end_url": reverse("end_account", args=[account.hex()]) if from_office else "",
        "freeze_url": reverse(f"{prefix}freeze_account", args=[account.hex()]) if standing else "",
        "thaw_url": reverse(f"{prefix}agree_to_thaw", args=[account.hex()]) if standing else "",
    }


def same_hand_words(session: Session, account: bytes, standing: Standing | None, *, from_office: bool) -> str:
    """Return why the second agreement is not this person's, and who can give it; nothing where it may be."""
    places = [one for one in holders(session) if (one.name == OFFICE) == from_office]
    if standing is None or not standing.is_shut or not gave_other(session, places, account, standing):
        return ""
    return _asking_others(session, places)


def _asking_others(session: Session, places: Sequence[Bundle]) -> str:
    half = half_of(places)
    asked = {"asked": ", ".join(f"“{handle}”" for handle in who_else(session, places, half))}
    if half == OFFICE_HALF and asked["asked"]:
        return _("You agreed as a coordinator; the second agreement is another administrator’s: ask %(asked)s.") % asked
    if half == OFFICE_HALF:
        return _("You agreed as a coordinator; the second agreement is another administrator’s, and there is none.")
    if asked["asked"]:
        return (
            _("You agreed as an administrator; the second agreement is another coordinator’s: ask %(asked)s.") % asked
        )
    return _(
        "You agreed as an administrator; the second agreement is another coordinator’s: let somebody else coordinate"
        " one of its divisions first."
    )


def ended_row(has_ended: bool, *, is_administrator: bool) -> dict[str, Any]:  # noqa: FBT001 - the one thing asked
    """Return what is shown of an account that is over, in place of its standing; an administrator's trustees end."""
    if has_ended:
        shown = {"state": _("Ended"), "kind": "accent", "thaw": "", "freeze_url": "", "thaw_url": "", "end_url": ""}
        return {"has_ended": True, "is_shut": False, **shown}
    return {"has_ended": False} | ({"end_url": ""} if is_administrator else {})


def agreed_words(shown: int, *, from_office: bool, days: int) -> str:
    """Return what came of an agreement."""
    if shown == THAWED:
        return _("Both have agreed: the account is open. Its owner signs in as before.")
    if shown == HALF_AWAITED and from_office:
        return _("You have agreed. Now ask a coordinator to agree, too: it counts for %(n)s days.") % {"n": days}
    if shown == HALF_AWAITED:
        return _("You have agreed. Now ask an administrator to agree, too: it counts for %(n)s days.") % {"n": days}
    return _("The account is open already: there was nothing to do.")


def day_words(day: int) -> str:
    """Return a day since 1970 in words."""
    return format_day(localtime(moment(day * DAY_HOURS)).date(), language())
