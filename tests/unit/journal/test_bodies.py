"""Bodies: sizes tell little, and a bomb ends before it is large."""

from __future__ import annotations

import tracemalloc
import zlib
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from busel.journal.body import BYTES_A_VALUE, MAX_BYTES, pack, pack_json, padded_size, unpack, unpack_json
from busel.journal.commit import MAX_COMMIT_BYTES, EpochKeys, open_commit
from busel.journal.deed import Deed, Op, encode_parts
from busel.journal.envelope import Message
from busel.journal.errors import DamagedError, TooLongError
from busel.journal.header import Header, Place
from busel.journal.snapshot import Block, records_of, some_of, unpack_block
from busel.vault import labels
from busel.vault.seal import seal


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


def test_a_body_of_more_values_than_its_limit_allows_is_neither_read_nor_written() -> None:
    """Bytes alone bound no memory: an empty list is three bytes of JSON and 76 of Python."""
    most = 1 << 20
    values = most // BYTES_A_VALUE
    for filling in (b"[]", b"{}", b"1", b'""', b'{"":1}'):
        many = b"[" + b",".join([filling] * (values + 1)) + b"]"
        assert len(many) < most
        for body in (crafted(zlib.compress(many)), crafted(zlib.compress(b"[" + many + b"]"))):
            with pytest.raises(DamagedError):
                unpack_json(body, most=most)
        with pytest.raises(TooLongError):
            pack_json(many, most=most)
    some = b"[" + b",".join([b"1"] * (values - 1)) + b"]"
    assert unpack_json(pack_json(some, most=most), most=most) == some


def test_what_is_too_long_is_not_written() -> None:
    most = 1 << 20
    with pytest.raises(TooLongError):
        pack_json(b" " * (most - 1) + b"{}", most=most)
    assert len(unpack_json(pack_json(b" " * (most - 2) + b"{}", most=most), most=most)) == most


def test_a_commit_of_five_million_lists_takes_little_more_memory_than_its_bytes() -> None:
    """A changed desk can seal them in 64 KiB; each reader would need 400 MB before it looks at the signature."""
    keys, header = EpochKeys.new(), Header(Place(bytes(16), bytes(16)), 0, 1, bytes(32))
    ops = b'["contact",1,{"notes":[' + b",".join([b"[]"] * 5_000_000) + b"]}]"
    beside = b'"id":"","name":"add_contact","author":"","hour":1,"places":[],"signature":""'
    raw = b'{"type":"deed",%b,"parts":[["",1,[%b]]]}' % (beside, ops)
    body = seal(keys.state, crafted(zlib.compress(raw)), label=labels.SEAL_COMMIT_STATE, header=header.encode())
    del ops, raw
    assert len(body) < 64 * 1024
    tracemalloc.start()
    with pytest.raises(DamagedError):
        open_commit(keys, header, body)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * MAX_COMMIT_BYTES


def test_bytes_that_are_no_text_are_damaged_wherever_they_are_read() -> None:
    """Not all of a body is looked at when it is unpacked: parts, contents and records are read later."""
    block = pack_json(b'{"records":{"field":[[1,{"a":"\xff"}]]}}')
    deed = b'{"type":"deed","id":"","name":"%b","author":"","hour":1,"places":[],"parts":%b,"signature":""}'
    [part] = encode_parts([(1, [Op("field", 1, {"a": "@"})])])
    raw = [bytes(part).replace(b"@", b"\xff")]
    whole = unpack(pack_json(deed % (b"x", b"[%b]" % raw[0])), Deed)
    message = Message(id=b"", kind="", author=b"", hour=1, content=msgspec.Raw(b'"\xff"'))
    reads: list[Callable[[], object]] = [
        lambda: unpack(pack_json(deed % (b"\xff", b"[]")), Deed),
        lambda: list(whole.read_parts()),
        lambda: message.read(str),
        lambda: unpack_block(block),
        lambda: records_of(block, ("field",)),
        lambda: some_of(block, {"field": {1}}),
    ]
    for read in reads:
        with pytest.raises(DamagedError):
            read()
