"""Small sound files of every kind to begin from: written by our own writers, and by hand. Nobody in them is real."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

from busel.sheets.workbook_writer import write_workbook
from factories.access_files import LINKED, Deleted, Moved, Table, access_file
from factories.access_pages import LONG, MEMO, YES_NO, Column
from factories.binary_workbooks import (
    ERROR,
    SHARED,
    YES_OR_NO,
    binary_workbook,
    cell,
    hidden_column,
    merged,
    number,
    row,
    word,
)
from factories.dbase import Field, dbase_file
from factories.locked_workbooks import crypto_api, locked, rc4
from factories.old_workbooks import OldSheet

ROWS = [
    ["Прозвішча", "Імя", "Тэлефон", "E-mail", "Нататкі"],
    ["Кавалёў", "Ян", "+375 29 123-45-67", "jan@example.org", 'піша; «чытае», "спявае"\nі маўчыць'],
    ["Іванова", "Ганна", "8 (017) 200-00-00", "", "=1+1"],
    ["", "", "", "", ""],
    ["O'Neil", "Ўладзімір", "375291112233", "u@example.org, v@example.org", "'007"],
]
LARGEST_OF_OTHERS = 400_000


def seeds() -> dict[str, list[bytes]]:
    """Return kind -> files. With `BUSEL_CORPUS` the corpus's smaller files are among them."""
    found = {
        "text": _texts(),
        "xlsx": _workbooks(),
        "ods": [_ods()],
        "vcf": _cards(),
        "osdi": _json(),
        "xls": [*_xls(), *_locked()],
    }
    found["access"], found["dbf"], found["xlsb"] = _databases(), _dbase(), _binary_workbooks()
    found["web-table"], found["xml-sheet"] = _web_tables(), _xml_sheets()
    for path in _files_of_others():
        found.setdefault(path.suffix.lstrip("."), []).append(path.read_bytes())
    return found


def _texts() -> list[bytes]:
    texts = []
    for separator in ";,\t|":
        lines = [
            separator.join(f'"{cell}"'.replace('""', '"') if "\n" in cell else cell for cell in row) for row in ROWS
        ]
        texts.append("\r\n".join(lines))
    encodings = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1251", "cp866", "koi8-u", "iso8859-5", "mac-cyrillic")
    marked = {"utf-16-be": "\ufeff"}
    return [
        (marked.get(encoding, "") + texts[at % len(texts)]).encode(encoding, "replace")
        for at, encoding in enumerate(encodings)
    ]


def _workbooks() -> list[bytes]:
    ours = write_workbook("Спіс", ROWS[0], ROWS[1:])
    import openpyxl  # noqa: PLC0415 - half a second, for this alone

    book = openpyxl.Workbook()
    sheet = book.active
    for line in [*ROWS, [5, 1.5, True, None, "=A1"]]:
        sheet.append(line)
    sheet.merge_cells("A1:B1")
    book.create_sheet("Схаваны").sheet_state = "hidden"
    kept = io.BytesIO()
    book.save(kept)
    return [ours, kept.getvalue()]


def _ods() -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in ROWS[1:3]
    )
    return ods_of(f'<table:table table:name="Спіс">{cells}</table:table>')


def ods_of(tables: str, name: str = "content.xml") -> bytes:
    """Return an OpenDocument workbook with these tables."""
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in {"office": "office", "table": "table", "text": "text"}.items()
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        archive.writestr(
            name, f'<?xml version="1.0"?><office:document-content{spaces}>{body}</office:document-content>'
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return kept.getvalue()


def _cards() -> list[bytes]:
    old = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=9A=D0=B0=D0=B2=D0=\r\n"
        "=B0=D0=BB;=D0=AF=D0=BD;;;\r\nTEL;CELL;VOICE:+375291234567\r\n"
        "PHOTO;ENCODING=BASE64;JPEG:\r\n AAAA\r\n BBBB\r\n\r\n"
        "NOTE;ENCODING=QUOTED-PRINTABLE:a=0D=0A=\r\nb\r\nEND:VCARD\r\n"
    )
    new = (
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ганна Іванова\nN:Іванова;Ганна;Пятроўна;;\nitem1.TEL;type=pref:8 017 200-00-00\n"
        "item1.X-ABLabel:_$!<Home>!$_\nADR;TYPE=home:;;вул. Доўгая\\, 5;Мінск;;220030;BY\nBDAY:1960-02-03\n"
        "ORG:Завод;Цэх\nCATEGORIES:a,b\nEND:VCARD\n"
    )
    newest = (
        "BEGIN:VCARD\nVERSION:4.0\nFN:Ян\nTEL;VALUE=uri:tel:+375-29-123-45-67;ext=5\nBDAY:--0203\n"
        "EMAIL:jan@exam\n ple.org\nRELATED;TYPE=spouse:urn:uuid:03a0e51f\nEND:VCARD\n"
    )
    return [old.encode() * 3, new.encode() * 2, newest.encode(), (old + new + newest).encode("utf-16")]


def _json() -> list[bytes]:
    people = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
    osdi = {
        "given_name": "Ян", "family_name": "Кавалёў", "phone_numbers": [{"number": "375291234567", "primary": True}],
        "email_addresses": [{"address": "jan@example.org"}], "birthdate": {"year": 1960, "month": 2, "day": 3},
        "postal_addresses": [{"locality": "Мінск", "address_lines": ["вул. Доўгая, 5"]}], "custom_fields": {"a": 1},
    }  # fmt: skip
    page = {"total_pages": 1, "_embedded": {"osdi:people": [osdi, osdi]}}
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in people)
    return [json.dumps(people, ensure_ascii=False).encode(), json.dumps(page).encode(), lines.encode()]


