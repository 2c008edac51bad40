from __future__ import annotations

import io
import zipfile

import pytest

from busel.sheets.books import MAX_BYTES, read_book, reader_kind
from busel.sheets.kinds import kind_of
from busel.sheets.tables import SheetError


def zipped(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/"), body)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        ("Імя;Тэлефон\n".encode(), "text"),
        ("Імя;Тэлефон\n".encode("cp1251"), "text"),
        (b"\xff\xfe" + "Імя\t1\n".encode("utf-16-le"), "text"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\n", "vcf"),
        (b"\0\x01\0\0Standard Jet DB\0" + bytes(100), "access"),
        (b"\0\x01\0\0Standard ACE DB\0" + bytes(100), "access"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), ""),
        (zipped(xl__workbook_bin=b""), ""),
        (zipped(**{"xl/workbook.bin": b""}), "xlsb"),
        (zipped(**{"xl/workbook.xml": b""}), "xlsx"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (zipped(**{"word/document.xml": b""}), ""),
        (b"%PDF-1.7\n", ""),
        (b"\x89PNG\r\n\x1a\n", ""),
        (b"<!DOCTYPE html><table><tr><td>1", ""),
        (b'{"people": []}', ""),
        (bytes(range(32)) * 10, ""),
    ],
)
def test_a_file_is_known_by_what_stands_in_it(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


def test_a_kind_without_a_reader_is_refused_by_its_name() -> None:
    assert reader_kind(b"BEGIN:VCARD\n") == SheetError("unsupported", "vcf")


def test_a_file_larger_than_any_list_is_refused_unread() -> None:
    assert reader_kind(bytes(MAX_BYTES + 1)) == SheetError("too-large")


def test_a_picture_is_not_a_sheet() -> None:
    assert read_book(b"\xff\xd8\xff\xe0" + bytes(100)) == SheetError("not-a-sheet")
