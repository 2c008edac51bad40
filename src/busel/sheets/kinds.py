"""What kind of file bytes are, by what stands in them and never by the name, which people change."""

from __future__ import annotations

_BINARY = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\x7fELF", b"MZ",
    b"{\\rtf", b"SQLite format 3", b"PAR1",
)  # fmt: skip
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<svg", b"<table")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\x0c\x1a")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
BOM = b"\xef\xbb\xbf"
_LOOK_AT = 1 << 16


def kind_of(data: bytes) -> str:
    """Return "xlsx", "xlsb", "ods", "xls", "vcf", "access", "text", "password", "empty", or "" when it is no list."""
    if not data.strip(b"\0 \t\r\n" + BOM):
        return "empty"
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _kind_of_compound(data)
    if data[4:19] in {b"Standard Jet DB", b"Standard ACE DB"}:
        return "access"
    return _kind_of_text(data)


def _kind_of_zip(data: bytes) -> str:
    """Names of the parts stand uncompressed in a zip file; the reader looks again, at the directory itself."""
    if b"workbook.bin" in data:
        return "xlsb"
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in data[:200]:
        return "ods"
    return "xlsx" if b"workbook.xml" in data else _other_zip(data)


def _other_zip(data: bytes) -> str:
    """Know a workbook that was cut short by the name of its first part; its directory stood at the end."""
    return "xlsx" if data[30:49] == b"[Content_Types].xml" and b"word/" not in data and b"ppt/" not in data else ""


def _kind_of_compound(data: bytes) -> str:
    """Tell xls from an encrypted xlsx: both are compound files, with names in UTF-16 in their directory."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "password"
    names = ("Workbook", "Book")
    return "xls" if any(name.encode("utf-16-le") in data for name in names) else ""


def _kind_of_text(data: bytes) -> str:
    head = data[:_LOOK_AT].removeprefix(BOM)
    start = head.lstrip()[:10].lower()
    if head.startswith(_WIDE):
        return "text"
    if data.startswith(_BINARY) or start.startswith(_MARKUP) or start[:1] in {b"{", b"["}:
        return ""
    if b"begin:vcard" in head.lower():
        return "vcf"
    strange = len(head) - len(head.translate(None, _CONTROLS))
    return "text" if strange * 200 <= len(head) and b"\0" not in head else ""
