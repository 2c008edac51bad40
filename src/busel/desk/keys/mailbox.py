"""The mailbox: letters with keys are opened, verified, put on the keyring and used; only then they are taken out."""

from __future__ import annotations

import msgspec

from busel.desk.clock import this_hour
from busel.desk.journals.arrivals import certify
from busel.desk.journals.ledger import KEY_KINDS, Aside, Cause
from busel.desk.journals.rereading import reread
from busel.desk.keys.deputy_mail import keep_what_deputies_get
from busel.desk.keys.endings import keep_to
from busel.desk.keys.opened_letters import NotCertifiedError, Opened, OutdatedError, open_letter
from busel.desk.keys.organisation_mail import use_organisation_letters
from busel.desk.keys.taking_up import moved, put_on_keyring, refuse_other_epochs, roster_with, waiting
from busel.desk.session import Session
from busel.journal.errors import EpochUnknownError, JournalError
from busel.registry.keyring import Bundle, Keyring, bundle_for
from busel.registry.merging import merge_bundles
from busel.registry.roles import Role
from busel.registry.statements import longest
from busel.shelf.protocol import BadTicketError, Envelope

MAILBOX_EPOCH = 0
"""An account's own journal is never rotated: its keys come from the user key."""


def open_mailbox(session: Session) -> list[bytes]:
    """Use what the mailbox holds; return the journals that came or moved to a new epoch.

    Called before the zone is opened, and whenever a journal's keys were changed. What can never be believed is shown
    and thrown out: else whoever may deposit fills the mailbox, and no new keys come in. What may come to be believed
    stays: letters for an epoch that is not there (yet), or of a division whose certificate was not read.
    """
    with session.lock:
        came = [*_adopt_pending(session), *_go_on_with_what_is_held(session)]
        envelopes = list(waiting(session, _own(session)))
        looked = use_organisation_letters(session, envelopes)  # first: commons certifies who signed the others
        came += looked.came
        letters, used = _letters(session, [one for one in envelopes if one.id not in looked.seen])
        used += looked.used
        for letter in sorted(letters, key=_weight, reverse=True):
            if _is_stale(session, letter):
                used.append(letter.envelope)
            elif _use(session, letter):
                used.append(letter.envelope)
                came.append(letter.bundle.journal)
        if came or used:
            session.keyring = without_half(session.keyring)
            session.save_keyring()
        if used:
            own = _own(session)
            session.shelf.take(session.token, own.journal, own.write, used)
        return came


def without_half(keyring: Keyring) -> Keyring:
    """Return a keyring without the coordinators' thaw half, once a division is held: its coordinators keep that."""
    beginning = keyring.beginning
    if beginning is None or not beginning.division_half or not keyring.divisions():
        return keyring
    return msgspec.structs.replace(keyring, beginning=msgspec.structs.replace(beginning, division_half=b""))


def _adopt_pending(session: Session) -> list[bytes]:
    """Take up epochs that this account itself began, when its desk was ended before it could note that it had."""
    came = []
    for bundle in session.keyring.pending:
        held = session.keyring.bundle(bundle.journal)
        if held is None or held.epoch >= bundle.epoch:
            continue
        merged = merge_bundles(bundle, held)
        try:
            refuse_other_epochs(session, merged)
        except BadTicketError:
            continue  # it was never switched to
        moved(session, merged)
        put_on_keyring(session, merged)
        came.append(bundle.journal)
    return came


def _go_on_with_what_is_held(session: Session) -> list[bytes]:
    """Take up newer epochs that are on the keyring already: another desk of this account put them there."""
    came = []
    for journal in list(session.shut):
        held, ledger = session.keyring.bundle(journal), session.ledgers.get(journal)
        if held is None or not held.epochs or (ledger is not None and ledger.bundle.epoch >= held.epoch):
            continue
        try:
            refuse_other_epochs(session, held)
        except BadTicketError:
            continue
        moved(session, held)
        put_on_keyring(session, held)
        came.append(journal)
    return came


def _own(session: Session) -> Bundle:
    return session.keyring.bundles[session.keyring.account.mailbox.hex()]


def _letters(session: Session, envelopes: list[Envelope]) -> tuple[list[Opened], list[bytes]]:
    """Return the letters that their divisions signed, and the ids of what is kept by now or never will be one."""
    own = _own(session)
    all_are_known = bool(envelopes) and _know_certificates(session)
    kept = keep_what_deputies_get(session, envelopes)
    opened, thrown_out, outdated = [], [], []
    for envelope in (one for one in envelopes if one.id not in kept):
        try:
            letter = open_letter(session, envelope)
            if letter is not None:
                opened.append(letter)
        except NotCertifiedError as error:
            if all_are_known and error.division not in session.certificates.certificates:
                thrown_out.append(envelope.id)
            else:
                session.keep_aside(Aside(own.journal, -1, Cause.FORGED))
        except OutdatedError:
            outdated.append(envelope.id)
        except JournalError:
            thrown_out.append(envelope.id)
    if thrown_out:
        session.keep_aside(Aside(own.journal, -1, Cause.THROWN_OUT))
    return opened, [*kept, *thrown_out, *outdated]


def _know_certificates(session: Session) -> bool:
    """Read commons, if it was not read yet: letters are believed by the divisions' certified keys.

    Says whether all of it was read and believed.
    """
    commons = session.keyring.named("commons")
    if commons is None:
        return False
    ledger = session.ledgers.get(commons.journal)
    if ledger is not None and ledger.link is not None:
        return not any(aside.journal == commons.journal for aside in session.aside)
    try:
        whole = reread(session, commons)
    except (BadTicketError, EpochUnknownError, JournalError):
        return False
    records = whole.folded().all_records()
    certify(session, [(kind, fields) for kind, _id, fields in records if kind in KEY_KINDS])
    return not whole.ledger.aside


def _weight(letter: Opened) -> tuple[int, int, bool]:
    """Tell the letters' order: of one epoch the higher role first, else a lower one would leave its keys stale."""
    return max(letter.bundle.epochs, default=0), list(Role).index(letter.bundle.role), not letter.is_grant


def _is_stale(session: Session, letter: Opened) -> bool:
    held = session.keyring.bundle(letter.bundle.journal)
    return (
        not letter.is_grant
        and held is not None
        and max(held.epochs, default=-1) >= max(letter.bundle.epochs, default=-1)
    )


def _use(session: Session, letter: Opened) -> bool:
    """Put a letter's keys on the keyring, if they open the journal and its roster names this account."""
    held = session.keyring.bundle(letter.bundle.journal)
    bundle = letter.bundle if held is None else merge_bundles(letter.bundle, held)
    if bundle.epochs:
        try:
            roster = roster_with(session, bundle)
        except BadTicketError:
            return False  # an epoch that has not begun, or was already left: a newer letter brings the keys
        except (EpochUnknownError, JournalError, LookupError):
            roster = None
        if roster is None or session.account not in roster.keys:
            session.keep_aside(Aside(bundle.journal, -1, Cause.FORGED))
            return False
        role = roster.role_of(session.account, this_hour())
        grant = longest(roster.grants.get(session.account, ()), bundle.role) or bundle.grant
        bundle = msgspec.structs.replace(bundle, grant=grant)
        if role is None or not role.reads:
            keep_to(session, bundle, roster)
            return True  # it came while there was a grant, which is over
        if not bundle.role.covers(role):
            bundle = bundle_for(bundle, role)
    put_on_keyring(session, bundle)  # what is above the roster's role is closed before a page is shown
    return True
