"""Who can write to the database finds no change that passes (T8, T20): every column, every pair of rows.

After each change a fresh desk of a reader signs in, opens its zone and reads its journals. Either it says what is wrong
(it is refused, or something was kept aside), or what it shows is what was there before, to the byte.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import msgspec
import pytest

from busel.desk.journals.changes import history_of
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.ledger import Cause
from busel.desk.journals.opening import prove_heads, pull
from busel.desk.journals.writing import write
from busel.desk.keys.rotation import rotate
from busel.desk.session import SignInRefusedError
from busel.journal.deed import Op
from busel.journal.errors import JournalError
from busel.journal.header import BlockHeader, Place
from busel.journal.snapshot import Block, pack_block, seal_block
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import Commit, FrozenError, Head, Locker, ShelfError, UnlockRow
from factories.desks import DISTRICT, REGION, Organisation, small
from factories.mortal import cloned
from factories.shelf import ORGANISATION

READER = "viewer"
NOBODY = 99
"""Looking for somebody who never was reads the whole history."""
Change = Callable[[MemoryShelf], None]


@pytest.fixture(scope="module")
def begun(django_db_blocker: object) -> Organisation:
    """Two divisions with a snapshot, a history under a second epoch, and a tail; everybody has been here once."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's own, in RAM here
        organisation = small(MemoryShelf(ORGANISATION))
        with organisation.desk("coordinator").open().at_work() as session:
            for name in (DISTRICT, REGION):
                journal = organisation.journal(name)
                for number in (1, 2):
                    add(session, journal, number + 10 * (name == REGION), "Бусел")
                fold_journal(session, journal)
                add(session, journal, 3 + 10 * (name == REGION), "Лось")
                rotate(session, journal)
                add(session, journal, 4 + 10 * (name == REGION), "Зубр")
        for who in (READER, "editor"):
            desk = organisation.desk(who).open()
            with desk.at_work() as session:
                session.close()
            desk.end()
        return organisation


def add(session: Any, journal: bytes, id_: int, name: str) -> None:
    write(session, journal, "add_contact", [(id_, [Op("contact", id_, {"family_be": name})])])


@dataclass(frozen=True)
class Shown:
    """What a reader sees: everything in the workspace and the histories, or that something is wrong."""

    state: object
    alarm: bool


def shown(organisation: Organisation, who: str = READER) -> Shown:
    try:
        desk = organisation.desk(who).open()
    except (SignInRefusedError, FrozenError, ShelfError, JournalError):
        return Shown(None, alarm=True)
    try:
        with desk.at_work() as session:
            prove_heads(session)
            journals = list(session.numbers)
            pasts = [
                history_of(session, journal, id_)
                for journal in journals
                for id_ in (1, NOBODY)
                if session.ledgers[journal].link is not None
            ]
        state = ({journal: desk.workspace(journal) for journal in journals}, [past.changes for past in pasts])
        doubt = any(past.doubtful or past.sealed for past in pasts)
        return Shown(state, alarm=bool(desk.session.aside) or doubt)
    except (JournalError, ShelfError):
        return Shown(None, alarm=True)
    finally:
        desk.end()


def check(begun: Organisation, change: Change, honest: Shown, *, what: str) -> bool:
    """Carry out a change and look; return whether it was seen. Unseen it must have changed nothing."""
    shelf = cloned(begun.shelf)
    change(shelf)
    seen = shown(replace(begun, shelf=shelf))
    assert seen.alarm or seen.state == honest.state, what
    return seen.alarm


def flipped(value: Any) -> Iterator[Any]:
    """Yield other values of the same type, possible ones and others."""
    if isinstance(value, bytes):
        yield value[:-1] + bytes([value[-1] ^ 1]) if value else b"x"
        yield os.urandom(len(value))
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        near = {0, 1, 2, value + 1, value - 1} - {value}
        yield from (type(value)(other) for other in near if other >= 0 and (type(value) is int or other <= 2))


@dataclass(frozen=True)
class Counted:
    """What came of many changes: every one was seen or changed nothing; these were not seen."""

    tried: int
    unseen: set[str]


def try_all(begun: Organisation, changes: Iterable[tuple[str, Change]]) -> Counted:
    honest, tried, unseen = shown(begun), 0, set()
    for what, change in changes:
        tried += 1
        if not check(begun, change, honest, what=what):
            unseen.add(what)
    return Counted(tried, unseen)


def read_by(begun: Organisation) -> set[bytes]:
    """Return the journals that the reader's keys open."""
    bundles = begun.desk(READER).session.keyring.bundles
    return {bundle.journal for bundle in bundles.values() if bundle.epochs}


