from __future__ import annotations

import io
import itertools
import json
import os
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import openpyxl
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from busel.desk.sandboxes import parsing
from busel.desk.sandboxes.parsing import read_upload
from busel.sheets.books import read_book
from busel.sheets.readers import Asked, separated
from busel.sheets.tables import Book, SheetError
from busel.sheets.workbook_writer import write_workbook
from factories.old_workbooks import OldSheet, excel_97
from factories.open_documents import row, spreadsheet, table, text_cell

NOT_READ_YET = {
    ".docx": "document", ".odt": "document",
}  # fmt: skip
X = "<v>1</v>"
EXPECTED = Path(__file__).with_name("corpus.tsv")
SMALL = write_workbook("Ліст1", ["Прозвішча", "Тэлефон"], [["Кавалёў", "+375291234567"]] * 20)


def same(one: Book | SheetError, other: Book | SheetError) -> bool:
    if isinstance(one, SheetError) or isinstance(other, SheetError):
        return one == other
    shown = [
        (
            book.kind,
            book.encoding,
            book.separator,
            book.notes,
            [(t.name, t.header_row, list(t.rows)) for t in book.tables],
        )
        for book in (one, other)
    ]
    return shown[0] == shown[1]


def sheet_of(cells: str) -> bytes:
    """Return a workbook whose sheet holds this XML."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SMALL)) as before, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            body = before.read(part)
            if part.filename.endswith("sheet1.xml"):
                head, _, rest = body.partition(b"<sheetData>")
                body = head + b"<sheetData>" + cells.encode() + b"</sheetData>" + rest.partition(b"</sheetData>")[2]
            after.writestr(part.filename, body)
    return kept.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        SMALL,
        excel_97(OldSheet("Спіс", [["Імя", 7.0]])),
        spreadsheet(table(row(text_cell("Імя")))),
        "Імя;Тэлефон\nЯн;1\n".encode("cp1251"),
        "\ufeffа\tб\n1\t2".encode("utf-16-le"),
    ],
)
def test_the_child_reads_what_the_reader_reads(data: bytes) -> None:
    assert isinstance(read_upload(data), Book)
    assert same(read_upload(data), read_book(data))


def test_a_list_longer_than_one_chunk_comes_whole() -> None:
    book = read_upload("\n".join(f"{number},x" for number in range(2_500)).encode())
    assert isinstance(book, Book)
    rows = book.tables[0].rows
    assert [row[0] for row in rows] == [str(number) for number in range(2_500)]
    assert (rows[2_499], rows[-1], rows[998:1_001]) == (
        ["2499", "x"],
        ["2499", "x"],
        [[str(n), "x"] for n in (998, 999, 1_000)],
    )


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (f'<row r="1"><c r="A1">{X}</c></row><row r="1048576"><c r="XFD1048576">{X}</c></row>', "too-large"),
        (f'<row r="1048576"><c r="XFD1048576">{X}</c></row>', "too-large"),
        (f'<row r="1"><c r="A1">{X}</c><c r="XFD1">{X}</c></row>', "too-large"),
        ("<row>" + "<c><v>1</v></c>" * 100_000 + "</row>", "too-large"),
        ("<row><c", "damaged"),
    ],
)  # fmt: skip
def test_a_bomb_is_refused(cells: str, code: str) -> None:
    assert read_upload(sheet_of(cells)) == SheetError(code, "xlsx")


def test_one_cell_in_the_last_row_is_read_and_keeps_its_number() -> None:
    book = read_upload(sheet_of('<row r="1048576"><c r="B1048576"><v>7</v></c></row>'))
    assert isinstance(book, Book)
    assert (len(book.tables[0].rows), book.tables[0].rows[-1]) == (1_048_576, ["", "7"])


@pytest.mark.parametrize(
    "rows",
    [
        [row(text_cell("а"), about='table:number-rows-repeated="99999999999"')],
        [row("<table:table-cell/>", about='table:number-rows-repeated="99999999999"'), row(text_cell("а"))],
    ],
)
def test_a_spreadsheet_that_repeats_itself_beyond_all_bounds_is_refused(rows: list[str]) -> None:
    assert read_upload(spreadsheet(table(*rows))) == SheetError("too-large", "ods")


def test_one_cell_in_the_last_row_of_a_spreadsheet_is_read_and_keeps_its_number() -> None:
    blank = row("<table:table-cell/>", about='table:number-rows-repeated="1048575"')
    book = read_upload(spreadsheet(table(blank, row(text_cell("а")))))
    assert isinstance(book, Book)
    assert (len(book.tables[0].rows), book.tables[0].rows[-1]) == (1_048_576, ["а"])


def flushed(text: bytes) -> bytes:
    """Return text deflated so that it can be repeated within one stream."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)


