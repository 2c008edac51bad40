"""One account taken, and any copies of the store (T5): what its keys open is what a plain model says, exactly.

Grants of every role, with an end, from now on only, with two signatures; removals, freezes, folds, rotations, also such
that die half-way and are finished by somebody else, also with a division's next certificate; entries of a collector.
After each step everybody is robbed: of today's keyring with today's store, and of every key that the account ever had
with every copy of the store that there ever was. `factories.robber` opens what opens; `factories.plain_model` knows
no cryptography and says what must.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from busel.desk import clock
from busel.desk.access.grants import Terms, revoke
from busel.desk.access.proposing import grant_or_propose
from busel.desk.actions.entries import send_entry
from busel.desk.freezes.frozen import note_standings
from busel.desk.inboxes.entry import Entry, EntryPerson
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import write
from busel.desk.keys.rotation import finish_rotations, rotate
from busel.desk.session import Session
from busel.desk.trustees import founding
from busel.journal.commit import EpochKeys
from busel.journal.deed import Op
from busel.registry.roles import Role
from busel.registry.root import Root
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import BadTicketError, FrozenError, Want
from busel.vault.lock import CHEAP
from busel.vault.sign import SigningKey
from factories.desks import DISTRICT, HOUR, REGION, Desk, Organisation
from factories.mortal import KilledError, cloned
from factories.plain_model import ROLES, Given, Place, World, covers
from factories.robber import DIVISION, STATE, Body, Key, Picklock, Robber, lies_in
from factories.shelf import ORGANISATION

BOTH = (REGION, DISTRICT)
POSTS = {
    "administrator": founding.Post(Role.ADMINISTRATOR),
    "coordinator": founding.Post(Role.COORDINATOR, BOTH),
    "deputy": founding.Post(Role.COORDINATOR, BOTH),
    "ann": founding.Post(Role.EDITOR, BOTH),
    "bela": founding.Post(Role.EDITOR, (DISTRICT,)),
    "cyra": founding.Post(Role.VIEWER, (DISTRICT,)),
    "dan": founding.Post(Role.COLLECTOR, (DISTRICT,)),
    "collector": founding.Post(Role.COLLECTOR, (DISTRICT,)),
}
STAYING = ("coordinator", "deputy")
"""They coordinate both divisions throughout. The others come and go."""
OTHERS = ("ann", "bela", "cyra", "dan")
TEMPLATE: list[Beginning] = []
DEATHS = ("write_locker", "deposit", "stage", "switch", "reseal")
"""The calls of a rotation at which a desk dies: keys kept, first letter, blocks aside, switched, history sealed."""


class Dying:
    """Stands before a shelf; its asker dies when a call was carried out, once the one before it was seen."""

    def __init__(self, shelf: MemoryShelf) -> None:
        self._shelf, self._after, self._at = shelf, "", ""

    def arm(self, at: str) -> None:
        self._after, self._at = ("switch" if at == "reseal" else ""), at

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._shelf, name)

        def ask(*args: Any) -> Any:
            answer = call(*args)
            if name == self._at and not self._after:
                raise KilledError
            self._after = "" if name == self._after else self._after
            return answer

        return ask


@dataclass
class Beginning:
    """Where every run begins: the store, the model that says the same, what was certified, and how many people were."""

    organisation: Organisation
    world: World
    publics: dict[bytes, str]
    people: int

    def again(self) -> Beginning:
        first = self.organisation
        shelf = cloned(first.shelf)  # type: ignore[arg-type]  # it is one
        own = Organisation(shelf, first.founded, first.names)
        return Beginning(own, deepcopy(self.world), dict(self.publics), self.people)


def founded() -> Beginning:
    plans = founding.above_others([founding.Plan(REGION), founding.Plan(DISTRICT, REGION)])
    shelf = MemoryShelf(ORGANISATION)
    charter = founding.Charter(plans, list(POSTS.values()))
    first = founding.found(shelf, charter, organisation=ORGANISATION, hour=HOUR, profile=CHEAP)
    return Beginning(Organisation(shelf, first, list(POSTS)), world(), {}, 0)


def beginning() -> Beginning:
    """Return an organisation that has a past: people who were renamed or taken out, under keys that two hold.

    By the machine's own rules, once. Of the others nobody is in any more, one of them by a grant that ran out; so
    whoever comes is let in by a grant, and all that most of them ever hold of the past is what this grant brings.
    """
    if not TEMPLATE:
        machine = Robbed()
        machine.start(founded())
        for name in BOTH:
            for _ in range(3):
                machine.add(name, "coordinator")
            place = machine.world.places[name]
            gone, renamed, _stays = sorted(place.people)
            machine.alter(name, renamed, "coordinator", stays=True)
            machine.alter(name, gone, "coordinator", stays=False)
            machine.fold(name, "coordinator")
            for who in OTHERS:
                machine.revoke(name, who, "coordinator")
            machine.rotate(name, "coordinator", with_root=False)
        machine.grant(DISTRICT, "bela", "coordinator", role="viewer", hours=5, history=False)
        machine.time_passes(24 * 8)
        machine.come("deputy")
        TEMPLATE.append(Beginning(machine.organisation, machine.world, machine.publics, machine.people))
        machine.teardown()
    return TEMPLATE[0].again()


def world() -> World:
    made = World(HOUR, {name: Place(name) for name in BOTH})
    for who, post in POSTS.items():
        for name in post.divisions:
            made.found(made.places[name], who, post.role.value)
    return made


WHERE = st.sampled_from(BOTH)
WHO = st.sampled_from(OTHERS)
BY = st.sampled_from(STAYING)
EITHER = st.booleans()


class Robbed(RuleBasedStateMachine):
    """An organisation of two divisions, the plain model beside it, and a robber for each account."""

    @initialize()
    def begin(self) -> None:
        self.start(beginning())

    def start(self, at: Beginning) -> None:
        self.organisation, self.world = at.organisation, at.world
        self.shelf: MemoryShelf = self.organisation.shelf  # type: ignore[assignment]  # it is one
        self.journals = {name: self.organisation.journal(name) for name in BOTH}
        self.desks: dict[str, Desk] = {}
        self.frozen: set[str] = set()
        self.publics = at.publics
        """Each division key that was ever certified -> its lock in the model."""
        self.robbers = {who: Robber(ORGANISATION, self.organisation.credentials(who)) for who in POSTS}
        self.picklock = Picklock()
        self.keys_ever: dict[str, set[Key]] = {who: set() for who in POSTS}
        self.bodies_ever: frozenset[Body] = frozenset()
        self.people = at.people
        self.real_time = clock.time
        clock.time = SimpleNamespace(time=lambda: self.world.hour * clock.HOUR_SECONDS)  # type: ignore[assignment]  # it tells the time
        self.come("coordinator")

    def teardown(self) -> None:
        clock.time = getattr(self, "real_time", clock.time)
        for desk in getattr(self, "desks", {}).values():
            desk.end()

    def value(self) -> str:
        self.people += 1
        return f"busel{self.people}x"

    def come(self, by: str) -> Desk:
        """Let both who stay bring their desks up to date, the one who acts first; return the desk of that one."""
        for who in sorted(STAYING, key=lambda one: one != by):
            if who not in self.desks:
                self.desks[who] = self.organisation.desk(who).open()
            with self.desks[who].at_work() as session:
                pull(session)
                if who == by:
                    finish_rotations(session)
                    self.note_certificates(session)
                    note_standings(session)
            if who == by:
                self.world.come_to_work(self.frozen)
            for place in self.world.places.values():
                self.world._take_letters(place, who)
        return self.desks[by]

    def note_certificates(self, session: Session) -> None:
        for name, journal in self.journals.items():
            certificate = session.certificates.certificate(journal)
            assert certificate is not None
            place = self.world.places[name]
            newest = place.coming or place.certificates[-1]
            assert certificate.number == len(place.certificates) - (not place.coming)
            self.publics[certificate.public] = newest

    def may(self, who: str, name: str) -> bool:
        """May one of the others write there, by the model?"""
        place = self.world.places[name]
        role = place.role_at(who, self.world.hour)
        # Who was frozen while the keys changed gets them once a coordinator's desk has seen the thaw.
        holds = place.state in self.world.locks(who)
        return who not in self.frozen and role is not None and covers(role, "editor") and holds and self.is_whole()

    def is_whole(self) -> bool:
        return all(place.began < 0 for place in self.world.places.values())

    def sign_in(self, who: str) -> Desk:
        desk = self.organisation.desk(who).open()
        self.world.visit(who)
        return desk

    def at_the_desk_of(self, who: str) -> Desk:
        return self.come(who) if who in STAYING else self.sign_in(who)

    def leave(self, who: str, desk: Desk) -> None:
        if who not in STAYING:
            with desk.at_work() as session:
                session.close()
            desk.end()

    # People

    @rule(name=WHERE, who=st.sampled_from((*STAYING, *OTHERS)))
    def add(self, name: str, who: str) -> None:
        if who in OTHERS and not self.may(who, name):
            return
        desk, value = self.at_the_desk_of(who), self.value()
        with desk.at_work() as session:
            ops = [Op("contact", self.people, {"family_be": value})]
            write(session, self.journals[name], "add_contact", [(self.people, ops)])
        self.world.places[name].people[self.people] = value
        self.world.places[name].write(self.people, value)
        self.leave(who, desk)

    @precondition(lambda self: any(place.people for place in self.world.places.values()))
    @rule(data=st.data(), by=BY, stays=EITHER)
    def change(self, data: st.DataObject, by: str, *, stays: bool) -> None:
        """Give a person another name, or take the person out."""
        name = data.draw(st.sampled_from([one for one in BOTH if self.world.places[one].people]))
        self.alter(name, data.draw(st.sampled_from(sorted(self.world.places[name].people))), by, stays=stays)

    def alter(self, name: str, whom: int, by: str, *, stays: bool) -> None:
        place = self.world.places[name]
        was, now = place.people[whom], self.value() if stays else None
        op = Op("contact", whom, {"family_be": now} if now else None, {"family_be": was})
        with self.come(by).at_work() as session:
            write(session, self.journals[name], "edit_contact" if now else "undo_change", [(whom, [op])])
        place.write(whom, was, *([now] if now else []))
        if now:
            place.people[whom] = now
        else:
            del place.people[whom]
            place.somebody_left = True

    @rule(by=BY)
    def collect(self, by: str) -> None:
        self.come(by)
        value, place = self.value(), self.world.places[DISTRICT]
        desk = self.organisation.desk("collector").open()
        with desk.at_work() as session:
            id_ = send_entry(session, self.journals[DISTRICT], Entry([EntryPerson({"family_be": value})]))
            session.close()
        desk.end()
        place.waiting[id_] = place.epoch, value

    @precondition(lambda self: self.world.places[DISTRICT].waiting)
    @rule(by=BY)
    def empty_the_inbox(self, by: str) -> None:
        with self.come(by).at_work() as session:
            write_ticket = session.ledgers[self.journals[DISTRICT]].bundle.write
            waiting = self.world.places[DISTRICT].waiting
            session.shelf.take(session.token, self.journals[DISTRICT], write_ticket, list(waiting))
        waiting.clear()

    @rule(name=WHERE, who=st.sampled_from((*STAYING, *OTHERS)))
    def fold(self, name: str, who: str) -> None:
        if who in OTHERS and not self.may(who, name):
            return
        desk, place = self.at_the_desk_of(who), self.world.places[name]
        with desk.at_work() as session:
            fold_journal(session, self.journals[name])
        place.fold(with_history=place.past in self.world.rings[who, name].locks)
        self.leave(who, desk)

    # Who may read

    @rule(
        name=WHERE,
        who=WHO,
        by=BY,
        role=st.sampled_from(ROLES),
        hours=st.sampled_from((0, 0, 5, 24 * 10)),
        history=EITHER,
    )
    def grant(self, name: str, who: str, by: str, *, role: str, hours: int, history: bool) -> None:
        until = self.world.hour + hours if hours else 0
        handle, terms = self.organisation.credentials(who).handle, Terms(Role(role), until, history=history)
        signers = [by] if name == DISTRICT else [by, next(one for one in STAYING if one != by)]
        for signer in signers:
            with self.come(signer).at_work() as session:
                let_in = grant_or_propose(session, self.journals[name], handle, terms)[1]
            if let_in:  # at once, too, who holds the same already: the letter is sent again
                break
            self.world.places[name].write(0)
        assert let_in
        number = next(self.world.numbers)
        self.world.grant(self.world.places[name], who, Given(number, role, until, history))

    @rule(name=WHERE, who=WHO, by=BY)
    def revoke(self, name: str, who: str, by: str) -> None:
        with self.come(by).at_work() as session:
            revoke(session, self.journals[name], self.organisation.account(who))
        self.world.revoke(self.world.places[name], who)

    @rule(name=WHERE, by=BY, with_root=EITHER)
    def rotate(self, name: str, by: str, *, with_root: bool) -> None:
        with self.come(by).at_work() as session:
            rotate(session, self.journals[name], above=self.above(name, with_root=with_root))
            self.world.rotate(self.world.places[name], by, certifies=name == DISTRICT or with_root)
            self.note_certificates(session)

    @rule(name=WHERE, by=BY, with_root=EITHER, until=st.sampled_from(DEATHS))
    def rotate_and_die(self, name: str, by: str, *, with_root: bool, until: str) -> None:
        """The desk ends in the middle; whoever comes to work next goes on."""
        self.come(by)
        self.desks.pop(by).end()
        dying = Dying(self.shelf)
        mortal = replace(self.organisation, shelf=dying)  # type: ignore[arg-type]  # it stands for one
        desk = mortal.desk(by).open()
        dying.arm(until)
        above = self.above(name, with_root=with_root)
        with desk.at_work() as session, pytest.raises(KilledError):
            rotate(session, self.journals[name], above=above)
        desk.end()
        self.world.rotate(self.world.places[name], by, certifies=name == DISTRICT or with_root, until=until)

    def above(self, name: str, *, with_root: bool) -> SigningKey | None:
        return Root(self.organisation.founded.master).signing if with_root and name == REGION else None

    @rule(who=WHO)
    def visit(self, who: str) -> None:
        if who not in self.frozen and self.is_whole():
            self.leave(who, self.sign_in(who))

    @rule(hours=st.sampled_from((1, 6, 24 * 8)))
    def time_passes(self, hours: int) -> None:
        self.world.hour += hours

    @rule(who=WHO)
    def freeze(self, who: str) -> None:
        assert self.shelf.freeze(self.organisation.credentials(who).freeze_code)
        self.frozen.add(who)

    @precondition(lambda self: self.frozen)
    @rule()
    def thaw(self) -> None:
        who = min(self.frozen)
        for half in self.organisation.credentials(who).thaw_halves:
            self.shelf.thaw(half)
        self.frozen.remove(who)

    # What must hold

    @invariant()
    def every_account_opens_what_the_model_says_and_nothing_else(self) -> None:
        if not hasattr(self, "picklock"):
            return
        self.world.note()
        today = lies_in(self.shelf)
        self.bodies_ever |= today
        for who, robber in self.robbers.items():
            keys = robber.keys(self.shelf)
            self.keys_ever[who] |= keys
            now, ever = self.opened(keys, today), self.opened(self.keys_ever[who], self.bodies_ever)
            for opened, told in ((now, self.world.reads_now(who)), (ever, self.world.reads_ever(who))):
                assert opened == told, f"{who} opens {opened - told} too much, and {told - opened} not"

    def opened(self, keys: Any, bodies: frozenset[Body]) -> set[str]:
        """Return the values that keys open, and the certificates whose private half is among them."""
        seeds = (_public(key.secret) for key in keys if key.kind == DIVISION)
        return self.picklock.values(keys, bodies) | {self.publics[one] for one in seeds if one in self.publics}

    @invariant()
    def the_shelf_serves_who_holds_the_epoch_and_nobody_who_is_frozen(self) -> None:
        if not hasattr(self, "picklock"):
            return
        for who in OTHERS:
            locker, ticket = self.robbers[who].ticket(self.shelf)
            if who in self.frozen:
                with pytest.raises(FrozenError):
                    self.shelf.open_session(locker, ticket, clock.today())
                continue
            token = self.shelf.open_session(locker, ticket, clock.today())
            served = {key.journal for key in self.robbers[who].keys(self.shelf) if self.is_served(token, key)}
            self.shelf.close_session(token)
            places, locks = self.world.places, self.world.locks(who)
            assert served == {self.journals[name] for name in BOTH if places[name].state in locks}

    def is_served(self, token: bytes, key: Key) -> bool:
        if key.kind != STATE or key.journal not in self.journals.values():
            return False
        try:
            self.shelf.fetch(token, [Want(key.journal, EpochKeys(key.secret).read_ticket())])
        except BadTicketError:
            return False
        return True


@lru_cache
def _public(seed: bytes) -> bytes:
    return SigningKey(seed).public


STEPS = settings(
    max_examples=40,
    stateful_step_count=50,
    deadline=None,
    derandomize=True,  # the same two thousand steps each time: a change that breaks this breaks it for everybody
    suppress_health_check=list(HealthCheck),
)


def test_every_account_opens_what_was_granted_whatever_happened() -> None:
    run_state_machine_as_test(Robbed, settings=STEPS)
