"""Reasons not to start: where a desk's memory could reach a disk, or its pages tell too much.

In production each is a refusal, in the demo a warning. Codes only; the command line has the words.
"""

from __future__ import annotations

import os
import resource
from enum import StrEnum
from pathlib import Path


class Unsafe(StrEnum):
    """What is wrong with the surroundings."""

    CORE_DUMPS = "core-dumps"
    """A crash may write memory to a disk."""
    PLAIN_SWAP = "plain-swap"
    """Memory may be swapped to a disk that is not encrypted."""
    DEBUG = "debug"
    """Error pages would show variables."""


def unsafe_surroundings(*, debug: bool, root: Path = Path("/")) -> list[Unsafe]:
    """Return what is wrong, nothing when all is well. `root` is where /proc, /sys and /dev are (tests give another)."""
    found = []
    if resource.getrlimit(resource.RLIMIT_CORE) != (0, 0):
        found.append(Unsafe.CORE_DUMPS)
    if any(not _is_encrypted(device, root) for device in _swap_devices(root)):
        found.append(Unsafe.PLAIN_SWAP)
    if debug:
        found.append(Unsafe.DEBUG)
    return found


def _swap_devices(root: Path) -> list[str]:
    """Return the kernel's names of the block devices that carry swap ("dm-0", "zram0"); a file counts as its disk."""
    try:
        lines = (root / "proc/swaps").read_text().splitlines()[1:]
    except FileNotFoundError:  # a kernel without swap
        return []
    return [_block_device(line.split()[0].replace("\\040", " "), root) for line in lines if line.strip()]


def _block_device(path: str, root: Path) -> str:
    place = root / path.lstrip("/")
    if path.startswith("/dev/"):
        return place.resolve().name
    try:
        disk = place.stat().st_dev
    except OSError:
        return ""
    return (root / f"sys/dev/block/{os.major(disk)}:{os.minor(disk)}").resolve().name


def _is_encrypted(device: str, root: Path) -> bool:
    """Say whether a device writes no plain page: zram is RAM, dm-crypt encrypts, LVM is as safe as what it lies on."""
    if device.startswith("zram"):
        return True
    block = root / "sys/class/block" / device
    try:
        if (block / "dm/uuid").read_text().startswith("CRYPT-"):
            return True
        below = [slave.name for slave in (block / "slaves").iterdir()]
    except OSError:
        return False
    return bool(below) and all(_is_encrypted(name, root) for name in below)
