"""Who reads what, told with dictionaries and sets: no cryptography, no desk, no shelf.

A *lock* is a word such as "state/Mazyr/3". The model says under which lock each value of a contact lies, and which
locks each account was given. An account reads a value if it lies under a lock that the account was given: nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from busel.shelf.rules import KEPT_SNAPSHOTS

Lock = str
Lying = tuple[Lock, frozenset[str]]
"""Some values under one lock."""
ROLES = ("collector", "viewer", "editor", "coordinator")
A_WEEK = 7 * 24


def covers(role: str, other: str) -> bool:
    return ROLES.index(role) >= ROLES.index(other)


def reads(role: str | None) -> bool:
    return role is not None and role != "collector"


@dataclass(frozen=True)
class Given:
    """A grant."""

    number: int
    role: str
    not_after: int
    history: bool

    def holds(self, hour: int) -> bool:
        return not self.not_after or hour <= self.not_after

    def same(self, other: Given) -> bool:
        return (self.role, self.not_after, self.history) == (other.role, other.not_after, other.history)


@dataclass(frozen=True)
class Letter:
    """What waits in a mailbox: the locks of one epoch (`attempt` tells two tries to begin one epoch apart)."""

    name: object
    is_grant: bool
    epoch: int
    attempt: int
    role: str
    locks: frozenset[Lock]
    signed: Lock
    """The certificate whose key signed it."""
    brings_it: bool = False
    """Does that certificate come with the letter?"""


@dataclass
class Ring:
    """What an account holds of one division."""

    locks: set[Lock]
    epoch: int
    attempt: int
    role: str


@dataclass
class Place:
    """One division: what lies there under which lock, and who was given what."""

    name: str
    epoch: int = 0
    attempt: int = 0
    grants: dict[str, list[Given]] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    """Everybody who stands there now, with the present value."""
    blocks: set[str] = field(default_factory=set)
    is_folded: bool = False
    retired: list[Lying] = field(default_factory=list)
    staged: list[Lying] = field(default_factory=list)
    tail: list[tuple[int, frozenset[str]]] = field(default_factory=lambda: [NO_VALUE])
    """(whom, values) of the deeds since the snapshot, also of those that hold no value."""
    somebody_left: bool = False
    """Does the tail take anybody out?"""
    loose: list[Lying] = field(default_factory=list)
    """Deeds below the snapshot that are not sealed as history yet."""
    history: list[Lying] = field(default_factory=list)
    kept: list[Lying] = field(default_factory=list)
    """Snapshots that folds replaced since the last new keys, the first few. The store's own days stand still here."""
    kept_deeds: list[Lying] = field(default_factory=list)
    """Deeds as they lay before they became history since."""
    waiting: dict[bytes, tuple[int, str]] = field(default_factory=dict)
    """Envelope -> (epoch, value)."""
    inbox: dict[int, Lock] = field(default_factory=dict)
    certificates: list[Lock] = field(default_factory=list)
    coming: Lock = ""
    """The certificate that came with an epoch and is not published yet."""
    made: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Number of a certificate -> (statement, hour) of the epoch that it came with."""
    removed: list[tuple[str, int]] = field(default_factory=list)
    """(account, statement) of each end of a grant to coordinate."""
    frozen: set[str] = field(default_factory=set)
    """Of whom it is noted that they are frozen: no new keys are sent to them."""
    began: int = -1
    """The hour of an epoch that is not noted in the roster yet; -1: it is."""

    def __post_init__(self) -> None:
        self.inbox[0], self.certificates[:] = f"inbox/{self.name}/0", [f"certificate/{self.name}/0"]

    @property
    def state(self) -> Lock:
        return f"state/{self.name}/{self.attempt}"

    @property
    def past(self) -> Lock:
        return f"history/{self.name}/{self.attempt}"

    def lying(self) -> Iterator[Lying]:
        """Yield what lies in the store now."""
        yield self.state, frozenset(self.blocks)
        yield from ((self.state, values) for _whom, values in self.tail)
        yield from (*self.retired, *self.staged, *self.loose, *self.history, *self.kept, *self.kept_deeds)
        yield from ((self.inbox[epoch], frozenset({value})) for epoch, value in self.waiting.values())
        yield from ((one, frozenset({one})) for one in self.certificates)

    def role_at(self, who: str, hour: int) -> str | None:
        held = [one.role for one in self.grants.get(who, ()) if one.holds(hour)]
        return max(held, key=ROLES.index, default=None)

    def in_force(self, hour: int) -> dict[str, tuple[str, bool]]:
        """Return who holds what, as all its grants say together: the highest role, and whether it reads the history."""
        held = {who: [one for one in given if one.holds(hour)] for who, given in self.grants.items()}
        return {
            who: (
                max((one.role for one in some), key=ROLES.index),
                any(one.history and reads(one.role) for one in some),
            )
            for who, some in held.items()
            if some
        }

    def write(self, whom: int, *values: str) -> None:
        self.tail.append((whom, frozenset(values)))

    def seeds(self) -> dict[int, Lock]:
        """Return the inbox locks that a coordinator at work holds: of this epoch, and of what waits from before."""
        wanted = {self.epoch, *(epoch for epoch, _value in self.waiting.values())}
        return {epoch: lock for epoch, lock in self.inbox.items() if epoch in wanted}

    def fold(self, *, with_history: bool) -> None:
        if not self.tail:
            return
        self.loose += [(self.state, values) for _whom, values in self.tail]
        if len(self.kept) < KEPT_SNAPSHOTS:
            self.kept.append((self.state, frozenset(self.blocks)))
        self.blocks, self.is_folded = set(self.people.values()), True
        self.tail, self.somebody_left, self.retired = [], False, []
        if with_history:
            self.seal_history()

    def seal_history(self) -> None:
        """All that lies below the snapshot becomes history under the newest lock; the blocks before are gone."""
        self.kept_deeds += [lying for lying in self.loose if lying[0] == self.state]
        self.history = [(self.past, values) for _lock, values in (*self.history, *self.loose)]
        self.loose, self.retired = [], []

    def blocks_after(self) -> set[str]:
        """Return what lies in the blocks of a next epoch: as they lay, and what was touched since as it is now."""
        if not self.is_folded or self.somebody_left:
            return set(self.people.values())
        touched = {whom for whom, _values in self.tail}
        return self.blocks | {value for whom, value in self.people.items() if whom in touched}

    def switch(self, attempt: int, certificate: Lock, hour: int) -> None:
        blocks = self.blocks_after()
        self.retired = [(self.state, frozenset(self.blocks))] if self.is_folded else []
        self.loose += [(self.state, values) for _whom, values in self.tail]
        self.blocks, self.is_folded, self.tail, self.somebody_left, self.staged = blocks, True, [], False, []
        self.kept, self.kept_deeds = [], []
        self.epoch, self.attempt, self.coming, self.began = self.epoch + 1, attempt, certificate, hour
        self.inbox[self.epoch] = f"inbox/{self.name}/{attempt}"

    def finish(self, numbers: Iterator[int]) -> None:
        """Do what any coordinator's desk does that comes to work: what is left of a rotation."""
        if not self.epoch:
            return
        self.seal_history()
        if self.coming:
            self.certificates.append(self.coming)
            self.coming = ""
        if self.began >= 0:
            self.made.setdefault(len(self.certificates) - 1, (next(numbers), self.began))
            self.write(0)
            self.began = -1

    def owes_certificate(self, hour: int) -> bool:
        """Did somebody stop coordinating since the newest certificate was made?"""
        number, since = self.made.get(len(self.certificates) - 1, (0, 0))
        gone = {who for who in (*self.grants, *dict(self.removed)) if self.role_at(who, hour) != "coordinator"}
        ran_out = [one for who in gone for one in self.grants.get(who, ()) if one.role == "coordinator"]
        return any(who in gone and at > number for who, at in self.removed) or any(
            one.not_after >= since for one in ran_out
        )


