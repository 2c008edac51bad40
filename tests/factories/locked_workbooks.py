"""Old workbooks under a password, made as Excel makes them. Source: [MS-XLS] 2.2.10, [MS-OFFCRYPTO] 2.3.5 to 2.3.7."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher

from factories.containers import compound_file
from factories.old_workbooks import OldSheet, excel_97_records, record

PUBLIC = "VelvetSweatshop"
SALT = bytes(range(16))
PROOF = bytes(range(100, 116))
_NEVER = (0x0809, 0x002F)
_XOR_KEY = bytes.fromhex("876b9ae21ee305621e699660986e9404")
_BLOCK, _SHORTEST = 1024, 40


def _sealed(key: bytes, data: bytes) -> bytes:
    return bytes(Cipher(ARC4(key), mode=None).encryptor().update(data))


def rc4(password: str = PUBLIC) -> tuple[bytes, Callable[[bytes], bytes]]:
    """Return the lock's record and what seals a stream, as Excel 97 does it."""
    short = hashlib.md5(password.encode("utf-16-le"), usedforsecurity=False).digest()[:5]
    begun = hashlib.md5((short + SALT) * 16, usedforsecurity=False).digest()[:5]

    def key(block: int) -> bytes:
        return hashlib.md5(begun + struct.pack("<I", block), usedforsecurity=False).digest()

    proof = _sealed(key(0), PROOF + hashlib.md5(PROOF, usedforsecurity=False).digest())
    return struct.pack("<HHH", 1, 1, 1) + SALT + proof, _in_blocks(key)


def crypto_api(password: str = PUBLIC, bits: int = 128) -> tuple[bytes, Callable[[bytes], bytes]]:
    """Return the lock's record and what seals a stream, as Excel 2002 and 2003 do it."""
    begun = hashlib.sha1(SALT + password.encode("utf-16-le"), usedforsecurity=False).digest()

    def key(block: int) -> bytes:
        made = hashlib.sha1(begun + struct.pack("<I", block), usedforsecurity=False).digest()[: bits // 8]
        return made + bytes(11) if bits == _SHORTEST else made

    provider = "Microsoft Enhanced\0".encode("utf-16-le")
    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, bits, 1, 0, 0) + provider
    sealed = _sealed(key(0), PROOF + hashlib.sha1(PROOF, usedforsecurity=False).digest())
    proof = struct.pack("<I", 16) + SALT + sealed[:16] + struct.pack("<I", 20) + sealed[16:]
    return struct.pack("<HHHII", 1, 3, 2, 4, len(header)) + header + proof, _in_blocks(key)


def _in_blocks(key: Callable[[int], bytes]) -> Callable[[bytes], bytes]:
    return lambda stream: b"".join(
        _sealed(key(at // _BLOCK), stream[at : at + _BLOCK]) for at in range(0, len(stream), _BLOCK)
    )


def locked(sheet: OldSheet, lock: bytes, seal: Callable[[bytes], bytes] | None) -> bytes:
    """Return a workbook whose records are sealed; without `seal` they are hidden behind Excel 95's XOR."""
    stream = excel_97_records(sheet, before=record(0x002F, lock))
    sealed = seal(stream) if seal else stream
    made, at = bytearray(stream), 0
    while at < len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        begin, end = at + 4 + (4 if kind == 0x0085 else 0), at + 4 + size
        if kind not in _NEVER:
            made[begin:end] = sealed[begin:end] if seal else _hidden(stream, begin, end, at + 4)
        at = end
    return compound_file([("Workbook", bytes(made))])


def _hidden(stream: bytes, begin: int, end: int, body: int) -> bytes:
    """Turn each byte by five bits and lay the key over it, which begins where the record ends. `body`: its begin."""
    return bytes(
        ((stream[at] << 5 | stream[at] >> 3) & 255) ^ _XOR_KEY[(end + at - body) % 16] for at in range(begin, end)
    )
