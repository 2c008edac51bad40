"""Address books (.vcf): a heading row as our own lists have it, and one row a card, so that nothing is guessed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from busel.sheets.cards.cells import COLUMNS, Cells
from busel.sheets.cards.lines import DROPPED, Card, read_lines
from busel.sheets.cards.person import cells_of, is_group
from busel.sheets.cards.text import load_encodings
from busel.sheets.cards.words import word_of
from busel.sheets.kinds import BOM
from busel.sheets.out.layout import ADDRESS_PARTS
from busel.sheets.out.words import LANGUAGES, heading, value_word
from busel.sheets.readers import MAX_CELLS, MAX_COLUMNS, MAX_FLAWS, RawTable, Reading, Refused
from busel.sheets.targets import (
    ADDRESS,
    IN_BOTH_LANGUAGES,
    MARKS,
    MOST_ADDRESSES,
    OUR_ID,
    TARGETS,
    address_of,
    numbered,
)
from busel.sheets.ties import write_messengers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from busel.sheets.readers import Asked

UNIT = "card"
NOTES = {
    **{what.decode().lower(): f"cards-{what.decode().lower()}" for what in DROPPED},
    "fax": "cards-fax",
    "pager": "cards-pager",
    "groups": "cards-groups",
    "outside": "cards-outside",
}
"""What is counted -> the note that says how often."""
MOST_COLUMNS = 20
"""Columns of one target; what somebody has more of stands together in the last one."""
_TOGETHER = ", "
_WIDE = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_LOOK_AT = 200


def read(data: bytes, asked: Asked) -> Reading:
    """Read an address book. A card that cannot be read whole is told with its number and costs no other one."""
    data, encoding = _narrow(data)
    book = read_lines(data)
    language = asked.language if asked.language in LANGUAGES else LANGUAGES[0]
    aside: Counter[str] = Counter()
    people = [_cells(card, asked.encoding, language, aside) for card in book.cards]
    groups = sum(cells is None for cells in people)
    flaws = {number: card.flaw for number, card in enumerate(book.cards, 1) if card.flaw}
    if len(flaws) > MAX_FLAWS:
        raise Refused("damaged")
    columns = _columns(people)
    if len(columns) > MAX_COLUMNS or len(people) * len(columns) > MAX_CELLS:
        raise Refused("too-large")
    counted = {**book.dropped, **aside, "groups": groups, "outside": book.outside}
    told = [f"{note}:{counted[what]}" for what, note in NOTES.items() if counted.get(what)]
    table = RawTable("", False, _rows(people, columns, language), headed=True, unit=UNIT, flaws=flaws)
    return Reading(encoding, "", told, iter([table]))


def _narrow(data: bytes) -> tuple[bytes, str]:
    """Return the file with ASCII names, and its encoding as far as all of it has one."""
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace").encode(), encoding
    if b"\0" in data[:_LOOK_AT]:
        encoding = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
        return data.decode(encoding, "replace").encode(), encoding
    data = data.removeprefix(BOM)
    return data, "utf-8" if _is_utf8(data) else ""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _cells(card: Card, encoding: str, language: str, aside: Counter[str]) -> Cells | None:
    return None if is_group(card) else cells_of(card, encoding, language, aside)


load_encodings()
write_messengers([("telegram", "@a")], LANGUAGES[0])  # words are loaded now: once locked up, the child can load nothing
value_word("sex", "f", LANGUAGES[0])

_Column = tuple[str, int]
"""Target and number from 1; or the key of what a note says, or an own field's heading, and 0."""


def _columns(people: list[Cells | None]) -> list[_Column]:
    """Return the columns that somebody has a cell for, and those for the name."""
    widths: Counter[str] = Counter(dict.fromkeys(("family", "given", "patronymic", "phone"), 1))
    said: set[str] = set()
    own: dict[str, None] = {}
    for cells in people:
        if cells is None:
            continue
        for target, values in cells.found.items():
            widths[target] = max(widths[target], min(len(values), MOST_COLUMNS))
        said.update(cells.said)
        own.update(dict.fromkeys(cells.own))
    if said - set(COLUMNS):
        widths["notes"] = 1
    widths["notes"] = min(widths["notes"], 1)
    for target in [target for target in widths if ":" in target]:
        widths[address_of(target)[0]] = 1  # no second address without a first one
    order = [OUR_ID, *(target for target in TARGETS if target not in (*ADDRESS, *MARKS, OUR_ID)), *_places(), *MARKS]
    columns = [(target, at) for target in order for at in range(1, widths[target] + 1)]
    return [*columns, *((key, 0) for key in COLUMNS if key in said), *((title, -1) for title in own)]


def _places() -> Iterator[str]:
    for number in range(1, MOST_ADDRESSES + 1):
        for target in dict.fromkeys((*ADDRESS_PARTS, *ADDRESS)):
            yield numbered(target, number)


def _rows(people: list[Cells | None], columns: list[_Column], language: str) -> Iterator[list[str]]:
    of_both = any(what.endswith(("_be", "_ru")) for what, _number in columns)
    yield [_heading(column, "en" if of_both and column[0] in IN_BOTH_LANGUAGES else language) for column in columns]
    for cells in people:
        row = [] if cells is None else [_cell(cells, column) for column in columns]
        while row and not row[-1]:
            row.pop()
        yield row


def _heading(column: _Column, language: str) -> str:
    what, number = column
    if number == 0:
        return f"{heading('notes', language)} ({word_of(what, language)})"
    if number < 0:
        return what
    target, _colon, address = what.partition(":")
    more = address or (str(number) if number > 1 else "")
    return f"{heading(target, language)} {more}".rstrip()


def _cell(cells: Cells, column: _Column) -> str:
    what, number = column
    if number == 0:
        return "\n".join(cells.said.get(what, ()))
    if number < 0:
        return cells.own.get(what, "")
    if what == "notes":
        return cells.notes()
    values = cells.found.get(what, [])
    if number == MOST_COLUMNS or (number == 1 and what in ("messengers", "tags", "phones_wrong", "emails_wrong")):
        return ("; " if number == 1 else _TOGETHER).join(values[number - 1 :])
    return values[number - 1] if number <= len(values) else ""
