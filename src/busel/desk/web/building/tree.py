"""A search in the making: groups and rows as a person arranges them, with what was typed into each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from busel.desk.search.conditions import EVERYBODY, MAX_PARTS, Condition
from busel.desk.search.special import OWN
from busel.desk.session import Session
from busel.desk.web.building.inputs import Typed, UnreadableError, one
from busel.desk.web.building.rows import SOME, in_words_of_now, inputs_of, is_known

GROUP, AS_IT_IS = "group", "as-it-is"
DEEPEST = 5
"""Groups within groups, as far as a page can show them."""


@dataclass
class Node:
    """A group or a row. `key` says of which kind."""

    id: int
    key: str
    negated: bool = False
    mode: str = "all"
    """Of a group: "all" or "any"."""
    children: list[Node] = field(default_factory=list)
    typed: Typed = field(default_factory=dict)
    kept: Condition = field(default_factory=dict)
    """Of a row that no control can say: the condition as it is."""
    wrong: dict[str, str] = field(default_factory=dict)
    """Question -> the sentence that says what cannot be read."""

    @property
    def is_group(self) -> bool:
        """Does it hold others?"""
        return self.key == GROUP

    def walk(self) -> Iterator[Node]:
        """Yield it and all in it, from the top."""
        yield self
        for child in self.children:
            yield from child.walk()


class Tree:
    """All of it, from one group at the top."""

    def __init__(self) -> None:
        self._made = 0
        self.top = self.node(GROUP)

    def node(self, key: str, **more: Any) -> Node:
        """Return a new node that stands nowhere yet."""
        self._made += 1
        return Node(self._made, key, **more)

    def find(self, id_: int) -> Node | None:
        """Return a node."""
        return next((node for node in self.top.walk() if node.id == id_), None)

    def parent_of(self, id_: int) -> Node | None:
        """Return the group that a node stands in."""
        return next((node for node in self.top.walk() if any(child.id == id_ for child in node.children)), None)

    def depth_of(self, id_: int) -> int:
        """Return how many groups a node stands in."""
        depth, parent = 0, self.parent_of(id_)
        while parent is not None:
            depth, parent = depth + 1, self.parent_of(parent.id)
        return depth

    def add(self, group: int, key: str) -> Node | None:
        """Add a row, or a group, at the end of a group; None where it cannot be."""
        into = self.find(group)
        full = sum(1 for _node in self.top.walk()) >= MAX_PARTS // 2
        if into is None or not into.is_group or full or not (key == GROUP or is_known(key)):
            return None
        if key == GROUP and self.depth_of(group) >= DEEPEST - 1:
            return None
        new = self.node(key)
        if key == GROUP:
            new.mode = "any" if into.mode == "all" else "all"
        into.children.append(new)
        return new

    def take(self, id_: int) -> None:
        """Take a node away, with all in it."""
        parent = self.parent_of(id_)
        if parent is not None:
            parent.children = [child for child in parent.children if child.id != id_]

    def move(self, id_: int, by: int) -> None:
        """Move a node among those of its group; past the end it leaves the group, next to a group it enters none."""
        parent = self.parent_of(id_)
        if parent is None:
            return
        at = next(at for at, child in enumerate(parent.children) if child.id == id_)
        outer = self.parent_of(parent.id)
        if 0 <= at + by < len(parent.children):
            parent.children.insert(at + by, parent.children.pop(at))
        elif outer is not None:
            node = parent.children.pop(at)
            place = next(place for place, child in enumerate(outer.children) if child.id == parent.id)
            outer.children.insert(place + (by > 0), node)


def condition_of(session: Session, node: Node) -> Condition | None:
    """Return what a node comes to, None for one that asks nothing yet. What cannot be read is noted in `wrong`."""
    found = _group(session, node) if node.is_group else _row(session, node)
    return {"not": found} if node.negated and found is not None else found


def _group(session: Session, node: Node) -> Condition | None:
    parts = [part for child in node.children if (part := condition_of(session, child)) is not None]
    return {node.mode: parts} if parts else None


def _row(session: Session, node: Node) -> Condition | None:
    node.wrong = {}
    if node.key == AS_IT_IS:
        return node.kept
    tests = [(asked, _test(asked, node)) for asked in inputs_of(session, node.key)]
    if node.key.startswith(SOME):
        source = {"some": node.key.removeprefix(SOME)}
        of = [{"field": asked.name, test[0]: test[1]} for asked, test in tests if test is not None]
        least = one(node.typed, "least")
        more: Condition = {"at_least": min(int(least), 1000)} if least.isdecimal() and int(least) > 1 else {}
        return source | ({"of": of} if of else {}) | more
    [(_asked, test)] = tests
    if test is None:
        return None
    if node.key == "search":
        records = [{"search": record} for record in test[1]] if test[0] == "any_of" else []
        return records[0] if len(records) == 1 else {"any": records}
    if node.key.startswith(OWN) and test[0] == "any_of" and "" in test[1]:  # absent, not empty
        known = [value for value in test[1] if value != ""]
        return {"any": [{"field": node.key, "any_of": known}, {"field": node.key, "filled": False}]}
    return {"field": node.key, test[0]: test[1]}


def _test(asked: Any, node: Node) -> Any:
    head = f"{asked.name}." if asked.name else ""
    typed = {name.removeprefix(head): values for name, values in node.typed.items() if name.startswith(head)}
    try:
        return asked.test(typed)
    except UnreadableError as error:
        node.wrong[asked.name] = str(error)
        return None


def tree_of(session: Session, condition: Condition) -> Tree:
    """Return a search as a tree. Nothing of it is lost: what no control can say stays as it is."""
    tree = Tree()
    if condition == EVERYBODY:
        return tree
    top = _node(session, tree, condition)
    if top.is_group and not top.negated:
        tree.top = top
    else:
        tree.top.children.append(top)
    return tree


def _node(session: Session, tree: Tree, condition: Condition, *, depth: int = 0) -> Node:
    match condition:
        case {"not": dict(inner)} if "not" not in inner:
            node = _node(session, tree, inner, depth=depth)
            node.negated = True
            return node
        case {"all": list(parts)} | {"any": list(parts)} if depth < DEEPEST and all(
            isinstance(one, dict) for one in parts
        ):
            mode = "all" if "all" in condition else "any"
            if parts:
                children = [_node(session, tree, part, depth=depth + 1) for part in parts]
                return tree.node(GROUP, mode=mode, children=children)
    return _row_of(session, tree, in_words_of_now(condition)) or tree.node(AS_IT_IS, kept=condition)


def _row_of(session: Session, tree: Tree, condition: Condition) -> Node | None:
    match condition:
        case {"search": int(record)}:
            return _checked(session, tree.node("search", typed={"value": [str(record)]}), condition)
        case {"some": str(source)} if is_known(SOME + source):
            typed = {"least": [str(condition["at_least"])]} if condition.get("at_least", 1) != 1 else {}
            return _filled(session, tree.node(SOME + source, typed=typed), list(condition.get("of", [])), condition)
        case {"field": str(key), **_test} if is_known(key):
            return _filled(session, tree.node(key), [{**condition, "field": ""}], condition)
    return None


def _filled(session: Session, node: Node, leaves: list[Condition], condition: Condition) -> Node | None:
    """Return the row with these conditions typed into it; None when its controls would not give just them back."""
    inputs = {asked.name: asked for asked in inputs_of(session, node.key)}
    for leaf in leaves:
        asked = inputs.get(leaf.get("field", "?"))
        tests = [(operator, value) for operator, value in leaf.items() if operator != "field"]
        written = asked.typed(tests[0]) if asked is not None and len(tests) == 1 else None
        if asked is None or written is None:
            return None
        head = f"{asked.name}." if asked.name else ""
        node.typed |= {head + name: values for name, values in written.items()}
    return _checked(session, node, condition)


def _checked(session: Session, node: Node, condition: Condition) -> Node | None:
    return node if _same(_row(session, node), condition) else None


def _same(one_: Condition | None, other: Condition) -> bool:
    return one_ is not None and _plain(one_) == _plain(other)


def _plain(condition: Any) -> Any:
    """Return a condition in the one form of those that mean the same."""
    match condition:
        case {"some": source}:
            of = sorted((_plain(leaf) for leaf in condition.get("of", [])), key=str)
            return {"some": source, "of": of, "at_least": condition.get("at_least", 1)}
        case {"field": name, "is": value} if not isinstance(value, bool) and not str(name).startswith(OWN):
            return {"field": name, "any_of": [value]} if not isinstance(value, str) or name else condition
        case {"field": name, "between": [low, high]} if low == high:
            return {"field": name, "any_of": [low]}
        case {"field": name, "during": {"from": first, "to": last}}:
            return {"field": name, "during": {"from": first or "", "to": last or ""}}
    return condition
