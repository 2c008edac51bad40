"""Several members at random: writes that race, folds, rotations, grants, ends of grants, desks that begin anew.

The model is plain: one dictionary of people, and who may read since when. Each desk's workspace must be equal to the
model, whatever happened, and nobody reads an epoch that was not granted (T5).
"""

from __future__ import annotations

from contextlib import suppress
from types import SimpleNamespace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from busel.desk import clock
from busel.desk.access.grants import Terms, grant, revoke
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.ledger import Cause
from busel.desk.journals.opening import pull
from busel.desk.journals.rereading import reread
from busel.desk.journals.writing import ConflictError, NotAllowedError, write
from busel.desk.keys.rotation import finish_rotations, rotate
from busel.desk.workspace.models import Contact
from busel.journal.deed import Op
from busel.journal.fold import changes
from busel.registry.roles import Role
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import BadTicketError, EpochMovedError
from busel.vault.entropy import new_id
from factories.desks import DISTRICT, HOUR, Desk, Organisation, small
from factories.meddling import Meddling
from factories.mortal import cloned
from factories.shelf import ORGANISATION

WRITERS = ("coordinator", "editor", "other")
GRANTED = ("editor", "other", "viewer")
READERS = ("coordinator", *GRANTED)
ROLES = {"editor": Role.EDITOR, "other": Role.EDITOR, "viewer": Role.VIEWER}
TEMPLATE: list[Organisation] = []
FIELDS = ("family_be", "notes")
VALUES = st.sampled_from(["Бусел", "Зубр", "Лось", None])
NUMBERS = st.integers(1, 4)


