"""From rows to drafts: every row below the headings gives exactly one, so that no row is ever lost without a word."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from busel.contacts.problems import Code
from busel.contacts.problems import Problem as Unread
from busel.names.own_forms import NO_FORMS, OwnForms
from busel.sheets.cells import is_error
from busel.sheets.draft import (
    CELL_ERROR,
    CELLS_BEYOND,
    HEADING_AGAIN,
    SAID_OTHERWISE,
    TOO_LONG,
    Draft,
    Problem,
    is_warning,
)
from busel.sheets.fillers import Making, filler_for
from busel.sheets.headings import rows_of
from busel.sheets.languages import Settler
from busel.sheets.own_fields import read_own
from busel.sheets.programs import Joiner
from busel.sheets.related import related_of, settle_related
from busel.sheets.targets import (
    NAME_PARTS,
    OUR_ID,
    PLACE_PARTS,
    REPEATABLE,
    TIES,
    WHOLE_NAMES,
    WRONG,
    address_of,
    is_target,
    own_field,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from busel.contacts.records import Field
    from busel.sheets.fillers import Filler
    from busel.sheets.tables import Table

SAMPLE = 500
LONGEST = 300
LONGEST_NOTE = 32_767
"""Letters in one cell. A longer one is a document, or a quotation mark that was left open; to weigh it as a name would
take seconds. No workbook holds more than `LONGEST_NOTE` in one."""
SHOWN = 200
"""Letters of a cell that its problem keeps: enough to see what is meant. The problem file has all of them."""
_LISTS = ("tags", "messengers", "consents", *WRONG, *TIES)
_NOTES = ("notes", "address", *_LISTS)
_KEPT_AS_WRITTEN = ("notes", "external_ids", *_LISTS)
_TAKEN_LAST = {**dict.fromkeys((*NAME_PARTS, *PLACE_PARTS, "house"), 1), "address": 2, **dict.fromkeys(WHOLE_NAMES, 2)}
_NAMES = ("family_be", "family_ru", "given_be", "given_ru", "nickname")


class _Column(NamedTuple):
    at: int
    name: str
    fill: Filler
    longest: int
    nothing: frozenset[str]
    """Words that people write into an empty cell of it: "-", "нет"."""
    is_ours: bool
    """Of an export of ours: what looks like a spreadsheet's error is somebody's name."""


class Said(NamedTuple):
    """What somebody says of a list whose cells do not say it; "" where nothing is said."""

    area_code: str = ""
    """That of telephones which have none, as `names.phones.read_area_code` returns it."""
    names_in: str = ""
    """The language of names and places that do not tell theirs."""
    forms: OwnForms = NO_FORMS
    """Short forms of given names that the organisation added."""


NOTHING_SAID = Said()


def make_drafts(
    table: Table,
    targets: Sequence[str],
    *,
    today: date,
    own: Sequence[Field] = (),
    said: Said = NOTHING_SAID,
    only: Sequence[int] | None = None,
) -> Iterator[Draft]:
    """Yield a draft for each row below the headings, blank ones included. `targets[i]` is the target of column i.

    `today`: nobody is born after it. `own` are the organisation's own fields. `said` is what somebody says of the
    whole list. `only`: these rows alone, read as among all others.

    Raises ValueError for a target that there is not, and for two columns with one that a person has only once.
    """
    _check(targets)
    samples = _samples(table, len(targets))
    headers = table.headers
    making = Making(today, own, is_ours=OUR_ID in targets, area_code=said.area_code, forms=said.forms)
    columns = [
        _Column(
            at,
            name,
            filler_for(target, name, samples[at], making),
            _longest(target),
            _nothing(target, making),
            making.is_ours,
        )
        for at, target in enumerate(targets)
        if target != "ignore" and (name := column_name(headers, at))
    ]
    # Who says only a part wins over who says the whole, wherever they stand.
    columns.sort(key=lambda column: _place_in_turn(targets[column.at]))
    settler = Settler(targets, headers, samples, said.names_in)
    heading = table.rows[table.header_row - 1] if table.header_row else []
    joiner = Joiner(headers, said.area_code)
    rows = table.data() if only is None else ((row, table.row(row)) for row in only)
    for row, cells in rows:
        if cells and cells == heading:
            yield _kept_out(row, cells[0], HEADING_AGAIN)  # lists repeat it on each printed page: it is nobody's name
        elif row in table.flaws:
            yield _kept_out(row, next(filter(None, cells), ""), table.flaws[row])
        elif len(cells) > len(headers):
            yield _kept_out(row, cells[len(headers)], CELLS_BEYOND)  # one stands where it does not belong, or several
        else:
            draft = _draft(row, joiner.join(cells), columns, settler)
            joiner.say_kinds(draft, cells)
            yield draft


def _place_in_turn(target: str) -> int:
    _role, part = related_of(target) or ("", address_of(target)[0])
    return _TAKEN_LAST.get(part, 0)


def column_name(headers: Sequence[str], at: int) -> str:
    """Return a column's heading, or where it has none the letter that the program shows: 0 -> "A", 26 -> "AA"."""
    if at < len(headers) and headers[at]:
        return headers[at]
    letters, rest = "", at + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _check(targets: Sequence[str]) -> None:
    once = [target for target in targets if target not in REPEATABLE]
    if unknown := {target for target in targets if not is_target(target)}:
        raise ValueError(f"no such target: {sorted(unknown)}")
    if len(once) != len(set(once)):
        raise ValueError(f"a target twice: {sorted(target for target in once if once.count(target) > 1)}")


