"""Letters: how keys travel, only ever into the mailbox of the account that they are for."""

from __future__ import annotations

import msgspec

from busel.registry.certificates import Certificates
from busel.registry.keyring import Bundle, Office
from busel.registry.statements import Certificate, Grant
from busel.vault.hidden import hidden
from busel.vault.sign import SigningKey

GRANT, BUNDLE = "grant", "bundle"
"""The kinds of messages in a mailbox. Both are signed by the division's certified key, their author is its id."""
ORGANISATION = "organisation"
"""Keys of commons or of the office. Signed by an administrator's account, which is its author."""


@hidden
class GrantLetter(msgspec.Struct, frozen=True, kw_only=True):
    """A grant with its bundle, and the certificates from the division up to the root."""

    grant: Grant
    chain: list[Certificate]
    bundle: Bundle


class BundleLetter(msgspec.Struct, frozen=True, kw_only=True):
    """The bundle of a new epoch, after a rotation, for one who holds a grant already."""

    bundle: Bundle
    chain: list[Certificate] = []
    """The division's certificates up to the root, where a new one comes with the epoch: it is not in commons yet."""


@hidden
class OrganisationLetter(msgspec.Struct, frozen=True, kw_only=True):
    """The bundle of a new epoch of commons or of the office, for one who reads there."""

    bundle: Bundle
    office: Office | None = None
    """With commons: how to write to the office from now on."""


def certified_by(chain: list[Certificate], root: bytes, division: bytes) -> bytes | None:
    """Return the key that a chain of certificates, taken alone, gives a division.

    Why an old chain does no harm: the letter's keys must open the journal as it is now; its roster decides the rest.
    """
    certificates = Certificates(root)
    certificates.add(chain)
    return certificates.public(division)


def is_sound(letter: GrantLetter, root: bytes, account: bytes) -> bool:
    """Is the letter for this account, about one division, and certified up to the pinned root?

    Whether the grant was signed by a coordinator is decided by the division's roster, which the letter's key opens.
    """
    grant = letter.grant
    public = certified_by(letter.chain, root, grant.division)
    if public is None or grant.account != account or letter.bundle.journal != grant.division:
        return False
    seed = letter.bundle.division_seed
    return letter.bundle.role == grant.role and (not seed or SigningKey(seed).public == public)
