"""Who bears a whole name, by the year of birth: a common name has thousands of bearers in a nation, few of one year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_YEAR, _MONTH, _DAY = len("1960"), len("1960-02"), len("1960-02-29")
MOST_NAMESAKES = 50
"""So many are kept of one name and year, and so many are looked at: a longer list is as fast a row."""


class Namesakes:
    """Most names have one bearer, so years are parted only for the others. Keys are hashes, as in `known`."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._others: dict[int, dict[str, tuple[int, ...]]] = {}
        """Name -> birth as far as it is known, or "1960-" for all who are born on a known day of a year -> who."""

    def lay(self, names: Iterable[str], birth: str, contact: int) -> None:
        """Take in somebody with the forms of their name."""
        born = birth if len(birth) < _DAY else birth[: _YEAR + 1]
        for key in map(hash, names):
            if self._first.setdefault(key, contact) != contact:
                births = self._others.setdefault(key, {})
                bearers = births.get(born, ())
                if len(bearers) < MOST_NAMESAKES:
                    births[born] = (*bearers, contact)

    def each(self, names: Iterable[str], birth: str) -> Iterator[int]:
        """Yield who bears one of these names and may be born then; the first of a name whenever they are born.

        To whose day of birth is known nobody else with a known day is yielded: of one day and name is one person, and
        `Known.match` has found them. Else each would be compared with each, and a row of a longer list would cost more.
        """
        for key in map(hash, names):
            if key not in self._first:
                continue
            yield self._first[key]
            births = self._others.get(key, {})
            for born in _fitting(births, birth):
                yield from births.get(born, ())


def _fitting(births: Iterable[str], birth: str) -> Iterable[str]:
    if len(birth) >= _DAY:
        return birth[:_MONTH], birth[:_YEAR], ""
    return [born for born in births if not birth or born[:_YEAR] in {birth[:_YEAR], ""}]
