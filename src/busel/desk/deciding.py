"""An editor's work on what waits in the inboxes, in RAM until it is decided: corrections, and who is left out."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from busel.contacts.problems import Code
from busel.desk.actions.entries import take_decided
from busel.desk.entry import EntryPerson
from busel.desk.freshness import stamp
from busel.desk.inbox import Waiting, decided, look_into_inboxes
from busel.desk.likeness import Likely, likely_among
from busel.desk.session import Session
from busel.names.phones import Phone

DECIDED = 50
"""Of envelopes that were decided, so many are still told about."""


@dataclass
class Work:
    """One envelope on the table."""

    waiting: Waiting
    people: list[EntryPerson]
    """As they came, or corrected."""
    likely: dict[int, list[Likely]]
    stamp: int
    """How new the workspace was when likely duplicates were looked for."""
    left_out: set[int]
    """Who will not be accepted: at first those who are likely stored already."""
    corrected: set[int] = field(default_factory=set)

    @property
    def chosen(self) -> list[tuple[int, EntryPerson]]:
        """Who will be accepted, with the index in the envelope."""
        return [(at, person) for at, person in enumerate(self.people) if at not in self.left_out]

    def correct(self, at: int, person: EntryPerson) -> None:
        """Put a corrected person in the place of the one that came; it is to be accepted."""
        self.people[at] = person
        self.corrected.add(at)
        self.left_out.discard(at)
        self.likely.pop(at, None)
        if found := likely_among([person]):
            self.likely[at] = found[0]

    def mark(self, shown: range, accepted: set[int]) -> None:
        """Take over the marks of the people that a page showed."""
        self.left_out = {at for at in self.left_out if at not in shown} | {at for at in shown if at not in accepted}

    def look_again(self, now: int) -> None:
        """Look for likely duplicates anew if anything was stored since."""
        if self.stamp != now:
            self.likely, self.stamp = likely_among(self.people), now

    def problems(self, at: int) -> list[Code]:
        """Return what an editor should look at in a person."""
        return problems_of(self.people[at])


def problems_of(person: EntryPerson) -> list[Code]:
    """Return what is odd about a person's values, each once."""
    phones = [fields for kind, fields in person.about if kind == "phone"]
    names = any(person.contact.get(f"{part}_{spelt}") for part in ("family", "given") for spelt in ("be", "ru"))
    found = [] if names or phones or person.contact.get("nickname") else [Code.NAME_MISSING]
    odd = (Phone.read(fields.get("number") or fields.get("written", "")).problem for fields in phones)
    return found + [Code(problem) for problem in dict.fromkeys(odd) if problem]


class Inbox:
    """What waits, as of the last look, and the work on it."""

    def __init__(self) -> None:
        self._works: dict[str, Work] = {}
        self._doubtful: dict[str, Waiting] = {}
        self._lock = threading.Lock()

    def look(self, session: Session) -> tuple[dict[str, Work], dict[str, Waiting]]:
        """Look into all inboxes; return the envelopes, and those that are doubtful. Raises a ShelfError.

        Work that was begun stays. What somebody decided about and could not take any more is taken out.
        """
        look = look_into_inboxes(session)
        take_decided(session, look)
        now = stamp(session)
        with self._lock:
            self._doubtful = {name: one for name, one in look.envelopes.items() if one.entry is None}
            waiting = {
                name: self._works.get(name) or _begin(one, now)
                for name, one in sorted(look.envelopes.items(), key=lambda pair: pair[1].hour)
                if one.entry is not None
            }
            self._works = self._last_decided(waiting) | waiting
            return waiting, dict(self._doubtful)

    def _last_decided(self, waiting: dict[str, Work]) -> dict[str, Work]:
        """Return the newest of those that wait no longer: their page tells what became of them."""
        return dict([one for one in self._works.items() if one[0] not in waiting][-DECIDED:])

    def work(self, name: str) -> Work | None:
        """Return the work on an envelope, whether it still waits or not; None for one that this desk never saw."""
        return self._works.get(name)

    def next_one(self) -> str:
        """Return the oldest envelope that still waits, as far as this desk knows; "" for none."""
        with self._lock:
            return next((name for name, work in self._works.items() if decided(work.waiting) is None), "")

    def doubtful(self, name: str) -> Waiting | None:
        """Return a doubtful envelope."""
        return self._doubtful.get(name)

    def put_away(self, name: str) -> None:
        """Forget a doubtful envelope that was taken out."""
        self._doubtful.pop(name, None)

    def forget(self) -> None:
        """Forget all: for tests; a desk ends with its process."""
        self._works, self._doubtful = {}, {}


def _begin(waiting: Waiting, now: int) -> Work:
    people = list(waiting.entry.people) if waiting.entry else []
    likely = likely_among(people)
    return Work(waiting, people, likely, now, set(likely))


INBOX = Inbox()
"""The desk's one table."""