def commit_changes(begun: Organisation) -> Iterator[tuple[str, Change]]:
    for id_ in read_by(begun):
        for at, commit in enumerate(begun.shelf._journals[id_].commits):  # type: ignore[attr-defined]  # the twin's
            for name in Commit.__struct_fields__:
                for value in flipped(getattr(commit, name)):
                    yield name, set_commits(id_, {at: msgspec.structs.replace(commit, **{name: value})})


def set_commits(id_: bytes, commits: dict[int, Commit]) -> Change:
    def change(shelf: MemoryShelf) -> None:
        for at, commit in commits.items():
            shelf._journals[id_].commits[at] = commit

    return change


def test_an_untouched_store_raises_no_alarm(begun: Organisation) -> None:
    honest = shown(begun)
    assert not honest.alarm
    assert shown(begun) == honest


def test_every_changed_column_of_a_commit_is_seen(begun: Organisation) -> None:
    counted = try_all(begun, commit_changes(begun))
    assert counted.tried > 150
    # The number of the key that seals a body is a hint while the body lies under the key of its own epoch.
    assert counted.unseen <= {"key_epoch"}


def test_every_exchange_of_two_commits_or_their_bodies_is_seen(begun: Organisation) -> None:
    def exchanges() -> Iterator[tuple[str, Change]]:
        for id_ in read_by(begun):
            commits = begun.shelf._journals[id_].commits  # type: ignore[attr-defined]  # the twin's
            for (at, one), (to, two) in combinations(enumerate(commits), 2):
                yield "rows", set_commits(id_, {at: two, to: one})
                bodies = {
                    at: msgspec.structs.replace(one, body=two.body),
                    to: msgspec.structs.replace(two, body=one.body),
                }
                yield "bodies", set_commits(id_, bodies)

    counted = try_all(begun, exchanges())
    assert counted.tried == 62
    assert counted.unseen == set()


def test_every_cut_of_the_newest_commits_is_seen(begun: Organisation) -> None:
    def cuts() -> Iterator[tuple[str, Change]]:
        for id_ in read_by(begun):
            for length in range(1, len(begun.shelf._journals[id_].commits)):  # type: ignore[attr-defined]  # the twin's
                yield "cut", cut(id_, length)

    assert try_all(begun, cuts()).unseen == set()


def cut(id_: bytes, length: int) -> Change:
    """Roll a journal back to so many commits, head and all, as an old copy of the database would."""

    def change(shelf: MemoryShelf) -> None:
        journal = shelf._journals[id_]
        following = journal.commits[length]
        journal.commits = journal.commits[:length]
        last = journal.commits[-1]
        journal.head = Head(last.epoch, last.sequence, following.previous)
        if journal.snapshot >= length:
            journal.snapshot = -1

    return change


def test_every_changed_block_and_every_exchange_of_blocks_is_seen(begun: Organisation) -> None:
    def changes() -> Iterator[tuple[str, Change]]:
        places = [
            (id_, journal.adopted, at)
            for id_, journal in begun.shelf._journals.items()  # type: ignore[attr-defined]  # the twin's
            if id_ in read_by(begun) and journal.adopted
            for at in range(len(journal.stages[journal.adopted]))
        ]
        held = begun.shelf._journals  # type: ignore[attr-defined]  # the twin's
        for id_, stage, at in places:
            for value in flipped(held[id_].stages[stage][at]):
                yield "changed", set_block(id_, stage, at, body=value)
            yield "gone", lambda shelf, id_=id_, stage=stage, at=at: shelf._journals[id_].stages[stage].pop(at)
            yield (
                "twice",
                lambda shelf, id_=id_, stage=stage, at=at: (
                    shelf._journals[id_].stages[stage].append(shelf._journals[id_].stages[stage][at])
                ),
            )
        for one, two in combinations(places, 2):
            yield "exchanged", exchange_blocks(one, two)

    counted = try_all(begun, changes())
    assert counted.tried > 8
    assert counted.unseen == set()


