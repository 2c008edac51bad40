"""Letters: how keys travel, only ever into the mailbox of the account that they are for."""

from __future__ import annotations

import msgspec

from busel.registry.certificates import Certificates
from busel.registry.keyring import Bundle
from busel.registry.statements import Certificate, Grant
from busel.vault.hidden import hidden
from busel.vault.sign import SigningKey

GRANT, BUNDLE = "grant", "bundle"
"""The kinds of messages in a mailbox. Both are signed by the division's certified key, their author is its id."""


@hidden
class GrantLetter(msgspec.Struct, frozen=True, kw_only=True):
    """A grant with its bundle, and the certificates from the division up to the root."""

    grant: Grant
    chain: list[Certificate]
    bundle: Bundle
    publish: bytes = b""
    """The write ticket of commons, for a coordinator: to put new inbox keys there."""


class BundleLetter(msgspec.Struct, frozen=True, kw_only=True):
    """The bundle of a new epoch, after a rotation, for one who holds a grant already."""

    bundle: Bundle


def is_sound(letter: GrantLetter, root: bytes, account: bytes) -> bool:
    """Is the letter for this account, about one division, and certified up to the pinned root?

    Whether the grant was signed by a coordinator is decided by the division's roster, which the letter's key opens.
    """
    certificates = Certificates(root)
    certificates.add(letter.chain)
    grant = letter.grant
    public = certificates.public(grant.division)
    if public is None or grant.account != account or letter.bundle.journal != grant.division:
        return False
    seed = letter.bundle.division_seed
    return letter.bundle.role == grant.role and (not seed or SigningKey(seed).public == public)
