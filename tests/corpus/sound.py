"""What sound applications read in the corpus: `python tests/corpus --sound` writes it to sound.tsv, beside this file.

Nothing here uses a reader of ours. Books: LibreOffice turns xls, xlsb and ods into xlsx, openpyxl reads that. Access:
Debian's mdbtools. Text: Python's csv module, told the encoding and the separator by hand (the corpus says them). Cards:
counted by a few lines below, and by the golden files. What no program opens is told by hand, with the reason.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from corpus.cards import cards_of
from corpus.signs import sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HERE = Path(__file__).parent
BY_HAND = HERE / "by_hand.tsv"
SOUND = HERE / "sound.tsv"
_DATES = ("-D", "%Y-%m-%d", "-T", "%Y-%m-%d %H:%M:%S")


def write(corpus: Path) -> None:
    """Read every file of the corpus anew and write what was found: path, by which program, its tables."""
    csv.field_size_limit(sys.maxsize)
    told = by_hand()
    lines = [
        "# path\tread by\twhat it reads: rows×cells and a digest for each table, or a number of cards, or why nothing"
    ]
    with tempfile.TemporaryDirectory() as folder:
        converted = _converted(corpus, Path(folder))
        for path in files(corpus):
            name = str(path.relative_to(corpus))
            hand = told.get(name, ("", ""))
            source, tables = hand if hand[1] else _read(path, hand[0], converted.get(path))
            lines.append(f"{name}\t{source}\t{tables}")
    SOUND.write_text("\n".join(lines) + "\n", encoding="utf-8")


def files(corpus: Path) -> list[Path]:
    """Return the files of the corpus, without the page that tells of them."""
    return sorted(path for path in corpus.rglob("*") if path.is_file() and path.parent != corpus)


def by_hand() -> dict[str, tuple[str, str]]:
    """Return path -> (how to read it, or who says so; what it reads, where no program is asked)."""
    lines = [line.split("\t") for line in BY_HAND.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {path: (how, reads) for path, how, reads in lines}


def _read(path: Path, how: str, converted: Path | None) -> tuple[str, str]:
    kind = path.suffix
    if kind in {".csv", ".tsv", ".txt"}:
        return f"csv module, {how or 'utf-8 ,'}", sign(_text(path, how))
    if converted or kind == ".xlsx":
        return _book(converted or path)
    readers: dict[str, Callable[[Path], tuple[str, str]]] = {
        ".mdb": _access, ".accdb": _access, ".vcf": _cards, ".ref": _cards, ".json": _json,
    }  # fmt: skip
    return readers[kind](path) if kind in readers else ("nobody", "not-read")


def _text(path: Path, how: str) -> Iterable[list[str]]:
    encoding, separator = how.split() if how else ("utf-8-sig", ",")
    text = path.read_bytes().decode(encoding, "replace").removeprefix("\ufeff")
    return csv.reader(io.StringIO(text, newline=""), delimiter="\t" if separator == "tab" else separator)


def _converted(corpus: Path, folder: Path) -> dict[Path, Path]:
    """Let LibreOffice turn workbooks into xlsx, each in a folder of its own, since names repeat."""
    made = {}
    for number, path in enumerate(path for path in files(corpus) if path.suffix in {".xls", ".xlsb", ".ods"}):
        goal = folder / str(number)
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx",
             "--outdir", str(goal), str(path)],
            check=False, capture_output=True, timeout=120,
        )  # fmt: skip
        made[path] = goal / f"{path.stem}.xlsx"
    return made


def _book(path: Path) -> tuple[str, str]:
    source = "openpyxl" if "tmp" not in str(path) else "LibreOffice"
    if not path.exists():
        return source, "not-read"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(path, data_only=True)
        except Exception as error:  # noqa: BLE001 - whatever it says, it does not read the file
            return source, f"not-read {type(error).__name__}"
    tables = [
        sign(["" if cell.data_type == "e" else cell.value for cell in row] for row in sheet.iter_rows())
        for sheet in book.worksheets
    ]
    return source, "; ".join(filter(None, tables))


def _access(path: Path) -> tuple[str, str]:
    # Texts of Access 97 have no encoding of their own; mdbtools is told the one that our country has.
    asked = {**os.environ, "MDB_JET3_CHARSET": "CP1251", "MDBICONV": "UTF-8"}
    names = subprocess.run(["mdb-tables", "-1", str(path)], capture_output=True, check=False, env=asked)
    if names.returncode:
        return "mdbtools", "not-read"
    signs = []
    for name in sorted(name for name in names.stdout.decode().split("\n") if name and not name.startswith("MSys")):
        table = subprocess.run(
            ["mdb-export", *_DATES, "-b", "strip", str(path), name], capture_output=True, check=False, env=asked
        ).stdout.decode("utf-8", "replace")
        rows = list(csv.reader(io.StringIO(table, newline="")))
        signs.append(sign(rows))
    return "mdbtools", "; ".join(filter(None, signs))


def _cards(path: Path) -> tuple[str, str]:
    return "counted", f"{len(cards_of(path.read_bytes()))} cards"


def _json(path: Path) -> tuple[str, str]:
    text = path.read_text("utf-8")
    try:
        found = json.loads(text)
    except ValueError:
        found = [json.loads(line) for line in text.splitlines() if line]
    people = found if isinstance(found, list) else [found]
    heads = list(dict.fromkeys(head for person in people for head in person))
    return "json module", sign([heads, *([person.get(head) for head in heads] for person in people)])
