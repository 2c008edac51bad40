"""Each filled cell of a mapped column ends in the person, a warning or a problem, whatever stands beside it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from busel.contacts.records import Field, Value
from busel.sheets.drafts import Said, make_drafts
from busel.sheets.related import PARTS, SIDES, related
from busel.sheets.tables import Rows, Table
from busel.sheets.targets import REPEATABLE, TARGETS, is_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from busel.sheets.draft import Draft

TODAY = dt.date(2026, 1, 2)
OWN = (
    Field(key="story", labels={"en": "Story"}),
    Field(key="count", labels={"en": "Count"}, type="number"),
    Field(key="told", labels={"en": "Told"}, type="yes_no"),
    Field(key="day", labels={"en": "Day"}, type="date"),
    Field(key="skill", labels={"en": "Skill"}, type="choice", values=(Value(key="a", labels={"ru": "Шофёр"}),)),
    Field(
        key="skills",
        labels={"en": "Skills"},
        type="choices",
        values=(Value(key="a", labels={"ru": "Шофёр"}), Value(key="b", labels={"be": "Кухар"})),
    ),
)

Told = tuple[str, tuple[str, ...]]
"""A cell, and what of it must be found where nothing is said about it."""


def same(*cells: str) -> list[Told]:
    return [(cell, (cell,)) for cell in cells]


NAMES: list[Told] = [
    *same("Коваль", "Навік", "О'Нил", "Мира", "Ким-Ли", "С."),
    ("Коваль / Каваль", ("Коваль", "Каваль")),
    ("Дзмiтрый", ("Дзмітрый",)),
]
WHOLE: list[Told] = [
    ("Ковалёв С. И.", ("Ковалёв", "С.", "И.")),
    ("Сергей Иванович Ковалёв", ("Сергей", "Иванович", "Ковалёв")),
    ("Навік Ганна (Юрчук)", ("Навік", "Ганна", "Юрчук")),
    ("Анна Мария де ла Крус", ("Анна", "Мария", "де", "ла", "Крус")),
    ("Коваль Сергей / Каваль Сяргей", ("Коваль", "Сергей", "Каваль", "Сяргей")),
    ("Мира", ("Мира",)),
    ("Иванов И. И. / Петров П. П. / Сидоров", ("Иванов", "Петров", "Сидоров")),
]
PHONES: list[Told] = [
    ("+375 29 123-45-67, дом. 23-45-67; вел. МТС", ("+375291234567", "дом. 23-45-67", "МТС")),
    ("80291234567", ("+375291234567",)),
    *same("2-34-56", "у соседки", "80291", "3,75E+11", "+48 22 123 45 67 доб. 5"),
]
HOUSES: list[Told] = [
    ("5", ("5",)),
    ("12а/3 корп. 2, кв. 7", ("12а/3", "2", "7")),
    ("5-9", ("5", "9")),
    *same("за лесом"),
]
ADDRESSES: list[Told] = [
    ("г. Минск, ул. Мира, д. 5, к. 2, кв. 12", ("Минск", "Мира", "5", "2", "12")),
    ("д. Ляды Смолевичского р-на", ("Ляды", "Smaliavičy")),
    ("220030, Брест, а/я 7", ("220030", "Брест", "а/я 7")),
    *same("у моста"),
    ("Польша, г. Белосток, ул. Липова, 3", ("PL", "Белосток", "Липова", "3")),
]
EMAILS: list[Told] = [
    ("a@example.org, b@example.org", ("a@example.org", "b@example.org")),
    *same("a@example.org", "нет почты"),
]
DAYS: list[Told] = [
    ("29.02.1960", ("1960-02-29",)),
    ("05.1957", ("1957-05",)),
    ("57 г.р.", ("1957",)),
    *same("12 мая", "45 лет", "31.02.1960", "давно"),
]
WORDS: list[Told] = [*same("Хор", "слово: ещё", "=1+1", "№ 5", '"a, b"'), ("а; б", ("а", "б"))]
CHOICES: list[Told] = [("ж", ()), ("Cat", ()), ("да", ()), ("3", ()), ("бел", ()), ("?!", ()), ("verified", ())]
POOLS: dict[str, list[Told]] = {
    **dict.fromkeys(("family", "given", "patronymic", "nickname", "former"), NAMES),
    "suggested": [("Фамилия (рус.), Имя (рус.)", ()), *same("так")],
    "full": WHOLE,
    "phone": PHONES,
    "house": HOUSES,
    "address": ADDRESSES,
    "email": EMAILS,
    "birth": DAYS,
    **dict.fromkeys(("sex", "language", "support", "risk", "moved", "deceased"), CHOICES),
}
TO_BE_SET = ("sex", "language")
"""What no cell may be read as nothing for, or as no."""


def pool_of(target: str) -> list[Told]:
    part = target.rpartition(":")[2] if target.startswith("related:") else target.removesuffix(":2")
    return POOLS.get(part.split("_")[0], WORDS if part not in ("no_letters", "no_calls") else CHOICES)


ALL = [
    *(target for target in TARGETS if target != "ignore"),
    "address:2",
    "house:2",
    "street:2",
    *(f"own:{field.key}" for field in OWN),
    *(related(role, part) for role in SIDES for part in PARTS),
]
COLUMNS = st.lists(st.sampled_from(ALL), min_size=1, max_size=7).map(
    lambda found: [one for at, one in enumerate(found) if one in REPEATABLE or one not in found[:at]]
)


@st.composite
def rows(draw: st.DrawFn) -> tuple[list[str], list[Told]]:
    targets = draw(COLUMNS)
    return targets, [draw(st.sampled_from([("", ()), *pool_of(target)])) for target in targets]


def flat(value: Any) -> Iterator[str]:
    """Yield every text in a value."""
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple):
        for one in value:
            yield from flat(one)
    else:
        yield str(value)


def everything_in(draft: Draft) -> list[str]:
    kept = [draft.contact, draft.phones, draft.emails, draft.addresses, draft.wrong_phones, draft.wrong_emails]
    kept += [draft.messengers, draft.consents, list(draft.ties.items()), draft.tags, draft.valued_tags]
    return [*flat(kept), *(text for other in draft.related.values() for text in everything_in(other))]


@settings(max_examples=300, deadline=None)
@given(rows())
def test_each_filled_cell_is_kept_or_spoken_of(row: tuple[list[str], list[Told]]) -> None:
    targets, cells = row
    assert all(map(is_target, targets))
    headings = [f"h{at}" for at in range(len(targets))]
    table = Table("", Rows.of([headings, [cell for cell, _ in cells]]), header_row=1)
    drafts = list(make_drafts(table, targets, today=TODAY, own=OWN, said=Said("232")))
    if not any(cell for cell, _ in cells):
        assert all(draft.is_blank for draft in drafts)
        return
    [draft] = drafts
    spoken_of = {problem.at for problem in (*draft.problems, *draft.warnings)}
    found = everything_in(draft)
    for at, (cell, parts) in enumerate(cells):
        if at in spoken_of or not cell:
            continue
        for part in parts if targets[at] not in TO_BE_SET else ():
            word = part.replace("'", "’") if pool_of(targets[at]) is NAMES else part
            assert any(word.strip('"') in one or cell in one for one in found), (targets[at], cell, part, found)
        if targets[at] in TO_BE_SET:
            assert targets[at] in draft.contact, (targets[at], cell)
