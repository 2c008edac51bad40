"""The wire says what the protocol says: each call, each parameter, each error."""

from __future__ import annotations

import inspect

import msgspec
import pytest

from busel.shelf import requests, wire
from busel.shelf.client import BATCH_BYTES, _batches
from busel.shelf.protocol import Resealed, Segment, Shelf, ShelfError
from factories.shelf import Account, Chain

CALLS = {name: method for name, method in inspect.getmembers(Shelf, inspect.isfunction) if not name.startswith("_")}


def test_every_call_of_the_protocol_travels() -> None:
    assert set(wire.CALLS) == set(CALLS)


@pytest.mark.parametrize("name", sorted(CALLS))
def test_a_request_has_the_parameters_of_its_call(name: str) -> None:
    parameters = list(inspect.signature(CALLS[name]).parameters)[1:]
    call = wire.CALLS[name]
    fields = [field.name for field in msgspec.structs.fields(call.request.type)]
    assert (["session"] if call.needs_session else []) + fields == parameters


def test_every_error_has_a_status_and_a_code_of_its_own() -> None:
    errors = {ShelfError, *ShelfError.__subclasses__()}
    assert set(wire.STATUS) == errors
    assert set(wire.ERRORS.values()) == errors


def test_what_is_founded_arrives_as_it_was_sent() -> None:
    found = requests.Found([Account().locker()], [Chain().new()])
    assert wire.CALLS["found"].request.decode(msgspec.msgpack.encode(found)) == found


def test_an_unknown_segment_is_refused() -> None:
    resealed = {"sequence": 0, "segment": 7, "key_epoch": 0, "body": b""}
    body = msgspec.msgpack.encode({"journal": b"", "write": b"", "bodies": [resealed]})
    with pytest.raises(msgspec.ValidationError):
        wire.CALLS["reseal"].request.decode(body)


def test_long_lists_travel_in_bounded_runs_in_order() -> None:
    blocks = [bytes([number]) * (BATCH_BYTES // 3) for number in range(7)]
    runs = list(_batches(blocks, [len(block) for block in blocks]))
    assert [len(run) for run in runs] == [3, 3, 1]
    assert [block for run in runs for block in run] == blocks


def test_an_empty_list_travels_once_and_a_large_one_is_cut_by_count() -> None:
    assert list(_batches([b""][:0], [])) == [[]]
    many = [Resealed(number, Segment.EMPTIED, 0, b"") for number in range(requests.MAX_ITEMS + 1)]
    assert [len(run) for run in _batches(many, [0] * len(many))] == [requests.MAX_ITEMS, 1]
