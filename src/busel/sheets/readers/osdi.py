"""People as JSON: of the Open Supporter Data Interface, ours among it, and plain lists of objects.

Source: OSDI 1.2, https://opensupporter.github.io/osdi-docs/people.html; VAN has other names for the same.
A person becomes a row. What OSDI has a name for gets a heading that is understood; everything else a column of its own
name, so that it is seen and can be mapped or left aside.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Any

from busel.contacts.busel_ids import read_busel_id
from busel.sheets.readers import MAX_COLUMNS, RawTable, Reading, Refused, trimmed
from busel.sheets.readers.encodings import decode
from busel.sheets.readers.our_people import NAMES, OURS, rows_of_ours

if TYPE_CHECKING:
    from busel.sheets.readers import Asked

_PLACES = ("osdi:people", "people", "contacts", "persons", "members", "supporters", "items", "results", "data", "rows")
"""Where documents keep their people."""
_WITHIN = ("_embedded", "data", "result", "response")
_OF_A_PERSON = frozenset(
    [
        "given_name",
        "family_name",
        "firstName",
        "lastName",
        "first_name",
        "last_name",
        "name",
        "email_addresses",
        "phone_numbers",
    ]
)
_NO_PERSON = ("_links", "_embedded", "@context")
_SAID_BY_OTHERS = {"phones": "phone_numbers", "emails": "email_addresses", "addresses": "postal_addresses"}
_HEADINGS = {
    "given_name": "Given name",
    "family_name": "Family name",
    "additional_name": "Patronymic",
    "gender": "Sex",
    "dateOfBirth": "Date of birth",
    "source": "Source",
}
_PHONES = {"mobile": "Mobile phone", "cell": "Mobile phone", "home": "Home phone", "work": "Work phone"}
_OF_ADDRESS = {
    "Town": ("locality", "city"),
    "Region": ("region", "stateOrProvince"),
    "Postcode": ("postal_code", "zipOrPostalCode"),
    "Country": ("country", "countryCode"),
}
_HALF_A_LETTER = re.compile(r"\\u[dD][89a-fA-F]")
"""How JSON writes halves of letters, which may stand alone."""
_TIME = len("1975-09-18T00:00:00Z")


def read(data: bytes, _asked: Asked) -> Reading:
    """Read JSON: one document, or one object a line. Raises Refused for one without people."""
    people = _people(_documents(data))
    notes = ["activities-left-aside"] if any("activities" in _custom(one) for one in people) else []
    try:
        rows = list(rows_of_ours(people)) if _is_ours(people) else list(_rows(people))
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise Refused("damaged") from error
    return Reading("", "", notes, iter([RawTable("", hidden=False, rows=trimmed(rows), headed=True)]))


def _documents(data: bytes) -> Any:
    text = decode(data, "").text
    try:
        return _loaded(text)
    except RecursionError as error:
        raise Refused("too-large") from error
    except ValueError:
        return _lines(text)


def _lines(text: str) -> list[Any]:
    """Return the objects of a text that has one on each line. Raises Refused where it is none, or was cut."""
    try:
        return [_loaded(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise Refused("damaged") from error


def _loaded(text: str) -> Any:
    """Return what a text says; half a letter, as JavaScript leaves where it cuts a picture in two, becomes a mark."""
    document = json.loads(text, object_pairs_hook=_object)
    if not _HALF_A_LETTER.search(text):
        return document
    whole = json.dumps(document, ensure_ascii=False).encode("utf-16-le", "surrogatepass")
    return json.loads(whole.decode("utf-16-le", "replace"))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; a field that is said twice, of which JSON keeps the last, gets a column of its own."""
    found = dict(pairs)
    return found if len(found) == len(pairs) else dict(_apart(pairs))


