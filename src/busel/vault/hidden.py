"""Secrets do not show: not in a traceback, not in a log, not in a failed comparison."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def hidden(holder: type[T]) -> type[T]:
    """Give a class that holds secrets a `repr` that tells its name and nothing else. Goes above all decorators."""
    holder.__repr__ = _name_only  # type: ignore[method-assign]  # mypy knows no methods given later
    return holder


def _name_only(secret: object) -> str:
    return f"<{type(secret).__name__}: not shown>"
