"""Who bears a whole name, by the year of birth: a common name has thousands of bearers in a nation, few of one year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_YEAR = len("1960")
MOST_NAMESAKES = 50
"""So many are kept of one name and year, and so many are looked at: a longer list is as fast a row."""


class Namesakes:
    """Most names have one bearer, so years are parted only for the others. Keys are hashes, as in `known`."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._others: dict[int, dict[str, tuple[int, ...]]] = {}
        """Name -> year, "" where it is not known -> who."""

    def lay(self, names: Iterable[str], birth: str, contact: int) -> None:
        """Take in somebody with the forms of their name."""
        for key in map(hash, names):
            if self._first.setdefault(key, contact) != contact:
                years = self._others.setdefault(key, {})
                bearers = years.get(birth[:_YEAR], ())
                if len(bearers) < MOST_NAMESAKES:
                    years[birth[:_YEAR]] = (*bearers, contact)

    def each(self, names: Iterable[str], birth: str) -> Iterator[int]:
        """Yield who bears one of these names and may be born then; the first of a name whenever they are born."""
        for key in map(hash, names):
            if key not in self._first:
                continue
            yield self._first[key]
            years = self._others.get(key, {})
            if not birth:
                for bearers in years.values():
                    yield from bearers
            else:
                yield from years.get(birth[:_YEAR], ())
                yield from years.get("", ())
