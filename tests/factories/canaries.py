"""Words that stand nowhere else in the world, one for each kind of thing that a person types; nobody is meant."""

from __future__ import annotations

from dataclasses import dataclass

REGION = "Жвіргзд вобласць"
DISTRICTS = ["Цмокаўзд раён", "Ґвуздовы раён"]
OTHER_DISTRICT = f"{REGION} / {DISTRICTS[1]}"
DISTRICT = f"{REGION} / {DISTRICTS[0]}"


@dataclass(frozen=True)
class Invented:
    """A person whom nobody is."""

    family_be: str
    family_ru: str
    given: str
    phone: str
    street: str
    note: str
    tag: str

    @property
    def number(self) -> str:
        """The phone as it is stored, without the plus."""
        return "375" + "".join(character for character in self.phone if character.isdecimal())[-9:]


BY_HAND = Invented("Жмыхвіцкі", "Жмыхвицкий", "Пракопзд", "+375 29 631-77-94", "Фыркаўзд", "любіць гжэлкзд", "шчупакзд")
FROM_LIST = Invented("Выхвастзд", "Выхвастзьд", "Дабрагнезд", "8 029 674 91 38", "Чмялёўзд", "хварэеззд", "карасьзд")
FROM_PAPER = Invented("Ґдыхвілзд", "Ґдыхвильзд", "Ягнезд", "+375 29 658-43-71", "Шмыгзд", "суседказд", "акуньзд")
KEPT = {
    DISTRICT: ["Анеля", "Базыль", "Вінцук", "Габрыель"],
    OTHER_DISTRICT: ["Даната", "Еўдакія", "Жанна", "Зося"],
}
"""Given names of those who are there from the beginning, all of one family; half of them lie in a snapshot."""
KEPT_FAMILY = "Кулдыкзд"
FORMER_FAMILY = "Дашлюбчукзд"
SEARCHED = ("Ненаёмызд", "Нідзебыўзд")
FILE_NAME = "zmyhvickija-spisy.csv"
LETTER_TITLE = "Грамавіцазд"
LETTER_TEXT = "Зычымзд вам моцнага здароўяззд"
SAVED_SEARCH = "Нашызд людзізд"


def kept_people() -> dict[str, list[dict[str, str]]]:
    """Return the people of the beginning, as records."""
    return {name: [{"family_be": KEPT_FAMILY, "given_be": given} for given in those] for name, those in KEPT.items()}


def typed_words() -> dict[str, str]:
    """Return every invented word by what it is."""
    words = {
        "region": REGION.split(maxsplit=1)[0],
        "district": DISTRICTS[0].split()[0],
        "other district": DISTRICTS[1].split()[0],
        "former surname": FORMER_FAMILY,
        "file name": FILE_NAME,
        "letter title": LETTER_TITLE,
        "letter text": LETTER_TEXT,
        "saved search": SAVED_SEARCH,
        **{f"search {at}": word for at, word in enumerate(SEARCHED)},
    }
    for who, person in (("hand", BY_HAND), ("list", FROM_LIST), ("paper", FROM_PAPER)):
        for what in ("family_be", "family_ru", "given", "number", "street", "note", "tag"):
            words[f"{what} by {who}"] = getattr(person, what)
    return words