def _xls() -> list[bytes]:
    """Return a workbook of Excel 4: bare records, a heading row and one person."""
    cells = b"".join(
        b"\x04\x02" + (8 + len(text)).to_bytes(2, "little") + bytes([at, 0, column, 0, 0, 0, len(text), 0]) + text
        for at, row in enumerate(ROWS[:2])
        for column, cell in enumerate(row[:3])
        if (text := cell.encode("cp1251"))
    )
    return [b"\x09\x04\x06\0\0\4\x10\0\0\0" + b"\x42\0\2\0\xe3\x04" + cells + b"\x0a\0\0\0"]


def _locked() -> list[bytes]:
    """Return workbooks under the password that Excel tries by itself, with each of the old ciphers."""
    people = OldSheet("Людзі", ROWS)
    return [locked(people, *rc4()), locked(people, *crypto_api()), locked(people, b"\0\0\x59\xb3\x0a\x9a", None)]


def _web_tables() -> list[bytes]:
    """Return pages: a plain one that says its encoding, and one that lays out tables in tables."""
    rows = "".join("<tr>" + "".join(f"<td>{cell}<br>" for cell in line) for line in ROWS)
    spans = '<tr><td rowspan=3 colspan="2">a<th style="display:none">b</tr><tr><td>c&nbsp;&#1041;<p>d'
    plain = f'<html><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><table>{rows}</table>'
    deep = f"<!DOCTYPE html><style>td{{}}</style><table><tr><td><table>{rows}{spans}</table><td>x</table>"
    return [plain.encode("cp1251"), deep.encode(), f"\ufeff{deep}".encode("utf-16-le")]


def _xml_sheets() -> list[bytes]:
    """Return an XML spreadsheet of Excel 2003: formats, merged cells, a hidden sheet."""
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in line) + "</Row>"
        for line in ROWS
    )
    odd = (
        '<Row ss:Index="9" ss:Hidden="1"><Cell ss:Index="2" ss:MergeAcross="1" ss:MergeDown="2" ss:StyleID="a">'
        '<Data ss:Type="Number">22000</Data></Cell><Cell><Data ss:Type="DateTime">1960-03-25T00:00:00.000</Data></Cell>'
        '<Cell><Data ss:Type="Boolean">1</Data></Cell></Row>'
    )
    data = (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Styles><Style ss:ID="a">'
        f'<NumberFormat ss:Format="Short Date"/></Style></Styles><Worksheet ss:Name="Людзі"><Table>{rows}{odd}</Table>'
        f"<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"
    )
    return [data.encode()]


def _binary_workbooks() -> list[bytes]:
    """Return workbooks of Excel 2007 in binary: texts, numbers, days, shared strings, what is merged and hidden."""
    people = [row(at, *(word(column, text) for column, text in enumerate(cells))) for at, cells in enumerate(ROWS)]
    shared = [cell(column, SHARED, column.to_bytes(4, "little")) for column in range(2)]
    odd = row(len(ROWS), *shared, number(2, 21_000.5, style=1), cell(3, ERROR, b"\x07"), cell(4, YES_OR_NO, b"\1"))
    sheet = [hidden_column(3), *people, odd, merged(1, 0, 2, 1)]
    return [binary_workbook(("Людзі", 0, sheet), ("Два", 1, people[:2]), codes=["dd.mm.yyyy"], strings=ROWS[1][:2])]


def _dbase() -> list[bytes]:
    """Return tables of dBase III and Visual FoxPro."""
    fields = [Field(f"F{number}", "C", 60) for number in range(4)]
    rows = [[*(cell.replace("І", "I").replace("і", "i") for cell in row[:4]), b"\t\0\0\0"] for row in ROWS[1:]]
    foxpro = dbase_file([*fields, Field("N", "I", 4)], rows, encoding="cp1251", page=0xC9, version=0x30)
    return [dbase_file([*fields, Field("N", "N", 4)], rows), foxpro]


def _databases() -> list[bytes]:
    """Return databases of Access 97, 2000 and 2007, and one that is encoded."""
    columns = [
        *(Column(name) for name in ROWS[0][:4]),
        Column(ROWS[0][4], MEMO),
        Column("№", LONG),
        Column("Так", YES_NO),
    ]
    rows = [[*row, at, at % 2 == 0] for at, row in enumerate(ROWS[1:])]
    rows[1], rows[2] = Deleted(rows[1]), Moved([*rows[2][:4], "доўга " * 900, 5, True])
    tables = [Table("Людзі", columns, rows), Table("Вуліцы", columns[:1], [["Доўгая"]])]
    made = [access_file(tables, jet3=True, others=[("Сувязь", LINKED)])]
    return [*made, *(access_file(tables, version=one) for one in (1, 2)), access_file(tables, key=0x5EED)]


def _files_of_others() -> list[Path]:
    folder = os.environ.get("BUSEL_CORPUS")
    if not folder:
        return []
    files = (path for path in Path(folder).rglob("*") if path.is_file() and path.stat().st_size < LARGEST_OF_OTHERS)
    return sorted(path for path in files if path.suffix not in {".md", ".docx", ".odt"})
