"""A whole address in one cell, taken apart: "220030, г. Минск, ул. Я. Коласа, д. 5, к. 2, кв. 12".

The cell is parted by its commas and before each word that says what follows ("ул.", "д. 5"). Each piece is then asked
what it is. What no piece can be stays over as it was written; nothing is guessed about it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from busel.contacts.one_case import is_of_one_case, with_capitals
from busel.contacts.postal import House, house_in, split_street
from busel.names.countries import HOME, read_country
from busel.names.gazetteer import VILLAGE
from busel.names.places import division, lies_in, settlements, words_for
from busel.names.streets import is_numbered_quarter, kind_words, names_a_street

_POSTCODE = re.compile(r"(?<![\d-])([1-9]\d{5})(?![\d-])")
_GLUED = re.compile(r"(?<=[^\W\d_])\.(?=\w)")
_SMALL_TOWN = re.compile(r"(?<!\w)г\.\s*п\.\s*")
_FULL_STOP = re.compile(r"(?:(?<=\d)|(?<=\w{5}))\.+$")
_HOUSE_WORDS = r"(?:дом|д|будынак|буд|корпус|корп|к|кватэра|квартира|кв|dom|korp|kvatera|kvartira|kv|apt|flat)"
_IN_BRACKETS = re.compile(r"\s*\(([^\W\d_][^()]*)\)\s*")
_BEFORE_HOUSE = re.compile(
    rf"\s+(?={_HOUSE_WORDS}\.?\s*№?\s*\d)|(?<=\d)(?={_HOUSE_WORDS}\b\.?\s*№?\s*\d)", re.IGNORECASE
)
_SUFFIXES = {
    "region": r"обл|области|область|вобл|вобласці|вобласць|region",
    "district": r"р-на|р-н|р\.н|рн|района|район|раёна|раён|district",
}
_GENITIVE = (
    (re.compile(r"(?<=[сц]к)(?:ого|его)$"), "ий"),
    (re.compile(r"(?<=[сц]к)ага$"), "і"),
    (re.compile(r"[оа]й$"), "ая"),
)
_AS_STREETS = re.compile(r"(?:[ая]я|[ая]г[ао]|[ое]го)$")
"""How many streets are called, and villages too."""
_TOWN = frozenset(["г", "гор", "горад", "город", "city"])
_STREET_NAME = re.compile(r"(?:\d+[\s-])?[^\W\d_][^\W_]*(?:[\s.’'«»\"-]+[^\W_]+)*\.?")
_DIGIT = re.compile(r"[0-9]")
_BARE = re.compile(r"\d+\s?[^\W\d_]?")
LONGEST = 300
"""Letters; a longer cell is no address."""
_SHORT = 3
_HOUSE_PARTS = ("house", "building", "flat")

_division = lru_cache(1_000)(division)
_settlements = lru_cache(4_000)(settlements)
_names_a_street = lru_cache(4_000)(names_a_street)
"""Each division of the country, each place and street of a list is asked about many times."""


@dataclass
class WholeAddress:
    """What an address says: `parts` as the fields of an address without a language; `rest` is what nothing could be."""

    parts: dict[str, str] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)

    @property
    def is_understood(self) -> bool:
        """Whether all of it has its place."""
        return bool(self.parts) and not self.rest

    def take(self, name: str, value: str) -> bool:
        """Take a part once; a second one is another matter."""
        if not value or name in self.parts:
            return False
        self.parts[name] = value
        return True


def read_whole_address(written: str) -> WholeAddress:
    """Return the parts of an address in Belarusian, Russian or Latin letters. Never fails."""
    if len(written) > LONGEST:
        return WholeAddress(rest=[written])
    if not is_of_one_case(written):
        return _read(written)
    found = _read(with_capitals(written))
    found.rest = [one.lower() if written.islower() else one.upper() for one in found.rest]
    return found


def _read(written: str) -> WholeAddress:
    found = WholeAddress()
    pieces = _pieces(written)
    for piece, after in zip(pieces, [*pieces, ""][1:], strict=True):
        _take(found, piece, is_before_house=bool(_DIGIT.search(after)) and house_in(after) is not None)
    return found


def _pieces(written: str) -> list[str]:
    text = _SMALL_TOWN.sub("гп ", re.sub(r"\s*[\n\r;]\s*", ", ", written))
    text = _GLUED.sub(". ", _IN_BRACKETS.sub(r", \1, ", text))
    text = _POSTCODE.sub(r", \1, ", " ".join(text.split()), count=1)
    text = _BEFORE_HOUSE.sub(", ", _before_words().sub(", ", text))
    return [piece for one in text.split(",") if (piece := _FULL_STOP.sub("", one.strip())).strip(" .")]


@cache
def _before_words() -> re.Pattern[str]:
    """Return what parts "Минск ул. Мира" before "ул.", but not "Советская ул. 5", "1-я ул. Мира", and not initials."""
    streets = "|".join(sorted(map(re.escape, kind_words()), key=len, reverse=True))
    places = "|".join(sorted(map(re.escape, words_for("settlement")), key=len, reverse=True))
    named = r"(?=[^\W\d_a-zа-яёіў]|\d+(?:-?[^\W\d_]{1,3})?\s+[^\W\d_]{2})"
    ordinal = r"(?<!\d-\w)(?<!\d-\w\w)"
    return re.compile(
        rf"(?<=[^,\s]){ordinal}\s+(?=(?:(?:\d+-[^\W\d_]{{1,2}}\s+)?(?:{streets})\.?|(?:{places})\.)\s+{named})"
    )


def _take(found: WholeAddress, piece: str, *, is_before_house: bool) -> None:
    rest = piece
    for name in ("region", "district"):
        rest = _take_division(found, name, rest)
    if not rest:
        return
    readers = (_is_postcode, _is_country, _is_house, _is_settlement, _is_street, _is_known_place, _is_plain_street)
    if any(reader(found, rest) for reader in readers) or (is_before_house and _is_bare_street(found, rest)):
        return
    found.rest.append(rest)


def _take_division(found: WholeAddress, name: str, piece: str) -> str:
    """Take "Смолевичского р-на" or "р-н Смолевичский" out of a piece, and return what is left of it."""
    told = next((said for one in _said_of(name) if (said := one.search(piece))), None) if " " in piece else None
    if told is None:
        return piece
    nominative = told[1]
    for ending, instead in _GENITIVE:
        nominative = ending.sub(instead, nominative)
    known = _division(f"{nominative} {'район' if name == 'district' else 'область'}")
    if not found.take(name, known.en if known else told[0].strip()):
        return piece
    return " ".join((piece[: told.start()] + " " + piece[told.end() :]).split()).strip(" .()")


@cache
def _said_of(name: str) -> tuple[re.Pattern[str], ...]:
    """Return how a region or a district is told: its kind behind its name, or before it."""
    word, kind = r"[^\W\d_][^\W\d_’'-]*(?:[’'-][^\W\d_]+)*", _SUFFIXES[name]
    forms = (rf"(?<!\w)({word})\s+({kind})(?!\w)\.?", rf"(?<!\w)(?:{kind})\.?\s+({word})")
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


def _is_postcode(found: WholeAddress, piece: str) -> bool:
    return _POSTCODE.fullmatch(piece) is not None and found.take("postcode", piece)


def _is_country(found: WholeAddress, piece: str) -> bool:
    code = read_country(piece) if len(piece) > _SHORT else HOME if piece in ("РБ", "BY") else ""
    return code == HOME or found.take("country", code)


def _is_house(found: WholeAddress, piece: str) -> bool:
    house = house_in(piece) if _DIGIT.search(piece) else None
    return house is not None and _take_house(found, house, piece)


def _take_house(found: WholeAddress, house: House, piece: str) -> bool:
    if "house" in found.parts and "flat" not in found.parts and _BARE.fullmatch(piece):
        return found.take("flat", house.house)
    said = {name: value for name in _HOUSE_PARTS if (value := getattr(house, name))}
    return not said.keys() & found.parts.keys() and all(found.take(name, value) for name, value in said.items())


def _is_settlement(found: WholeAddress, piece: str) -> bool:
    """Take "г. Минск" and "аг. Лясны"; what kind of village it is stays with its name, a town is called without."""
    told = _marked_place().fullmatch(piece)
    if told is None:
        return False
    name, house = split_street(told["name"])
    kinds = set(told["kinds"].replace(".", " ").split())
    shown = name if kinds <= _TOWN else f"{told['kinds'].strip()} {name}"
    return found.take("settlement", shown) and (house == House() or _take_house(found, house, ""))


@cache
def _marked_place() -> re.Pattern[str]:
    words = sorted(words_for("settlement"), key=len, reverse=True)
    one = "|".join(word if len(word) == 1 else f"(?i:{re.escape(word)})" for word in words)
    return re.compile(rf"(?P<kinds>(?:(?:{one})\b\.?\s*)+)(?P<name>[^\W\d_a-zа-яёіў].*)")


def _is_street(found: WholeAddress, piece: str) -> bool:
    """Take "ул. Ленина 5-12" and "Советская ул.", and "12 Main Street" of the English-speaking countries."""
    if is_numbered_quarter(piece):
        return found.take("street", piece)
    street, house = split_street(piece)
    turned = re.fullmatch(r"(\d+[A-Za-z]?)\s+([A-Za-z].*)", piece)
    if turned and house == House():
        street, house = turned[2], House(turned[1].lower())
    if not _names_a_street(street):
        return False
    return found.take("street", street) and (house == House() or _take_house(found, house, ""))


def _is_known_place(found: WholeAddress, piece: str) -> bool:
    return _can_be_place(found, piece) and _stands_alone(found, piece) and found.take("settlement", piece)


def _can_be_place(found: WholeAddress, piece: str) -> bool:
    return "settlement" not in found.parts and not any(map(str.isdecimal, piece))


def _is_plain_street(found: WholeAddress, piece: str) -> bool:
    """Take "Я. Коласа 5" for a street and a house, "Гомель Мира 5" for a town before them."""
    street, house = split_street(piece)
    if house == House() or "№" in piece or "house" in found.parts:
        return False
    if _can_be_place(found, street) and _stands_alone(found, street):
        return found.take("settlement", street) and _take_house(found, house, "")
    town, _space, more = street.partition(" ")
    if more and _can_be_place(found, town) and _is_spelt_place(town) and found.take("settlement", town):
        street = more
    return _is_bare_street(found, street) and _take_house(found, house, "")


def _is_spelt_place(word: str) -> bool:
    return any(word in (one.be, one.ru) for one in _settlements(word) if one.kind != VILLAGE)


def _stands_alone(found: WholeAddress, piece: str) -> bool:
    """Is a piece that does not say so a town or village? Many a village is called like a street: "Першамайская".

    A town in any spelling; a village as it is spelt, in its district where that is told, not as streets are called.
    """
    meant = _settlements(piece)
    area = found.parts.get("district", "") or found.parts.get("region", "")
    if any(one.kind != VILLAGE or (area and lies_in(one, area)) for one in meant):
        return True
    spelt = piece.replace("ё", "е")
    return _AS_STREETS.search(piece) is None and any(
        spelt in (one.be.replace("ё", "е"), one.ru.replace("ё", "е")) for one in meant
    )


def _is_bare_street(found: WholeAddress, piece: str) -> bool:
    """Take words that only a house behind them makes a street."""
    return _STREET_NAME.fullmatch(piece) is not None and found.take("street", piece)
