"""How a cell of each kind of column gets into a draft. A filler is chosen once for a column, not for each row."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING

from busel.names.phone_cells import split_phones
from busel.names.phones import NOT_DIALABLE, Phone
from busel.sheets.appearance import word_values
from busel.sheets.births import is_month_first, read_birth
from busel.sheets.full_names import split_full_name
from busel.sheets.targets import NAME_PARTS, PLACE_PARTS, base_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from busel.sheets.draft import Draft

    Filler = Callable[[Draft, str], str]
    """Puts a filled cell into the draft and returns "" or the code of a problem or a warning about it."""

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
_BETWEEN_EMAILS = re.compile(r"[\s,;<>]+")
_BETWEEN_TAGS = re.compile(r"\s*[,;\n]\s*")
_SPACES = re.compile(r"\s+")
_ADDRESS = ("region", "district", "house", "building", "flat", "postcode")
_SUPPORT = {str(level): level for level in range(1, 6)}


def filler_for(target: str, header: str, examples: list[str]) -> Filler:
    """Return the filler of a column. `examples` are some of its cells, from which the order of its dates is seen.

    Raises ValueError for a target that nothing can be done with.
    """
    base = base_of(target)
    if base in NAME_PARTS:
        return partial(_fill_contact, target)
    if base in PLACE_PARTS or target in _ADDRESS:
        return partial(_fill_address, target)
    if target == "birth":
        return partial(_fill_birth, cache(partial(read_birth, month_first=is_month_first(examples))))
    if target == "address":
        return partial(_add_note, header)
    if target not in _FILLERS:
        raise ValueError(f"no such target: {target}")
    return _FILLERS[target]


def _fill_contact(name: str, draft: Draft, cell: str) -> str:
    draft.contact[name] = _one_line(cell)
    return ""


def _fill_address(name: str, draft: Draft, cell: str) -> str:
    draft.address[name] = _one_line(cell)
    return ""


def _one_line(cell: str) -> str:
    return _SPACES.sub(" ", cell) if "  " in cell or not cell.isprintable() else cell


def _fill_full_name(draft: Draft, cell: str) -> str:
    for part, value in zip(NAME_PARTS, split_full_name(cell), strict=True):
        if value:
            draft.contact.setdefault(part, value)
    return ""


def _fill_birth(read: Callable[[str], str | None], draft: Draft, cell: str) -> str:
    birth = read(cell)
    if birth is None:
        return "bad-birth"
    draft.contact["birth"] = birth
    return ""


def _fill_by_word(field: str, draft: Draft, cell: str) -> str:
    value = word_values(field).get(cell.lower().rstrip("."))
    if value is None:
        return f"bad-{field}"
    draft.contact[field] = value
    return ""


def _fill_support(draft: Draft, cell: str) -> str:
    if cell not in _SUPPORT:
        return "bad-support"
    draft.contact["support"] = _SUPPORT[cell]
    return ""


def _add_phones(draft: Draft, cell: str) -> str:
    """Keep every number; one that cannot be dialled as it is written. A telephone never costs the row."""
    warning = ""
    for written in split_phones(cell):
        phone = Phone.read(written)
        warning = warning or phone.problem or ""
        kept = {"number": phone.number, "written": phone.written}
        if _has_digit(written) and kept not in draft.phones:
            draft.phones.append(kept)
    return warning or ("" if _has_digit(cell) else NOT_DIALABLE)


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))


def _add_emails(draft: Draft, cell: str) -> str:
    found = [piece for piece in _BETWEEN_EMAILS.split(cell.removeprefix("mailto:")) if piece]
    if not all(map(_EMAIL.fullmatch, found)):
        return "bad-email"
    draft.emails.extend(address for address in found if address not in draft.emails)
    return ""


def _add_tags(draft: Draft, cell: str) -> str:
    draft.tags.extend(label for label in _BETWEEN_TAGS.split(cell) if label and label not in draft.tags)
    return ""


def _add_note(header: str, draft: Draft, cell: str) -> str:
    note = f"{header}: {cell}" if header else cell
    before = draft.contact.get("notes")
    draft.contact["notes"] = f"{before}\n{note}" if before else note
    return ""


def _add_external_id(draft: Draft, cell: str) -> str:
    known = draft.contact.get("external_ids", ())
    draft.contact["external_ids"] = known if cell in known else (*known, cell)
    return ""


_FILLERS: dict[str, Filler] = {
    "full_name": _fill_full_name,
    "nickname": partial(_fill_contact, "nickname"),
    "source": partial(_fill_contact, "source"),
    "phone": _add_phones,
    "email": _add_emails,
    "sex": partial(_fill_by_word, "sex"),
    "language": partial(_fill_by_word, "language"),
    "support": _fill_support,
    "tags": _add_tags,
    "notes": partial(_add_note, ""),
    "external_ids": _add_external_id,
}
