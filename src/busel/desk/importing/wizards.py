"""Lists that are being brought in on this desk: in RAM, under ids that say nothing, at most a few."""

from __future__ import annotations

import threading
import zlib
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.db import connection

from busel.desk.importing.learning import with_learned
from busel.desk.importing.mappings import KeptMapping, heading_keys, merged
from busel.desk.importing.outcomes import OnMatch
from busel.desk.importing.plan import Plan, Reading
from busel.desk.importing.run import Run
from busel.desk.importing.stages import Stage
from busel.desk.importing.unfinished import Unfinished
from busel.desk.importing.whole import NOTHING_SAID, Whole
from busel.desk.keeping.short_forms import own_forms
from busel.desk.keeping.standard import own_fields, standard
from busel.desk.running import log, process
from busel.sheets.guessing import Column, guess_columns, refusal, targets_of
from busel.sheets.readers import Asked
from busel.sheets.tables import Book, SheetError, Table
from busel.sheets.targets import WHO
from busel.vault.entropy import new_id, random_bytes

KEPT = 2
"""Lists that stay: the rows of 113,220 people take 16 MB packed, and their plan 50 until it is carried out."""
FILE_BYTES = 40 * 1024 * 1024
"""Deflated bytes of files that may be read otherwise, over all lists that are kept."""
NOTHING_ASKED = Asked()
_ID_BYTES = 12


@dataclass
class Wizard:
    """One list on its way in."""

    name: str = field(repr=False)
    """The file's name as given."""
    journal: bytes
    division: str
    to_inbox: bool
    """Whoever may not change the division sends the list to its inbox."""
    file: bytes
    """SHA-256 of the file."""
    id: str = field(default_factory=lambda: random_bytes(_ID_BYTES).hex())
    seed: bytes = field(default_factory=new_id)
    stage: Stage = Stage.READING
    done: int = 0
    total: int = 0
    error: SheetError | None = None
    braked: bool = False
    """So much was shown of late that the effects are not computed before a colleague was asked."""
    at_work: bool = False
    """A thread is at it: a second press starts no second one."""
    packed: bytes = field(default=b"", repr=False)
    """The file, deflated, where it may be read otherwise; dropped with the list, and before that where room lacks."""
    asked: Asked = NOTHING_ASKED
    """What the person said about the file."""
    misread: SheetError | None = None
    """Why it could not be read as the person asked; what was read before stands."""
    learned: Mapping[str, str] = field(default_factory=dict, repr=False)
    """What the organisation learned about headings."""
    corrected: dict[str, str] = field(default_factory=dict, repr=False)
    """Heading -> what the person chose in place of the guess; kept when the file is looked at anew."""
    book: Book | None = field(default=None, repr=False)
    table: Table | None = field(default=None, repr=False)
    columns: list[Column] = field(default_factory=list, repr=False)
    targets: list[str] = field(default_factory=list, repr=False)
    mapping: str = ""
    """The title of the kept mapping by which the columns are read."""
    new_headings: list[str] = field(default_factory=list, repr=False)
    """Headings of the list that the kept mapping does not name."""
    gone_headings: list[str] = field(default_factory=list, repr=False)
    """Headings that the kept mapping names and the list lacks."""
    on_match: OnMatch = OnMatch.SKIP
    tags: tuple[str, ...] = ()
    erased_too: bool = False
    """Bring in, as somebody new, who was erased."""
    area_code: str = ""
    """As in `Reading`: the code of telephones that have none."""
    whole: Whole = NOTHING_SAID
    likely_out: bool = False
    same_too: bool = False
    """As in `Reading`: what becomes of rows about somebody who is likely, or surely, known."""
    counted: array[int] = field(default_factory=lambda: array("q"), repr=False)
    """Of whom its effects have told by counts, whichever way it was read: that weighs once (`weighing`)."""
    planned_at: int = -1
    """The journal's end when the effects were computed."""
    plan: Plan | None = field(default=None, repr=False)
    run: Run | None = field(default=None, repr=False)
    interrupted: Unfinished | None = None
    """The note of a beginning of this file that was interrupted."""
    begun: Unfinished | None = None
    """The same, where it is gone on with as things stand: see `going_on`."""
    ended: threading.Event = field(default_factory=threading.Event)

    def take_book(self, book: Book) -> None:
        """Look at the first table that can be a list of people."""
        self.book = book
        tables = [table for table in book.tables if table.data_count] or book.tables
        own, forms = standard().own, own_forms()
        fitting = (one for one in tables if not one.hidden and refusal(guess_columns(one, own, forms=forms)) is None)
        self.look_at(next(fitting, tables[0]))

    def look_at(self, table: Table, *, header_row: int | None = None) -> None:
        """Look at a table, with the headings in another row if one is given; guess its columns.

        What the organisation learned goes before a guess, and what the person corrected before both.
        """
        self.table = table if header_row is None else replace(table, header_row=header_row)
        kept = standard()
        guessed = guess_columns(self.table, kept.own, disabled=kept.disabled, forms=own_forms())
        self.columns = with_learned(guessed, self.learned, own={field.key for field in kept.own})
        self.targets = self._corrected(targets_of(self.columns))
        self.mapping, self.new_headings, self.gone_headings = "", [], []

    def use(self, kept: KeptMapping) -> None:
        """Read the columns as a kept mapping says."""
        if self.table is not None:
            headers = self.table.headers
            self.targets = self._corrected(kept.targets(headers, targets_of(self.columns)))
            self.mapping = kept.title
            self.new_headings, self.gone_headings = kept.new(headers), kept.gone(headers)

    def choose(self, targets: list[str]) -> None:
        """Take what the person says that each column is, and remember where that is another thing than the guess."""
        keys = heading_keys([column.header for column in self.columns])
        for key, before, now in zip(keys, self.targets, targets, strict=True):
            if key and before != now:
                self.corrected[key] = now
        self.targets = targets

    def _corrected(self, targets: list[str]) -> list[str]:
        keys = heading_keys([column.header for column in self.columns])
        return merged([self.corrected.get(key, "") for key in keys], targets)

    @property
    def place(self) -> int:
        """The place of the table in its book, from 0."""
        tables = self.book.tables if self.book else []
        return next((at for at, one in enumerate(tables) if self.table and one.rows is self.table.rows), 0)

    @property
    def refusal(self) -> SheetError | None:
        """The refusal of a list in which no column is a name or a telephone; None when one is."""
        if any(target in WHO for target in self.targets):
            return None
        return SheetError("no-name-or-phone")

    @property
    def reading(self) -> Reading:
        """How the list is read as things stand. Raises LookupError before the file was read."""
        if self.table is None:
            raise LookupError
        own = tuple(own_fields())
        return Reading(
            self.table,
            tuple(self.targets),
            self.on_match,
            self.tags,
            own,
            erased_too=self.erased_too,
            area_code=self.area_code,
            likely_out=self.likely_out,
            same_too=self.same_too,
            whole=self.whole,
        )

    @property
    def first_deed(self) -> int:
        """The number of the first deed that this beginning may write."""
        return self.begun.first_deed + self.begun.pieces if self.begun is not None else 0

    def note(self, day: str) -> Unfinished:
        """Return what is noted while the import is under way."""
        reading, plan = self.reading, self.plan
        return Unfinished(
            seed=self.seed.hex(),
            file=self.file.hex(),
            name=self.name,
            division=self.journal.hex(),
            table=reading.table.name,
            place=self.place,
            header_row=reading.table.header_row,
            targets=list(reading.targets),
            on_match=reading.on_match.value,
            tags=list(reading.tags),
            erased_too=reading.erased_too,
            area_code=reading.area_code,
            likely_out=reading.likely_out,
            same_too=reading.same_too,
            group=reading.whole.group,
            source=reading.whole.source,
            names_in=reading.whole.names_in,
            suggest=reading.whole.suggest,
            people=plan.counts.people if plan else 0,
            pieces=len(plan.pieces) if plan else 0,
            first_deed=self.first_deed,
            day=day,
        )

    def let_go(self) -> None:
        """Free what is not needed once it is done; the rows stay as long as the problem file may be asked for."""
        self.packed = b""
        if self.plan is not None:
            self.plan.pieces.clear()
            if not self.plan.problems:
                self.book = self.table = None