def test_blocks_are_believed_for_their_manifest_only(begun: Organisation) -> None:
    """A reader who can write to the database seals blocks of his own and has no manifest for them, or hides it."""
    journal = begun.journal(DISTRICT)
    with begun.desk("other").open().at_work() as session:
        state_key = session.keyring.bundles[journal.hex()].keys.state
    held = begun.shelf._journals[journal]  # type: ignore[attr-defined]  # the twin's
    place = BlockHeader(Place(begun.founded.organisation, journal), held.head.epoch, held.adopted, 0)
    packed, _digest = pack_block(Block({"contact": [(66, {"family_be": "Падробка"})]}))
    planted = [seal_block(state_key, packed, place)]

    def changes() -> Iterator[tuple[str, Change]]:
        for blocks in (planted, []):
            for snapshot in range(len(held.commits)):
                yield f"{len(blocks)} blocks at {snapshot}", plant(journal, blocks, snapshot=snapshot)
                hidden = msgspec.structs.replace(held.commits[snapshot], body=bytes(600))
                yield (
                    "damaged manifest",
                    both(plant(journal, blocks, snapshot=snapshot), set_commits(journal, {snapshot: hidden})),
                )

    assert try_all(begun, changes()).unseen == set()


def plant(id_: bytes, blocks: list[bytes], *, snapshot: int) -> Change:
    def change(shelf: MemoryShelf) -> None:
        journal = shelf._journals[id_]
        journal.stages[journal.adopted], journal.snapshot = list(blocks), snapshot

    return change


def both(one: Change, two: Change) -> Change:
    def change(shelf: MemoryShelf) -> None:
        one(shelf)
        two(shelf)

    return change


def set_block(id_: bytes, stage: bytes, at: int, *, body: bytes) -> Change:
    def change(shelf: MemoryShelf) -> None:
        shelf._journals[id_].stages[stage][at] = body

    return change


def exchange_blocks(one: tuple[bytes, bytes, int], two: tuple[bytes, bytes, int]) -> Change:
    def change(shelf: MemoryShelf) -> None:
        first, second = shelf._journals[one[0]].stages[one[1]], shelf._journals[two[0]].stages[two[1]]
        first[one[2]], second[two[2]] = second[two[2]], first[one[2]]

    return change


def test_every_changed_column_of_a_journal_is_seen(begun: Organisation) -> None:
    """Ticket hashes cost availability, and that is seen, too."""

    def changes() -> Iterator[tuple[str, Change]]:
        for id_ in read_by(begun):
            journal = begun.shelf._journals[id_]  # type: ignore[attr-defined]  # the twin's
            for name in ("epoch", "sequence", "digest"):
                for value in flipped(getattr(journal.head, name)):
                    head = msgspec.structs.replace(journal.head, **{name: value})
                    yield f"head {name}", set_journal(id_, "head", head)
            for value in flipped(journal.snapshot):
                if journal.adopted and value < len(journal.commits):
                    yield "snapshot", set_journal(id_, "snapshot", value)
            yield "read digest", set_journal(id_, "digests", msgspec.structs.replace(journal.digests, read=bytes(32)))

    counted = try_all(begun, changes())
    # What the head says of itself decides only who may append: readers follow the commits to their end.
    assert counted.unseen <= {"head digest", "head sequence", "head epoch"}


def set_journal(id_: bytes, name: str, value: object) -> Change:
    return lambda shelf: setattr(shelf._journals[id_], name, value)


def test_two_whole_journals_exchanged_are_seen(begun: Organisation) -> None:
    def changes() -> Iterator[tuple[str, Change]]:
        journals = begun.shelf._journals  # type: ignore[attr-defined]  # the twin's
        for one, two in combinations(journals, 2):
            if {one, two} & read_by(begun):
                yield "all", exchange_journals(one, two, tickets=True)
                yield "all but the tickets", exchange_journals(one, two, tickets=False)

    counted = try_all(begun, changes())
    assert counted.tried > 20
    assert counted.unseen == set()


def exchange_journals(one: bytes, two: bytes, *, tickets: bool) -> Change:
    def change(shelf: MemoryShelf) -> None:
        journals = shelf._journals
        journals[one], journals[two] = journals[two], journals[one]
        if not tickets:
            journals[one].digests, journals[two].digests = journals[two].digests, journals[one].digests

    return change


def test_every_changed_locker_and_unlock_row_is_refused(begun: Organisation) -> None:
    shelf: Any = begun.shelf
    session = begun.desk(READER).session
    own = next(tag for tag, (locker, _row) in shelf._rows.items() if locker == session.locker)

    def changes() -> Iterator[tuple[str, Change]]:
        sealed = shelf._lockers[session.locker].keyring
        for value in flipped(sealed.sealed):
            yield (
                "sealed",
                lambda shelf, value=value: setattr(
                    shelf._lockers[session.locker], "keyring", Locker(sealed.version, value)
                ),
            )
        for value in flipped(shelf._rows[own][1].sealed):
            yield "row", lambda shelf, value=value: shelf._rows.update({own: (session.locker, UnlockRow(own, value))})
        yield "tag", lambda shelf: shelf._rows.pop(own)
        for other in shelf._lockers:
            if other != session.locker:
                yield (
                    "other locker",
                    lambda shelf, other=other: setattr(
                        shelf._lockers[session.locker], "keyring", shelf._lockers[other].keyring
                    ),
                )
        for tag, (_locker, row) in shelf._rows.items():
            if tag != own:
                yield (
                    "other row",
                    lambda shelf, row=row: shelf._rows.update({own: (session.locker, UnlockRow(own, row.sealed))}),
                )

    counted = try_all(begun, changes())
    assert counted.tried >= 15
    assert counted.unseen == set()


