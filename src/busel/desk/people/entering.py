"""What a desk remembers of the paper that is being typed: RAM only, gone with the desk."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from dataclasses import dataclass, field

import msgspec

from busel.desk.inboxes.entry import EntryPerson
from busel.vault.entropy import new_id

SHOWN = 10
"""Of the people just sent, so many are shown, so that one finds the place in the notebook again."""
REMEMBERED = 500
"""Pages; nobody goes back further."""


@dataclass(frozen=True)
class Sent:
    """Somebody who was typed at this desk since the sign-in."""

    number: int
    name: str


@dataclass
class Page:
    """A filled page: pressed twice, or sent again after a failure, it is one envelope."""

    envelope: bytes = field(default_factory=new_id)
    sent_as: int = 0
    """The number of its receipt; 0 while it is not known to be sent."""


@dataclass
class Entering:
    """What stays the same from one person to the next, and whom this desk has sent."""

    kept: dict[str, str] = field(default_factory=dict)
    sent: deque[Sent] = field(default_factory=lambda: deque(maxlen=SHOWN))
    lock: threading.Lock = field(default_factory=threading.Lock)
    _pages: dict[tuple[int, bytes], Page] = field(default_factory=dict)

    def page(self, number: int, person: EntryPerson) -> Page:
        """Return what is known of this person, sent from the page that announced this number.

        Somebody else on the same page (a page that was gone back to) is somebody new.
        """
        digest = hashlib.sha256(msgspec.json.encode(person, order="deterministic")).digest()
        if (number, digest) not in self._pages:
            self._pages[number, digest] = Page()
            while len(self._pages) > REMEMBERED:
                del self._pages[next(iter(self._pages))]
        return self._pages[number, digest]

    def note(self, page: Page, number: int, name: str) -> None:
        """Note that somebody was sent."""
        page.sent_as = number
        self.sent.appendleft(Sent(number, name))

    def forget(self) -> None:
        """Forget all: for tests; a desk ends with its process."""
        self.kept.clear()
        self.sent.clear()
        self._pages.clear()


@dataclass
class LinesTyped:
    """What stays the same from one page of lines to the next, and which pages were taken: pressed twice, it is one."""

    kept: dict[str, str] = field(default_factory=dict)
    next_line: int = 1
    lock: threading.Lock = field(default_factory=threading.Lock)
    _taken: deque[bytes] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def is_taken(self, page: bytes) -> bool:
        """Were these people taken from this page before?"""
        return page in self._taken

    def note(self, page: bytes) -> None:
        """Note that they were."""
        self._taken.append(page)

    def keep(self, kept: dict[str, str], next_line: int) -> None:
        """Keep what is the same for the next page, and the number of its first line."""
        self.kept, self.next_line = kept, next_line

    def forget(self) -> None:
        """Forget all: for tests; a desk ends with its process."""
        self.keep({}, 1)
        self._taken.clear()


ENTERING = Entering()
"""The desk's one notebook."""
LINES_TYPED = LinesTyped()
"""The same for pages of lines."""
