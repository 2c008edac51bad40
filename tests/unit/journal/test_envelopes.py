"""Envelopes: whatever is sealed can be opened again."""

from __future__ import annotations

import msgspec
import pytest

from busel.journal import envelope
from busel.journal.envelope import Message, open_envelope, seal_envelope
from busel.journal.errors import TooLongError
from busel.journal.header import Place
from busel.vault.wrap import OpeningKey

PLACE = Place(b"o" * 16, b"j" * 16)


def of_length(length: int) -> Message:
    empty = Message(id=b"e" * 16, kind="entry", author=b"a" * 16, hour=490_000, content=msgspec.Raw(b'""'))
    rest = length - len(msgspec.json.encode(empty))
    return msgspec.structs.replace(empty, content=msgspec.Raw(b'"' + b"x" * rest + b'"'))


def test_what_is_sealed_opens_and_what_would_not_open_is_not_sealed() -> None:
    key = OpeningKey.new()
    longest = of_length(envelope.MAX_MESSAGE_BYTES)
    assert open_envelope(key, PLACE, seal_envelope(key.public, PLACE, 0, longest)) == longest
    with pytest.raises(TooLongError):
        seal_envelope(key.public, PLACE, 0, of_length(envelope.MAX_MESSAGE_BYTES + 1))
