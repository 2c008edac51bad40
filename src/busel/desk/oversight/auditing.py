"""Who reads the access log: as the root makes them, and as every desk learns of them in commons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

import msgspec

from busel.desk.account.accounts import FreshAccount
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.registry.auditor_keys import AuditorKey, sealing_key
from busel.registry.root import Root
from busel.registry.statements import Auditor, Statement, read_statement
from busel.vault.errors import BadSignatureError


def make_auditors(root: Root, accounts: Sequence[FreshAccount], *, organisation: bytes, hour: int) -> list[Statement]:
    """Return the statements that make these accounts auditors.

    Why safe: the root signs them, so no administrator seals the log to an own key.
    """
    return [
        Auditor(
            organisation=organisation,
            account=account.keyring.account.id,
            sealing=account.keyring.account.sealing.public,
            number=0,
            since=hour,
            signing=account.keyring.account.signing.public,
        ).sign(root.signing)
        for account in accounts
    ]


def with_audit(root: Root, account: FreshAccount) -> FreshAccount:
    """Return an auditor's account with the ticket that reads every division's log."""
    return replace(account, keyring=msgspec.structs.replace(account.keyring, audit=root.audit_ticket))


def auditors(session: Session) -> dict[bytes, bytes]:
    """Return who reads the access log, as the root has signed it in commons: account -> sealing key.

    The key is the one that the root named, or one to which the auditor went on and an administrator let in.
    """
    commons = session.keyring.named("commons")
    ledger, keys = session.ledgers.get(commons.journal) if commons else None, list(auditor_keys(session))
    roster = ledger.roster if ledger is not None else None
    named = ((account, one) for account, one in named_auditors(session).items() if one.sealing)
    return {account: sealing_key(one, keys, roster) for account, one in named}


def auditor_keys(session: Session) -> Iterator[AuditorKey]:
    """Yield what lies there about new keys of auditors; each is to be believed or not."""
    commons = session.keyring.named("commons")
    number = session.numbers.get(commons.journal) if commons else None
    lying = Item.objects.filter(division=number, kind="auditor_key").order_by("record")
    for fields in lying.values_list("fields", flat=True):
        with suppress(msgspec.ValidationError):
            statement = read_statement("auditor_key", fields)
            if isinstance(statement, AuditorKey):
                yield statement


def auditors_keys(session: Session) -> dict[bytes, bytes]:
    """Return with which key each who reads, or once read, the access log signs: account -> public key."""
    commons = session.keyring.named("commons")
    ledger = session.ledgers.get(commons.journal) if commons else None
    stands = ledger.link if ledger is not None else None
    if (
        session.logbook.auditors_keys is None or session.logbook.auditors_keys[0] != stands
    ):  # asked for each part that is read
        keys = {account: one.signing for account, one in named_auditors(session).items() if one.signing}
        session.logbook.auditors_keys = (stands, keys)
    return session.logbook.auditors_keys[1]


def named_auditors(session: Session) -> dict[bytes, Auditor]:
    """Return the newest statement about each who audits, or once did."""
    newest: dict[bytes, Auditor] = {}
    for fields in Item.objects.filter(kind="auditor").order_by("record").values_list("fields", flat=True):
        one = _believed(session, fields)
        if one is not None and (one.account not in newest or newest[one.account].number < one.number):
            newest[one.account] = one
    return dict(sorted(newest.items()))


def _believed(session: Session, fields: dict[str, object]) -> Auditor | None:
    try:
        statement = read_statement("auditor", fields)
        statement.check(session.keyring.root)
    except (msgspec.ValidationError, BadSignatureError):
        return None
    is_ours = statement.organisation == session.keyring.organisation
    return statement if isinstance(statement, Auditor) and is_ours else None
