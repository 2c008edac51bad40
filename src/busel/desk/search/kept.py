"""Results of searches, kept in the desk's RAM under a random id: what was searched for never stands in an address."""

from __future__ import annotations

import threading
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from busel.desk.search.conditions import EVERYBODY, Condition, ids_where
from busel.desk.search.did_you_mean import Suggestion, did_you_mean, is_weak
from busel.desk.search.find import hits_for
from busel.desk.search.ordering import by_age, by_name, by_place, by_silence, by_support
from busel.desk.search.text import Reason
from busel.vault.entropy import random_bytes

KEPT = 40
"""Nobody goes further back; the oldest go."""
_ID_BYTES = 12

ORDERS = {"name": by_name, "place": by_place, "age": by_age, "support": by_support, "silence": by_silence}


@dataclass
class Result:
    """What was asked, and who was found. `typed` is the filter form as it was sent, to fill it again."""

    query: str
    where: Condition | None
    typed: dict[str, list[str]] = field(default_factory=dict)
    found: array[int] = field(default_factory=lambda: array("q"))
    """Best first for words, in no order for conditions alone."""
    reasons: dict[int, tuple[Reason, ...]] = field(default_factory=dict)
    meant: list[Suggestion] = field(default_factory=list)
    """What may have been meant, where nobody was found or only who is called nearly so."""
    is_weak: bool = False
    """Is nobody called so, but only nearly so?"""
    orders: dict[tuple[str, str], Sequence[int]] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    """What is shown beside the names; empty is the usual."""
    order: str = ""
    """How they are sorted until somebody presses a heading."""
    title: Any = ""
    """What the page is called, where a report led there: words, maybe lazy."""
    base: Condition | None = None
    """Among whom the filters look, where a report, a saved or a built search was there first: a part of `where`."""
    base_title: Any = ""
    """What those are called."""

    @property
    def condition(self) -> Condition:
        """All of it as one condition: what a saved search holds."""
        words: list[Any] = [{"field": "text", "is": self.query}] if self.query else []
        filters = [] if self.where is None else self.where.get("all", [self.where])
        return {"all": [*words, *filters]}

    def ordered(self, sort: str, language: str) -> Sequence[int]:
        """Return the ids by "name", "place", either with "-" for backwards; else best first, or by name."""
        sort = sort or self.order
        key = sort.removeprefix("-")
        if key not in ORDERS:
            sort = key = "" if self.query else "name"
        if not key:
            return self.found
        if (sort, language) not in self.orders:
            ids = ORDERS[key](self.found, language)
            self.orders[sort, language] = array("q", reversed(ids) if sort.startswith("-") else ids)
        return self.orders[sort, language]


def ask(query: str, where: Condition | None, typed: dict[str, list[str]] | None = None) -> Result:
    """Search. Raises conditions.BadConditionError."""
    result = Result(query, where, typed or {})
    if not query:
        result.found = array("q", ids_where(where or EVERYBODY))
        return result
    hits = list(hits_for(query, where))
    result.found = array("q", [hit.contact for hit in hits])
    result.reasons = {hit.contact: hit.reasons for hit in hits}
    result.meant, result.is_weak = did_you_mean(query, hits), is_weak(hits)
    return result


class Kept:
    """The results of this desk, the newest `KEPT`."""

    def __init__(self) -> None:
        self._results: OrderedDict[str, Result] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, result: Result) -> str:
        """Keep a result; return its id."""
        name = random_bytes(_ID_BYTES).hex()
        with self._lock:
            self._results[name] = result
            while len(self._results) > KEPT:
                self._results.popitem(last=False)
        return name

    def get(self, name: str) -> Result | None:
        """Return a result, or None when it is no longer kept."""
        with self._lock:
            return self._results.get(name)

    def forget(self) -> None:
        """Forget all: for tests; a desk ends with its process."""
        self._results.clear()


RESULTS = Kept()
"""The desk's one store."""
