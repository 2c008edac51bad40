"""How cells about messengers, consents, wrong numbers, countries and ties to others get into a draft."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from busel.contacts.problems import Code, Problem
from busel.names.countries import HOME, read_country
from busel.sheets.draft import COUNTRY_UNKNOWN, KIND_UNKNOWN, TIE_UNREADABLE, Draft
from busel.sheets.headings import rows_of, words_of
from busel.sheets.quoting import in_quotes, read_items
from busel.sheets.reach_cells import read_emails, read_phones
from busel.sheets.targets import TIES
from busel.sheets.ties import read_messengers, read_ties, side_of, value_of

if TYPE_CHECKING:
    from collections.abc import Callable

    TieFiller = Callable[[str, bool, Draft, str], str]
    """Takes the heading, whether the list is an export of ours, the draft and a filled cell; returns "" or a code."""


def address_kind_filler(name: str, number: int, *, is_ours: bool) -> Callable[[Draft, str], str]:
    """Return what fills the country or the kind of an address."""
    return partial(_fill_country if name == "country" else _fill_address_type, number, is_ours)


def _fill_country(number: int, is_ours: bool, draft: Draft, cell: str) -> str:  # noqa: FBT001 - bound once for a column
    code = read_country(cell)
    if not code and not is_ours:
        return COUNTRY_UNKNOWN
    if code != HOME:
        draft.address_number(number)["country"] = code or cell
    return ""


def _fill_address_type(number: int, is_ours: bool, draft: Draft, cell: str) -> str:  # noqa: FBT001 - as above
    type_ = value_of("address_type", cell)
    if not type_ and not is_ours:
        return KIND_UNKNOWN
    draft.address_number(number)["type"] = type_ or cell
    return ""


def _fill_messengers(header: str, is_ours: bool, draft: Draft, cell: str) -> str:  # noqa: FBT001 - as above
    """Keep every name; where a cell does not say its service, the heading may: "Telegram", "Нік у тэлеграме"."""
    usual = "other" if is_ours else service_in(header)
    for service, name in read_messengers(cell):
        told = (usual if service == "other" else service, name)
        if told not in draft.messengers:
            draft.messengers.append(told)
    return ""


@cache
def service_in(header: str) -> str:
    """Return the one service that a heading names, "other" where it names none or several."""
    said = {
        service for word in words_of(header) for start, service in rows_of("services.tsv") if word.startswith(start)
    }
    return said.pop() if len(said) == 1 else "other"


def _fill_consents(_header: str, is_ours: bool, draft: Draft, cell: str) -> str:  # noqa: FBT001 - as above
    found = read_ties("consents", cell, is_ours=is_ours)
    if not isinstance(found, list):
        return found.code if isinstance(found, Problem) else found
    draft.consents.extend(found)
    return ""


def _tie_filler(target: str) -> TieFiller:
    def fill(header: str, is_ours: bool, draft: Draft, cell: str) -> str:  # noqa: FBT001 - as above
        found = read_ties(target, cell, is_ours=is_ours)
        if not isinstance(found, list):
            return found.code if isinstance(found, Problem) else found
        if target == "relationships" and not is_ours and not all(map(side_of, found)):
            return TIE_UNREADABLE
        draft.ties.setdefault(target, []).extend(found)
        draft.as_written.append(f"{header}: {cell}")
        return ""

    return fill


def _fill_wrong_phones(header: str, _is_ours: bool, draft: Draft, cell: str) -> str:  # noqa: FBT001 - as above
    numbers = 0
    for item in read_items(cell):
        found, _warning = read_phones(in_quotes(item.text, item.more) if item.is_quoted else item.text)
        draft.wrong_phones.extend(found)
        numbers += bool(found)
    if numbers == len(read_items(cell)):
        return ""
    draft.add_note(cell, header)
    return Code.PHONE_NOT_DIALABLE


def _fill_wrong_emails(_header: str, _is_ours: bool, draft: Draft, cell: str) -> str:  # noqa: FBT001 - as above
    for item in read_items(cell):
        found = read_emails(in_quotes(item.text) if item.is_quoted else item.text)
        if isinstance(found, Problem):
            return found.code
        draft.wrong_emails.extend(found)
    return ""


TIE_FILLERS: dict[str, TieFiller] = {
    "messengers": _fill_messengers,
    "consents": _fill_consents,
    "phones_wrong": _fill_wrong_phones,
    "emails_wrong": _fill_wrong_emails,
    **{target: _tie_filler(target) for target in TIES},
}
