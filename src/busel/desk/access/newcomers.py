"""Newcomers who said hello in the divisions that this account coordinates, as of the last look into their inboxes."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from busel.desk.access.asked import asked, asked_for
from busel.desk.access.grants import Newcomer, newcomers
from busel.desk.access.holders import coordinated
from busel.desk.running import options
from busel.desk.session import Session
from busel.registry.six_words import six_words
from busel.shelf.protocol import BadTicketError


@dataclass(frozen=True)
class Arrived:
    """A newcomer's hello in one division's inbox."""

    division: bytes
    division_name: str
    newcomer: Newcomer

    @property
    def name(self) -> str:
        """What it is called in addresses."""
        return (self.division + self.newcomer.envelope).hex()

    def words(self, session: Session) -> str:
        """Return the six words, in the organisation's language: they stand on the newcomer's screen, too."""
        member = self.newcomer.hello.member
        return six_words(session.keyring.root, member, language=options.chosen.language)


class Entrance:
    """The last look. An inbox in which as many envelopes wait as before is not looked into again."""

    def __init__(self) -> None:
        self._counts: dict[bytes, int] = {}
        self._arrived: dict[bytes, list[Arrived]] = {}
        self._lock = threading.Lock()

    def look(self, session: Session, *, anew: bool = False) -> list[Arrived]:
        """Return who waits, by division and handle; `anew` looks into every inbox. Raises a ShelfError.

        For whom access is proposed there already, a second coordinator is awaited: they do not stand here.

        How many wait is known from `inbox.count_waiting`. An inbox whose keys were changed this moment stays as it was.
        """
        with self._lock:
            bundles = coordinated(session)
            for bundle in bundles:
                journal, count = bundle.journal, session.waiting.get(bundle.journal, 0)
                if anew or self._counts.get(journal) != count:
                    self._look_into(session, journal, count)
            kept = [one for bundle in bundles for one in self._arrived.get(bundle.journal, [])]
        waiting = asked(session) if kept else []
        kept = [one for one in kept if not asked_for(waiting, one.newcomer.hello.member, one.division)]
        return sorted(kept, key=lambda one: (one.division_name, one.newcomer.hello.handle))

    def _look_into(self, session: Session, journal: bytes, count: int) -> None:
        name = session.ledgers[journal].bundle.name
        try:
            found = newcomers(session, journal) if count else []
        except BadTicketError:
            return
        self._arrived[journal] = [Arrived(journal, name, one) for one in found]
        self._counts[journal] = count

    def find(self, session: Session, name: str) -> Arrived | None:
        """Return one of them, if it waits still."""
        return next((one for one in self.look(session) if one.name == name), None)

    def let_go(self, name: str) -> None:
        """Forget one that was taken out."""
        with self._lock:
            for journal, arrived in self._arrived.items():
                self._arrived[journal] = [one for one in arrived if one.name != name]
                if len(self._arrived[journal]) < len(arrived):
                    self._counts.pop(journal, None)

    def forget(self) -> None:
        """Forget all: for tests; a desk ends with its process."""
        self._counts, self._arrived = {}, {}


ENTRANCE = Entrance()
"""The desk's one entrance."""
