"""Accounts with new keys, as the office knows them: nothing goes to the new keys before six words were compared.

An administrator compares them, or a coordinator has done it and vouches with the division's key (`vouching`). Of who
runs the office, or audits, another administrator does: that one states in office and commons which key counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from busel.desk.access.inviting import office_bundle
from busel.desk.access.renewed import Renewed
from busel.desk.access.stating import Hand, roster_of, state
from busel.desk.account.alarm import alarms
from busel.desk.account.vouching import vouched
from busel.desk.freezes.frozen import standings
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.keys.counted import counted, noted
from busel.desk.keys.organisation import ended_accounts, shared_journals
from busel.desk.keys.posting import every_member
from busel.desk.oversight.auditing import named_auditors
from busel.desk.oversight.auditor_keys import may_take_in_auditor, take_in_auditor
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.registry.roles import Role
from busel.registry.statements import Member, NewKey, statement_fields
from busel.vault.entropy import new_record_id

NOTED, STATED = "note_new_keys", "take_in_administrator"


def runs_here(session: Session) -> bool:
    """Is this an administrator's desk, by the key that counts?"""
    office = session.keyring.named("office")
    return office is not None and session.may(Role.ADMINISTRATOR, office.journal)


def look(session: Session) -> list[Renewed]:
    """Return whose new keys wait in the office for six words, by handle; what is over is taken out of the inbox.

    What hands on from no key that the office knows is nobody's alarm; nor is it the administrator's own. Raises
    NotAllowedError or a ShelfError.
    """
    office = office_bundle(session)
    count, ended = counted(session, office.journal), ended_accounts(session)
    known = every_member(session, office.journal)
    found: dict[Member, list[tuple[bytes, bytes]]] = {}
    over = []
    for one in list(alarms(session, office)):
        if _is_over(session, one.member, count.get(one.member.account, ())) or one.member.account in ended:
            over.append(one.envelope)
        elif one.member.account != session.account and _is_known(one.member, known):
            found.setdefault(one.member, []).append((office.journal, one.envelope))
    _take(session, over)
    renewed = [Renewed(member, tuple(places)) for member, places in found.items()]
    return sorted(renewed, key=lambda one: (one.member.handle, one.member.number))


def find(session: Session, name: str) -> Renewed | None:
    """Return one of them, if it waits still."""
    return next((one for one in look(session) if one.name == name), None)


def rivals(session: Session, renewed: Renewed) -> int:
    """Return how many other sets of new keys claim the account: they wait, too, or count already and lead elsewhere.

    Two sets mean that two people hold the old key.
    """
    member, office = renewed.member, office_bundle(session)
    waiting = [one.member for one in look(session) if one.member.account == member.account]
    holding = counted(session, office.journal).get(member.account, [])
    others = {one for one in [*waiting, *holding] if one.signing != member.signing}
    return sum(not _in_one_row(one, member) for one in others)


def take_in_office(session: Session, renewed: Renewed) -> None:
    """Let new keys count for the office, after six words. New keys of commons and office are owed then.

    Of an administrator it is stated in both journals; of an auditor in commons. Again goes on after an end anywhere.
    Raises NotAllowedError, also for an account that is frozen, over or one's own; or a ShelfError.
    """
    member, office = renewed.member, office_bundle(session)
    is_known = _is_known(member, every_member(session, office.journal))
    if member.account in {session.account, *ended_accounts(session)} or not is_known or is_frozen(session, member):
        raise NotAllowedError
    with session.lock:
        for journal in shared_journals(session):
            if roster_of(session, journal).keys.get(member.account, member.signing) != member.signing:
                state(session, journal, partial(_state, session, member))
        if may_take_in_auditor(session, member):
            take_in_auditor(session, member)
        _note(session, member)
        _take(session, [envelope for _journal, envelope in renewed.places])


def put_away(session: Session, renewed: Renewed) -> None:
    """Take such a message out of the inbox and give nothing to its keys. Raises NotAllowedError or a ShelfError."""
    _take(session, [envelope for _journal, envelope in renewed.places])


def is_frozen(session: Session, member: Member) -> bool:
    """Is the account shut at the shelf? Its mailbox may lie in others' hands then. Raises a ShelfError."""
    standing = standings(session, [office_bundle(session)]).get(member.account)
    return standing is not None and standing.state.is_frozen


def needs_words(session: Session, account: bytes) -> bool:
    """Does only an administrator's comparison count: of who is in the rosters of commons or office, or audits?"""
    in_roster = any(account in roster_of(session, one).keys for one in shared_journals(session))
    return in_roster or account in named_auditors(session)


def note_vouched(session: Session) -> int:
    """Note whose words a coordinator has compared; return how many were new. Raises NotAllowedError or a ShelfError.

    Why safe: what the office sends for it is the keys of commons, which whoever vouches has. Only what goes on from the
    keys that count is taken: where two sets claim an account, an administrator compares.
    """
    office, new = office_bundle(session), 0
    with session.lock:
        for one in list(vouched(session, office)):
            held = counted(session, office.journal).get(one.member.account, [])
            goes_on = bool(held) and all(one.member.comes_after(before.signing) for before in held)
            shut = one.member.account in ended_accounts(session) or is_frozen(session, one.member)
            if goes_on and not shut and not needs_words(session, one.member.account):
                _note(session, one.member)
                new += 1
            _take(session, [one.envelope])
        look(session)
        return new


def _state(session: Session, member: Member, hand: Hand) -> None:
    if hand.roster.keys.get(member.account) == member.signing:
        return  # another administrator was faster
    statement = NewKey(**hand.place, account=member.account, handovers=member.handovers).sign(hand.key)
    if hand.roster.with_all([statement]) is None:
        raise NotAllowedError
    record, fields = new_record_id(), {**statement_fields(statement), "epoch": hand.epoch}
    write(session, hand.division, STATED, [(record, [Op("new_key", record, fields)])])


def _note(session: Session, member: Member) -> None:
    office = office_bundle(session)
    known = every_member(session, office.journal)
    if member in counted(session, office.journal).get(member.account, ()):
        return
    if member in known and member.account in roster_of(session, office.journal).keys:
        return  # the roster alone says which one counts
    record = new_record_id()
    write(session, office.journal, NOTED, [(record, [Op("member", record, noted(session, office.journal, member))])])


def _is_over(session: Session, member: Member, count: Iterable[Member]) -> bool:
    """Do these keys count already, in full, or did the account go on from them since?"""
    held = list(count)
    counts = member in held and not may_take_in_auditor(session, member)
    stated = all(
        roster_of(session, one).keys.get(member.account, member.signing) == member.signing
        for one in shared_journals(session)
    )
    return (counts and stated) or any(one.comes_after(member.signing) for one in held)


def _is_known(member: Member, known: Iterable[Member]) -> bool:
    same = [one for one in known if one.account == member.account]
    return any(member == one or member.comes_after(one.signing) for one in same)


def _in_one_row(one: Member, other: Member) -> bool:
    return one.comes_after(other.signing) or other.comes_after(one.signing)


def _take(session: Session, envelopes: list[bytes]) -> None:
    office = office_bundle(session)
    if envelopes:
        session.shelf.take(session.token, office.journal, office.write, envelopes)
