"""An account that was taken: who holds copies of everything of it, and how its owner goes on with new keys."""

from __future__ import annotations

from dataclasses import dataclass

from busel.desk.account.accounts import Credentials, Wish
from busel.desk.account.next_keys import NextKeys, next_keys
from busel.desk.account.own_papers import draw
from busel.desk.account.taken import renew_keys
from busel.desk.session import Session, SignInRefusedError, Typed, open_locker, sign_in
from busel.registry.keyring import Keyring, session_ticket
from busel.registry.locker import Unlocked
from busel.shelf.protocol import BadTicketError, SessionEndedError, Shelf
from busel.vault.lock import CHEAP
from factories.desks import Organisation


@dataclass
class Thief:
    """Passphrase, user key, keyring, a copied unlock row and an open session of one account, as of one moment."""

    told: Credentials
    locker: bytes
    user_key: bytes
    keyring: Keyring
    token: bytes
    organisation: bytes

    def opens(self, shelf: Shelf) -> list[str]:
        """Return by which of it the account still opens, tried against a shelf as no desk would."""
        typed = Typed(self.told.handle, self.told.passphrase)
        ways = {
            "words": lambda: sign_in(shelf, self.organisation, typed, profile=CHEAP),
            "user key": lambda: open_locker(shelf, self.organisation, Unlocked(self.locker, self.user_key)),
            "ticket": lambda: shelf.open_session(self.locker, session_ticket(self.user_key), 0),
            "session": lambda: shelf.read_locker(self.token),
        }
        found = []
        for name, way in ways.items():
            try:
                way()
            except (SignInRefusedError, BadTicketError, SessionEndedError):
                continue
            found.append(name)
        return found

    def opens_mailbox(self, shelf: Shelf, token: bytes) -> bool:
        """Does the mailbox of before open to its tickets, shown in an accomplice's session?"""
        own = self.keyring.bundles[self.keyring.account.mailbox.hex()]
        try:
            shelf.list_inbox(token, own.journal, own.keys.read_ticket())
        except BadTicketError:
            return False
        return True


def rob(organisation: Organisation, who: str) -> Thief:
    """Return a thief who has all that an account holds at this moment."""
    session = organisation.desk(who).session
    return Thief(
        organisation.credentials(who),
        session.locker,
        session.user_key,
        session.keyring,
        session.token,
        organisation.founded.organisation,
    )


def drawn(session: Session) -> NextKeys:
    """Return new words and keys for an account; nothing is laid yet."""
    return next_keys(session, draw(session, Wish("en")), profile=CHEAP)


def go_on(organisation: Organisation, who: str, session: Session) -> NextKeys:
    """Let an account go on with new keys from its open desk; from now on `who` signs in with the new words."""
    keys = drawn(session)
    renew_keys(session, keys)
    organisation.known[who] = keys.told
    return keys
