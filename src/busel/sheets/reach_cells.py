"""Telephones and e-mail addresses in the cells of a list."""

from __future__ import annotations

import re

from busel.contacts.answers import read_email
from busel.contacts.problems import Code, Problem
from busel.names.phone_cells import split_phones, type_said
from busel.names.phones import Phone, plainly_home
from busel.sheets.quoting import in_quotes, read_quoted

_BETWEEN_EMAILS = re.compile(r"[\s,;<>]+")
_E164 = re.compile(r"\+[0-9]{4,20}")


def read_phones(cell: str, area_code: str = "", *, is_ours: bool = False) -> tuple[list[dict[str, str]], str]:
    """Return every number of a cell ("number", "written", "type" where words tell it), each once, and a warning or "".

    A number without a code is one of the place whose `area_code` it is. In a list of ours columns tell the type.

    In quotation marks it is one, whatever stands there: `"2-34-56, на верандзе"`, `"029 3"="+375291234567"`.
    """
    if "\n" not in cell and "\r" not in cell and (number := plainly_home(cell)):
        return [{"number": number, "written": cell.strip()}], ""  # nearly every cell of nearly every list
    if quoted := read_quoted(cell):
        return _quoted_phone(quoted.text, quoted.more)
    found: list[dict[str, str]] = []
    warning = ""
    for written in split_phones(cell):
        phone = Phone.read_local(written, area_code)
        warning = warning or phone.problem or ""
        kept = {"number": phone.number, "written": phone.written}
        if not is_ours and not _is_bare(written) and (said := type_said(written)):
            kept["type"] = said
        if _has_digit(written) and kept not in found:
            found.append(kept)
    return found, warning or ("" if _has_digit(cell) else Code.PHONE_NOT_DIALABLE)


def _is_bare(written: str) -> bool:
    return not any(map(str.isalpha, written))


def _quoted_phone(written: str, dialled: str | None) -> tuple[list[dict[str, str]], str]:
    phone = Phone.read(written)
    number = phone.number if dialled is None else dialled if _E164.fullmatch(dialled) else ""
    kept = {"number": number, "written": written}
    return ([kept] if any(kept.values()) else []), phone.problem or ""


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))


def read_emails(cell: str) -> list[str] | Problem:
    """Return the addresses of a cell, each once, or what is wrong with one of them."""
    if quoted := read_quoted(cell):
        return [quoted.text] if quoted.text else []
    found = [read_email(piece) for piece in _BETWEEN_EMAILS.split(cell) if piece]
    wrong = next((one for one in found if isinstance(one, Problem)), None)
    return wrong or [one for one in dict.fromkeys(found) if isinstance(one, str)]


def email_cell(address: str) -> str:
    """Return the cell from which `read_emails` gives this one address back."""
    odd = any(sign.isspace() or sign in '",;<>' for sign in address)
    domain = address.rpartition("@")[2]
    fits = not odd and address.count("@") == 1 and "." in domain.strip(".") and domain == domain.lower()
    return address if fits and not address.startswith(("@", "mailto:")) else in_quotes(address)
