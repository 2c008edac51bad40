"""The office's inbox, when it is half full: what nobody waits for is thrown out, and told.

Every account may write there, and it takes some thousands of envelopes: whoever fills it keeps newcomers, alarms and
custodies from all administrators. Nobody decides about its envelopes one by one, so desks do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from busel.desk.access.hellos import HELLO, opened, read_hello
from busel.desk.access.inviting import office_bundle, outstanding
from busel.desk.account.alarm import TAKEN, read_taken
from busel.desk.account.vouching import VOUCHED, read_vouched
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.keys.counted import counted
from busel.desk.keys.custodies import is_from_member
from busel.desk.keys.posting import every_member
from busel.desk.keys.taking_up import waiting
from busel.desk.session import Session
from busel.journal.envelope import Message
from busel.journal.errors import JournalError
from busel.journal.header import Place
from busel.registry.custody import CUSTODY
from busel.shelf.protocol import MAX_WAITING, Want

CROWDED = MAX_WAITING // 2
OF_EACH = 16
"""So many envelopes of one account stay, whatever they are: more of them nobody needs."""


def throw_out(session: Session) -> int:
    """Throw out what is not of an invited newcomer, nor of an account that the office knows; return how many.

    The read ticket is taken in the newest epoch alone, so nothing is sealed to keys that this desk lacks still. Raises
    NotAllowedError or a ShelfError.
    """
    office = office_bundle(session)
    want = Want(office.journal, office.keys.read_ticket(), -1)
    if session.shelf.waiting(session.token, [want])[0] < CROWDED:
        return 0
    is_wanted, kept, over = _wanted(session), Counter[bytes](), []
    place = Place(session.keyring.organisation, office.journal)
    for envelope in waiting(session, office):
        try:
            message = opened(office, place, envelope)
            if message.id == envelope.id and is_wanted(message, place) and kept[message.author] < OF_EACH:
                kept[message.author] += 1
                continue
        except JournalError:
            pass
        over.append(envelope.id)
    if over:
        session.shelf.take(session.token, office.journal, office.write, over)
        session.keep_aside(Aside(office.journal, -1, Cause.CROWDED))
    return len(over)


def _wanted(session: Session) -> Callable[[Message, Place], bool]:
    """Return what says whether somebody waits for a message; it raises a JournalError for one that is forged."""
    office = office_bundle(session)
    invited = {(one.id, one.handle) for one in outstanding(session)}
    members = every_member(session, office.journal)
    accounts, count = {one.account for one in members}, counted(session, office.journal)

    def is_wanted(message: Message, place: Place) -> bool:
        if message.kind == HELLO:
            hello = read_hello(message, place)
            return (hello.invitation, hello.handle) in invited or hello.member in members
        if message.kind == TAKEN:
            return read_taken(message, place).account in accounts
        if message.kind == VOUCHED:
            return read_vouched(session, message, place).account in accounts
        return message.kind == CUSTODY and is_from_member(message, place, count)

    return is_wanted
