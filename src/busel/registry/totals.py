"""Totals: how many people a division has, in tens, told to the division above it.

It is an ordinary record of the division above (kind `total`), for its editors accept it: what makes it count is the
signature of the lower division's certified key, whoever wrote it there.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from busel.names.places import tiles
from busel.registry.certificates import Certificates
from busel.registry.statement import Number, Statement
from busel.vault import labels

KIND = "total"
WEEK = 7
"""Days between two messages of one division, at the least."""
TEN = 10
SUPPORT = 6
"""So many levels of support: 0 is unknown, 1 to 5."""
MOST, MOST_DIVISIONS = 100_000_000, 10_000
"""More than that nobody tells: a division below that says so much must not make what is above it unreadable."""
Count = Annotated[int, msgspec.Meta(ge=0, le=MOST, multiple_of=TEN)]
"""In tens, rounded down; 0 is fewer than ten. What is exact does not even decode."""


class Totals(Statement, frozen=True, kw_only=True):
    """What `division` tells `above`, the division that certified it, on a day (days since 1970, UTC).

    Why safe: signed by the division's certified key, over who it is for and the day, so that it is believed at that one
    place, and once.
    """

    division: bytes
    above: bytes
    day: Number
    people: Count
    recent: Count
    """Who came within the last thirty days."""
    households: Count
    letters: Count
    """To whom a letter can be sent."""
    activities: Count
    """What happened with people within the last thirty days."""
    support: Annotated[list[Count], msgspec.Meta(min_length=SUPPORT, max_length=SUPPORT)]
    """By level of support, 0 (not known) to 5."""
    places: Annotated[list[str], msgspec.Meta(max_length=200)]
    """Districts by their English names; those with fewer than ten people are left out."""
    place_people: Annotated[list[Count], msgspec.Meta(max_length=200)]
    below: Count
    """The people of the divisions below this one, as they told it."""
    divisions: Annotated[int, msgspec.Meta(ge=0, le=MOST_DIVISIONS)]
    """So many divisions below have told it."""

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_TOTALS

    def is_sound(self) -> bool:
        """Are its places districts that we know, each once and with ten people or more?"""
        known = {tile.division.en for tile in tiles()}
        once = len(set(self.places)) == len(self.places) == len(self.place_people)
        return once and set(self.places) <= known and all(self.place_people)

    def is_of(self, certificates: Certificates) -> bool:
        """Did the division sign it, with the key that counts now, for the division that certified it?"""
        certificate = certificates.certificate(self.division)
        if certificate is None or (certificate.organisation, certificate.parent) != (self.organisation, self.above):
            return False
        return self.is_sound() and self.is_signed_by(certificate.public)

    def by_place(self) -> dict[str, int]:
        """Return district -> people."""
        return dict(zip(self.places, self.place_people, strict=True))


def in_tens(count: int) -> int:
    """Return a count as it may be told: rounded down to tens, so that nothing under ten shows."""
    return min(count - count % TEN, MOST)


def read_totals(stored: Any) -> Totals | None:
    """Return the totals that a record holds, nobody knows yet whose; None for what is none."""
    try:
        return msgspec.convert(stored, Totals)
    except msgspec.ValidationError:
        return None
