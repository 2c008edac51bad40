"""A list of supporters as an organiser's spreadsheet has it: what is right in it, and what is wrong where.

Headings are Russian. Each row is in one spelling, Belarusian or Russian; telephones come in five forms; birth days are
dates or words; tags stand in one cell. Nobody is meant: the people are `busel.cli.people`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from busel.cli.people import District, SyntheticPerson, people

Cell = str | int | date | None

HEADER = (
    "№", "Фамилия", "Имя", "Отчество", "Дата рождения", "Телефон", "Населённый пункт", "Улица", "Дом", "Квартира",
    "Метки", "Примечание",
)  # fmt: skip
NUMBER, FAMILY, GIVEN, PATRONYMIC, BIRTH, PHONE, SETTLEMENT, STREET, HOUSE, FLAT, TAGS, NOTES = range(len(HEADER))
FIRST_ROW = 2
"""The first row below the headings, as a person sees it."""

DISTRICTS = (
    District("Mahilioŭ region", "Babrujsk district", (("Бабруйск", "Бобруйск"),), 4),
    District("Mahilioŭ region", "Asipovičy district", (("Асіповічы", "Осиповичи"), ("Яліза", "Елизово")), 2),
    District("Mahilioŭ region", "Mahilioŭ district", (("Магілёў", "Могилёв"), ("Вейна", "Вейно")), 3),
    District("Mahilioŭ region", "Klimavičy district", (("Клімавічы", "Климовичи"),), 1),
)
BABRUJSK = {"Бабруйск", "Бобруйск"}
VOLUNTEER = "валанцёр"

KNOWN: dict[int, Cell] = {
    FAMILY: "Щербаков", GIVEN: "Николай", PATRONYMIC: "Петрович", BIRTH: date(1957, 3, 9),
    PHONE: "8 (029) 634-50-17", SETTLEMENT: "Бобруйск", STREET: "ул. Советская", HOUSE: 12, FLAT: 7, TAGS: VOLUNTEER,
    NOTES: None,
}  # fmt: skip
"""The person in the first row, to be looked for as "Шчарбакоў Мікалай", "Shcharbakou" or "+375296345017"."""
KNOWN_IN_BELARUSIAN = ("Шчарбакоў", "Мікалай", "Пятровіч")
KNOWN_E164 = "+375296345017"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row. `column` counts from 0 and is -1 for the whole row; `code` is the import's."""

    code: str
    cells: tuple[tuple[int, Cell], ...]
    column: int = -1


NO_NAME = Fault("name-missing", ((FAMILY, None), (GIVEN, None), (PATRONYMIC, None), (PHONE, None)))
BLANK = Fault("blank", tuple((column, None) for column in range(len(HEADER))))
BAD_DATE = Fault("birth-no-such-day", ((BIRTH, "31.02.1980"),), BIRTH)
DATE_OF_ZEROS = Fault("birth-too-long-ago", ((BIRTH, "00.00.0000"),), BIRTH)
NOT_DIALABLE = Fault("phone-not-dialable", ((PHONE, "спросить у сестры"),), PHONE)
CUT_PHONE = Fault("phone-not-dialable", ((PHONE, "3,75296E+11"),), PHONE)
UNKNOWN_RANGE = Fault("phone-possible", ((PHONE, "+375 29 012-34-56"),), PHONE)
WARNINGS = ("phone-not-dialable", "phone-possible")
"""Codes that do not cost the row: the number is kept as it is written."""

FAULTS: Mapping[int, Fault] = {
    17: NO_NAME, 42: BAD_DATE, 101: NOT_DIALABLE, 250: BLANK, 251: BLANK, 333: UNKNOWN_RANGE, 512: NO_NAME,
    777: CUT_PHONE, 900: DATE_OF_ZEROS, 1024: NO_NAME, 1500: BAD_DATE, 1717: UNKNOWN_RANGE, 2002: NOT_DIALABLE,
    2500: BLANK, 2718: BAD_DATE, 3141: NO_NAME, 3333: CUT_PHONE, 4096: DATE_OF_ZEROS, 4242: UNKNOWN_RANGE,
    4990: NO_NAME,
}  # fmt: skip
"""By the row as a person sees it. All lie within 5,000 rows."""