class Hands(RuleBasedStateMachine):
    """People of one district and the desks that work on them."""

    @initialize()
    def begin(self) -> None:
        if not TEMPLATE:
            TEMPLATE.append(small(MemoryShelf(ORGANISATION)))
        first = TEMPLATE[0]
        self.organisation = Organisation(cloned(first.shelf), first.founded, first.names)  # type: ignore[arg-type]  # it is one
        self.journal = first.journal(DISTRICT)
        self.people: dict[int, dict[str, str]] = {}
        self.roles = dict(ROLES)
        self.let_in = dict.fromkeys(READERS, True)
        self.desks: dict[str, Desk] = {}
        self.sent: list[tuple[bytes, int, Op]] = []
        self.until: dict[str, int] = {}
        self.last_epoch: dict[str, int] = {}
        self.hour = HOUR
        self.real_time = clock.time
        clock.time = SimpleNamespace(time=lambda: self.hour * clock.HOUR_SECONDS)  # type: ignore[assignment]  # it tells the time

    def teardown(self) -> None:
        clock.time = getattr(self, "real_time", clock.time)
        for desk in getattr(self, "desks", {}).values():
            desk.end()

    def desk(self, who: str) -> Desk:
        if who not in self.desks:
            self.desks[who] = self.organisation.desk(who).open()
        return self.desks[who]

    @rule(who=st.sampled_from(WRITERS), id_=NUMBERS, name=st.sampled_from(FIELDS), value=VALUES)
    def change(self, who: str, id_: int, name: str, value: str | None) -> None:
        """Change a person as this desk sees it: it may have seen less than was written since."""
        desk = self.desk(who)
        with desk.at_work() as session:
            if self.journal not in session.numbers:
                return
        seen = desk.workspace(self.journal).get("contact", {}).get(id_)
        wanted = {**(seen or {}), name: value}
        now, was = changes(seen, {key: one for key, one in wanted.items() if one is not None})
        if not now or (seen is None and not wanted.get(name)):
            return
        op = Op("contact", id_, now, was) if any(wanted.values()) else Op("contact", id_, None, seen or {})
        deed = new_id()
        if self.write(desk, who, deed, op):
            self.sent.append((deed, id_, op))

    def write(self, desk: Desk, who: str, deed: bytes, op: Op) -> bool:
        """Write one operation; say whether it was stored by somebody who may."""
        name = "add_contact" if not op.was else "edit_contact"
        with desk.at_work() as session:
            if session.ledgers[self.journal].link is None:
                return False
            try:
                written = write(session, self.journal, name, [(op.id, [op])], deed=deed)
            except ConflictError:
                assert self.after(op) is None
                return False
            except (EpochMovedError, NotAllowedError):
                assert not self.let_in[who]
                return False
        assert self.let_in[who]
        if not written.already:
            after = self.after(op)
            assert after is not None
            self.people = {**self.people, op.id: after} if after else self.without(op.id)
        return True

    def without(self, id_: int) -> dict[int, dict[str, str]]:
        return {key: fields for key, fields in self.people.items() if key != id_}

    def after(self, op: Op) -> dict[str, str] | None:
        """Return what the model says that a person will be (empty: gone), or None for a conflict."""
        current = self.people.get(op.id, {})
        if op.now is None:
            return {} if current in ({}, op.was) else None
        if op.was and not current:
            return None
        if any(current.get(key) not in (op.was.get(key), one) for key, one in op.now.items()):
            return None
        return {key: one for key, one in {**current, **op.now}.items() if one is not None}

    @precondition(lambda self: self.sent)
    @rule(who=st.sampled_from(WRITERS))
    def send_again(self, who: str) -> None:
        """Send the newest deed again, from any desk: it is there once."""
        deed, _id, op = self.sent[-1]
        desk = self.desk(who)
        with desk.at_work() as session:
            if self.journal not in session.numbers or not self.let_in[who]:
                return
            pull(session)
            if deed not in session.ledgers[self.journal].deeds:
                return  # folded meanwhile
        self.write(desk, who, deed, op)

    @rule(who=st.sampled_from(WRITERS))
    def fold(self, who: str) -> None:
        with self.desk(who).at_work() as session:
            if self.journal not in session.numbers:
                return
            if self.let_in[who]:
                pull(session)
                fold_journal(session, self.journal)
                return
            with suppress(NotAllowedError):  # it may not have heard of it yet
                assert not fold_journal(session, self.journal)

    @rule(who=st.sampled_from(WRITERS), meddler=st.sampled_from(WRITERS), at=st.integers(0, 8), id_=NUMBERS)
    def fold_while_somebody_writes(self, who: str, meddler: str, *, at: int, id_: int) -> None:
        """Somebody, perhaps the very desk that folds, changes a person between two calls of the fold."""
        self.desk(meddler)
        with self.desk(who).at_work() as session:
            if not self.let_in[who] or self.journal not in session.numbers:
                return
            pull(session)
            real = session.shelf
            session.shelf = Meddling(session, lambda: self.change(meddler, id_, "notes", f"at {at}"), at=at)  # type: ignore[assignment]  # it stands for one
            fold_journal(session, self.journal)
            session.shelf = real

    @rule()
    def rotate(self) -> None:
        with self.desk("coordinator").at_work() as session:
            rotate(session, self.journal)

    @rule(who=st.sampled_from(GRANTED))
    def let_go(self, who: str) -> None:
        """Revoke and rotate: from then on the desk of who was let go gets nothing."""
        if not self.let_in[who]:
            return
        with self.desk("coordinator").at_work() as session:
            assert revoke(session, self.journal, self.organisation.account(who))
            self.gone(who)
            rotate(session, self.journal)

    def gone(self, who: str) -> None:
        self.until.pop(who, None)
        self.let_in[who], self.last_epoch[who] = False, self.epoch()

    def epoch(self) -> int:
        return self.organisation.shelf._journals[self.journal].head.epoch  # type: ignore[attr-defined]  # the twin's

    @rule(who=st.sampled_from(GRANTED), for_a_day=st.booleans())
    def let_in_again(self, who: str, *, for_a_day: bool) -> None:
        """Let somebody in; who holds something without end already goes on holding it."""
        if for_a_day and (who in self.until or not self.let_in[who]):
            self.until[who] = self.hour + 24
        else:
            self.until.pop(who, None)
        with self.desk("coordinator").at_work() as session:
            pull(session)
            handle = self.organisation.credentials(who).handle
            grant(session, self.journal, handle, Terms(self.roles[who], not_after=self.until.get(who, 0)))
        self.let_in[who] = True
        if who in self.desks and self.journal not in self.desks[who].session.ledgers:
            self.desks.pop(who).end()  # closed there; what opens it again is found at the next sign-in

    @rule()
    def a_day_goes_by(self) -> None:
        self.hour += 24
        for who in [who for who, last in self.until.items() if last < self.hour]:
            self.gone(who)

    @rule(who=st.sampled_from(READERS))
    def begin_anew(self, who: str) -> None:
        """End a desk as a process ends, and sign in again."""
        if who in self.desks:
            self.desks.pop(who).end()
        with self.desk(who).at_work() as session:
            finish_rotations(session)

    @rule(who=st.sampled_from(READERS))
    def look(self, who: str) -> None:
        desk = self.desk(who)
        with desk.at_work() as session:
            pull(session)
        if self.let_in[who]:
            assert desk.workspace(self.journal).get("contact", {}) == self.people
            assert desk.state(self.journal).get("contact", {}) == self.people
        else:
            self.cannot_read(desk)

    def cannot_read(self, desk: Desk) -> None:
        with desk.at_work() as session:
            assert self.journal not in session.ledgers or self.journal in session.shut
            assert not Contact.objects.filter(division=session.numbers.get(self.journal)).exists()
            if session.keyring.bundle(self.journal) is None:
                return
            bundle = session.keyring.bundles[self.journal.hex()]
            try:
                reread(session, bundle)
            except BadTicketError:
                return
            raise AssertionError

    @invariant()
    def nothing_is_damaged(self) -> None:
        for who, desk in getattr(self, "desks", {}).items():
            causes = {aside.cause for aside in desk.session.aside}
            assert causes <= {Cause.SHUT}, who

    @invariant()
    def nobody_holds_an_epoch_that_was_not_granted(self) -> None:
        """Epochs that began after somebody was let go, or after a grant's end, are on no keyring of theirs."""
        for who, desk in getattr(self, "desks", {}).items():
            bundle = desk.session.keyring.bundle(self.journal)
            if not self.let_in[who] and bundle is not None:
                assert bundle.epoch <= self.last_epoch[who]


Hands.TestCase.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestHands = Hands.TestCase
