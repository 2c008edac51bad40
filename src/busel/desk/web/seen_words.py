"""Words about a file that was read: what kind it is, in which letters, by what its columns are parted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from busel.desk.web.components import Words
from busel.desk.web.separator_words import SEPARATOR_WORDS

FILE_KIND_WORDS: dict[str, Words] = {
    "access": _("Access database"),
    "dbf": _("Table of dBase or FoxPro (.dbf)"),
    "osdi": _("JSON, a list from another program"),
    "ods": _("LibreOffice spreadsheet (.ods)"),
    "text": _("Text with separators"),
    "vcf": _("Address book (.vcf)"),
    "web-table": _("Tables of a web page (HTML)"),
    "xls": _("Workbook of an old Excel (.xls)"),
    "xlsb": _("Binary Excel workbook (.xlsb)"),
    "xlsx": _("Excel workbook (.xlsx)"),
    "xml-sheet": _("XML spreadsheet of Excel 2003"),
}
"""Kinds of files that readers take."""

UNREAD_KINDS: dict[str, Words] = {
    "document": _("a text document"),
    "ldif": _("an address book of Thunderbird (.ldif)"),
    "pdf": _("a PDF file"),
    "web-page": _("a web page, whatever its name says"),
}
"""Every kind of `sheets.kinds.NOT_READ_YET`."""

ENCODING_WORDS: dict[str, Words] = {
    "utf-8": _("Unicode (UTF-8)"),
    "utf-16-le": _("Unicode (UTF-16)"),
    "utf-16-be": _("Unicode (UTF-16, other order)"),
    "cp1251": _("Cyrillic (Windows)"),
    "cp866": _("Cyrillic (DOS)"),
    "cp1131": _("Cyrillic (Belarusian DOS)"),
    "cp1250": _("Central European (Windows)"),
    "koi8-r": _("Cyrillic (KOI8-R)"),
    "koi8-u": _("Cyrillic (KOI8-U)"),
    "iso8859-5": _("Cyrillic (ISO 8859-5)"),
    "mac-cyrillic": _("Cyrillic (Macintosh)"),
    "mac_cyrillic": _("Cyrillic (Macintosh)"),
    "cp1252": _("Western European (Windows)"),
    "latin-1": _("Western European (ISO 8859-1)"),
}
"""Encodings by the names that readers give them."""


def encoding_words(encoding: str) -> Words:
    """Return what letters a text is in, in words; an encoding without words by its name."""
    return ENCODING_WORDS.get(encoding, encoding)


def separator_words(separator: str) -> Words:
    """Return what parts the columns, in words; an unusual sign as it is."""
    return SEPARATOR_WORDS.get(separator, separator)