def test_a_sheet_that_unpacks_to_gigabytes_and_says_a_thousand_bytes_is_found_out() -> None:
    with zipfile.ZipFile(io.BytesIO(SMALL)) as archive:
        head = archive.read("xl/worksheets/sheet1.xml").partition(b"<row>")[0]
    cell = b'<row><c t="inlineStr"><is><t>' + b"x" * (1 << 20) + b"</t></is></c></row>"
    stream = flushed(head) + flushed(cell) * 3_000 + flushed(b"</sheetData></worksheet>") + b"\x03\0"
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SMALL)) as before, zipfile.ZipFile(kept, "w") as after:
        for part in before.infolist():
            after.writestr(part.filename, stream if "sheet1" in part.filename else before.read(part))
    bomb = bytearray(kept.getvalue())
    local, entry = bomb.index(stream) - 30 - len("xl/worksheets/sheet1.xml"), bomb.rindex(b"PK\x01\x02")
    bomb[local + 8], bomb[entry + 10] = zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED
    bomb[local + 22 : local + 26] = bomb[entry + 24 : entry + 28] = (1_000).to_bytes(4, "little")
    assert len(bomb) < 10_000_000
    assert read_upload(bytes(bomb)) == SheetError("damaged", "xlsx")


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "DEADLINE_SECONDS", 0)
    assert read_upload(SMALL) == SheetError("too-large", "xlsx")


def test_an_answer_beyond_all_bounds_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "MAX_ANSWER", 100)
    monkeypatch.setattr(parsing, "ANSWER_A_BYTE", 0)
    assert read_upload(SMALL) == SheetError("too-large", "xlsx")


def test_a_child_that_says_nothing_for_ever_comes_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "MAX_ANSWER", 100_000)
    said = b'B\0\0\0\x0a["","",[]]'
    endless = f"import os; os.write(1, {said!r} * 4_000 + b'.' + bytes(4))"
    monkeypatch.setattr(parsing, "CHILD", (*parsing.CHILD[:-2], "-c", endless))
    assert read_upload(SMALL) == SheetError("too-large", "xlsx")


def test_only_a_large_file_may_answer_with_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "MAX_ANSWER", 100)
    plain = "\n".join(f"Імя {number};+37529{number:07}" for number in range(2_000)).encode()
    folded = write_workbook("Ліст1", ["Імя", "Тэлефон"], [["Кавалёў", "+375291234567"]] * 5_000)
    assert isinstance(read_upload(plain), Book)
    assert read_upload(folded) == SheetError("too-large", "xlsx")


def test_lines_are_the_same_wherever_a_long_text_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = itertools.cycle(("\n", "\r\n", "\r\n", "\n"))
    text = "".join(f'{number};"а\nб{number}"{end}' for number, end in zip(range(300), ends, strict=False))
    rows = [[str(number), f"а\nб{number}"] for number in range(300)]
    for piece in (1, 2, 3, 7, 50, 1 << 18):
        monkeypatch.setattr(separated, "_PIECE", piece)
        book = read_book(text.encode())
        assert isinstance(book, Book)
        assert [list(row) for row in book.tables[0].rows] == rows, piece


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("import os; os.abort()", "too-large"),
        ("import os; os.kill(os.getpid(), 11)", "damaged"),
        ("pass", "damaged"),
        ("import os; os.write(1, b'R\\0\\0\\0\\2[]')", "damaged"),
        ("import os; os.write(1, b'T\\0\\0\\0\\2[]')", "damaged"),
        ("import os; os.write(1, b'E\\0\\0\\0\\7\"other\"')", "damaged"),
        ("import os; os.write(1, b'?\\xff\\xff\\xff\\xff')", "too-large"),
        ("import os; os.write(1, b'B\\0\\0\\0\\3{1}')", "damaged"),
    ],
)
def test_a_child_that_dies_or_lies_is_an_answer_too(monkeypatch: pytest.MonkeyPatch, answer: str, code: str) -> None:
    program = parsing.CHILD[:-2]
    monkeypatch.setattr(parsing, "CHILD", (*program, "-c", answer))
    assert read_upload(SMALL) == SheetError(code, "xlsx")


def says(*frames: tuple[str, object]) -> str:
    """Return the program of a child that says these frames and ends well."""
    said = b"".join(
        letter.encode() + struct.pack(">I", len(body)) + body
        for letter, value in (*frames, ("B", ["", "", []]), (".", None))
        for body in [json.dumps(value).encode()]
    )
    return f"import os; [os.write(1, one) for one in [{said!r}]]"


HEAD, ROWS = ("T", ["", False, True, "card"]), ("R", [["Імя"], ["Ян"], []])


def test_flaws_come_after_their_rows_and_lead_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    told = says(HEAD, ROWS, ("F", [[1, "card-open"]]), ("F", [[3, "card-too-long"]]))
    monkeypatch.setattr(parsing, "CHILD", (*parsing.CHILD[:-2], "-c", told))
    book = read_upload(SMALL)
    assert isinstance(book, Book)
    assert book.tables[0].flaws == {1: "card-open", 3: "card-too-long"}


