"""Synthetic people: as many as asked, spread over districts, the same for the same seed.

Nobody is meant by them. Names are drawn by parts, each from a list of its own; e-mail addresses end in example.org,
which nobody can have. Belarus keeps no telephone numbers for made-up people, so numbers are drawn from the mobile
ranges: one may by accident be in use. Nothing in Busel dials or sends.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from busel.cli.people.chance import Draw, draws_of
from busel.cli.people.homes import Homes
from busel.cli.people.lives import activities, remarks, tags
from busel.cli.people.named import draw_names
from busel.cli.people.numbers import mobile_numbers
from busel.cli.people.person import District, SyntheticPerson
from busel.cli.people.tables import Surname, surnames

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DEMO_DAY = date(2026, 11, 21)
"""Nothing that happened with a synthetic person is later."""
SHARES_HOME = 0.22
HAS_ADDRESS = 0.93
HAS_SECOND_PHONE = 0.16
HAS_EMAIL = 0.15
GROWN_DAYS = 900
GOLDEN = 0.618034
"""Its multiples lie evenly between two whole numbers: no draw is spent on it."""

Fields = dict[str, Any]


def people(
    count: int, seed: int, *, districts: Sequence[District], today: date = DEMO_DAY
) -> Iterator[SyntheticPerson]:
    """Yield `count` people, district after district in the order given.

    The same arguments give the same people. Raises ValueError when there are people and no district to live in.
    """
    if count and not districts:
        raise ValueError("People need a district to live in.")
    maker = _Maker(seed, today)
    for district, share in zip(districts, shares(count, districts), strict=True):
        yield from maker.of(district, share)


def shares(count: int, districts: Sequence[District]) -> list[int]:
    """Return how many of `count` people live in each district, by weight; the sum is `count`."""
    total = sum(district.weight for district in districts)
    reached, given, found = 0.0, 0, []
    for district in districts:
        reached += district.weight
        upto = round(count * reached / total)
        found.append(upto - given)
        given = upto
    return found


class _Maker:
    """Draws one person after the other; keeps the last home for those who share it."""

    def __init__(self, seed: int, today: date) -> None:
        self._draw: Draw = draws_of(seed, "people")
        self._numbers = mobile_numbers(seed)
        self._homes = Homes(self._draw)
        self._today = today
        self._made = 0

    def of(self, district: District, count: int) -> Iterator[SyntheticPerson]:
        """Yield people of one district. Some are of the family before them and live with it."""
        draw, family, home = self._draw, surnames(), self._homes.in_district(district)
        surname, address = family.at(draw()), home()
        for at in range(count):
            if at and draw() >= SHARES_HOME:
                surname, address = family.at(draw()), home()
            yield self._person(district, surname, address)

    def _person(self, district: District, surname: Surname, address: Fields) -> SyntheticPerson:
        draw = self._draw
        self._made += 1
        contact = draw_names(draw, surname)
        contact |= remarks(draw, contact, self._today)
        contact["added"] = self._added()
        contact["added"] = self._added()
        contact["external_ids"] = [f"S{self._made:06d}"]
        about: list[tuple[str, Fields]] = [("phone", {"number": next(self._numbers)})]
        if draw() < HAS_SECOND_PHONE:
            about.append(("phone", {"number": next(self._numbers)}))
        if draw() < HAS_EMAIL:
            about.append(("email", {"address": f"s{self._made:06d}@example.org"}))
        if draw() < HAS_ADDRESS:
            about.append(("address", dict(address)))
        about += [("tag", tag) for tag in tags(draw)]
        about += [("activity", activity) for activity in activities(draw, self._today)]
        return SyntheticPerson(district, contact, about)

    def _added(self) -> str:
        """Return the day on which somebody came in: more of them lately than long ago."""
        share = self._made * GOLDEN % 1.0
        return (self._today - timedelta(days=int(share * share * GROWN_DAYS))).isoformat()
