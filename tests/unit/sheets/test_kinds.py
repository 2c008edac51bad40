from __future__ import annotations

import io
import zipfile

import pytest

from busel.sheets.books import MAX_BYTES, read_book, reader_kind
from busel.sheets.kinds import kind_of
from busel.sheets.tables import SheetError
from factories.containers import compound_file

BOF = b"\t\x08\x10\0\0\x06\5\0" + bytes(12)
"""The first record of a workbook of Excel 97."""
XML_SHEET = b'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:o="urn:schemas-microsoft-com:office:office">'
ODS = b"application/vnd.oasis.opendocument.spreadsheet"


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
        (b"Contacts\r\rbegin : vcard \rN:x\r", "vcf"),
        (b"\xff\xfe" + "BEGIN:VCARD\r\n".encode("utf-16-le"), "vcf"),
        (b"Name;Number\nA;begin:vcard\n", "text"),
        (b'Name;Notes\nA;"card\rBEGIN:VCARD\rN:A\rEND:VCARD"\n', "text"),
        (b"\0\x01\0\0Standard Jet DB\0" + bytes(100), "access"),
        (b"\0\x01\0\0Standard ACE DB\0" + bytes(100), "access"),
        (compound_file([("Workbook", BOF + b"\xc9\0\2\0\6\x08")]), "xls"),
        (compound_file([("Book", b"\t\x08\x08\0\0\x05\5\0" + bytes(4))]), "xls"),
        (b"\t\4\6\0\0\0\x10\0\0\0", "xls"),
        (compound_file([("EncryptionInfo", b"x"), ("EncryptedPackage", b"x")]), "password"),
        (compound_file([("Workbook", BOF + b"\x2f\0\x36\0")]), "xls"),
        (compound_file([("Workbook", BOF + b"\x86\0\0\0\x2f\0\x36\0")]), "xls"),
        (compound_file([("Book", b"\t\x08\x08\0\0\5\5\0\xbb\x0d\xcc\7\x2f\0\4\0")]), "xls"),
        (compound_file([("Workbook", BOF)])[:1024], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 100, "damaged"),
        (compound_file([("WordDocument", b"x")]), "document"),
        (compound_file([("VisioDocument", b"x")]), ""),
        (zipped(xl__workbook_bin=b""), ""),
        (zipped(**{"xl/workbook.bin": b""}), "xlsb"),
        (zipped(**{"xl/workbook.xml": b""}), "xlsx"),
        (zipped(**{"xl/workbook.xml": b""})[:-22], "damaged"),
        (zipped(mimetype=ODS), "ods"),
        (zipped(mimetype=ODS, **{"content.xml": b"<?xml?>"}), "ods"),
        (zipped(mimetype=ODS, **{"content.xml": b"\x93\x11 as it was sealed"}), "password"),
        (zipped(mimetype=ODS, **{"encrypted-package": b"\x93"}), "password"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "document"),
        (zipped(**{"word/document.xml": b""}), "document"),
        (zipped(**{"photo.jpg": b""}), ""),
        (b"%PDF-1.7\n", "pdf"),
        (b"{\\rtf1", "document"),
        (b"<!DOCTYPE html><TABLE><tr><td>1", "web-table"),
        (b"<html><p>1", "web-page"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>\n<Workbook\n ' + XML_SHEET, "xml-sheet"),
        (b'<?xml version="1.0"?><ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">', "xml-sheet"),
        (b"\0B\0E\0G\0I\0N\0:\0V\0C\0A\0R\0D", "vcf"),
        (b"\xff\xfe" + "BEGIN:VCARD".encode("utf-16-le"), "vcf"),
        (b"\x89PNG\r\n\x1a\n", ""),
        (b'{"people": []}', "osdi"),
        (b'\xef\xbb\xbf [\r\n {"name": 1}]', "osdi"),
        ("[Імя];[Тэлефон]\n".encode(), "text"),
        (b"dn: cn=Jan,mail=jan@example.org\nobjectclass: top\n", "ldif"),
        (b"version: 1\n\ndn:: Y249SmFu\n", "ldif"),
        ("Імя;Тэлефон\r\nЯн;1\r\n".encode("utf-16-le"), "text"),
        ("Імя;Тэлефон\r\nЯн;1\r\n".encode("utf-16-be"), "text"),
        ("Імя;Тэлефон\nЯн;1\n".encode("cp866", "replace") + bytes(4000), "text"),
        (b"\1\2\0\0" * 200, ""),
        (bytes(range(32)) * 10, ""),
    ],
)
def test_a_file_is_known_by_what_stands_in_it(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


def test_a_kind_without_a_reader_is_refused_by_its_name() -> None:
    assert reader_kind(b"%PDF-1.7\n") == SheetError("unsupported", "pdf")


def test_a_file_larger_than_any_list_is_refused_unread() -> None:
    assert reader_kind(bytes(MAX_BYTES + 1)) == SheetError("too-large")


def test_a_picture_is_not_a_sheet() -> None:
    assert read_book(b"\xff\xd8\xff\xe0" + bytes(100)) == SheetError("not-a-sheet")
