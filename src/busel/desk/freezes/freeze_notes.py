"""What a division notes of freezes: its readers see that keys are owed, and no new ones go to who is frozen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from busel.desk.clock import this_hour
from busel.desk.journals.ledger import FREEZE as FREEZE
from busel.desk.journals.writing import NotBelievedError, write
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields, Op
from busel.shelf.protocol import ID_BYTES
from busel.vault.entropy import new_record_id


def frozen_accounts(session: Session, division: bytes) -> dict[bytes, int]:
    """Return the accounts of which a division notes that they are frozen, each with the number of its record."""
    return dict(_open_notes(session, division))


def frozen_anywhere(session: Session, divisions: Iterable[bytes]) -> set[bytes]:
    """Return the accounts of which one of these divisions notes that they are frozen."""
    asked = [session.numbers[one] for one in divisions]
    rows = Item.objects.filter(division__in=asked, kind=FREEZE).values_list("fields", flat=True)
    return {account for fields in rows if (account := _account(fields)) and not fields.get("until")}


def frozen_in_present_epoch(session: Session, divisions: Iterable[bytes]) -> set[tuple[bytes, bytes]]:
    """Return (division, account) of who was frozen since the keys were last changed there, thawed or not."""
    asked = {session.numbers[one]: (one, session.ledgers[one].bundle.epoch) for one in divisions}
    rows = Item.objects.filter(division__in=asked, kind=FREEZE).values_list("division_id", "fields")
    return {
        (asked[number][0], account)
        for number, fields in rows
        if (account := _account(fields)) and fields.get("epoch", 0) >= asked[number][1]
    }


def left_frozen(noted: Iterable[Op]) -> set[str]:
    """Return the accounts, in hexadecimal digits, that operations on such records freeze and do not thaw."""
    ops = list(noted)
    frozen = {op.id: str(op.now["account"]) for op in ops if op.now and "account" in op.now}
    thawed = {op.id for op in ops if op.now is None or op.now.get("until")}
    return {account for record, account in frozen.items() if record not in thawed}


def note_freeze(session: Session, division: bytes, account: bytes) -> None:
    """Note that an account is frozen. Raises as `writing.write` does."""
    while True:
        record, epoch = new_record_id(), session.ledgers[division].bundle.epoch
        fields: Fields = {"account": account.hex(), "hour": this_hour(), "epoch": epoch}
        try:
            write(session, division, "note_freeze", [(record, [Op(FREEZE, record, fields)])])
        except NotBelievedError:
            if session.ledgers[division].bundle.epoch == epoch:
                raise
        else:
            return


def note_thaw(session: Session, division: bytes, record: int) -> None:
    """Note that it opens again. Raises as `writing.write` does."""
    write(session, division, "note_thaw", [(record, [Op(FREEZE, record, {"until": this_hour()})])])


def _open_notes(session: Session, division: bytes) -> Iterator[tuple[bytes, int]]:
    rows = Item.objects.filter(division=session.numbers.get(division), kind=FREEZE).values_list("record", "fields")
    for record, fields in rows:
        account = _account(fields)
        if account and not fields.get("until"):
            yield account, record


def _account(fields: Fields) -> bytes:
    """Return whom a record names; nothing for what no desk of ours wrote."""
    written = fields.get("account", "")
    try:
        account = bytes.fromhex(written)
    except (TypeError, ValueError):
        return b""
    return account if len(account) == ID_BYTES else b""
