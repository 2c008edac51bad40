"""A session's chain: what is read of it, by whom, and how each kind of tampering is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busel.journal.header import Place
from busel.registry.access_log import LogChain, LogEnd, Noted, Opening, ids_to_bytes
from busel.registry.log_reading import Finding, Flaw, LogReader, LogRecord, Seen
from busel.registry.member import Handover
from busel.vault.entropy import new_id
from busel.vault.sign import SigningKey
from busel.vault.wrap import OpeningKey

PLACE = Place(b"o" * 16, b"j" * 16)
HOUR = 500_000
COORDINATORS, AUDITOR, OTHER_AUDITOR = OpeningKey.new(), OpeningKey.new(), OpeningKey.new()
Row = tuple[int, bytes, int, bytes]


@dataclass
class Person:
    """One account that logs."""

    handle: str
    id: bytes = field(default_factory=new_id)
    signing: SigningKey = field(default_factory=SigningKey.new)
    last: LogEnd | None = None
    handovers: list[Handover] = field(default_factory=list)

    def begin(self, *, recipients: Sequence[OpeningKey] = (COORDINATORS, AUDITOR)) -> LogChain:
        opening = Opening(self.id, self.signing.public, self.handle, self.last, self.handovers)
        return LogChain(PLACE, new_id(), opening, self.signing, [key.public for key in recipients])


@dataclass
class Log:
    """The rows as a shelf would keep them."""

    rows: list[Row] = field(default_factory=list)

    def note(self, person: Person, chain: LogChain, *noted: Noted) -> None:
        sealed = chain.seal(noted)
        places = [len(self.rows) + at for at in range(len(sealed))]
        self.rows += [(place, chain.id, number, body) for place, (number, body) in zip(places, sealed, strict=True)]
        person.last = chain.confirm(sealed, places)


def opened(*contacts: int, deed: str = "open_contact") -> Noted:
    return Noted(deed, HOUR, ids_to_bytes(contacts))


def reading(
    rows: Sequence[Row],
    key: OpeningKey = AUDITOR,
    *,
    known: dict[bytes, bytes] | None = None,
    seen: Seen | None = None,
    first: int = 0,
) -> tuple[list[LogRecord], list[Finding]]:
    reader = LogReader(
        PLACE,
        [key],
        known=lambda account: None if known is None else {known[account]} if account in known else (),
        trusted={},
        seen=seen,
        first=first,
    )
    for row in rows:
        reader.take(*row)
    return reader.finish(), reader.findings


def flaws(rows: Sequence[Row], key: OpeningKey = AUDITOR, *, seen: Seen | None = None) -> set[Flaw]:
    return {finding.flaw for finding in reading(rows, key, seen=seen)[1]}


@pytest.fixture
def two() -> tuple[Log, Person, Person]:
    """Two people whose pages come in turns; one of them has signed in twice."""
    log, amber, birch = Log(), Person("amber-otter"), Person("birch-heron")
    first = amber.begin()
    log.note(amber, first, opened(1))
    other = birch.begin()
    log.note(birch, other, opened(7, 8, deed="find_contacts"))
    log.note(amber, first, opened(2), opened(3, 4, deed="open_history"))
    log.note(birch, other, opened(9))
    again = amber.begin()
    log.note(amber, again, opened(5))
    log.note(amber, again, opened(6))
    return log, amber, birch


@pytest.mark.parametrize("key", [COORDINATORS, AUDITOR], ids=["coordinators", "auditor"])
def test_coordinators_and_auditors_read_who_did_what_to_whom(two: tuple[Log, Person, Person], key: OpeningKey) -> None:
    log, amber, birch = two
    read, found = reading(log.rows, key)
    assert found == []
    assert [(one.account, one.handle, one.deed, one.contacts, one.place) for one in read] == [
        (amber.id, "amber-otter", "open_contact", (1,), 0),
        (birch.id, "birch-heron", "find_contacts", (7, 8), 1),
        (amber.id, "amber-otter", "open_contact", (2,), 2),
        (amber.id, "amber-otter", "open_history", (3, 4), 3),
        (birch.id, "birch-heron", "open_contact", (9,), 4),
        (amber.id, "amber-otter", "open_contact", (5,), 5),
        (amber.id, "amber-otter", "open_contact", (6,), 6),
    ]
    assert {one.hour for one in read} == {HOUR}


def test_nobody_else_reads_anything(two: tuple[Log, Person, Person]) -> None:
    log, _amber, _birch = two
    read, found = reading(log.rows, OTHER_AUDITOR)
    assert read == []
    assert {finding.flaw for finding in found} == {Flaw.SHUT}


def test_a_body_tells_nothing_by_its_size() -> None:
    log, amber = Log(), Person("amber-otter")
    chain = amber.begin()
    log.note(amber, chain, opened(1))
    log.note(amber, chain, opened(1), opened(*range(20)), opened(1, deed="export_contacts"))
    assert len({len(row[3]) for row in log.rows[1:]}) == 1


def test_a_desk_that_is_taken_gives_no_key_of_what_it_wrote_before() -> None:
    log, amber = Log(), Person("amber-otter")
    chain = amber.begin()
    first = chain.key
    log.note(amber, chain, opened(1))
    second = chain.key
    log.note(amber, chain, opened(2))
    assert first != second != chain.key
    assert first not in repr(chain).encode()


@pytest.mark.parametrize("lost", range(7))
def test_a_row_that_is_taken_out_is_told(two: tuple[Log, Person, Person], lost: int) -> None:
    rows = two[0].rows
    end = Seen(rows[-1][0], _digest(rows[-1]))
    assert flaws([*rows[:lost], *rows[lost + 1 :]], seen=end) & {Flaw.CUT, Flaw.ROLLED_BACK}


@pytest.mark.parametrize("lost", range(6))
def test_a_row_that_is_taken_out_is_told_where_the_places_were_closed_up(
    two: tuple[Log, Person, Person], lost: int
) -> None:
    rows = two[0].rows
    kept = [*rows[:lost], *rows[lost + 1 :]]
    assert flaws([(place, *row[1:]) for place, row in enumerate(kept)]) & {Flaw.CUT, Flaw.MOVED}


def test_a_whole_session_that_is_taken_out_is_told(two: tuple[Log, Person, Person]) -> None:
    rows = two[0].rows
    first = rows[0][1]
    kept = [row for row in rows if row[1] != first]
    assert Flaw.CUT in flaws([(place, *row[1:]) for place, row in enumerate(kept)])


def test_a_cut_end_is_told_by_the_next_session(two: tuple[Log, Person, Person]) -> None:
    log, amber, _birch = two
    cut = log.rows[:6]
    later = amber.begin()
    shorter = Log(cut)
    shorter.note(amber, later, opened(1))
    assert Flaw.CUT in flaws(shorter.rows)


def test_a_cut_end_is_told_by_who_read_it_before(two: tuple[Log, Person, Person]) -> None:
    rows = two[0].rows
    end = Seen(rows[-1][0], _digest(rows[-1]))
    assert flaws(rows, seen=end) == set()
    assert flaws(rows[:-1], seen=end) == {Flaw.ROLLED_BACK}


@pytest.mark.parametrize(("one", "other"), [(a, b) for a in range(7) for b in range(a + 1, 7)])
def test_exchanged_rows_are_told(two: tuple[Log, Person, Person], one: int, other: int) -> None:
    rows = list(two[0].rows)
    rows[one], rows[other] = (one, *rows[other][1:]), (other, *rows[one][1:])
    assert flaws(rows)


@pytest.mark.parametrize(("one", "other"), list(pairwise(range(7))))
def test_exchanged_bodies_are_told(two: tuple[Log, Person, Person], one: int, other: int) -> None:
    rows = list(two[0].rows)
    rows[one], rows[other] = (*rows[one][:3], rows[other][3]), (*rows[other][:3], rows[one][3])
    assert flaws(rows)


@given(st.integers(0, 6), st.integers(min_value=0), st.integers(1, 255))
def test_a_changed_byte_is_told_and_nothing_wrong_is_read(at: int, where: int, flip: int) -> None:
    log, amber, birch = Log(), Person("amber-otter"), Person("birch-heron")
    first, other = amber.begin(), birch.begin()
    for person, chain, contact in [(amber, first, 1), (birch, other, 2), (amber, first, 3)] * 2:
        log.note(person, chain, opened(contact))
    log.note(birch, other, opened(4))
    honest, _found = reading(log.rows)
    body = bytearray(log.rows[at][3])
    body[where % len(body)] ^= flip
    rows = [*log.rows[:at], (*log.rows[at][:3], bytes(body)), *log.rows[at + 1 :]]
    read, found = reading(rows)
    assert found
    assert [one for one in read if one not in honest] == []


def test_a_session_of_another_division_is_not_believed(two: tuple[Log, Person, Person]) -> None:
    log, amber, _birch = two
    opening = Opening(amber.id, amber.signing.public, amber.handle)
    chain = LogChain(Place(b"o" * 16, b"k" * 16), new_id(), opening, amber.signing, [AUDITOR.public])
    rows = [*log.rows, (7, chain.id, 0, chain.seal([opened(1)])[0][1])]
    assert flaws(rows) == {Flaw.CHANGED}


def test_who_signs_in_anothers_name_is_told() -> None:
    log, amber, forger = Log(), Person("amber-otter"), Person("amber-otter")
    log.note(amber, amber.begin(), opened(1))
    forger.id = amber.id
    log.note(forger, forger.begin(), opened(2))
    read, found = reading(log.rows)
    assert [one.contacts for one in read] == [(1,)]
    assert found == [Finding(Flaw.FORGED, 1)]
    read, found = reading(log.rows, COORDINATORS, known={amber.id: forger.signing.public})
    assert [one.contacts for one in read] == [(2,)]
    assert found == [Finding(Flaw.FORGED, 0)]


def test_somebody_who_never_was_here_is_told() -> None:
    log, amber = Log(), Person("amber-otter")
    log.note(amber, amber.begin(), opened(1))
    assert reading(log.rows, COORDINATORS, known={}) == ([], [Finding(Flaw.FORGED, 0)])


def test_a_reader_of_the_keys_who_writes_into_anothers_session_is_told(two: tuple[Log, Person, Person]) -> None:
    log, amber, _birch = two
    chain = amber.begin()
    log.note(amber, chain, opened(1))
    chain.signing = SigningKey.new()
    log.note(amber, chain, opened(2))
    read, found = reading(log.rows)
    assert found == [Finding(Flaw.FORGED, 7)]
    assert {one.place for one in read} == set(range(7))


def test_what_was_not_confirmed_is_written_again_under_the_same_number() -> None:
    log, amber = Log(), Person("amber-otter")
    chain = amber.begin()
    chain.seal([opened(99)])
    log.note(amber, chain, opened(1))
    chain.seal([opened(98)])
    log.note(amber, chain, opened(2))
    read, found = reading(log.rows)
    assert ([one.contacts for one in read], found) == ([(1,), (2,)], [])


def test_a_session_that_went_on_further_than_the_next_one_knows_is_whole() -> None:
    log, amber = Log(), Person("amber-otter")
    chain = amber.begin()
    log.note(amber, chain, opened(1))
    known = amber.last
    log.note(amber, chain, opened(2))
    amber.last = known
    log.note(amber, amber.begin(), opened(3))
    assert reading(log.rows)[1] == []


def test_reading_from_the_middle_leaves_aside_what_was_opened_before(two: tuple[Log, Person, Person]) -> None:
    rows = two[0].rows
    read, found = reading(rows[4:], first=4)
    assert ([one.place for one in read], found) == ([5, 6], [])


def test_a_reader_who_came_later_is_told_how_much_is_not_for_them(two: tuple[Log, Person, Person]) -> None:
    log, amber, _birch = two
    log.note(amber, amber.begin(recipients=(COORDINATORS, AUDITOR, OTHER_AUDITOR)), opened(1))
    read, found = reading(log.rows, OTHER_AUDITOR)
    assert [one.place for one in read] == [7]
    assert [finding.flaw for finding in found] == [Flaw.SHUT] * 3
    log.note(amber, amber.begin(recipients=(COORDINATORS,)), opened(2))
    assert Finding(Flaw.CHANGED, 8) in reading(log.rows, OTHER_AUDITOR)[1]


def _digest(row: Row) -> bytes:
    reader = LogReader(PLACE, [], known=lambda _account: None, trusted={}, first=row[0])
    reader.take(*row)
    assert reader.end is not None
    return reader.end.digest


def renewed(person: Person) -> SigningKey:
    """Let a person go on with another key, as an account does that was taken; return the key before."""
    before, person.signing = person.signing, SigningKey.new()
    handed = Handover(
        organisation=PLACE.organisation,
        account=person.id,
        number=len(person.handovers) + 1,
        before=before.public,
        signing=person.signing.public,
        sealing=b"s",
    )
    person.handovers = [*person.handovers, handed.sign(before)]
    return before


@pytest.mark.parametrize("knows_the_roster", [True, False])
@pytest.mark.parametrize("first", [0, 7])
def test_sessions_with_new_keys_are_an_accounts_own_for_who_knows_any_of_its_keys(
    two: tuple[Log, Person, Person], first: int, *, knows_the_roster: bool
) -> None:
    log, amber, birch = two
    known = {one.id: one.signing.public for one in (amber, birch)} if knows_the_roster else None
    for _ in range(2):
        renewed(amber)
        log.note(amber, amber.begin(), opened(10))
    read, found = reading(log.rows[first:], known=known, first=first)
    assert found == []
    assert [one.account for one in read][-2:] == [amber.id, amber.id]


def test_a_key_that_was_given_up_begins_no_session_any_more(two: tuple[Log, Person, Person]) -> None:
    log, amber, _birch = two
    before, handovers = renewed(amber), amber.handovers
    log.note(amber, amber.begin(), opened(10))
    after, amber.signing, amber.handovers = amber.signing, before, []
    log.note(amber, amber.begin(), opened(11))
    read, found = reading(log.rows)
    assert [(one.flaw, one.place) for one in found] == [(Flaw.FORGED, len(log.rows) - 1)]
    assert [one.contacts for one in read if one.account == amber.id][-1] == (10,)
    amber.signing, amber.handovers, amber.last = after, handovers, None
    log.note(amber, amber.begin(), opened(12))
    assert reading(log.rows)[0][-1].contacts == (12,)


def test_handovers_that_somebody_else_signed_are_a_forgery(two: tuple[Log, Person, Person]) -> None:
    log, amber, birch = two
    amber.handovers = birch.handovers
    before = renewed(amber)
    amber.handovers = [msgspec.structs.replace(amber.handovers[0], before=before.public).sign(birch.signing)]
    log.note(amber, amber.begin(), opened(10))
    assert [one.flaw for one in reading(log.rows)[1]] == [Flaw.FORGED]