NO_VALUE: tuple[int, frozenset[str]] = (0, frozenset())


@dataclass
class World:
    """All divisions and accounts."""

    hour: int
    places: dict[str, Place]
    rings: dict[tuple[str, str], Ring] = field(default_factory=dict)
    """(account, division) -> what lies in the locker."""
    mail: dict[tuple[str, str], list[Letter]] = field(default_factory=dict)
    """(account, division) -> the letters that wait."""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    locks_ever: dict[str, set[Lock]] = field(default_factory=dict)
    lying_ever: set[Lying] = field(default_factory=set)

    def found(self, place: Place, who: str, role: str) -> None:
        """Give somebody a role at the founding."""
        place.grants.setdefault(who, []).append(Given(next(self.numbers), role, 0, history=True))
        locks = _locks(place, role, history=True, inbox=place.inbox)
        self.rings[who, place.name] = Ring(set(locks), 0 if reads(role) else -1, 0, role)

    # What is done

    def grant(self, place: Place, who: str, given: Given) -> None:
        standing = [one for one in place.grants.setdefault(who, []) if one.same(given) and one.holds(self.hour)]
        if not standing:
            place.grants[who].append(given)
            place.write(0)
        locks = _locks(place, given.role, history=given.history, inbox=place.seeds())
        name = ("grant", (standing or [given])[0].number, place.attempt)
        letter = Letter(name, True, place.epoch, place.attempt, given.role, locks, place.certificates[-1])
        self._post(place, who, letter)

    def _post(self, place: Place, who: str, letter: Letter) -> None:
        box = self.mail.setdefault((who, place.name), [])
        if all(one.name != letter.name for one in box):  # the first one under a name stays
            box.append(letter)

    def revoke(self, place: Place, who: str) -> None:
        held = place.grants.get(who, [])
        if held:
            place.write(0)
            if any(one.role == "coordinator" for one in held):
                place.removed.append((who, next(self.numbers)))
            place.grants[who] = []

    def rotate(self, place: Place, by: str, *, certifies: bool, until: str = "") -> None:
        """Change the keys; `until` is the call at which the desk of `by` dies."""
        owes, after, attempt = certifies and place.owes_certificate(self.hour), Place(place.name), next(self.numbers)
        certificate = f"certificate/{place.name}/{attempt}" if owes else ""
        after.attempt, after.inbox = attempt, {**place.seeds(), place.epoch + 1: f"inbox/{place.name}/{attempt}"}
        after.certificates = [*place.certificates, *([certificate] if owes else [])]
        self.rings[by, place.name].locks |= _locks(after, "coordinator", history=True, inbox=after.inbox)
        if until == "write_locker":
            return
        for who, (role, history) in place.in_force(self.hour).items():
            if who == by or who in place.frozen or not reads(role):
                continue
            locks = _locks(after, role, history=history, inbox=after.inbox)
            told = ("bundle", attempt), False, place.epoch + 1, attempt, role, locks
            self._post(place, who, Letter(*told, after.certificates[-1], brings_it=owes))
            if until == "deposit":
                return
        if until == "stage":
            place.staged.append((after.state, frozenset(place.blocks_after())))
            return
        place.switch(attempt, certificate, self.hour)
        self.rings[by, place.name].epoch, self.rings[by, place.name].attempt = place.epoch, attempt
        if until != "switch":
            place.finish(self.numbers)

    def come_to_work(self, frozen: set[str]) -> None:
        """A coordinator's desk finishes what others left, everywhere, and notes who is frozen and who no longer is."""
        for place in self.places.values():
            place.finish(self.numbers)
            for who in frozen & place.grants.keys() - place.frozen:
                place.frozen.add(who)
                place.write(0)
            for who in place.frozen - frozen:
                place.frozen.remove(who)
                place.write(0)
                role, history = place.in_force(self.hour).get(who, ("collector", False))
                if reads(role):
                    locks = _locks(place, role, history=history, inbox=place.seeds())
                    told = ("bundle", place.attempt), False, place.epoch, place.attempt, role, locks
                    self._post(place, who, Letter(*told, place.certificates[-1]))

    # What an account does with it

    def visit(self, who: str) -> None:
        """Sign in: letters are taken up, what ended is closed for a week and then gone."""
        for place in self.places.values():
            self._take_letters(place, who)
            ring = self.rings.get((who, place.name))
            if ring is not None and ring.epoch >= 0 and ring.attempt == place.attempt:
                self._keep_to(place, who, ring)

    def _take_letters(self, place: Place, who: str) -> None:
        box = self.mail.pop((who, place.name), [])
        for letter in sorted(box, key=lambda one: (one.epoch, ROLES.index(one.role), not one.is_grant), reverse=True):
            ring = self.rings.get((who, place.name))
            if not letter.brings_it and letter.signed != place.certificates[-1]:
                continue  # signed with a key that the division had before: it is thrown out
            if not letter.is_grant and ring is not None and ring.epoch >= letter.epoch:
                continue  # a newer one came: this one, too
            if not reads(letter.role):
                self.rings.setdefault((who, place.name), Ring(set(), -1, 0, letter.role))
                continue
            merged = _merged(ring, letter)
            if merged.attempt != place.attempt:
                self._post(place, who, letter)  # its epoch has not begun
                continue
            self.rings[who, place.name] = merged
            role = place.role_at(who, self.hour)
            if reads(role):
                merged.role = max(merged.role, str(role), key=ROLES.index)
            else:
                self._keep_to(place, who, merged)

    def _keep_to(self, place: Place, who: str, ring: Ring) -> None:
        role = place.role_at(who, self.hour)
        if role is not None and (role == ring.role or not covers(ring.role, role)):
            return
        held = [one for one in place.grants.get(who, ()) if covers(one.role, ring.role)]
        if any(one.holds(self.hour - A_WEEK) for one in held):
            return  # closed, and there for a week
        if reads(role):
            above = set() if covers(str(role), "editor") else set(place.inbox.values())
            ring.locks -= above | {lock for lock in ring.locks if lock.startswith("certificate")}
            ring.role = str(role)
        elif role is not None:
            self.rings[who, place.name] = Ring(set(), -1, 0, role)
        else:
            del self.rings[who, place.name]

    # What can be read

    def locks(self, who: str) -> set[Lock]:
        """Return every lock that an account's locker and mailbox hold now."""
        rings = (ring.locks for (one, _place), ring in self.rings.items() if one == who)
        letters = (letter.locks for (one, _place), box in self.mail.items() if one == who for letter in box)
        return set().union(*rings, *letters)

    def note(self) -> None:
        """A copy of the store is taken by everybody."""
        for who in {one for one, _place in (*self.rings, *self.mail)}:
            self.locks_ever.setdefault(who, set()).update(self.locks(who))
        self.lying_ever.update(lying for place in self.places.values() for lying in place.lying())

    def reads_now(self, who: str) -> set[str]:
        """Return the values that an account's keys of today open in the store of today."""
        return _opened(self.locks(who), (lying for place in self.places.values() for lying in place.lying()))

    def reads_ever(self, who: str) -> set[str]:
        """Return the values that any key which the account ever had opens in any copy of the store."""
        return _opened(self.locks_ever.get(who, set()), self.lying_ever)


def _opened(locks: set[Lock], lying: Iterable[Lying]) -> set[str]:
    return {value for lock, values in lying if lock in locks for value in values}


def _locks(place: Place, role: str, *, history: bool, inbox: dict[int, Lock]) -> frozenset[Lock]:
    locks = {place.state} if reads(role) else set()
    if reads(role) and history:
        locks.add(place.past)
    if covers(role, "editor"):
        locks.update(inbox.values())
    if role == "coordinator":
        locks.update(place.certificates)
    return frozenset(locks)


def _merged(ring: Ring | None, letter: Letter) -> Ring:
    if ring is None:
        return Ring(set(letter.locks), letter.epoch, letter.attempt, letter.role)
    mine, theirs = (letter.epoch, ROLES.index(letter.role)), (ring.epoch, ROLES.index(ring.role))
    newer = letter if mine >= theirs else ring
    locks = ring.locks | letter.locks
    if newer.role != "coordinator":  # the keys of a newer epoch came for a lower role
        locks = {lock for lock in locks if not lock.startswith("certificate")}
    return Ring(locks, newer.epoch, newer.attempt, newer.role)
