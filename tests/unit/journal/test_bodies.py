"""Bodies: sizes tell little, and a bomb ends before it is large."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from busel.journal.body import MAX_BYTES, pack, pack_json, padded_size, unpack, unpack_json
from busel.journal.errors import DamagedError
from busel.journal.snapshot import Block, unpack_block


@given(st.integers(1, 2**40))
def test_padding_is_stepped_then_at_most_an_eighth(size: int) -> None:
    padded = padded_size(size)
    assert padded >= size
    assert padded_size(padded) == padded
    if size <= 8192:
        assert padded % 512 == 0
        assert padded - size < 512
    else:
        assert padded <= size * 1.12


@settings(max_examples=40)
@given(st.recursive(st.none() | st.integers(-(2**53), 2**53) | st.text(), st.lists, max_leaves=20))
def test_what_is_packed_is_unpacked(value: object) -> None:
    assert unpack(pack([value]), list) == [value]


def test_small_things_are_of_one_size() -> None:
    assert {len(pack({"a": "x" * length})) for length in range(0, 300, 7)} == {512}


def crafted(compressed: bytes) -> bytes:
    content = len(compressed).to_bytes(4, "big") + compressed
    return content + bytes(padded_size(len(content)) - len(content))


def test_a_bomb_is_damaged_and_never_unpacked() -> None:
    most = 1 << 20
    bomb = crafted(zlib.compress(b" " * most + b"{}", 9))
    assert len(bomb) < 2048
    with pytest.raises(DamagedError):
        unpack_json(bomb, most=most)
    assert len(unpack_json(crafted(zlib.compress(b" " * (most - 2) + b"{}", 9)), most=most)) == most


def test_the_cap_is_far_above_a_block_and_far_below_the_memory() -> None:
    assert MAX_BYTES == 64 * 1024 * 1024


def test_what_is_nested_too_deep_is_damaged() -> None:
    deep = b'{"records":{"contact":[[1,{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}]]}}"
    with pytest.raises(DamagedError):
        unpack_block(pack_json(deep))


def test_what_is_of_another_shape_is_damaged() -> None:
    for value in ([], {"records": []}, {"records": {"contact": [[1]]}}, {"gone": {"contact": ["x"]}}):
        with pytest.raises(DamagedError):
            unpack(pack(value), Block)
