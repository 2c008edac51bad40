"""Searches in the making, kept in the desk's RAM under random ids: what is looked for never stands in an address."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from busel.desk.search.conditions import EVERYBODY, Condition
from busel.desk.search.sample import MOST_PEOPLE
from busel.desk.session import Session
from busel.desk.web.building.tree import Node, Tree, condition_of, tree_of
from busel.vault.entropy import new_record_id, random_bytes

KEPT = 20
_ID_BYTES = 12


@dataclass
class Draft:
    """One search in the making."""

    tree: Tree = field(default_factory=Tree)
    title: str = ""
    record: int = 0
    """The saved search that is being changed; 0 for a new one."""
    sample: str = ""
    """How many are drawn, as typed; empty for all."""
    sample_unit: str = "people"
    seed: int = field(default_factory=new_record_id)
    """Chosen once, so that the sample stays."""
    columns: tuple[str, ...] = ()
    order: str = ""

    def condition(self, session: Session) -> Condition:
        """Return all of it as one condition."""
        found = condition_of(session, self.tree.top) or EVERYBODY
        size = self.size
        return {"sample": size, "seed": self.seed, "of": found} if size else found

    @property
    def size(self) -> dict[str, int] | None:
        """What is drawn; None for everybody, or where it cannot be read."""
        most = 100 if self.sample_unit == "percent" else MOST_PEOPLE
        if self.sample.isdecimal() and 1 <= int(self.sample) <= most:
            return {self.sample_unit: int(self.sample)}
        return None

    @property
    def sample_wrong(self) -> bool:
        """Was something typed that is no size of a sample?"""
        return bool(self.sample) and self.size is None

    def take(self, posted: QueryDict) -> None:
        """Take what was typed; rows that the form did not hold keep what they have."""
        for node in self.tree.top.walk():
            head = f"n{node.id}."
            if f"n{node.id}" in posted:
                _take_node(
                    node, {key.removeprefix(head): posted.getlist(key) for key in posted if key.startswith(head)}
                )
        if "title" in posted:
            self.title = posted.get("title", "").strip()
            self.sample, self.sample_unit = posted.get("sample", "").strip(), posted.get("sample_unit", "people")
            self.columns, self.order = tuple(posted.getlist("columns")), posted.get("order", "")


def _take_node(node: Node, typed: dict[str, list[str]]) -> None:
    node.negated = typed.pop("not", [""])[-1] == "yes"
    if node.is_group:
        node.mode = "any" if typed.get("mode", ["all"])[-1] == "any" else "all"
    else:
        node.typed = typed


def draft_of(session: Session, condition: Condition, **more: Any) -> Draft:
    """Return a condition as a draft."""
    match condition:
        case {"sample": {**size}, "seed": int(seed), "of": dict(inner)} if len(size) == 1:
            [(unit, count)] = size.items()
            return Draft(tree_of(session, inner), sample=str(count), sample_unit=str(unit), seed=seed, **more)
    return Draft(tree_of(session, condition), **more)


class Drafts:
    """The drafts of this desk, the newest `KEPT`."""

    def __init__(self) -> None:
        self._drafts: OrderedDict[str, Draft] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, draft: Draft) -> str:
        """Keep a draft; return its id."""
        name = random_bytes(_ID_BYTES).hex()
        with self._lock:
            self._drafts[name] = draft
            while len(self._drafts) > KEPT:
                self._drafts.popitem(last=False)
        return name

    def get(self, name: str) -> Draft | None:
        """Return a draft, or None when it is no longer kept."""
        with self._lock:
            return self._drafts.get(name)


DRAFTS = Drafts()
