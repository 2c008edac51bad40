"""What a person can do, one function for each deed: actions alone write, and each names its deed.

`@action("edit_contact")` says which deed of `registry.deeds` a function is; the role stands there, once. A function in
this package without it fails a test.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from busel.registry.deeds import DEEDS

F = TypeVar("F", bound=Callable[..., object])

ACTIONS: dict[str, str] = {}
"""Qualified name of each action -> its deed."""


def action(deed: str) -> Callable[[F], F]:
    """Declare a function to be a deed of `registry.deeds`."""
    if deed not in DEEDS:
        raise LookupError(deed)

    def declare(function: F) -> F:
        ACTIONS[f"{function.__module__}.{function.__qualname__}"] = deed
        return function

    return declare
