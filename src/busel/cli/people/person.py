"""What the demo gets: a district to live in, and one person with everything that is kept about her."""

from __future__ import annotations

from typing import Any, NamedTuple


class District(NamedTuple):
    """Where people live. `settlements` are (Belarusian, Russian) names, the greatest first."""

    region: str
    district: str
    settlements: tuple[tuple[str, str], ...]
    weight: float = 1.0
    """Its share of the people beside the others' weights."""

    @property
    def full_name(self) -> str:
        """The name of its division: "Homieĺ region / Žlobin district", or "Minsk city"."""
        return f"{self.region} / {self.district}" if self.district else self.region


class SyntheticPerson(NamedTuple):
    """One person as the fields of records (see `busel.contacts.records`), ready to be stored.

    `about` holds (kind, fields) of phones, e-mails, addresses, tags and activities; they lack the
    field "contact", which whoever draws the record ids sets.
    """

    district: District
    contact: dict[str, Any]
    about: list[tuple[str, dict[str, Any]]]
