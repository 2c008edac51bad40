"""Which of the old encodings of one byte a text is in, where its file does not say so: by how its letters stand."""

from __future__ import annotations

import re

_TWO_HIGH = re.compile(rb"(?=[\x80-\xff]{2})")
_BESIDE_LATIN = re.compile(rb"(?<=[A-HJ-Za-hj-z])[\x80-\xff]|[\x80-\xff](?=[A-HJ-Za-hj-z])")
_ONLY_DOS = re.compile(rb"[\x80-\xaf]")
_ONLY_WINDOWS = re.compile(rb"[\xc0-\xdf\xf0-\xff]")


def is_western(sample: bytes) -> bool:
    """Ask whether letters that are none of ASCII stand single among those that are: "Müller", and not "Іванова".

    An i does not count: in DOS it stood in for the Belarusian one.
    """
    return len(_BESIDE_LATIN.findall(sample)) > len(_TWO_HIGH.findall(sample))


def cyrillic_of(sample: bytes) -> str:
    """Return "cp866", of DOS, or "cp1251", of Windows.

    In DOS half of all letters stand where Windows has signs, in Windows half of all stand where DOS has frames.
    """
    return "cp866" if len(_ONLY_DOS.findall(sample)) > len(_ONLY_WINDOWS.findall(sample)) else "cp1251"