def _apart(pairs: list[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    said: dict[str, list[str]] = {}
    for name, value in pairs:
        before = said.setdefault(name, [])
        if (text := _text(value)) not in before:
            before.append(text)
            yield (f"{name} {len(before)}" if len(before) > 1 else name), value
        if len(before) > MAX_COLUMNS:
            raise Refused("too-large")


def _people(document: Any) -> list[dict[str, Any]]:
    """Return the objects that a document lists. Raises Refused where it lists none."""
    for _ in _WITHIN:
        if isinstance(document, dict):
            found = next((document[place] for place in _PLACES if isinstance(document.get(place), list)), None)
            within = next((document[name] for name in _WITHIN if isinstance(document.get(name), dict)), None)
            alone = [document] if _OF_A_PERSON & document.keys() else None
            document = next((one for one in (found, alone, within) if one is not None), [])
    if not isinstance(document, list) or not document or not all(isinstance(one, dict) for one in document):
        raise Refused("no-people")
    return document


def _custom(person: dict[str, Any]) -> dict[str, Any]:
    custom = person.get("custom_fields")
    return custom if isinstance(custom, dict) else {}


def _is_ours(people: list[dict[str, Any]]) -> bool:
    """Ask whether all are as we write them. Another program may keep our numbers, and a name as it knows it alone."""
    return all(
        any(str(one).startswith(OURS) for one in _list(person.get("identifiers")))
        and (
            not _custom(person).keys().isdisjoint(NAMES) or not (person.get("given_name") or person.get("family_name"))
        )
        for person in people
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _rows(people: list[dict[str, Any]]) -> Iterator[list[str]]:
    """Yield the headings and a row for each person, with a column for all that any of them has."""
    found = [dict(_cells(person)) for person in people]
    headings = list(dict.fromkeys(heading for cells in found for heading in cells))
    if len(headings) > MAX_COLUMNS:
        raise Refused("too-large")
    yield headings
    for cells in found:
        yield [cells.get(heading, "") for heading in headings]


def _cells(person: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in person.items():
        known = _SAID_BY_OTHERS.get(name, name)
        if known in _LISTS and isinstance(value, list):
            yield from _numbered(pair for one in value if isinstance(one, dict) for pair in _LISTS[known](one))
            yield from ((f"{name} {at}", _text(one)) for at, one in enumerate(value, 1) if not isinstance(one, dict))
        elif name == "custom_fields" and isinstance(value, dict):
            yield from ((key, _text(one)) for key, one in value.items())
        elif name == "identifiers" and isinstance(value, list):
            yield from _ids(list(map(_text, value)))
        elif name == "birthdate" and isinstance(value, dict):
            yield "Date of birth", _birth(value)
        elif name not in _NO_PERSON:
            yield _HEADINGS.get(name, name), _day(_text(value))


def _ids(values: list[str]) -> Iterator[tuple[str, str]]:
    """Our own number is ours in whatever company it comes: by it who is known, or was erased, is known again."""
    ours = next((one for one in values if read_busel_id(one.removeprefix(OURS))), "")
    if ours:
        yield "Busel ID", ours.removeprefix(OURS)
    yield from _numbered(("External ID", one.removeprefix("external:")) for one in values if one != ours)


def _birth(told: dict[str, Any]) -> str:
    """Return a day as 1960-02-03, or as much of it as is said; what is no day stays as it is told, to be seen."""
    try:
        parts = [int(told[part]) for part in ("year", "month", "day") if told.get(part)]
    except (TypeError, ValueError, OverflowError):
        return _text(told)
    return "-".join(f"{part:02d}" for part in parts) if told.get("year") else _text(told)


def _phone(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kind = _text(told.get("number_type") or told.get("phoneType")).lower()
    yield _PHONES.get(kind, "Phone"), _text(told.get("number") or told.get("phoneNumber"))


def _email(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "E-mail", _text(told.get("address") or told.get("email"))


def _address(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    lines = told.get("address_lines") or [told.get(f"addressLine{number}") for number in (1, 2, 3)]
    yield "Address", ", ".join(_text(line) for line in lines if line) if isinstance(lines, list) else _text(lines)
    for heading, names in _OF_ADDRESS.items():
        yield heading, next((_text(told[name]) for name in names if told.get(name)), "")


_LISTS = {"phone_numbers": _phone, "email_addresses": _email, "postal_addresses": _address}


def _numbered(pairs: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Number the headings that come again: "Phone", "Phone 2"; all parts of a second address have its number."""
    numbers: dict[str, Iterator[int]] = {}
    for heading, cell in pairs:
        number = next(numbers.setdefault(heading, count(1)))
        yield (heading if number == 1 else f"{heading} {number}"), cell


def _text(value: Any) -> str:
    """Return a value as a cell: text as it is, lists of plain values joined, anything deeper as JSON."""
    if value is None:
        return ""
    if isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        return "; ".join(map(_text, value))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip()


def _day(cell: str) -> str:
    """Return the day of a moment at midnight: "1975-09-18T00:00:00Z" is a birthday."""
    return cell[:10] if len(cell) == _TIME and cell.endswith("T00:00:00Z") else cell