def _samples(table: Table, width: int) -> list[list[str]]:
    first = table.rows[table.header_row : table.header_row + SAMPLE]
    return [[row[at] for row in first if at < len(row) and 0 < len(row[at]) <= LONGEST] for at in range(width)]


def _longest(target: str) -> int:
    return LONGEST_NOTE if target in _NOTES or own_field(target) else LONGEST


def _nothing(target: str, making: Making) -> frozenset[str]:
    """Where there is nothing our exports leave the cell empty: a "-" is then somebody's. To yes or no "нет" answers."""
    if making.is_ours or target in _KEPT_AS_WRITTEN:
        return frozenset()
    asked = next((field for field in making.own if field.key == own_field(target)), None)
    if asked is None or asked.type in ("text", "long_text"):
        return _words_for_nothing()
    return frozenset(word for word in _words_for_nothing() if isinstance(read_own(asked, word), Unread))


@cache
def _words_for_nothing() -> frozenset[str]:
    words = [word for (word,) in rows_of("words_for_nothing.tsv")]
    return frozenset(written for word in words for written in (word, word.capitalize(), word.upper()))


def _draft(row: int, cells: list[str], columns: list[_Column], settler: Settler) -> Draft:
    draft = Draft(row)
    if not any(cells):
        draft.is_blank = True
        return draft
    width = len(cells)
    for at, name, fill, longest, nothing, is_ours in columns:
        cell = cells[at] if at < width else ""
        if not cell or cell in nothing:
            continue
        code = (
            CELL_ERROR
            if cell[0] == "#" and not is_ours and is_error(cell)
            else fill(draft, cell)
            if len(cell) <= longest
            else TOO_LONG
        )
        if code:
            kept = draft.warnings if is_warning(code) else draft.problems
            kept.append(Problem(row, name, cell[:SHOWN], code, at))
    settle_related(draft)
    draft.warnings += [Problem(row, "", value[:SHOWN], SAID_OTHERWISE) for value in settler.settle(draft)]
    if not (draft.phones or draft.problems or draft.busel_id) and not any(name in draft.contact for name in _NAMES):
        draft.problems.append(Problem(row, "", next(filter(None, cells)), Code.NAME_MISSING))
    return draft


def _kept_out(row: int, cell: str, code: str) -> Draft:
    return Draft(row, problems=[Problem(row, "", cell[:SHOWN], code)])
