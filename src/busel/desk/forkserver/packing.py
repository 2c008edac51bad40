"""What each desk calls, laid together: a call writes into the function's code, whose page then becomes the desk's own.

Of 22,000 functions that are imported a desk calls some 2,700: a megabyte, strewn over five. `called.txt` names them,
a module a line; `python -m bench.called` (in `tests`) makes it anew. A name that is gone, or is not there yet, costs
a little memory and nothing else.
"""

from __future__ import annotations

import gc
from pathlib import Path
from types import CodeType, FunctionType

CALLED = Path(__file__).with_name("called.txt")


def called() -> set[tuple[str, str]]:
    """Return (module, qualified name) of what desks call."""
    lines = (line.split(" ") for line in CALLED.read_text(encoding="utf-8").splitlines())
    return {(module, name) for module, *names in lines for name in names}


def pack() -> int:
    """Make the code of these functions anew, one after another; return of how many. Call it before the first fork."""
    packing = _Packing(called())
    for one in gc.get_objects():
        if isinstance(one, FunctionType):
            packing.take(one)
    return packing.count


class _Packing:
    """The codes that were made anew, by the old ones: several functions may have one."""

    def __init__(self, names: set[tuple[str, str]]) -> None:
        self._names = names
        self._anew: dict[CodeType, CodeType] = {}

    @property
    def count(self) -> int:
        return len(self._anew)

    def take(self, function: FunctionType) -> None:
        module = function.__globals__.get("__name__", "")
        if (module, function.__code__.co_qualname) in self._names:
            function.__code__ = self._packed(module, function.__code__)

    def _packed(self, module: str, code: CodeType) -> CodeType:
        if code not in self._anew:
            consts = tuple(self._constant(module, one) for one in code.co_consts)
            self._anew[code] = code.replace(co_consts=consts)
        return self._anew[code]

    def _constant(self, module: str, one: object) -> object:
        if isinstance(one, CodeType) and (module, one.co_qualname) in self._names:
            return self._packed(module, one)
        return one
