"""What the cards say that a founding gives out: shares for the trustees, and three slips for each first account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from busel.desk.account.accounts import Credentials
from busel.desk.freezes.freezing import written
from busel.outreach.card import Card
from busel.registry.roles import Role
from busel.vault.share_checks import EIGHT, FIRST
from busel.vault.shares import Share

TO_FILL_IN = "." * 40
"""Where an address is to be written by hand, which nobody knows at the founding."""
ROLES = {
    Role.ADMINISTRATOR: gettext_lazy("administrator: runs the accounts, opens no division"),
    Role.COORDINATOR: gettext_lazy("coordinator: opens divisions, lets others in"),
}


@dataclass(frozen=True)
class Addresses:
    """Where the organisation's pages are, and where they go on if that address is given up; "" where nobody knows."""

    now: str = ""
    successor: str = ""


NOWHERE_YET = Addresses()


def founding_cards(
    shares: Sequence[Share],
    accounts: Sequence[tuple[Credentials, Role]],
    *,
    language: str,
    addresses: Addresses = NOWHERE_YET,
) -> list[Card]:
    """Return all cards of a founding: each goes to somebody else."""
    with override(language):
        cards = [share_card(share, len(shares), language=language, addresses=addresses) for share in shares]
        for credentials, role in accounts:
            cards += account_cards(credentials, role, language=language, addresses=addresses)
    return cards


def share_card(share: Share, in_all: int, *, language: str, addresses: Addresses = NOWHERE_YET) -> Card:
    """Return a trustee's card."""
    numbers = {"number": share.number, "all": in_all, "needed": share.needed}
    return Card(
        language=language,
        title=_("Share %(number)s of %(all)s of the root key") % numbers,
        lines=(
            _(
                "Any %(needed)s of the %(all)s shares together open what nobody else can open "
                "any more. Fewer open nothing."
            )
            % numbers,
            _(
                "Keep it apart from the other shares and from every computer. Do not photograph "
                "it, send it or read it out, but for the four words of a yearly check."
            ),
        ),
        fields=where(addresses),
        words=share.words,
        marked=tuple(range(FIRST, FIRST + EIGHT)),
        foot=_(
            "Once a year an administrator asks for four of the underlined words: so it is known that this card is "
            "still there. Say these, and no other word, ever. The whole card is typed only to bring the "
            "organisation back."
        ),
    )


def account_cards(
    credentials: Credentials, role: Role, *, language: str, addresses: Addresses = NOWHERE_YET
) -> list[Card]:
    """Return a new account's cards: to sign in, to freeze, and two halves to thaw."""
    called = (_("Account name"), credentials.handle)
    one, other = credentials.thaw_halves
    return [
        Card(
            language=language,
            title=_("Your account"),
            lines=(
                _(
                    "With these you sign in. Learn the passphrase, then destroy this card. Nobody "
                    "may ever ask you for it."
                ),
            ),
            fields=(
                called,
                (_("Passphrase"), credentials.passphrase),
                (_("Role"), str(ROLES[role])),
                *where(addresses),
            ),
        ),
        freeze_slip(credentials.handle, credentials.freeze_code, language=language, addresses=addresses),
        _half_card(called, one, 1, language=language),
        _half_card(called, other, 2, language=language),
    ]


def freeze_slip(handle: str, code: bytes, *, language: str, addresses: Addresses = NOWHERE_YET) -> Card:
    """Return what a friend freezes the account with."""
    return Card(
        language=language,
        title=_("Freeze slip"),
        lines=(
            _("For a friend of the person whose account this is. If something happened to that person, do not wait."),
            _("Open the address in Tor Browser, press “Freeze an account with a freeze slip” and type the code."),
            _("The account shuts at once, with all its open pages. Nothing is deleted, and it can be opened again."),
        ),
        fields=((_("Account name"), handle), (_("Freeze code"), written(code)), *where(addresses)),
    )


def _half_card(called: tuple[str, str], half: bytes, number: int, *, language: str) -> Card:
    keeper = _("Kept by the office.") if number == 1 else _("Kept by a coordinator, not by the office.")
    return Card(
        language=language,
        title=_("Thaw half %(number)s of 2") % {"number": number},
        lines=(
            keeper,
            _("Both halves together open the account again after a freeze. Never keep them in one place."),
            _("Whose account it is keeps neither half."),
        ),
        fields=(called, (_("Thaw half"), written(half))),
    )


def where(addresses: Addresses) -> tuple[tuple[str, str], ...]:
    """Return the fields of a card that say where the pages are."""
    return (
        (_("Address"), addresses.now or TO_FILL_IN),
        (_("If it is given up"), addresses.successor or TO_FILL_IN),
    )
