"""Cards of members, in words: the slip of an invitation, and what a new account keeps on paper."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from busel.desk.access.inviting import Slip
from busel.desk.web.card_words import NOWHERE_YET, Addresses, where
from busel.desk.web.formats import format_day
from busel.outreach.card import Card


def invitation_card(slip: Slip, *, language: str, addresses: Addresses = NOWHERE_YET) -> Card:
    """Return the slip for who is invited; it names nobody."""
    return Card(
        language=language,
        title=_("Invitation"),
        lines=(
            _("Type both on the sign-in page, in the fields for account name and passphrase."),
            _("It opens one account, once. Then your own passphrase is made, and this paper may be burnt."),
        ),
        fields=((_("Account name"), slip.handle), (_("One-time code"), slip.code), *where(addresses)),
        foot=_("Opens until %(day)s. Whoever has this paper can use it: give it by hand.")
        % {"day": format_day(day_of(slip.last_day), language)},
    )


def recovery_card(handle: str, code: str, *, language: str, addresses: Addresses = NOWHERE_YET) -> Card:
    """Return the recovery code, which opens the account and is to be hidden well."""
    return Card(
        language=language,
        title=_("Recovery code"),
        lines=(
            _(
                "It signs in when the passphrase is forgotten or the key file is lost: type it in the place of the"
                " passphrase. A new passphrase is made then, and a new code."
            ),
            _("Whoever has this paper and the account name opens the account: hide it well, away from other papers."),
        ),
        fields=((_("Account name"), handle), (_("Recovery code"), code), *where(addresses)),
        foot=_("It works once."),
    )


def day_of(number: int) -> dt.date:
    """Return the date of a day since 1970."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=number)
