"""Filling what is free between the parent's objects, so that a child's new ones lie together on pages of its own.

Imports leave free places on thousands of pages. What a desk makes would go there first: each such page is then copied
whole for the desk, for a few bytes. Filled, the pages stay shared by all desks, and what a desk makes fills new pages
from end to end.
"""

from __future__ import annotations

import ctypes
import gc
import sys

_STEP, _LARGEST = 16, 512
"""Sizes that Python's own allocator keeps apart; what is larger comes from malloc."""
_POOL, _HEAD = 16 * 1024, 48
"""Objects of one size lie in pools of so many bytes, behind so many of the allocator's own."""
_ENOUGH = 2 * 1024 * 1024
"""More than is ever free in the pools of one size."""
_EMPTY = sys.getsizeof(b"")
_FROM_MALLOC = (*range(120 * 1024, 4096, -4096), *range(4096, 0, -16))

_kept: list[bytes] = []
"""What fills the holes lives as long as the process."""


def fill() -> None:
    """Fill them. Call it before the first fork, and again whenever much was let go of.

    The collector empties Python's lists of free tuples and the like on its way: those are holes too.
    """
    gc.collect()
    _fill_malloc()
    for size in range(_LARGEST, _EMPTY, -_STEP):
        _fill_pools(size)
    _fill_malloc()


def _fill_pools(size: int) -> None:
    """Make more objects of a size than there are holes, and let go of those that lie in pools of nothing else."""
    by_pool: dict[int, list[bytes]] = {}
    for one in [bytes(size - _EMPTY) for _ in range(_ENOUGH // size)]:
        by_pool.setdefault(id(one) // _POOL, []).append(one)
    whole = (_POOL - _HEAD) // size
    _kept.extend(one for some in by_pool.values() if len(some) < whole for one in some)


def _fill_malloc() -> None:
    """Take every size, from large to small, until none is left below the heap's end as it was."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype = libc.sbrk.restype = ctypes.c_void_p
    libc.malloc.argtypes, libc.free.argtypes, libc.sbrk.argtypes = [ctypes.c_size_t], [ctypes.c_void_p], [ctypes.c_long]
    libc.malloc_trim(0)
    end = libc.sbrk(0)
    for size in _FROM_MALLOC:
        while (place := libc.malloc(size) or end) < end:
            pass
        if place != end:
            libc.free(place)
