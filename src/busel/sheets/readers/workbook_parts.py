"""The parts of an xlsx that calamine does not tell of: which part a sheet is, and what its styles show."""

from __future__ import annotations

import posixpath
import zlib
from typing import TYPE_CHECKING

from busel.sheets.readers import Refused
from busel.sheets.readers.number_formats import NUMBER, Shape, Shows, built_in, shape_of
from busel.sheets.readers.packed import BAD_ZIP
from busel.sheets.readers.xml import local_name, pieces_parsed, plain_names

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Collection

_TOLD = frozenset({Shows.DIGITS, Shows.PERCENT})
"""What calamine takes for bare numbers; dates and times it knows."""


class _Elements:
    """Gathers the attributes of some elements, each with the element that it stands in."""

    def __init__(self, wanted: Collection[str]) -> None:
        self.found: list[tuple[str, dict[str, str]]] = []
        self._wanted = wanted
        self._path: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = local_name(name)
        within = f"{self._path[-1]}/{element}" if self._path else element
        self._path.append(element)
        if within in self._wanted:
            self.found.append((within, plain_names(attributes)))

    def end(self, _name: str) -> None:
        self._path.pop()

    def text(self, _text: str) -> None:
        """No element here has any."""


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return sheet's name -> name of its part; {} where the workbook does not tell."""
    whole = next(name for name in archive.namelist() if name.endswith("workbook.xml"))
    parts = related_parts(archive, whole)
    sheets = [sheet for _, sheet in _elements(archive, whole, {"sheets/sheet"})]
    return {sheet.get("name", ""): parts[sheet["id"]] for sheet in sheets if sheet.get("id") in parts}


def related_parts(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Return what a part calls others -> their names."""
    folder, file = posixpath.split(name)
    relations = _elements(archive, f"{folder}/_rels/{file}.rels".lstrip("/"), {"Relationships/Relationship"})
    return {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", "")))[1:]
        for _, relation in relations
    }


def told_styles(archive: zipfile.ZipFile, styles: str = "xl/styles.xml") -> dict[int, Shape]:
    """Return number of a style -> what it shows, of those that keep digits or shares."""
    found = _elements(archive, styles, {"numFmts/numFmt", "cellXfs/xf"})
    codes = {told.get("numFmtId", ""): told.get("formatCode", "") for within, told in found if within != "cellXfs/xf"}
    used = [told.get("numFmtId", "0") for within, told in found if within == "cellXfs/xf"]
    shapes = {number: shape_of(codes[number]) if number in codes else _built_in(number) for number in set(used)}
    return {at: shapes[number] for at, number in enumerate(used) if shapes[number].shows in _TOLD}


def _built_in(number: str) -> Shape:
    return built_in(int(number)) if number.isascii() and number.isdigit() and len(number) < len("1000") else NUMBER


def _elements(archive: zipfile.ZipFile, name: str, wanted: Collection[str]) -> list[tuple[str, dict[str, str]]]:
    elements = _Elements(wanted)
    try:
        with archive.open(name) as part:
            for _ in pieces_parsed(part, elements):
                pass
    except KeyError:  # there is no such part
        return []
    except (*BAD_ZIP, zlib.error) as error:
        raise Refused("damaged") from error
    return elements.found
