"""The fold: what a conflict is, that twice is once, that undo puts back, that a snapshot is the fold of its deeds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from busel.journal.deed import Deed, Fields, Op, encode_parts
from busel.journal.fold import Conflict, State, apply_op, changes, delta_block, undo, undo_op
from busel.journal.snapshot import Block, blocks_of, pack_block, records_of, some_of, unpack_block
from busel.vault.entropy import new_id

NAMES = st.sampled_from(["a", "b", "c"])
VALUES = st.sampled_from(["x", "y", 1, ["z"], {"k": "v"}])
FIELDS = st.dictionaries(NAMES, VALUES, min_size=1, max_size=3)
KINDS = st.sampled_from(["contact", "phone", "saved_search"])
IDS = st.integers(1, 4)


def deed(*ops: Op, id_: bytes | None = None) -> Deed:
    return Deed(
        id=id_ or new_id(),
        name="edit_contact",
        author=bytes(16),
        hour=1,
        places=[bytes(16)],
        parts=encode_parts([(op.id, [op]) for op in ops]),
        signature=b"",
    )


@st.composite
def ops_on(draw: st.DrawFn, state: State) -> Op:
    """Draw an operation that fits the state: something new, something changed, something removed."""
    kind, id_ = draw(KINDS), draw(IDS)
    current = state.get(kind, id_)
    if current is not None and draw(st.booleans()):
        return Op(kind, id_, None, current)
    now, was = changes(current, draw(FIELDS))
    return Op(kind, id_, now, was)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Deed], State]:
    """Draw deeds that fit one after the other, and the state that they make."""
    state, deeds = State(), []
    for _ in range(draw(st.integers(1, 8))):
        before = {kind: dict(records) for kind, records in state.records.items()}
        ops = []
        for _op in range(draw(st.integers(1, 3))):
            op = draw(ops_on(state))
            state.apply_one(op)
            ops.append(op)
        state.records = before
        deeds.append(deed(*ops))
        assert state.apply(deeds[-1]) == []
    return deeds, state


def plain(state: State) -> dict[str, dict[int, Fields]]:
    return {kind: dict(sorted(records.items())) for kind, records in state.records.items() if records}


@settings(max_examples=30)
@given(histories())
def test_applying_deeds_twice_is_applying_them_once(history: tuple[list[Deed], State]) -> None:
    deeds, state = history
    twice = State()
    for one in deeds:
        assert twice.apply(one) == []
        assert twice.apply(one) == []
    assert plain(twice) == plain(state)


@given(current=FIELDS, name=NAMES, was=VALUES | st.none(), now=VALUES | st.none())
def test_a_conflict_is_when_neither_what_was_nor_what_is_to_be_is_there(
    current: Fields, name: str, was: object, now: object
) -> None:
    op = Op("contact", 1, {name: now}, {} if was is None else {name: was})
    held = current.get(name)
    after = apply_op(current, op)
    assert isinstance(after, Conflict) == (held not in (was, now))
    if not isinstance(after, Conflict):
        assert after == {key: value for key, value in {**current, name: now}.items() if value is not None}


def test_two_who_change_two_fields_do_not_conflict() -> None:
    state = State({"contact": {1: {"a": "x", "b": "x"}}})
    assert state.apply_one(Op("contact", 1, {"a": "y"}, {"a": "x"})) is None
    assert state.apply_one(Op("contact", 1, {"b": "y"}, {"b": "x"})) is None
    assert state.get("contact", 1) == {"a": "y", "b": "y"}


def test_an_operation_that_does_not_fit_changes_nothing_of_the_record() -> None:
    state = State({"contact": {1: {"a": "x", "b": "x"}}})
    op = Op("contact", 1, {"a": "y", "b": "z"}, {"a": "x", "b": "y"})
    assert state.apply_one(op) == Conflict(op, {"a": "x", "b": "x"})
    assert state.get("contact", 1) == {"a": "x", "b": "x"}


def test_what_was_changed_meanwhile_is_not_removed() -> None:
    state = State({"contact": {1: {"a": "y"}}})
    op = Op("contact", 1, None, {"a": "x"})
    assert state.apply_one(op) == Conflict(op, {"a": "y"})
    assert state.apply_one(Op("contact", 9, None, {"a": "x"})) is None


def test_fields_that_a_kind_does_not_take_are_a_conflict() -> None:
    state = State(fits=lambda _kind, fields: fields.get("a") != "bad")
    op = Op("contact", 1, {"a": "bad"})
    assert state.apply_one(op) == Conflict(op, None)
    assert plain(state) == {}


@settings(max_examples=30)
@given(histories())
def test_undoing_the_newest_deed_brings_back_what_was(history: tuple[list[Deed], State]) -> None:
    deeds, state = history
    before = State()
    for one in deeds[:-1]:
        before.apply(one)
    back = undo(deeds[-1], state)
    for _subject, op in back.ops:
        assert state.apply_one(op) is None
    if not back.left:
        assert plain(state) == plain(before)


def test_what_a_deed_did_to_one_record_several_times_is_undone_backwards() -> None:
    fields = {"a": "x"}
    whole = deed(Op("contact", 3, fields), Op("contact", 3, None, fields), Op("contact", 3, fields))
    state = State()
    assert state.apply(whole) == []
    back = undo(whole, state)
    assert (len(back.ops), back.left) == (3, [])
    assert [state.apply_one(op) for _subject, op in back.ops] == [None] * 3
    assert plain(state) == {}


def test_undo_leaves_what_was_changed_since_and_says_so() -> None:
    op = Op("contact", 1, {"a": "y", "b": "y"}, {"a": "x"})
    back, left = undo_op(op, {"a": "y", "b": "z"})
    assert back == Op("contact", 1, {"a": "x"}, {"a": "y"})
    assert left == Op("contact", 1, {"b": "y"}, {})
    assert undo_op(Op("contact", 1, {"a": "y"}), {"a": "y"}) == (Op("contact", 1, None, {"a": "y"}), None)
    assert undo_op(Op("contact", 1, None, {"a": "y"}), None) == (Op("contact", 1, {"a": "y"}, {}), None)
    assert undo_op(Op("contact", 1, {"a": "y"}, {"a": "x"}), None) == (None, Op("contact", 1, {"a": "y"}, {"a": "x"}))


@settings(max_examples=30)
@given(histories(), st.integers(1, 3))
def test_a_snapshot_is_the_fold_of_its_deeds(history: tuple[list[Deed], State], limit: int) -> None:
    _deeds, state = history
    laid = State()
    for block in blocks_of(state.all_records(), limit=limit):
        laid.lay(unpack_block(pack_block(block)[0]))
    assert plain(laid) == plain(state)


@settings(max_examples=30)
@given(histories(), st.integers(0, 8))
def test_a_snapshot_with_a_block_for_the_tail_is_the_fold(history: tuple[list[Deed], State], cut: int) -> None:
    deeds, state = history
    early = State()
    for one in deeds[:cut]:
        early.apply(one)
    packed = [pack_block(block)[0] for block in blocks_of(early.all_records(), limit=2)]
    ops = [op for one in deeds[cut:] for op in one.ops()]
    touched: dict[str, set[int]] = {}
    for op in ops:
        touched.setdefault(op.kind, set()).add(op.id)
    few = State()
    for one_packed in packed:
        few.lay(some_of(one_packed, touched))
    for one in deeds[cut:]:
        assert few.apply(one) == []
    laid = State()
    for one_packed in [*packed, pack_block(delta_block(ops, few))[0]]:
        laid.lay(unpack_block(one_packed))
    assert plain(laid) == plain(state)


def test_a_later_block_wins_and_takes_away() -> None:
    state = State()
    state.lay(Block({"contact": [(1, {"a": "x"}), (2, {"a": "x"})]}))
    state.lay(Block({"contact": [(1, {"a": "y"})]}, {"contact": [2, 3]}, over=True))
    assert plain(state) == {"contact": {1: {"a": "y"}}}


def test_blocks_keep_a_person_together() -> None:
    records = [("contact", id_, {"a": "x"}) for id_ in range(1, 6)]
    records += [("phone", 10 + id_, {"contact": id_}) for id_ in range(1, 6)]
    records += [("saved_search", 99, {"title": "t"})]
    rest, *people = blocks_of(records, limit=2)
    assert rest == Block({"saved_search": [(99, {"title": "t"})]})
    assert [sorted(block.records) for block in people] == [["contact", "phone"]] * 3
    for block in people:
        assert {id_ for id_, _fields in block.records["contact"]} == {
            fields["contact"] for _id, fields in block.records["phone"]
        }


def test_some_kinds_of_a_block_are_read_without_the_others() -> None:
    packed, _digest = pack_block(Block({"grant": [(1, {"s": "x"})], "contact": [(2, {"a": "x"})]}))
    assert records_of(packed, ("grant", "revocation")) == [("grant", {"s": "x"})]
