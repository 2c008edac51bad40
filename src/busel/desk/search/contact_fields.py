"""What a search can ask of a person: the columns of `contacts.records.Contact`, and what follows from them."""

from __future__ import annotations

from busel.desk.search.columns import Column, Type

_NAMES = ("family", "given", "patronymic")


def _text(*names: str) -> Column:
    return Column(Type.TEXT, tuple(f"c.{name}" for name in names))


def _choice(name: str, *, empty: str = "''") -> Column:
    return Column(Type.CHOICE, (f"c.{name}",), name, empty)


FLAGS = ("risk", "no_letters", "no_calls", "moved", "deceased")

CONTACT_FIELDS: dict[str, Column] = {
    **{name: _text(f"{name}_be", f"{name}_ru") for name in _NAMES},
    **{f"{name}_{language}": _text(f"{name}_{language}") for language in ("be", "ru") for name in _NAMES},
    "nickname": _text("nickname"),
    "former_family": _text("former_family"),
    "sex": _choice("sex"),
    "birth": Column(Type.PARTIAL, ("c.birth",)),
    "language": _choice("language"),
    "support": _choice("support", empty="0"),
    "source": _text("source"),
    "notes": _text("notes"),
    **{name: Column(Type.YES_NO, (f"c.{name}",)) for name in FLAGS},
    "constituency": _text("constituency"),
    "polling_station": _text("polling_station"),
    "added": Column(Type.DATE, ("c.added",)),
    "suggested": Column(Type.YES_NO, ("(c.suggested != '')",)),
    "household": Column(Type.REFERENCE, ("c.household",), "household", "0"),
}
"""A new column is one line here; what is more than a column stands in `special`."""
