"""After a thaw: new halves, as who thawed has shown the old ones; the freeze code stays.

Why the code stays: it is on the slip in somebody's drawer and behind the quiet passphrase. A new one would leave both
dead, and nobody would know before the day when they are needed. It can only shut the account.
"""

from __future__ import annotations

from busel.desk.access.hellos import Inbox
from busel.desk.access.stating import roster_of
from busel.desk.account.accounts import TICKET_BYTES, digest
from busel.desk.clock import this_hour
from busel.desk.keys.custodies import send_custody
from busel.desk.session import Session
from busel.registry.custody import Custody, seal_custody
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.registry.statements import ROOT
from busel.vault.entropy import random_bytes


def renew_halves(session: Session) -> bool:
    """Send new custodies to the office and to the coordinators, then let them count. False when nothing is to be done.

    In this order: a desk that ends in between leaves custodies that do not count yet beside those that do, and the next
    sign-in begins anew. Raises a ShelfError.
    """
    if not session.shelf.read_locker(session.token).is_renewable or not others_could_thaw(session):
        return False
    code = session.keyring.freeze_code
    halves = random_bytes(TICKET_BYTES), random_bytes(TICKET_BYTES)
    for half, (inbox, sealing) in [
        *((halves[0], office) for office in _office(session)),
        *((halves[1], division) for division in _divisions(session)),
    ]:
        custody = Custody(account=session.account, freeze_code=code, thaw_half=half)
        sealed = seal_custody(sealing, custody, organisation=session.keyring.organisation, holder=inbox.journal)
        send_custody(session, inbox, sealed)
    session.shelf.put_codes(session.token, digest(code), (digest(halves[0]), digest(halves[1])))
    return True


def others_could_thaw(session: Session) -> bool:
    """Could anybody else open both custodies, as far as this account can tell?

    Where it is the only administrator, or nobody else coordinates its divisions, the halves on paper stay in force: new
    ones would lie sealed to this account alone, and it could never be opened again.
    """
    office = session.keyring.named("office")
    if office is not None and not _others(session, office, Role.ADMINISTRATOR):
        return False
    mine = [bundle for bundle in session.keyring.divisions() if bundle.role is Role.COORDINATOR]
    all_mine = len(mine) == len(session.keyring.divisions())
    return not mine or not all_mine or any(_others(session, bundle, Role.COORDINATOR) for bundle in mine)


def _others(session: Session, bundle: Bundle, role: Role) -> bool:
    held = roster_of(session, bundle.journal).in_force(this_hour())
    return any(grant.role is role for account, grant in held.items() if account != session.account)


def _office(session: Session) -> list[tuple[Inbox, bytes]]:
    """Return the office's inbox and the key that a custody is sealed to there."""
    bundle, known = session.keyring.named("office"), session.keyring.office
    if bundle is not None and (own := bundle.inbox(bundle.epoch)):
        return [(Inbox(bundle.journal, bundle.epoch, own.public, bundle.deposit), own.public)]
    return [(Inbox(known.journal, known.epoch, known.public, known.deposit), known.public)] if known else []


def _divisions(session: Session) -> list[tuple[Inbox, bytes]]:
    """Return the inboxes of the account's divisions, and what their coordinators' custodies are sealed to.

    An account without a division (an administrator's) gives its half to the coordinators of the topmost ones.
    """
    held = [bundle.journal for bundle in session.keyring.divisions()]
    known = session.certificates.divisions()
    certified = [(one, session.certificates.certificate(one), session.certificates.inbox_key(one)) for one in known]
    return [
        (Inbox(division, key.epoch, key.public, key.deposit), certificate.sealing)
        for division, certificate, key in certified
        if certificate and key and (division in held or (not held and certificate.parent == ROOT))
    ]
