"""A file in RAM, deflated piece by piece: a nation's people as JSON are 150 MB, and here some 15."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

_PIECE = 256 * 1024


class Packed:
    """Bytes that were written once and can be read as often as one likes."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._waiting = bytearray()
        self.size = 0
        """Bytes of the file as it is read."""

    def take(self, pieces: Iterable[bytes]) -> None:
        """Take the file's next pieces."""
        for piece in pieces:
            self.size += len(piece)
            self._waiting += piece
            if len(self._waiting) >= _PIECE:
                self._pack()
        self._pack()

    def _pack(self) -> None:
        if self._waiting:
            self._pieces.append(zlib.compress(self._waiting, 1))
            self._waiting = bytearray()

    def __iter__(self) -> Iterator[bytes]:
        """Yield the file, some hundred kilobytes at a time."""
        for piece in self._pieces:
            yield zlib.decompress(piece)
