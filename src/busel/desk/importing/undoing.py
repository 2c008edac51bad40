"""Taking a whole list back, cell by cell: what somebody changed since stays, and so does whoever was touched since.

What the list did is read from the journal's deeds; what of it still stands, from the workspace, piece by piece as each
is written. So a desk may end on the way: whoever does it again goes on with what still stands.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import msgspec

from busel.contacts.record import read_record
from busel.contacts.records import Batch
from busel.desk.importing.undoing_ties import TIES, as_stored, ties_back, was_edited
from busel.desk.journals.annals import annals_of
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import ConflictError, write
from busel.desk.keeping.removing import removal_of
from busel.desk.session import Session
from busel.desk.workspace.aliases import given, renamed
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.merges import is_merged
from busel.desk.workspace.models import Item
from busel.journal.deed import Deed, Fields, Op
from busel.journal.fold import undo_op
from busel.registry.roles import Role

IMPORT = "import_list"
DEED = "undo_import"
MOST_NAMED = 50
"""Of those who stay, so many are named; all are counted."""
_TRIES = 5

About = tuple[int, list[Op]]
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(list[About]).decode


@dataclass(frozen=True)
class Brought:
    """A list that was brought in: its record."""

    id: int
    journal: bytes
    fields: Fields
    batch: Batch


@dataclass
class Sum:
    """What taking back comes to, in people."""

    removed: int = 0
    """Who came with the list and was not touched since."""
    put_back: int = 0
    """Who was there before and gets back what stood there."""
    stay: int = 0
    """Where something was changed since: it stays, and so does whoever came with the list and was touched since."""
    named: list[int] = field(default_factory=list)
    """The first of these."""
    back: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(kind, field) -> in how many who were there before it goes back; the field is "" for a record that goes."""
    left: Counter[tuple[str, str]] = field(default_factory=Counter)
    """The same of what was changed since, and stays."""

    @property
    def people(self) -> int:
        """In so many something goes."""
        return self.removed + self.put_back


@dataclass
class Undoing:
    """One list being taken back. Read by pages while a thread works on it."""

    brought: Brought
    author: bytes = b""
    ties: set[int] = field(default_factory=set, repr=False)
    """What came with the list that people share, or that ties two of them."""
    pieces: list[bytes] = field(default_factory=list, repr=False)
    """What each deed of the list did, packed, the newest first."""
    foreseen: Sum = field(default_factory=Sum)
    done: int = 0
    came_to: Sum = field(default_factory=Sum)
    sealed: int = 0
    """Commits that do not open to this account: parts of the list may stand there."""


def lists_brought_in(session: Session) -> list[Brought]:
    """Return the lists that were brought into the divisions which this account reads, newest first."""
    found = []
    for bundle in session.divisions(least=Role.VIEWER):
        held = Item.objects.filter(division=session.numbers.get(bundle.journal), kind="batch").order_by("pk")
        for id_, fields in held.values_list("record", "fields"):
            try:
                batch = read_record(Batch, fields)
            except msgspec.ValidationError:
                continue
            if batch.type == "import":
                found.append(Brought(id_, bundle.journal, fields, batch))
    found.reverse()  # of one day, too, the last stands first
    return sorted(found, key=lambda one: one.batch.day, reverse=True)


def read_undoing(session: Session, brought: Brought) -> Undoing:
    """Return what a list did, and what taking it back would come to now. Raises a JournalError or a ShelfError."""
    undoing = Undoing(brought)
    annals = annals_of(session, brought.journal)
    for deed in annals.read_all(session):
        if deed.name == IMPORT and (about := _about(session, deed, brought)):
            undoing.author = undoing.author or deed.author
            undoing.pieces.append(zlib.compress(_encode(about), 1))
            undoing.ties |= {op.id for _subject, ops in about for op in ops if op.kind in TIES}
    undoing.pieces.reverse()
    undoing.sealed = annals.sealed
    for at in range(len(undoing.pieces)):
        _back(raw_connection(), undoing, at, undoing.foreseen)
    return undoing


def carry_out(session: Session, undoing: Undoing, told: Callable[[], None] = lambda: None) -> None:
    """Put back what still stands, one commit a piece. Raises NotAllowedError or a ShelfError; again goes on."""
    while undoing.done < len(undoing.pieces):
        _write_piece(session, undoing)
        undoing.done += 1
        told()


