"""A snapshot beside the state that the deeds make: every difference is counted, and agreement is none."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from busel.journal.comparing import Difference, compare
from busel.journal.deed import Op
from busel.journal.fold import State, delta_block
from busel.journal.snapshot import Block, blocks_of, pack_block

RECORDS = st.dictionaries(
    st.sampled_from(["contact", "tag", "grant"]),
    st.dictionaries(st.integers(1, 9), st.fixed_dictionaries({"x": st.integers(0, 2)}), max_size=5),
)


def packed(*blocks: Block) -> list[bytes]:
    return [pack_block(block)[0] for block in blocks]


def blocks(state: State) -> list[bytes]:
    return packed(*blocks_of(state.all_records(), limit=2))


@settings(max_examples=60)
@given(RECORDS, RECORDS)
def test_blocks_of_one_state_and_what_lies_over_them_are_the_other(old: dict, new: dict) -> None:  # type: ignore[type-arg]  # hypothesis' own
    before, after = State(deepcopy(old)), State(deepcopy(new))
    touched = [Op(kind, id_, None) for state in (before, after) for kind, id_, _fields in state.all_records()]
    over = pack_block(delta_block(touched, after))[0]
    assert compare(State(deepcopy(new)), [*blocks(before), over]) == {}
    counted = {
        kind: Difference(
            left_out=len(now.keys() - was.keys()),
            made_up=len(was.keys() - now.keys()),
            altered=sum(was[id_] != now[id_] for id_ in was.keys() & now.keys()),
        )
        for kind in {*old, *new}
        for was, now in [(old.get(kind, {}), new.get(kind, {}))]
        if was != now
    }
    assert compare(after, blocks(before)) == counted


@pytest.mark.parametrize("over", [False, True])
def test_who_stands_in_two_blocks_is_made_up_unless_one_lies_over_the_other(over: bool) -> None:  # noqa: FBT001 - a parameter of pytest's
    state = State({"contact": {1: {"x": 1}}})
    one = {"contact": [(1, {"x": 1})]}
    expected = {} if over else {"contact": Difference(made_up=1)}
    assert compare(state, packed(Block(one), Block(one, over=over))) == expected
