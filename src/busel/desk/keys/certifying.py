"""A division's next certificate: due when somebody who coordinated it does so no more, and may know its key.

Signed by the key above, which whoever coordinates the division above holds; of the topmost ones by the root, that is by
trustees (`busel recover`). It comes with an epoch: the letters of the epoch bring its private half to the coordinators.
"""

from __future__ import annotations

import msgspec

from busel.desk.access.stating import roster_of
from busel.desk.clock import this_hour
from busel.desk.session import Session
from busel.registry.coordinators import sealing_key
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.registry.statements import Certificate
from busel.vault.sign import SigningKey


def key_above(session: Session, division: bytes) -> SigningKey | None:
    """Return the key that certifies a division, if this account holds it."""
    certificate = session.certificates.certificate(division)
    above = session.keyring.bundle(certificate.parent) if certificate else None
    if certificate is None or above is None or not above.division_seed:
        return None
    ledger = session.ledgers.get(certificate.parent)
    if ledger is None or ledger.link is None or not session.may(Role.COORDINATOR, certificate.parent):
        return None  # it may lie there still, of who coordinated the division above
    key = SigningKey(above.division_seed)
    return key if key.public == session.certificates.public(certificate.parent) else None


def certificate_is_owed(session: Session, division: bytes) -> bool:
    """May somebody who coordinates no more know the division's certified key?"""
    certificate = session.certificates.certificate(division)
    return certificate is not None and roster_of(session, division).needs_certificate(certificate.number, this_hour())


def can_certify(session: Session, division: bytes) -> bool:
    """Does this account hold the key above a division whose next certificate is owed? Then it comes with new keys."""
    return certificate_is_owed(session, division) and key_above(session, division) is not None


def with_certificate(session: Session, bundle: Bundle, above: SigningKey | None = None) -> Bundle:
    """Return the bundle of a new epoch with a new signing key of the division, where one is owed and can be certified.

    `above` is the key that certifies, where it is not on the keyring: the root's.
    """
    certificate, key = session.certificates.certificate(bundle.journal), above or key_above(session, bundle.journal)
    if certificate is None or key is None or not certificate_is_owed(session, bundle.journal):
        return bundle
    new = SigningKey.new()
    following = msgspec.structs.replace(
        certificate,
        number=certificate.number + 1,
        public=new.public,
        sealing=sealing_key(new.seed),
        signature=b"",
    ).sign(key)
    past = [bundle.division_seed, *bundle.past_seeds]
    return msgspec.structs.replace(bundle, division_seed=new.seed, certificate=following, past_seeds=past)


def chain_of(session: Session, bundle: Bundle) -> list[Certificate]:
    """Return the chain that a letter brings along: of a certificate that is not in commons yet, and none otherwise."""
    following = bundle.certificate
    if following is None or following.public == session.certificates.public(bundle.journal):
        return []
    return [following, *session.certificates.line(bundle.journal)[1:]]


def unpublished(session: Session, bundle: Bundle) -> list[Certificate]:
    """Return the certificates that commons lacks: the division's own, and those that its new key signs anew.

    Nothing once somebody else published one with this number or a higher: of two with one number neither would count.
    """
    following, known = bundle.certificate, session.certificates.certificate(bundle.journal)
    if following is None or known is None or known.number >= following.number:
        return []
    key = SigningKey(bundle.division_seed)
    below = session.certificates.children(bundle.journal)
    return [following, *(msgspec.structs.replace(one, signature=b"").sign(key) for one in below)]