@pytest.mark.parametrize(
    "frames",
    [
        [("F", [[1, "card-open"]])],
        [HEAD, ("F", [[1, "card-open"]]), ROWS],
        [HEAD, ROWS, ("F", [[4, "card-open"]])],
        [HEAD, ROWS, ("F", [[0, "card-open"]])],
        [HEAD, ROWS, ("F", [[2, "card-open"], [2, "card-open"]])],
        [HEAD, ROWS, ("F", [[2, "card-open"]]), ("F", [[1, "card-open"]])],
        [HEAD, ROWS, ("F", [[1, "other"]])],
        [HEAD, ROWS, ("F", [[1, "card-open"]] * 251)],
        [("T", ["", False, True, "card", {"1": "card-open"}]), ROWS],
    ],
)
def test_flaws_that_no_reader_tells_are_not_taken(monkeypatch: pytest.MonkeyPatch, frames: list[Any]) -> None:
    monkeypatch.setattr(parsing, "CHILD", (*parsing.CHILD[:-2], "-c", says(*frames)))
    assert read_upload(SMALL) == SheetError("damaged", "xlsx")


def test_a_child_that_tells_of_flaws_without_end_is_not_listened_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "MAX_FLAWS", 5)
    tables = [HEAD, ROWS, ("F", [[1, "card-open"], [2, "card-open"], [3, "card-open"]])]
    monkeypatch.setattr(parsing, "CHILD", (*parsing.CHILD[:-2], "-c", says(*tables)))
    assert isinstance(read_upload(SMALL), Book)
    monkeypatch.setattr(parsing, "CHILD", (*parsing.CHILD[:-2], "-c", says(*tables, *tables)))
    assert read_upload(SMALL) == SheetError("damaged", "xlsx")


def descriptors() -> list[str]:
    return sorted(entry.name for entry in Path("/proc/self/fd").iterdir())


def test_no_child_and_no_descriptor_stays_behind() -> None:
    before, children = descriptors(), psutil.Process().children()  # another test's server may be among them
    for data in (SMALL, SMALL[:500], b"a,b\n1,2\n", sheet_of("<row><c")):
        read_upload(data)
    assert descriptors() == before
    assert psutil.Process().children() == children


def test_a_workbook_of_another_library_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Імя", "Тэлефон"])
    book.active.append(["Ян", 375291234567])
    kept = io.BytesIO()
    book.save(kept)
    read = read_upload(kept.getvalue())
    assert isinstance(read, Book)
    assert list(read.tables[0].rows) == [["Імя", "Тэлефон"], ["Ян", "375291234567"]]


@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_changed_bytes_are_read_or_refused_as_without_the_child(changes: list[tuple[int, int]]) -> None:
    mutated = bytearray(SMALL)
    for at, value in changes:
        mutated[at] = value
    assert same(read_upload(bytes(mutated)), read_book(bytes(mutated)))


@pytest.fixture
def corpus() -> Path:
    folder = os.environ.get("BUSEL_CORPUS")
    if not folder:
        pytest.skip("BUSEL_CORPUS names no folder with files of others")
    return Path(folder)


def described(book: Book | SheetError) -> list[str]:
    if isinstance(book, SheetError):
        return [book.code, book.kind, "", ""]
    tables = " ".join(f"{len(table.rows)}/{table.header_row}" for table in book.tables)
    return ["read", book.encoding or book.kind, "tab" if book.separator == "\t" else book.separator, tables]


def test_each_file_of_the_corpus_is_read_as_expected_or_refused_with_the_right_code(corpus: Path) -> None:
    lines = [line.split("\t") for line in EXPECTED.read_text("utf-8").splitlines() if not line.startswith("#")]
    expected = {path: rest for path, *rest in lines if (corpus / path).exists()}
    assert {path: described(read_upload((corpus / path).read_bytes())) for path in expected} == expected
    assert len(expected) > 0


def test_every_file_that_is_not_read_yet_is_called_what_it_is(corpus: Path) -> None:
    wrong = {}
    for path in sorted(path for path in corpus.rglob("*") if path.suffix in NOT_READ_YET):
        told = read_upload(path.read_bytes())
        if told not in (SheetError("unsupported", NOT_READ_YET[path.suffix]), SheetError("password")):
            wrong[str(path.relative_to(corpus))] = told
    assert wrong == {}


def test_every_other_file_of_the_corpus_is_read_or_refused(corpus: Path) -> None:
    for path in sorted(path for path in corpus.rglob("*") if path.is_file() and path.suffix not in NOT_READ_YET):
        assert isinstance(read_upload(path.read_bytes()), Book | SheetError), path


def test_what_a_person_says_of_a_file_wins_over_what_was_found_out() -> None:
    data = "Прозвішча;тэлефон,Імя\nКавалёў;1,Я\n".encode()
    book = read_upload(data, Asked("utf-8", ";"))
    assert isinstance(book, Book)
    assert (book.encoding, book.separator) == ("utf-8", ";")
    wrong = read_upload(data, Asked("cp1251", ""))
    assert isinstance(wrong, Book)
    assert wrong.tables[0].rows[0][0] != "Прозвішча"
    assert list(book.tables[0].rows) == [["Прозвішча", "тэлефон,Імя"], ["Кавалёў", "1,Я"]]