@dataclass(frozen=True)
class SupporterList:
    """Rows of cells below HEADER, and their faults as (row, column, code)."""

    rows: tuple[tuple[Cell, ...], ...]
    bad: tuple[tuple[int, int, str], ...]
    """Rows that cannot come in as they are."""
    warned: tuple[tuple[int, int, str], ...]
    """Rows that come in, with a warning."""
    blank: tuple[int, ...]

    @property
    def good(self) -> list[tuple[Cell, ...]]:
        """The rows that come in."""
        kept_out = {row for row, _, _ in self.bad} | set(self.blank)
        return [cells for row, cells in enumerate(self.rows, FIRST_ROW) if row not in kept_out]

    @property
    def volunteers_of_babrujsk(self) -> list[tuple[Cell, ...]]:
        """The rows that come in and that "volunteers in Babrujsk with an address" finds."""
        return [
            cells
            for cells in self.good
            if VOLUNTEER in str(cells[TAGS]).split(", ") and cells[SETTLEMENT] in BABRUJSK and cells[STREET]
        ]


def supporter_list(count: int = 5000, seed: int = 2, *, faults: Mapping[int, Fault] = FAULTS) -> SupporterList:
    """Return `count` rows; those whose number is in `faults` are spoiled. The same arguments give the same list."""
    rows = [_row(at, person) for at, person in enumerate(people(count, seed, districts=DISTRICTS))]
    if rows:
        rows[0] |= KNOWN
    within = {row: fault for row, fault in faults.items() if row < FIRST_ROW + count}
    for row, fault in within.items():
        rows[row - FIRST_ROW] |= dict(fault.cells)
    told = [(row, fault.column, fault.code) for row, fault in sorted(within.items()) if fault is not BLANK]
    return SupporterList(
        rows=tuple(tuple(row.get(column) for column in range(len(HEADER))) for row in rows),
        bad=tuple(one for one in told if one[2] not in WARNINGS),
        warned=tuple(one for one in told if one[2] in WARNINGS),
        blank=tuple(sorted(row for row, fault in within.items() if fault is BLANK)),
    )


def _row(at: int, person: SyntheticPerson) -> dict[int, Cell]:
    contact = person.contact
    spelling = "be" if "family_ru" not in contact or ("family_be" in contact and at % 3 == 0) else "ru"
    first: dict[str, dict[str, Any]] = {}
    for kind, fields in person.about:
        first.setdefault(kind, fields)
    home = first.get("address", {})
    return {
        NUMBER: at + 1,
        FAMILY: contact[f"family_{spelling}"],
        GIVEN: contact[f"given_{spelling}"],
        PATRONYMIC: contact.get(f"patronymic_{spelling}"),
        BIRTH: _birth(at, contact.get("birth", "")),
        PHONE: phone_as_written(at, first["phone"]["number"]),
        SETTLEMENT: home.get("settlement_be" if at % 2 else "settlement_ru"),
        STREET: home.get("street_be") if spelling == "be" and "street_be" in home else home.get("street_ru"),
        HOUSE: int(home["house"]) if home else None,
        FLAT: int(home["flat"]) if "flat" in home else None,
        TAGS: ", ".join(fields["label"] for kind, fields in person.about if kind == "tag") or None,
        NOTES: contact.get("notes"),
    }


def _birth(at: int, known: str) -> Cell:
    """Return the day as a date or in words by turns; a year alone is a number, a month and year are "02.1960"."""
    parts = known.split("-")
    if len(parts) == 3:
        return date.fromisoformat(known) if at % 2 else f"{parts[2]}.{parts[1]}.{parts[0]}"
    return f"{parts[1]}.{parts[0]}" if len(parts) == 2 else int(known) if known else None


def phone_as_written(at: int, number: str) -> Cell:
    """Return E.164 in the `at`-th of five forms, by turns; the last is a number, as a spreadsheet makes of digits."""
    code, rest = number[4:6], number[6:]
    parts = f"{rest[:3]}-{rest[3:5]}-{rest[5:]}"
    forms: tuple[Cell, ...] = (
        f"+375 {code} {parts}",
        f"8 (0{code}) {parts}",
        f"80{code}{rest}",
        f"(0{code}) {parts.replace('-', ' ')}",
        int(number[1:]),
    )
    return forms[at % len(forms)]
