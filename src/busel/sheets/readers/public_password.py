"""Old workbooks under the password that Excel tries by itself: whoever protects a workbook's structure makes such.

Why safe: nothing is protected here. The password stands in Microsoft's specification, so the ciphers below keep no
secret of anybody, and read only. Source: [MS-XLS] 2.2.10 and 2.4.117, [MS-OFFCRYPTO] 2.3.5 to 2.3.7.
"""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PASSWORD = "VelvetSweatshop".encode("utf-16-le")
_XOR_CHECK = bytes.fromhex("59b30a9a")
_XOR_KEY = bytes.fromhex("876b9ae21ee305621e699660986e9404")
"""What 2.3.7.2 makes of the password."""
_TURNED = bytes((byte << 3 | byte >> 5) & 255 for byte in range(256))
_BLOCK = 1024
_FILE_PASS, _SHEET, _IGNORED = 0x2F, 0x85, 0x00E2
_PLAIN = frozenset((0x0809, _FILE_PASS, 0x0194, 0x0195, 0x00E1, 0x0196, 0x0138))
"""Records that are never encrypted; of a sheet's (0x85) the first four bytes are not."""
_PLAIN_OF_SHEET = 4
_HEAD = struct.Struct("<HH")
_RC4, _CRYPTO_API = b"\1\0\1\0", (b"\2\0\2\0", b"\3\0\2\0", b"\4\0\2\0")
_SHORTEST_KEY, _LONGEST_KEY = 40, 128


def opened_by_itself(stream: bytes) -> bytes | None:
    """Return the records of a workbook as if it had no password; None where it has another one than the public."""
    records = list(_records(stream))
    lock = next((stream[at : at + size] for kind, at, size in records if kind == _FILE_PASS), b"")
    if lock in (_XOR_CHECK, b"\0\0" + _XOR_CHECK):
        return _laid_open(stream, records, lambda at, size: _turned(stream[at : at + size], at + size))
    key = _key_of(lock)
    if key is None:
        return None
    plain = _xored(stream, b"".join(_rc4(key(number), _BLOCK) for number in range(len(stream) // _BLOCK + 1)))
    return _laid_open(stream, records, lambda at, size: plain[at : at + size])


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield each record's kind, where its body begins, and how long that is."""
    at = 0
    while at + _HEAD.size <= len(stream):
        kind, size = _HEAD.unpack_from(stream, at)
        at += _HEAD.size
        yield kind, at, min(size, len(stream) - at)
        at += size


def _laid_open(stream: bytes, records: list[tuple[int, int, int]], body: Callable[[int, int], bytes]) -> bytes:
    laid = bytearray(stream)
    for kind, at, size in records:
        if kind == _FILE_PASS:
            laid[at - _HEAD.size : at - 2] = _IGNORED.to_bytes(2, "little")
        elif kind not in _PLAIN:
            skipped = min(size, _PLAIN_OF_SHEET) if kind == _SHEET else 0
            laid[at + skipped : at + size] = body(at, size)[skipped:]
    return bytes(laid)


def _turned(body: bytes, turn: int) -> bytes:
    begin = turn % len(_XOR_KEY)
    key = (_XOR_KEY[begin:] + _XOR_KEY[:begin]) * (len(body) // len(_XOR_KEY) + 1)
    return _xored(body, key).translate(_TURNED)


def _xored(data: bytes, key: bytes) -> bytes:
    size = len(data)
    return (int.from_bytes(data, "little") ^ int.from_bytes(key[:size], "little")).to_bytes(size, "little")


def _key_of(lock: bytes) -> Callable[[int], bytes] | None:
    """Return what makes the key of each block; None when the password does not open the lock's own proof."""
    kind, rest = lock[2:6], lock[6:]
    if kind == _RC4:
        return _proven(_old_key(rest[:16]), rest[16:48], _md5)
    if kind not in _CRYPTO_API or len(rest) < 12 + 32:
        return None
    size = int.from_bytes(rest[4:8], "little")
    bits = int.from_bytes(rest[8 + 16 : 8 + 20], "little") or _SHORTEST_KEY
    proof = rest[8 + size :]
    if not _SHORTEST_KEY <= bits <= _LONGEST_KEY or proof[:4] != b"\x10\0\0\0":
        return None
    return _proven(_newer_key(proof[4:20], bits // 8), proof[20:36] + proof[40:60], _sha1)


def _old_key(salt: bytes) -> Callable[[int], bytes]:
    begun = _md5((_md5(_PASSWORD)[:5] + salt) * 16)[:5]
    return lambda block: _md5(begun + block.to_bytes(4, "little"))


def _newer_key(salt: bytes, length: int) -> Callable[[int], bytes]:
    begun = _sha1(salt + _PASSWORD)
    zeros = bytes(11) if length * 8 == _SHORTEST_KEY else b""
    return lambda block: _sha1(begun + block.to_bytes(4, "little"))[:length] + zeros


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()


def _proven(
    key: Callable[[int], bytes], proof: bytes, digest: Callable[[bytes], bytes]
) -> Callable[[int], bytes] | None:
    opened = _xored(proof, _rc4(key(0), len(proof)))
    return key if len(proof) > 16 and digest(opened[:16]) == opened[16:] else None  # noqa: PLR2004 - its salt


def _rc4(key: bytes, length: int) -> bytes:
    """Return so much of the stream that RC4 makes of a key."""
    box = list(range(256))
    other = 0
    for at in range(256):
        other = (other + box[at] + key[at % len(key)]) & 255
        box[at], box[other] = box[other], box[at]
    made = bytearray()
    at = other = 0
    for _ in range(length):
        at = (at + 1) & 255
        one = box[at]
        other = (other + one) & 255
        box[at] = two = box[other]
        box[other] = one
        made.append(box[(one + two) & 255])
    return bytes(made)
