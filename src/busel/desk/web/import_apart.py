"""How cells that hold several things come apart: shown for the first of them before anything is brought in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import get_language

from busel.desk.clock import today_date
from busel.desk.importing.wizards import Wizard
from busel.desk.keeping.short_forms import own_forms
from busel.desk.web.components import Fact
from busel.desk.web.forms.import_columns import ColumnsForm
from busel.desk.web.import_words import row_sentence
from busel.desk.web.target_words import TARGET_WORDS
from busel.names.phones import shown
from busel.names.places import division
from busel.sheets.draft import Draft
from busel.sheets.drafts import Said, column_name, make_drafts
from busel.sheets.tables import Rows, Table
from busel.sheets.targets import TYPED_PHONES, WHOLE_NAMES, address_of

EXAMPLES = 5
_LOOKED_AT = 300
_PHONES = ("phone", *TYPED_PHONES)
_NAMES = tuple(f"{part}_{language}" for language in ("be", "ru") for part in ("family", "given", "patronymic"))
_ADDRESS = (
    "country", "postcode", "region", "district", "settlement_be", "settlement_ru", "street_be", "street_ru", "house",
    "building", "flat",
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One cell, its parts, and what is said about it."""

    written: str
    parts: list[Fact]
    warnings: list[str]


@dataclass(frozen=True)
class Apart:
    """A column with several things in each cell."""

    header: str
    cells: list[Cell]


def columns_apart(wizard: Wizard, form: ColumnsForm) -> list[Apart]:
    """Return the columns whose cells come apart, as they are chosen in the form."""
    found = []
    for column in wizard.columns:
        name = f"column{column.at}"
        target = str(form[name].value()) if name in form.fields else ""
        if wizard.table is not None and _comes_apart(target):
            cells = list(_cells(wizard, wizard.table, column.at, target))
            if address_of(target)[0] not in _PHONES or any(len(cell.parts) > 1 for cell in cells):
                found.append(Apart(column.header or column_name((), column.at), cells))
    return found


def _comes_apart(target: str) -> bool:
    return target in (*WHOLE_NAMES, *_PHONES) or address_of(target)[0] == "address"


def _cells(wizard: Wizard, table: Table, at: int, target: str) -> Iterator[Cell]:
    """Yield the first cells of a column as they are read: by the same drafts as the import makes."""
    some: Iterable[str] = (row[at] for _row, row in islice(table.data(), _LOOKED_AT) if at < len(row) and row[at])
    if address_of(target)[0] in _PHONES:  # a lone number says nothing new; several in a cell do
        some = sorted(some, key=lambda cell: -len(cell))
    different = list(dict.fromkeys(some))
    cells = different[:EXAMPLES]
    header = table.headers[at] if at < len(table.headers) else ""
    lone = Table("", Rows.of([[header], *([cell] for cell in different)]), header_row=1)
    said = Said(wizard.area_code, wizard.whole.names_in, own_forms())
    # The others are there to be seen, too: they tell in which order the names are written.
    drafts = make_drafts(lone, [target], today=today_date(), said=said, only=range(2, len(cells) + 2))
    for cell, draft in zip(cells, drafts, strict=True):
        yield Cell(cell, list(_parts(draft)), [row_sentence(problem.code) for problem in draft.warnings])


def _parts(draft: Draft) -> Iterator[Fact]:
    for name in _NAMES:
        if name in draft.contact:
            yield Fact(str(TARGET_WORDS[name]), draft.contact[name])
    for address in draft.addresses:
        for name in _ADDRESS:
            if name in address:
                yield Fact(str(TARGET_WORDS[name]), _place(address[name]))
    for phone in draft.phones:
        kind = f"phone_{phone['type']}" if phone.get("type") else "phone"
        yield Fact(str(TARGET_WORDS[kind]), shown(phone["number"]) if phone["number"] else phone["written"])
    if "notes" in draft.contact:
        yield Fact(str(TARGET_WORDS["notes"]), draft.contact["notes"])


def _place(value: str) -> str:
    known = division(value)
    return known.shown(get_language() or "be") if known and value == known.en else value
