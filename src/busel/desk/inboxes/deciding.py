"""An editor's work on what waits in the inboxes, in RAM until it is decided: corrections, and who is left out."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass, field

from busel.contacts.problems import Code
from busel.desk.actions.entries import take_decided
from busel.desk.inboxes.entry import Entry, EntryPerson, problems_of
from busel.desk.inboxes.inbox import Look, Waiting, decided, look_into_inboxes, open_entry
from busel.desk.journals.freshness import Stamp, stamp
from busel.desk.people.likeness import Likely, likely_among
from busel.desk.session import Session

DECIDED = 50
"""Of envelopes that were decided, so many are still told about."""
LOOK_SECONDS = 1.0
"""So long a page opens what is new in the inboxes; whoever sends too much is not waited for."""


@dataclass
class Work:
    """One envelope on the table."""

    waiting: Waiting
    entry: Entry
    people: list[EntryPerson]
    """As they came, or corrected."""
    likely: dict[int, list[Likely]]
    stamp: Stamp
    """How new the workspace was when likely duplicates were looked for."""
    left_out: set[int]
    """Who will not be accepted: at first those who are likely stored already."""
    filled: dict[int, int] = field(default_factory=dict)
    """Of those left out, who fills in somebody known: index -> contact."""
    corrected: set[int] = field(default_factory=set)
    looked_at: set[int] = field(default_factory=set)
    """Those with whom something stands out, and about whom it was decided one by one."""
    goes_through: bool = False
    """Are those with whom something stands out gone through one by one?"""
    is_begun: bool = False
    """Was anything corrected or marked? Else it can be unpacked anew, and nothing is lost."""

    @property
    def chosen(self) -> list[tuple[int, EntryPerson]]:
        """Who will be accepted, with the index in the envelope."""
        return [(at, person) for at, person in enumerate(self.people) if at not in self.left_out]

    @property
    def known(self) -> list[tuple[int, int, EntryPerson]]:
        """Who fills in whom: index in the envelope, contact, and what came."""
        return [(at, contact, self.people[at]) for at, contact in sorted(self.filled.items())]

    @property
    def rejected(self) -> int:
        """How many are neither accepted nor fill somebody in."""
        return len(self.left_out) - len(self.filled)

    def may_fill(self, at: int, contact: int) -> bool:
        """Does somebody resemble this contact? Whoever moves here comes as they are.

        One at a time: of two of one envelope the second was not shown what the first one fills in, and would be lost.
        """
        taken = any(one == contact for other, one in self.filled.items() if other != at)
        alike = any(one.contact == contact for one in self.likely.get(at, ()))
        return alike and not taken and not self.waiting.back

    def fill(self, at: int, contact: int) -> None:
        """Let somebody fill in whom they resemble."""
        self.look_at(at, accept=False)
        self.filled[at] = contact

    def correct(self, at: int, person: EntryPerson) -> None:
        """Put a corrected person in the place of the one that came; it is to be accepted."""
        self.people[at] = person
        self.corrected.add(at)
        self.left_out.discard(at)
        self.filled.pop(at, None)
        self.is_begun = True
        self.likely.pop(at, None)
        if found := likely_among([person]):
            self.likely[at] = found[0]

    @property
    def standing_out(self) -> list[int]:
        """Return who needs a look: likely known already, or with something odd; whoever else is clean."""
        return [at for at in range(len(self.people)) if at in self.likely or self.problems(at) or at in self.looked_at]

    def go_through(self) -> None:
        """Begin to go through those with whom something stands out: out until it is decided. Who is clean stays in."""
        self.goes_through = self.is_begun = True
        self.left_out |= set(self.standing_out) - self.looked_at

    def look_at(self, at: int, *, accept: bool) -> None:
        """Decide about one of them."""
        self.looked_at.add(at)
        self.filled.pop(at, None)
        self.left_out = self.left_out - {at} if accept else self.left_out | {at}
        self.is_begun = True

    @property
    def clean(self) -> list[EntryPerson]:
        """Return those with whom nothing stands out."""
        rest = set(self.standing_out)
        return [person for at, person in enumerate(self.people) if at not in rest]

    def mark(self, shown: Collection[int], accepted: set[int]) -> None:
        """Take over the marks of the people that a page showed."""
        self.left_out = {at for at in self.left_out if at not in shown} | {at for at in shown if at not in accepted}
        self.filled = {at: contact for at, contact in self.filled.items() if at in self.left_out}
        self.is_begun = True

    def look_again(self, now: Stamp) -> set[int]:
        """Look for likely duplicates anew if anything was stored since; return who has become one.

        They are out until somebody has looked at them: the same list may have come in another envelope.
        """
        if self.stamp == now:
            return set()
        before, self.likely, self.stamp = self.likely, likely_among(self.people), now
        new = self.likely.keys() - before.keys()
        self.left_out |= new
        gone = {at for at, contact in self.filled.items() if not self.may_fill(at, contact)}
        for at in gone:
            del self.filled[at]
        self.looked_at -= new | gone
        return new

    def problems(self, at: int) -> list[Code]:
        """Return what an editor should look at in a person."""
        return problems_of(self.people[at])


class Inbox:
    """What waits, as of the last look, and the work on it."""

    def __init__(self) -> None:
        self._look = Look()
        self._works: dict[str, Work] = {}
        self._decided: dict[str, Waiting] = {}
        self._lock = threading.Lock()

    def look(self, session: Session) -> Look:
        """Look into all inboxes. Raises a ShelfError.

        Work that was begun stays. What somebody decided about and could not take any more is taken out.
        """
        with self._lock:
            look = look_into_inboxes(session, self._look, seconds=LOOK_SECONDS)
            gone = [one for name, one in self._look.envelopes.items() if name not in look.envelopes]
            self._look = look
            self._put_by(gone)
        take_decided(session, look)
        return look

    def _put_by(self, gone: list[Waiting]) -> None:
        """Let go of the people of what waits no longer; the newest of them are still told about."""
        for one in gone:
            self._look.envelopes.pop(one.name, None)
            self._works.pop(one.name, None)
            self._decided[one.name] = one
        self._decided = dict(list(self._decided.items())[-DECIDED:])

    def waiting(self, name: str) -> Waiting | None:
        """Return an envelope, whether it still waits or not; None for one that this desk never saw."""
        return self._look.envelopes.get(name) or self._decided.get(name)

    def work(self, session: Session, name: str) -> Work | None:
        """Return the work on an envelope that waits, unpacked if it is not on the table. Raises a ShelfError.

        None where there is none any more. What lay open before, and was only looked at, makes room.
        """
        with self._lock:
            waiting = self._look.envelopes.get(name)
            if waiting is None or waiting.doubt:
                return None
            if name not in self._works:
                entry = open_entry(session, waiting)
                if entry is None:
                    return None
                self._works = {other: work for other, work in self._works.items() if work.is_begun}
                likely = likely_among(entry.people)
                self._works[name] = Work(waiting, entry, list(entry.people), likely, stamp(session), set(likely))
            return self._works[name]

    def next_one(self) -> str:
        """Return the oldest envelope that still waits, as far as this desk knows; "" for none."""
        with self._lock:
            self._put_by([one for one in self._look.envelopes.values() if decided(one) is not None])
            return next((name for name, one in self._look.envelopes.items() if not one.doubt), "")

    def of_sender(self, name: str) -> list[Waiting]:
        """Return all that waits from whoever sent an envelope; of a doubtful one, all that is doubtful."""
        with self._lock:
            asked = self._look.envelopes.get(name)
            same = [one for one in self._look.envelopes.values() if asked and one.author == asked.author]
            return [one for one in same if decided(one) is None]

    def forget(self) -> None:
        """Forget all: for tests; a desk ends with its process."""
        self._look, self._works, self._decided = Look(), {}, {}


INBOX = Inbox()
"""The desk's one table."""
