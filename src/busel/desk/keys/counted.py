"""Which keys of an account count for who keeps a list of accounts: the roster's word, else the newest six words."""

from __future__ import annotations

from typing import Any

from busel.desk.keys.posting import self_signed, with_newest_keys
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.registry.statements import Member, statement_fields

COMPARED = "compared"
"""Beside a member that the office noted after six words: the number of that comparison among the account's, from 1."""


def counted(session: Session, journal: bytes) -> dict[bytes, list[Member]]:
    """Return account -> the members whose keys count there: one, or two where two desks noted them in one moment.

    Why not the longest row of handovers, nor every row: whoever has taken an account makes rows as they like. Of who is
    in the roster it says which key counts; of all others the words that somebody compared last.
    """
    ledger = session.ledgers.get(journal)
    known = ledger.roster.keys if ledger is not None and ledger.roster is not None else {}
    rows: dict[bytes, list[tuple[int, Member]]] = {}
    for fields in Item.objects.filter(division=session.numbers.get(journal), kind="member").values_list(
        "fields", flat=True
    ):
        if (member := self_signed(fields)) is not None:
            rows.setdefault(member.account, []).append((_number(fields), member))
    found = {account: _counting(some, known.get(account)) for account, some in rows.items()}
    return {account: members for account, members in found.items() if members}


def noted(session: Session, journal: bytes, member: Member) -> dict[str, Any]:
    """Return the fields of the record that notes a member of whom six words were compared just now."""
    lying = Item.objects.filter(division=session.numbers.get(journal), kind="member").values_list("fields", flat=True)
    of_it = ((self_signed(fields), _number(fields)) for fields in lying)
    numbers = [number for one, number in of_it if one is not None and one.account == member.account]
    return {**statement_fields(member), COMPARED: max(numbers, default=0) + 1}


def _counting(rows: list[tuple[int, Member]], known: bytes | None) -> list[Member]:
    if known is not None:
        return list({one for _number, one in rows if one.signing == known})
    newest = max(number for number, _one in rows)
    return with_newest_keys({one for number, one in rows if number == newest})


def _number(fields: dict[str, Any]) -> int:
    number = fields.get(COMPARED)
    return number if isinstance(number, int) else 0