_wizards: dict[str, Wizard] = {}
_lock = threading.Lock()


def keep(wizard: Wizard) -> Wizard | None:
    """Keep a list; of too many the oldest that is not at work goes. None when all are at work."""
    with _lock:
        idle = [id_ for id_, kept in _wizards.items() if not kept.stage.works]
        for id_ in idle[: max(len(_wizards) + 1 - KEPT, 0)]:
            del _wizards[id_]
        if len(_wizards) >= KEPT:
            return None
        _wizards[wizard.id] = wizard
    return wizard


def keep_file(wizard: Wizard, data: bytes) -> None:
    """Keep a file that may be read otherwise, deflated; those of other lists go where room lacks."""
    wizard.packed = zlib.compress(data, 1)
    with _lock:
        room = FILE_BYTES - len(wizard.packed)
        for other in reversed(_wizards.values()):
            if other is not wizard:
                other.packed = other.packed if len(other.packed) <= room else b""
                room -= len(other.packed)


def same_list(file: bytes, journal: bytes) -> Wizard | None:
    """Return the list on its way that is this very file for this division, or None.

    One that stopped before its effects were known leads nowhere: it is begun anew.
    """
    ended = {Stage.DONE, Stage.REFUSED}
    same = (one for one in under_way() if (one.file, one.journal) == (file, journal) and one.stage not in ended)
    return next((one for one in same if one.stage is not Stage.STOPPED or one.plan is not None), None)


def find_wizard(id_: str) -> Wizard | None:
    """Return a list that is being brought in, or None when it is not kept any more."""
    return _wizards.get(id_)


def under_way() -> list[Wizard]:
    """Return the lists that are kept, newest first."""
    return list(reversed(_wizards.values()))


def drop(wizard: Wizard) -> None:
    """Forget a list, unless it is at work."""
    with _lock:
        if not wizard.stage.works:
            _wizards.pop(wizard.id, None)


def forget() -> None:
    """Forget all: for tests; a desk ends with its process."""
    _wizards.clear()


def work_aside(wizard: Wizard, stage: Stage, work: Callable[[Wizard], Stage]) -> bool:
    """Do work on a list in a thread; False when some is being done. `work` returns the stage that it came to."""
    with _lock:
        if stage in {Stage.WRITING, Stage.SENDING}:
            waits = wizard.stage in {Stage.EFFECTS, Stage.STOPPED}  # pressed twice, it may be done by now
            if not waits or any(other.stage.works for other in _wizards.values()):
                return False
        if wizard.at_work:
            return False
        wizard.stage, wizard.done, wizard.at_work = stage, 0, True
        wizard.ended.clear()
    threading.Thread(target=_work, args=(wizard, work), daemon=True).start()
    return True


def _work(wizard: Wizard, work: Callable[[Wizard], Stage]) -> None:
    try:
        with process.current.hold("import"):
            wizard.stage = work(wizard)
    except Exception as error:  # noqa: BLE001 - a thread's failure must reach the page that waits for it
        log.note_failure(error)
        wizard.stage = Stage.STOPPED
    finally:
        wizard.at_work = False
        wizard.ended.set()
        connection.close()
