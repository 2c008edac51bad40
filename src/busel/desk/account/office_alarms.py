"""The office's inbox: an administrator's desk notes by itself that an account has new keys.

Why nobody compares words here: what the office sends is the keys of commons, which the account read all the time; and
whoever has taken it read them, too. So new keys of commons are owed then, and go to the newest keys of each account.
"""

from __future__ import annotations

from contextlib import suppress

from busel.desk.access.inviting import office_bundle
from busel.desk.account.alarm import alarms
from busel.desk.journals.writing import ConflictError, write
from busel.desk.keys.posting import every_member
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.journal.envelope import accepted_record_id
from busel.registry.statements import statement_fields

DEED = "note_new_keys"


def note_new_keys(session: Session) -> int:
    """Note whose keys were changed; return how many were new. Raises NotAllowedError or a ShelfError.

    Harmless at once from two desks, and again after a kill.
    """
    office = office_bundle(session)
    with session.lock:
        told = list(alarms(session, office))
        known = every_member(session, office.journal)
        new = [
            one
            for one in told
            if one.member not in known
            and any(held.account == one.member.account and one.member.comes_after(held.signing) for held in known)
        ]
        for one in new:
            record = accepted_record_id(office.journal + one.envelope, 0)
            op = Op("member", record, statement_fields(one.member))
            with suppress(ConflictError):  # noted by another desk in this moment
                write(session, office.journal, DEED, [(record, [op])], deed=one.envelope)
        over = [one.envelope for one in told if one.member in [*known, *(each.member for each in new)]]
        if over:
            session.shelf.take(session.token, office.journal, office.write, over)
        return len(new)
