"""New keys of an auditor: an administrator who compared six words lets the access log be sealed to them."""

from __future__ import annotations

from busel.desk.clock import this_hour
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.oversight.auditing import auditor_keys, auditors, named_auditors
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.registry.auditor_keys import AuditorKey
from busel.registry.statements import Member, statement_fields
from busel.vault.entropy import new_record_id

DEED = "take_in_auditor"


def may_take_in_auditor(session: Session, member: Member) -> bool:
    """Does the account audit, and go on from the key that the root named to one that the log is not sealed to yet?"""
    named = named_auditors(session).get(member.account)
    if named is None or not named.sealing or not named.signing:
        return False
    return member.comes_after(named.signing) and auditors(session)[member.account] != member.sealing


def take_in_auditor(session: Session, member: Member) -> None:
    """State in commons that new entries are sealed to these keys. Raises NotAllowedError or a ShelfError."""
    commons, named = session.keyring.named("commons"), named_auditors(session).get(member.account)
    if commons is None or named is None or not may_take_in_auditor(session, member):
        raise NotAllowedError
    before = [one.order for one in auditor_keys(session) if one.account == member.account]
    statement = AuditorKey(
        organisation=session.keyring.organisation,
        account=member.account,
        number=named.number,
        order=max(before, default=-1) + 1,
        handovers=member.handovers,
        by=session.account,
        since=this_hour(),
    ).sign(session.keyring.account.signing)
    record = new_record_id()
    write(session, commons.journal, DEED, [(record, [Op("auditor_key", record, statement_fields(statement))])])
