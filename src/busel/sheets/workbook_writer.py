"""Workbooks (xlsx) of sheets of text, made in memory: libraries that write xlsx spool the sheet to a temporary file.

Each cell is a string in a column of text, so that no program takes it for a formula or a telephone for a number, also
after a person has edited it. Source of the parts: ECMA-376, Office Open XML, part 1 (SpreadsheetML).
"""

from __future__ import annotations

import io
import re
import zipfile
from html import escape  # xml.sax.saxutils would import mail, http and TLS into the child that reads our JSON
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LONGEST_CELL = 32_767
"""What Excel takes in one cell."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TEXT, _HEADING = 1, 2
_TOGETHER = 500
"""Rows that are written at once: a sheet of a nation is 300 MB before it is deflated, and never whole in memory."""
_FAST = 1

_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        "SHEETS"
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_RELATIONS}">'
        "SHEETS"
        f'<Relationship Id="rIdStyles" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}">'
        '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
        '<xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/>'
        '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Sheet(NamedTuple):
    """One sheet: its name, its headings (none when empty), then the rows."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[str]]


def write_workbook(name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return an xlsx file with one sheet: the headings (none when empty), then the rows.

    `name` is cut to what a sheet may be called; characters that XML cannot hold are left out.
    """
    return write_sheets([Sheet(name, headings, rows)])


def write_sheets(sheets: Sequence[Sheet]) -> bytes:
    """Return an xlsx file with these sheets, as `write_workbook` does one."""
    kept = io.BytesIO()
    parts = {
        "[Content_Types].xml": [
            f'<Override PartName="/{_path(at)}" ContentType="{_TYPES}.worksheet+xml"/>' for at in _numbers(sheets)
        ],
        "xl/_rels/workbook.xml.rels": [
            f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
            for at in _numbers(sheets)
        ],
    }
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=_FAST) as archive:
        for path, body in _PARTS.items():
            archive.writestr(_part(path), _HEAD + body.replace("SHEETS", "".join(parts.get(path, ()))))
        archive.writestr(_part("xl/workbook.xml"), _HEAD + _workbook([sheet.name for sheet in sheets]))
        for at, one in enumerate(sheets, 1):
            with archive.open(_part(_path(at)), "w") as sheet:
                pieces = chain([_HEAD], _sheet(one.headings, one.rows))
                while some := "".join(islice(pieces, _TOGETHER)):
                    sheet.write(some.encode())
    return kept.getvalue()


def _numbers(sheets: Sequence[Sheet]) -> range:
    return range(1, len(sheets) + 1)


def _path(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _part(path: str) -> zipfile.ZipInfo:
    """Make a part's entry: its day is always the same, for it would tell when somebody worked."""
    part = zipfile.ZipInfo(path)
    part.compress_type = zipfile.ZIP_DEFLATED
    part._compresslevel = _FAST  # type: ignore[attr-defined]  # noqa: SLF001 - the only way for a part with a day of ours
    return part


def _workbook(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name="{escape(_name(name))}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(names, 1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _name(name: str) -> str:
    """Return what a sheet may be called."""
    return _NOT_IN_XML.sub("", re.sub(r"[\[\]:*?/\\]", " ", name)).strip("' ")[:31] or "1"


def _sheet(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    columns = f'<cols><col min="1" max="16384" width="16" style="{_TEXT}"/></cols>'
    yield f'<worksheet xmlns="{_MAIN}">{columns}<sheetData>'
    if headings:
        yield _row(headings, _HEADING)
    for row in rows:
        yield _row(row, _TEXT)
    yield "</sheetData></worksheet>"


def _row(cells: Sequence[str], style: int) -> str:
    return f"<row>{''.join(_cell(cell, style) for cell in cells)}</row>"


def _cell(cell: str, style: int) -> str:
    if not cell:
        return f'<c s="{style}"/>'
    text = _LOOKS_ESCAPED.sub("_x005F_", _NOT_IN_XML.sub("", cell[:LONGEST_CELL])).replace("\r", "_x000D_")
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text, quote=False)}</t></is></c>'
