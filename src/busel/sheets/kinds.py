"""What kind of file bytes are, by what stands in them and never by the name, which people change."""

from __future__ import annotations

import re

from busel.sheets.dbase_fields import is_dbase

NOT_READ_YET = ("document", "ldif", "pdf", "web-page")
"""Kinds that are known so that a person can be told what they are; the words for each live at the edge."""

_STARTS = {
    "pdf": (b"%PDF",),
    "document": (b"{\\rtf",),
    "": (
        b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\x7fELF", b"MZ",
        b"SQLite format 3", b"PAR1",
    ),
}  # fmt: skip
"""Kind -> how its files begin; the first that fits."""
_MARKUP = re.compile(rb"<(?:[!?]|[a-z][a-z0-9]{0,9}[\s>/])", re.IGNORECASE)
"""How what is written in HTML or XML begins."""
_TABLE = re.compile(rb"<table[\s>]", re.IGNORECASE)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\x0c\x1a")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
BOM = b"\xef\xbb\xbf"
WIDE = ("utf-16-le", "utf-16-be")
_LOOK_AT = 1 << 16
_JSON = re.compile(rb"\s*[{\[]\s*[\"{}\[\]]")
_LDIF = re.compile(rb"\s*(?:version:[ 0-9]*\s+)?dn::? ?\S", re.IGNORECASE)
"""How an address book of Thunderbird begins. Source: RFC 2849."""

_CARD = re.compile(rb"^[ \t]*begin[ \t]*:[ \t]*vcard[ \t]*$", re.IGNORECASE | re.MULTILINE)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR = 512
"""Bytes; sectors of newer ones are longer, but no such file is a list."""
_END_OF_ZIP, _LONGEST_END = b"PK\x05\x06", 22 + 0xFFFF
_BARE_XLS = (b"\t\0\4\0", b"\t\2\6\0", b"\t\4\6\0", b"\t\x08\x08\0", b"\t\x08\x10\0")
"""The first record of a workbook without a compound file around it. Source: OpenOffice's Excel File Format, 5.8."""
_LOCKED_ODS = re.compile(rb"PK\x03\x04.{4}\0\0.{16}\x0b\0\0\0content\.xml[^<\xef]|encrypted-package", re.DOTALL)
"""Content that is stored as it is and yet no XML. Source: OpenDocument 1.3, part 2, 3.4."""


_BARE_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
"""A spreadsheet of LibreOffice as XML without a zip file around it (.fods)."""
_XML_SHEET = re.compile(rb"<(?:\w+:)?Workbook\s[^>]*urn:schemas-microsoft-com:office:spreadsheet")
"""Excel 2003 writes so what it calls "XML Spreadsheet". Source: its reference schema, SpreadsheetML."""


def kind_of(data: bytes) -> str:
    """Return a kind of `READERS` or `NOT_READ_YET`; "damaged", "empty", "password"; "" for what is no list."""
    if not data.strip(b"\0 \t\r\n" + BOM):
        return "empty"
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    if data.startswith(_COMPOUND):
        return _kind_of_compound(data)
    return _kind_of_table(data) or _kind_of_text(data)


def _kind_of_table(data: bytes) -> str:
    """Tell kinds that begin with numbers of their own."""
    if data[4:19] in {b"Standard Jet DB", b"Standard ACE DB"}:
        return "access"
    if data.startswith(_BARE_XLS):
        return "xls"
    return "dbf" if is_dbase(data) else ""


def _kind_of_zip(data: bytes) -> str:
    """Names of the parts stand uncompressed in a zip file; the reader looks again, at the directory itself."""
    if _END_OF_ZIP not in data[-_LONGEST_END:]:
        return "damaged"
    if b"workbook.bin" in data:
        return "xlsb"
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in data[:200]:
        return "password" if _LOCKED_ODS.search(data) else "ods"
    if b"workbook.xml" in data:
        return "xlsx"
    return "document" if b"word/document.xml" in data or b"opendocument.text" in data[:200] else ""


def _kind_of_compound(data: bytes) -> str:
    """Tell what stands in a compound file by the names in its directory, which are in UTF-16."""
    if _directory_at(data) + _SECTOR > len(data):
        return "damaged"
    if _has_stream(data, "EncryptedPackage"):
        return "password"
    if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
        return "xls"
    return "document" if _has_stream(data, "WordDocument") else ""


def _directory_at(data: bytes) -> int:
    """Return where the header says that the directory begins: its sector's number, by the size of sectors."""
    sector, size = int.from_bytes(data[48:52], "little"), int.from_bytes(data[30:32], "little")
    return (sector + 1) << size % 32  # a size is 9 or 12; no file may make us compute with numbers of megabytes


def _has_stream(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in data


def _kind_of_markup(head: bytes, data: bytes) -> str:
    """Return the kind of a page; styles of pages that Excel writes may be longer than the part looked at else."""
    if _BARE_ODS in head:
        return "ods"
    if _XML_SHEET.search(head):
        return "xml-sheet"
    return "web-table" if _TABLE.search(data) or _TABLE.search(head) else "web-page"


def _kind_of_text(data: bytes) -> str:
    head = data[:_LOOK_AT].removeprefix(BOM)
    if _holds_cards(head.translate(None, b"\0").lstrip(b"\xff\xfe")):
        return "vcf"
    is_wide = head.startswith(_WIDE) or bool(wide_of(head))
    narrow = head.translate(None, b"\0").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff") if is_wide else head
    start = narrow.lstrip()[:20]
    if _MARKUP.match(start):
        return _kind_of_markup(narrow, data)
    return "text" if is_wide else _kind_of_narrow(head, start)


def _kind_of_narrow(head: bytes, start: bytes) -> str:
    """Tell kinds whose text is one byte a letter, or UTF-8."""
    for kind, starts in _STARTS.items():
        if start.startswith(starts):
            return kind
    if _JSON.match(head):
        return "osdi"
    if _LDIF.match(head):
        return "ldif"
    head = head.rstrip(b"\0")  # what a disk leaves behind a file that was not written whole
    strange = len(head) - len(head.translate(None, _CONTROLS))
    return "text" if strange * 200 <= len(head) else ""


def _holds_cards(head: bytes) -> bool:
    """Ask whether a card begins here. Where a quotation mark is open it is a cell of a list that tells of a card."""
    begins = _CARD.search(head.replace(b"\r", b"\n"))
    return begins is not None and head.count(b'"', 0, begins.start()) % 2 == 0


def wide_of(data: bytes) -> str:
    """Return the one of `WIDE` that bytes without a byte order mark are in, or ""."""
    head = data[:_LOOK_AT]
    head = head[: len(head) & ~1]
    return next((name for name in WIDE if head and _is_wide(head, name)), "")


def _is_wide(head: bytes, encoding: str) -> bool:
    """Ask whether one byte of two says nearly always "Latin" or "Cyrillic", and what comes of it is text."""
    pages = head[1::2] if encoding == "utf-16-le" else head[::2]
    if len(pages.translate(None, b"\x00\x04")) * 10 > len(pages):
        return False
    text = head.decode(encoding, "replace")
    odd = sum(1 for letter in text if not letter.isprintable() and letter not in "\t\r\n\xa0")
    return odd * 50 <= len(text) and "\ufffd" not in text[:-1]
