"""A person as one list has them: everything that may tell whether two records are one person."""

from __future__ import annotations

from typing import NamedTuple


class Home(NamedTuple):
    """An address, each part as it was written; "" for what is not told."""

    settlement: str = ""
    street: str = ""
    house: str = ""
    flat: str = ""


class Record(NamedTuple):
    """One record. Of a name stand all its spellings, the one to weigh first; of other things all that are known."""

    key: int
    family: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    patronymic: tuple[str, ...] = ()
    birth: str = ""
    """ "1984-05-17", "1984-05", "1984" or ""."""
    sex: str = ""
    """ "f", "m" or ""."""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    homes: tuple[Home, ...] = ()
    former: tuple[str, ...] = ()
    """Surnames of before."""
