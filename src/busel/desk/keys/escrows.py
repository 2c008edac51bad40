"""Escrows in commons: which lie there, and which epoch of a division still lacks one."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.registry.escrow import escrow_mark, make_escrow
from busel.registry.keyring import Bundle
from busel.registry.statements import Escrow, RootKey, Statement, read_statement
from busel.vault.sign import SigningKey


def in_commons(session: Session, kind: str) -> Iterable[Statement]:
    """Yield the statements of a kind that lie in commons, believed or not."""
    commons = session.keyring.named("commons")
    number = None if commons is None else session.numbers.get(commons.journal)
    for fields in Item.objects.filter(division=number, kind=kind).values_list("fields", flat=True):
        try:
            yield read_statement(kind, fields)
        except msgspec.ValidationError:
            continue


def root_sealing(session: Session) -> bytes | None:
    """Return the public key that escrows are sealed to: as the root signed it, whose other key is pinned.

    Why safe: an administrator writes commons, but only the root signs this, so nobody else's key stands in its place.
    """
    for statement in in_commons(session, "root_key"):
        if isinstance(statement, RootKey) and statement.is_signed_by(session.keyring.root):
            return statement.sealing
    return None


def escrows_of(session: Session, division: bytes) -> list[Escrow]:
    """Return a division's escrows, the newest epoch first. Who signed them is not asked: what is in them is."""
    found = [one for one in in_commons(session, "escrow") if isinstance(one, Escrow) and one.division == division]
    return sorted(found, key=lambda one: one.epoch, reverse=True)


def missing_escrow(session: Session, bundle: Bundle) -> list[Escrow]:
    """Return this account's own escrow of a bundle's newest epoch if commons lacks it: a list of one.

    Why each coordinator lays one: only the trustees open it, so nobody can tell whether another's opens anything. Of
    several the trustees take whichever opens the journal, and writes it: one honest coordinator is enough.
    """
    sealing, key, account = root_sealing(session), SigningKey(bundle.division_seed), session.keyring.account
    mark = escrow_mark(bundle, account.signing)
    lying = (one for one in escrows_of(session, bundle.journal) if one.epoch == bundle.epoch and one.mark == mark)
    if sealing is None or any(one.is_signed_by(key.public) for one in lying):
        return []
    return [make_escrow(sealing, bundle, organisation=session.keyring.organisation, key=key, mark=mark)]
