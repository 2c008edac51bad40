"""Names on a card: in parts (N), whole (FN), in two languages, or only what somebody is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from busel.sheets.targets import NAME_PARTS, OUR_ID

if TYPE_CHECKING:
    from busel.sheets.cards.cells import Cells
    from busel.sheets.cards.text import Property

_LANGUAGES = ("be", "ru")
_WORD = re.compile(r"\w+")
_AFTER = ("prefix", "suffix")


def _names(cells: Cells, some: list[Property]) -> None:
    """Take the parts: the first without a language, and one for each of ours; of other languages only the first."""
    first = True
    for one in some:
        language = one.parameter("LANGUAGE").lower().partition("-")[0]
        if language in _LANGUAGES:
            _parts(cells, one, f"_{language}")
        elif first:
            _parts(cells, one, "")
            first = False


def _parts(cells: Cells, one: Property, ending: str) -> None:
    is_ours = OUR_ID in cells.found
    parts = one.parts if is_ours else one.listed_parts
    parts = [*parts, *[""] * 5][:5]
    if not ending and not is_ours and sum(map(bool, parts[:3])) == 1 and len(" ".join(parts).split()) > 1:
        cells.add("full_name", next(filter(None, parts)))
    else:
        for part, value in zip(NAME_PARTS, parts, strict=False):
            if value:
                cells.add(f"{part}{ending}", value)
    for key, value in zip(_AFTER, parts[3:], strict=True):
        cells.says(key, value)


def _other_spelling(cells: Cells, some: list[Property]) -> None:
    """Take the name in the other language, as our cards of version 3.0 have it."""
    for one in some:
        language = one.parameter("LANGUAGE").lower()
        _parts(cells, one, f"_{language}" if language in _LANGUAGES else "_be")


def _whole(cells: Cells, some: list[Property]) -> None:
    cells.spare["whole"] = " ".join(next((one.text for one in some if one.text.strip()), "").split())


def _nickname(cells: Cells, some: list[Property]) -> None:
    for one in some:
        cells.found.setdefault("nickname", []).extend(one.items if OUR_ID in cells.found else [", ".join(one.items)])


def _former(cells: Cells, some: list[Property]) -> None:
    """Take the surname of before, as Apple's address book has it."""
    for one in some:
        if one.text:
            cells.add("former_family", one.text)


def _suggested(cells: Cells, some: list[Property]) -> None:
    """Take which names were suggested, as our cards say it."""
    for one in some[:1]:
        if one.text:
            cells.add("suggested", one.text)


TAKERS = {
    "N": _names,
    "X-OTHER-SPELLING": _other_spelling,
    "FN": _whole,
    "NICKNAME": _nickname,
    "X-MAIDENNAME": _former,
    "X-SUGGESTED-SPELLING": _suggested,
}


def finish(cells: Cells) -> None:
    """Settle the name once all lines were read: whole where there are no parts, a firm's where there is no person's."""
    whole, found = cells.spare.get("whole", ""), cells.found
    nicknames = found.pop("nickname", [])
    if nicknames and nicknames[0]:
        found["nickname"] = ["".join(nicknames[:1]) if OUR_ID in found else ", ".join(filter(None, nicknames))]
    named = [value for target, held in found.items() if target.split("_")[0] in (*NAME_PARTS, "full") for value in held]
    organisation = cells.said.get("org", [""])[0]
    if OUR_ID in found:
        return
    if not named and (not whole or whole == organisation or "company" in cells.spare):
        called = whole or organisation or cells.spare.get("custom", "")
        if called and "nickname" not in found:
            found["nickname"] = [called]
    elif not named:
        found["full_name"] = [whole]
    elif not _words(whole) <= _words(" ".join([*named, *found.get("nickname", ()), organisation, *_said(cells)])):
        cells.says("shown", whole)


def _said(cells: Cells) -> list[str]:
    return [value for key in _AFTER for value in cells.said.get(key, ())]


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