def _write_piece(session: Session, undoing: Undoing) -> None:
    journal = undoing.brought.journal
    for left in reversed(range(_TRIES)):
        pull(session)  # what others changed until now stays
        with session.lock:
            came_to = Sum()
            about = _back(raw_connection(), undoing, undoing.done, came_to)
            try:
                if about:
                    write(session, journal, DEED, [_origin(undoing.brought), *about])
            except ConflictError:
                if not left:
                    raise
                continue
        _add(undoing.came_to, came_to)
        return


def _add(whole: Sum, part: Sum) -> None:
    whole.removed += part.removed
    whole.put_back += part.put_back
    whole.stay += part.stay
    whole.back += part.back
    whole.left += part.left
    whole.named += part.named[: MOST_NAMED - len(whole.named)]


def _origin(brought: Brought) -> About:
    """Return the operation by which each piece tells to which list it belongs; it changes nothing."""
    return brought.id, [
        Op("batch", brought.id, current_fields(raw_connection(), "batch", brought.id) or brought.fields)
    ]


def _about(session: Session, deed: Deed, brought: Brought) -> list[About]:
    parts, batch = list(deed.read_parts()), brought.id
    if not any(op.kind == "batch" and op.id == batch for part in parts for op in part.ops):
        return []
    names = given(raw_connection(), session.numbers[brought.journal])
    return [
        (names.get(part.subject, part.subject), [renamed(op, names) for op in part.ops])
        for part in parts
        if part.subject != batch
    ]


def _back(raw: sqlite3.Connection, undoing: Undoing, at: int, total: Sum) -> list[About]:
    """Return what takes back the rest of a piece that still stands; count it."""
    found = []
    for contact, ops in _decode(zlib.decompress(undoing.pieces[at])):
        if all(op.kind in TIES for op in ops):
            found += [(contact, back) for back in [ties_back(raw, ops)] if back]
            continue
        is_new = any(op.kind == "contact" and not op.was for op in ops)
        if is_new:
            back, stays = _person_back(raw, contact, ops, undoing.ties)
        else:
            back, left = _cells_back(raw, ops)
            stays = bool(left)
            total.back.update(_cells(back))
            total.left.update(_cells(left))
        if back:
            found.append((contact, back))
            total.removed += is_new
            total.put_back += not is_new
        if stays:
            total.stay += 1
            total.named += [contact] * (len(total.named) < MOST_NAMED)
    return found


def _person_back(raw: sqlite3.Connection, contact: int, ops: list[Op], ties: AbstractSet[int]) -> tuple[list[Op], bool]:
    """Return what removes somebody who came with the list, unless anything about them is otherwise than it came."""
    own = removal_of(raw, contact)
    if not own:
        return [], is_merged(raw, contact)
    came = {(op.kind, op.id): as_stored(op) for op in ops}
    stands = {(op.kind, op.id): op.was for op in own if not (op.kind in TIES and op.id in ties)}
    return (own, False) if came == stands else ([], True)


def _cells(ops: list[Op]) -> set[tuple[str, str]]:
    """Return (kind, field) of what goes back, or of what of a list stays; the field is "" for a record as a whole."""
    return {(op.kind, name) for op in ops for name in (op.now if op.now and op.was else ("",))}


def _cells_back(raw: sqlite3.Connection, ops: list[Op]) -> tuple[list[Op], list[Op]]:
    """Return what puts back the cells of somebody who was there before, and what of them was changed since."""
    back: list[Op] = []
    stays: list[Op] = []
    for op in reversed(ops):
        current = current_fields(raw, op.kind, op.id)
        if was_edited(op, current):
            stays.append(op)
            continue
        for part in _still_done(op, current):
            one, left = undo_op(part, current)
            back += [one] if one is not None else []
            stays += [left] if left is not None else []
    return back, stays


def _still_done(op: Op, current: Fields | None) -> Iterator[Op]:
    """Yield the operation without the cells that hold already what stood there before it."""
    if op.now is None or current is None:
        if (current is None) == (op.now is None):
            yield op
        return
    now = {name: value for name, value in op.now.items() if current.get(name) != op.was.get(name)}
    if now:
        yield Op(op.kind, op.id, now, {name: value for name, value in op.was.items() if name in now})
