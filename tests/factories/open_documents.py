"""Spreadsheets of LibreOffice built part by part. Source: OpenDocument 1.3, parts 2 and 3."""

from __future__ import annotations

import io
import zipfile

_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_HIDDEN = (
    '<office:automatic-styles><style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)


def text_cell(text: str, about: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {about}><text:p>{text}</text:p></table:table-cell>'


def number_cell(value: float, shown: str, kind: str = "float") -> str:
    value_type = f'office:value-type="{kind}" office:value="{value}"'
    return f"<table:table-cell {value_type}><text:p>{shown}</text:p></table:table-cell>"


def row(*cells: str, about: str = "") -> str:
    return f"<table:table-row {about}>{''.join(cells)}</table:table-row>"


def table(*rows: str, name: str = "Аркуш1", about: str = "") -> str:
    return f'<table:table table:name="{name}" {about}>{"".join(rows)}</table:table>'


def content(*tables: str, root: str = "document-content", doctype: str = "") -> bytes:
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    head = f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:{root} {_NAMES} office:mimetype="{_TYPE}">'
    return f"{head}{_HIDDEN}{body}</office:{root}>".encode()


def spreadsheet(*tables: str, body: bytes | None = None, manifest: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("mimetype"), _TYPE)
        packed.writestr("content.xml", content(*tables) if body is None else body)
        packed.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()
