"""An account that may have been taken goes on with new keys: one step at the shelf, then everybody is told.

1. what waits in the mailbox is taken in: the mailbox ends with the next step;
2. the shelf replaces locker, session ticket, all rows and the own journal at once (`renew_account`): before it the old
   words open the account, after it the new ones, whenever somebody's process ends;
3. this desk goes on with the new keys, in new chains of the access log;
4. divisions and office are told in their inboxes, and where nobody else coordinates the account states it itself. What
   of it is left over, the next sign-in does.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from busel.desk.access.own_statement import state_own_key
from busel.desk.account.alarm import tell_taken
from busel.desk.account.next_keys import NextKeys, given_up, renewal_of, renewed
from busel.desk.journals.arrivals import bring_in
from busel.desk.journals.writing import NotAllowedError
from busel.desk.keys.mailbox import open_mailbox
from busel.desk.keys.organisation import runs_office
from busel.desk.keys.organisation_mail import SHARED
from busel.desk.oversight.access_log import Note, lay
from busel.desk.oversight.oddities import NEW_KEYS
from busel.desk.running import log
from busel.desk.session import Session
from busel.desk.workspace.load import forget, raw_connection
from busel.journal.errors import JournalError
from busel.registry.keyring import Keyring
from busel.registry.locker import open_keyring
from busel.shelf.protocol import ShelfError, VersionMovedError
from busel.vault.errors import VaultError

_TRIES = 8


def renew_keys(session: Session, keys: NextKeys) -> None:
    """Put the keys in force, whatever somebody else holds of the old ones; harmless when they are in force already.

    Raises SessionEndedError where somebody else was quicker, or another ShelfError: then the old words open the account
    or the new ones, and the same call tells or does it.
    """
    with session.lock:
        is_new = session.user_key != keys.user_key
        if is_new:
            _lay(session, keys)
    if is_new:
        _log(session)
    go_on_with_new_keys(session)


def _log(session: Session) -> None:
    """Let auditors and coordinators see in each division's access log that the account changed its keys, and when."""
    notes = [Note(NEW_KEYS, bundle.journal, ()) for bundle in session.divisions()]
    try:
        if notes:
            lay(session, notes)
    except (ShelfError, NotAllowedError) as error:  # the next session's opening tells of the new key all the same
        log.note_failure(error)


def _lay(session: Session, keys: NextKeys) -> None:
    for _ in range(_TRIES):
        if _was_laid(session, keys):
            return
        session.learn_from_locker()
        open_mailbox(session)
        keyring, journal = renewed(session, keys)
        asked = (session.token, session.locker_version, renewal_of(session, keys, keyring), journal)
        try:
            locker = session.shelf.renew_account(*asked, given_up(session))
        except VersionMovedError:  # a desk of the same account, or somebody else, wrote in between
            continue
        _adopt(session, keys, keyring, locker.version)
        return
    raise VersionMovedError


def _was_laid(session: Session, keys: NextKeys) -> bool:
    """Did an earlier try reach the shelf, and only its answer was lost?"""
    held = session.shelf.read_locker(session.token)
    try:
        keyring = open_keyring(keys.user_key, session.locker, held.sealed)
    except (VaultError, JournalError):
        return False
    _adopt(session, keys, keyring, held.version)
    return True


def _adopt(session: Session, keys: NextKeys, keyring: Keyring, version: int) -> None:
    """Let this desk go on under the new keys, where it stands."""
    old, raw = session.keyring.account.mailbox, raw_connection()
    session.user_key, session.keyring, session.locker_version = keys.user_key, keyring, version
    session.ledgers.pop(old, None)
    session.shut.discard(old)
    if (number := session.numbers.pop(old, None)) is not None:
        forget(raw, number)
        raw.execute("DELETE FROM workspace_division WHERE id = ?", (number,))
    with session.logbook.writing:
        session.logbook.chains.clear()
    own_public = keyring.account.signing.public
    for ledger in session.ledgers.values():
        ledger.own_public = own_public
    if session.numbers:
        bring_in(session, raw, keys.own)


def go_on_with_new_keys(session: Session) -> None:
    """Do what is left of it: tell who has to know, state what nobody else can, let the keys go that sign nothing more.

    What fails is logged, and is tried again at the next sign-in. Nothing is to be done for an account with its first
    keys.
    """
    if not session.keyring.account.handovers:
        return
    steps: list[Callable[[Session], object]] = [tell_taken, state_own_key, _let_go]
    for step in steps:
        try:
            step(session)
        except Exception as error:  # noqa: BLE001 - the new keys are in force; each is tried again
            log.note_failure(error)


def awaited(session: Session) -> list[str]:
    """Return the divisions, by full name, whose coordinators have not compared the words of the new keys yet."""
    own = session.keyring.account.signing.public
    return [
        bundle.name for bundle in session.keyring.divisions() if _key_known(session, bundle.journal) not in (None, own)
    ]


def awaits_office(session: Session) -> bool:
    """Runs the account the office, which knows it by a key of before? Another administrator, or trustees, mend that."""
    own = session.keyring.account.signing.public
    return runs_office(session) and any(
        _key_known(session, one.journal) not in (None, own)
        for name in SHARED
        if (one := session.keyring.named(name)) is not None
    )


def _key_known(session: Session, division: bytes) -> bytes | None:
    """Return the key that a division has for this account: by its roster, or (collectors) by the grant it sent."""
    ledger, bundle = session.ledgers.get(division), session.keyring.bundle(division)
    if ledger is not None and ledger.roster is not None and ledger.link is not None:
        return ledger.roster.keys.get(session.account)
    return bundle.grant.signing if bundle is not None and bundle.grant is not None else None


def _awaits_anybody(session: Session) -> bool:
    return bool(awaited(session)) or awaits_office(session)


def _let_go(session: Session) -> None:
    """Forget the signing keys before, once every division knows the new one."""
    with session.lock:
        account = session.keyring.account
        if account.past_signing and not _awaits_anybody(session) and not session.keyring.untold:
            account = msgspec.structs.replace(account, past_signing=[])
            session.keyring = msgspec.structs.replace(session.keyring, account=account)
            session.save_keyring()
