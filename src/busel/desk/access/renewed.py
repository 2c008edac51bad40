"""Accounts that say that they may have been taken, and have new keys: as of the last look into the inboxes."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from busel.desk.access.holders import coordinated
from busel.desk.access.taking_in import is_known_before
from busel.desk.account.alarm import Told, alarms
from busel.desk.running import options
from busel.desk.session import Session
from busel.registry.six_words import six_words
from busel.registry.statements import Member
from busel.shelf.protocol import BadTicketError


@dataclass(frozen=True)
class Renewed:
    """One account with one set of new keys, and where its alarms wait."""

    member: Member
    places: tuple[tuple[bytes, bytes], ...]
    """Division and envelope."""

    @property
    def name(self) -> str:
        """What it is called in addresses: which account, and which of its keys."""
        return (self.member.account + self.member.digest()[:16]).hex()

    def words(self, session: Session) -> str:
        """Return the six words, in the organisation's language: they stand on the person's own screen, too."""
        return six_words(session.keyring.root, self.member, language=options.chosen.language)


class Alarms:
    """The last look. An inbox in which as many envelopes wait as before is not looked into again."""

    def __init__(self) -> None:
        self._counts: dict[bytes, int] = {}
        self._told: dict[bytes, list[Told]] = {}
        self._lock = threading.Lock()

    def look(self, session: Session) -> list[Renewed]:
        """Return who waits, by handle. Raises a ShelfError.

        How many envelopes wait is known from `inbox.count_waiting`. What hands on from no key that a division knows is
        nobody's alarm; nor is it the person's own, who cannot decide about it.
        """
        with self._lock:
            bundles = coordinated(session)
            for bundle in bundles:
                count = session.waiting.get(bundle.journal, 0)
                if self._counts.get(bundle.journal) != count:
                    self._look_into(session, bundle.journal, count)
            told = [(bundle.journal, one) for bundle in bundles for one in self._told.get(bundle.journal, [])]
        found: dict[Member, list[tuple[bytes, bytes]]] = {}
        for journal, one in told:
            if one.member.account != session.account and is_known_before(session, journal, one.member):
                found.setdefault(one.member, []).append((journal, one.envelope))
        renewed = [Renewed(member, tuple(places)) for member, places in found.items()]
        return sorted(renewed, key=lambda one: (one.member.handle, one.member.number))

    def _look_into(self, session: Session, journal: bytes, count: int) -> None:
        try:
            self._told[journal] = list(alarms(session, session.ledgers[journal].bundle)) if count else []
        except BadTicketError:  # its keys were changed this moment: the next look sees
            return
        self._counts[journal] = count

    def find(self, session: Session, name: str) -> Renewed | None:
        """Return one of them, if it waits still."""
        return next((one for one in self.look(session) if one.name == name), None)

    def name_of(self, session: Session, envelope: bytes) -> str:
        """Return what the account is called in addresses that an envelope is about; nothing where none is known."""
        found = (one for one in self.look(session) if any(envelope == its for _division, its in one.places))
        return next((one.name for one in found), "")

    def forget(self) -> None:
        """Look anew the next time."""
        with self._lock:
            self._counts, self._told = {}, {}


ALARMS = Alarms()
"""The desk's one."""


def concerned(session: Session, member: Member) -> list[bytes]:
    """Return the divisions coordinated here that know the account, by this key or one before, by name."""
    held = [bundle.journal for bundle in coordinated(session)]
    return [one for one in held if is_known_before(session, one, member)]
