"""The order of results: by name or by place, in one alphabet for Belarusian and Russian."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from busel.desk.workspace.models import Address, Contact

_ALPHABET = "абвгґдеёжзиійклмнопрстуўфхцчшщъыьэюя"
_ORDER: dict[int, str | None] = {ord(letter): chr(0x0430 + at) for at, letter in enumerate(_ALPHABET)}
_ORDER |= dict.fromkeys(map(ord, "'’ʼ-"))
_LAST = "\uffff"
_ASK_FOR_EACH = 5000
"""More than so many are read with all others: one pass over the table is quicker than many look-ups."""


def by_name(ids: Sequence[int], language: str) -> list[int]:
    """Return contacts in the alphabet's order of their names in "ru", else in Belarusian; nameless ones last."""
    first, other = ("ru", "be") if language == "ru" else ("be", "ru")
    columns = [f"{part}_{spelt}" for part in ("family", "given", "patronymic") for spelt in (first, other)]

    def key(row: tuple[Any, ...]) -> str:
        _id, family, family_2, given, given_2, patronymic, patronymic_2 = row
        return _key(f"{family or family_2} {given or given_2} {patronymic or patronymic_2}")

    return _sorted(ids, Contact.objects.values_list("pk", *columns), "pk", key)


def by_place(ids: Sequence[int], language: str) -> list[int]:
    """Return contacts in the alphabet's order of their settlements, those of one place as they stood; others last."""
    first, other = ("settlement_ru", "settlement_be") if language == "ru" else ("settlement_be", "settlement_ru")
    rows = Address.objects.exclude(status="past").values_list("contact_id", first, other)
    return _sorted(ids, rows, "contact_id", lambda row: _key(row[1] or row[2]))


def _sorted(ids: Sequence[int], rows: Any, column: str, key: Callable[[tuple[Any, ...]], str]) -> list[int]:
    keys: dict[int, str] = {}
    for row in _read(rows, column, ids):
        keys.setdefault(row[0], key(row))
    return sorted(ids, key=lambda id_: keys.get(id_) or _LAST)


def _read(rows: Any, column: str, ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    if len(ids) > _ASK_FOR_EACH:
        return _all(rows)
    return _all(rows.filter(**{f"{column}__in": ids}))


def _all(rows: Any) -> Iterator[tuple[Any, ...]]:
    yield from rows.iterator(chunk_size=_ASK_FOR_EACH)


def _key(text: str) -> str:
    return text.strip().lower().translate(_ORDER)