def test_an_older_locker_opens_no_newer_epoch_and_says_that_it_is_shut(begun: Organisation) -> None:
    id_ = begun.desk(READER).session.locker
    shelf = cloned(begun.shelf)  # type: ignore[arg-type]  # it is one
    shelf._lockers[id_].keyring = Locker(1, shelf._lockers[id_].new.sealed)
    with replace(begun, shelf=shelf).desk(READER).open().at_work() as session:
        assert session.shut == {begun.journal(DISTRICT)}
        assert [aside.cause for aside in session.aside] == [Cause.SHUT]


def test_a_whole_journal_of_last_week_is_caught_by_the_keyring(begun: Organisation) -> None:
    """The rollback of one journal with head, blocks and tickets: the remembered head is missing from it."""
    last_week = cloned(begun.shelf)  # type: ignore[arg-type]  # it is one
    organisation = replace(begun, shelf=cloned(begun.shelf))  # type: ignore[arg-type]  # it is one
    journal = organisation.journal(DISTRICT)
    with organisation.desk("editor").open().at_work() as session:
        add(session, journal, 5, "Рысь")
    with organisation.desk(READER).open().at_work() as session:
        session.close()
    organisation.shelf._journals[journal] = last_week._journals[journal]  # type: ignore[attr-defined]  # the twin's
    with organisation.desk(READER).open().at_work() as session:
        assert [aside.cause for aside in session.aside] == [Cause.ROLLED_BACK]
        session.close()
    with organisation.desk(READER).open().at_work() as session:
        assert [aside.cause for aside in session.aside] == [Cause.ROLLED_BACK]


def test_a_journal_that_was_set_back_and_written_on_is_told_by_an_open_desk(begun: Organisation) -> None:
    """Its end has the number that the desk has seen, and another digest."""
    organisation = replace(begun, shelf=cloned(begun.shelf))  # type: ignore[arg-type]  # it is one
    last_week = cloned(organisation.shelf)  # type: ignore[arg-type]  # it is one
    journal, reader = organisation.journal(DISTRICT), organisation.desk(READER).open()
    with organisation.desk("editor").open().at_work() as session:
        add(session, journal, 5, "Рысь")
    with reader.at_work() as session:
        pull(session)
        assert session.aside == []
        seen = session.ledgers[journal].link.sequence
    organisation.shelf._journals[journal] = last_week._journals[journal]  # type: ignore[attr-defined]  # the twin's
    with organisation.desk("other").open().at_work() as session:
        add(session, journal, 6, "Другі")
        assert session.ledgers[journal].link.sequence == seen
    with reader.at_work() as session:
        pull(session)
        assert [aside.cause for aside in session.aside] == [Cause.ROLLED_BACK]


def test_a_snapshot_that_forgets_what_was_remembered_is_caught_by_its_ancestry(begun: Organisation) -> None:
    """Somebody with the write ticket and the keys rewrites the past below a snapshot that he signs himself."""
    organisation = replace(begun, shelf=cloned(begun.shelf))  # type: ignore[arg-type]  # it is one
    journal = organisation.journal(DISTRICT)
    held = organisation.shelf._journals[journal]  # type: ignore[attr-defined]  # the twin's
    cut(journal, len(held.commits) - 1)(organisation.shelf)  # type: ignore[arg-type]  # it is one
    with organisation.desk("other").open().at_work() as session:
        add(session, journal, 6, "Другі")
        add(session, journal, 7, "Мінулы")
        fold_journal(session, journal)
    with organisation.desk(READER).open().at_work() as session:
        assert session.aside == []
        prove_heads(session)
        assert [aside.cause for aside in session.aside] == [Cause.ROLLED_BACK]
        session.close()
    with organisation.desk(READER).open().at_work() as session:
        prove_heads(session)
        assert [aside.cause for aside in session.aside] == [Cause.ROLLED_BACK]
