"""The same person as another list has them, and whom they live with."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

from rapidfuzz.distance import JaroWinkler

from busel.cli.people.person import SyntheticPerson
from busel.cli.people.tables import Given, Words, given_names, rows
from busel.names.rewrite import letters, pattern, rewrite
from busel.names.tables import forms, read_table

Fields = dict[str, Any]
NAMES = ("family", "given", "patronymic")
WHOLE_DAY = 10
A_GENERATION = 26
ALMOST = 0.89
"""So near are two given names that are called almost the same."""
_LATIN = (
    pattern("after a vowel", "(?:^|(?<=[аеёіоуыэюяиўь’ъ]))([еёюя])", r"y\1"),
    pattern("softened", "(?<=[бвгджзклмнпрстфхцчшщ])([ёюя])", r"і\1"),
    letters(
        "letters",
        "а=a б=b в=v г=h ґ=g д=d е=e ё=o ж=zh з=z и=i і=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ў=u ф=f х=kh "
        "ц=ts ч=ch ш=sh щ=shch ы=y ь= ъ= ’= э=e ю=u я=a",
    ),
)
"""As the Belarusian passport of 2007 writes them, more or less: nobody keeps to it in a telephone's address book."""


def other_language(one: SyntheticPerson) -> SyntheticPerson | None:
    """Return somebody as a list in the other language has them: the name, the telephone, the house."""
    to = "ru" if "family_be" in one.contact else "be"
    named = {f"{part}_{to}": told for part in NAMES if (told := _in(one.contact, part, to))}
    if f"family_{to}" not in named or f"given_{to}" not in named:
        return None
    return _written(one, {**named, **_birth(one, year_only=True)}, keeps=("address",))


def mistyped(one: SyntheticPerson) -> SyntheticPerson | None:
    """Return somebody whose family name was typed with two letters exchanged."""
    to = _language(one.contact)
    family = one.contact[f"family_{to}"]
    at = next((at for at, (here, there) in enumerate(pairwise(family)) if at > 1 and here != there), 0)
    if not at:
        return None
    wrong = family[:at] + family[at + 1] + family[at] + family[at + 2 :]
    return _written(one, {**_named(one, to), f"family_{to}": wrong, **_birth(one)}, keeps=("phone", "address"))


def short_form(one: SyntheticPerson) -> SyntheticPerson | None:
    """Return somebody as friends call them, without a patronymic, with the telephone and the address."""
    to = _language(one.contact)
    short = _short_forms().get(one.contact[f"given_{to}"], "")
    if not short or "address" not in dict(one.about):
        return None
    named = {f"family_{to}": one.contact[f"family_{to}"], f"given_{to}": short}
    return _written(one, {**named, **_birth(one, year_only=True)}, keeps=("phone", "address"))


def faint(one: SyntheticPerson) -> SyntheticPerson | None:
    """Return somebody of whom the list of a meeting tells little: the name and the house."""
    to = _language(one.contact)
    if "address" not in dict(one.about) or len(one.contact.get("birth", "")) == WHOLE_DAY:
        return None
    found = _written(one, {f"{part}_{to}": one.contact[f"{part}_{to}"] for part in NAMES[:2]}, keeps=("address",))
    for _kind, address in found.about:
        address.pop("flat", None)
    return found


def romanised(one: SyntheticPerson) -> SyntheticPerson | None:
    """Return somebody from a telephone's address book, in Latin letters."""
    to = _language(one.contact)
    return _written(one, {f"{part}_be": _in_latin(one.contact[f"{part}_{to}"]) for part in NAMES[:2]}, keeps=("phone",))


def married(one: SyntheticPerson) -> SyntheticPerson | None:
    """Return a woman under another family name, with all else as it was."""
    to, said = _language(one.contact), one.contact
    if said.get("sex") != "f" or len(said.get("birth", "")) < WHOLE_DAY or f"patronymic_{to}" not in said:
        return None
    women = [row[f"{to}_f"] for row in rows("surnames")]
    after = women[(women.index(said[f"family_{to}"]) + len(women) // 2) % len(women)]
    told = {**_named(one, to), f"family_{to}": after, **_birth(one), "sex": "f"}
    return _written(one, told, keeps=("email",))


def again(one: SyntheticPerson) -> SyntheticPerson | None:
    """Return somebody once more, as they were, with a second telephone that is theirs alone."""
    named = {name: value for name, value in one.contact.items() if name.startswith(tuple(f"{part}_" for part in NAMES))}
    return _written(one, {**named, **_birth(one), "sex": one.contact["sex"]}, keeps=("phone", "address"))


def family_of(tie: str) -> Callable[[SyntheticPerson], SyntheticPerson | None]:
    """Return what makes somebody's "spouse", "son" or "twin", who lives with them and answers the same telephone."""

    def made(one: SyntheticPerson) -> SyntheticPerson | None:
        said, to = one.contact, _language(one.contact)
        known = "address" in dict(one.about) and len(said.get("birth", "")) == WHOLE_DAY
        if not known or f"patronymic_{to}" not in said:
            return None
        named = {"spouse": _spouse, "son": _son, "twin": _twin}[tie](said, to)
        return _written(one, named, keeps=("phone", "address")) if named else None

    return made


def _spouse(said: Fields, to: str) -> Fields | None:
    sex = "m" if said["sex"] == "f" else "f"
    given, father = _namesake(sex, said[f"given_{to}"], to), given_names("m").values[0]
    if given is None:
        return None
    family = _of_the_other_sex(to)[said[f"family_{to}"]]
    patronymic = getattr(father.daughter if sex == "f" else father.son, to)
    named = _of_a_name(to, family, getattr(given.name, to), patronymic)
    return named | {"sex": sex, "birth": _years_later(said["birth"], 2)}


def _son(said: Fields, to: str) -> Fields | None:
    father = _men(to).get(said[f"given_{to}"])
    if said["sex"] != "m" or father is None:
        return None
    named = _of_a_name(to, said[f"family_{to}"], said[f"given_{to}"], getattr(father.son, to))
    return named | {"sex": "m", "birth": _years_later(said["birth"], A_GENERATION)} if said["birth"] < "1980" else None


def _twin(said: Fields, to: str) -> Fields | None:
    given = _namesake(said["sex"], said[f"given_{to}"], to)
    if given is None:
        return None
    named = _of_a_name(to, said[f"family_{to}"], getattr(given.name, to), said[f"patronymic_{to}"])
    return named | {"sex": said["sex"], "birth": said["birth"]}


def _written(one: SyntheticPerson, contact: Fields, *, keeps: tuple[str, ...]) -> SyntheticPerson:
    """Return what another list tells: a telephone that it does not keep is another one."""
    about = [next((each for each in one.about if each[0] == kind), None) for kind in keeps]
    return SyntheticPerson(one.district, contact, [(each[0], dict(each[1])) for each in about if each])


def _language(contact: Fields) -> str:
    return "be" if "family_be" in contact else "ru"


def _named(one: SyntheticPerson, to: str) -> Fields:
    return {f"{part}_{to}": told for part in NAMES if (told := one.contact.get(f"{part}_{to}"))}


def _of_a_name(to: str, *parts: str) -> Fields:
    return {f"{part}_{to}": told for part, told in zip(NAMES, parts, strict=True)}


def _birth(one: SyntheticPerson, *, year_only: bool = False) -> Fields:
    known = one.contact.get("birth", "")
    return {"birth": known[:4] if year_only else known} if known else {}


def _years_later(day: str, years: int) -> str:
    """Return a day of another year; the month and day are somebody else's, too."""
    return f"{int(day[:4]) + years}-{1 + int(day[5:7]) % 12:02}-{1 + (int(day[8:]) + 9) % 28:02}"


def _in(contact: Fields, part: str, to: str) -> str:
    """Return a part of a name in a language: as it stands, else as the tables have it; "" where it is neither."""
    if stands := contact.get(f"{part}_{to}"):
        return str(stands)
    known = "ru" if to == "be" else "be"
    return _other_spelling(part, known).get(contact.get(f"{part}_{known}", ""), "")


@cache
def _other_spelling(part: str, known: str) -> dict[str, str]:
    """Return spelling -> the spelling in the other language, of all names of the demo."""
    if part == "family":
        words = [Words(row[f"be_{sex}"], row[f"ru_{sex}"]) for row in rows("surnames") for sex in "mf"]
    else:
        given = [one for sex in "mf" for one in given_names(sex).values]
        words = [word for one in given for word in ([one.name] if part == "given" else [one.son, one.daughter])]
    found: dict[str, str] = {}
    for one in words:
        found.setdefault(getattr(one, known), one.ru if known == "be" else one.be)
    return found


@cache
def _of_the_other_sex(to: str) -> dict[str, str]:
    pairs = [(row[f"{to}_m"], row[f"{to}_f"]) for row in rows("surnames")]
    return dict(pairs) | {woman: man for man, woman in pairs if man != woman}


@cache
def _men(to: str) -> dict[str, Given]:
    return {getattr(one.name, to): one for one in given_names("m").values}


def _namesake(sex: str, given: str, to: str) -> Given | None:
    """Return who of a sex is called almost so: families like such names, and who types takes one for the other."""
    others = [one for one in given_names(sex).values if getattr(one.name, to) != given]
    near = max(others, key=lambda one: JaroWinkler.similarity(getattr(one.name, to), given))
    return near if JaroWinkler.similarity(getattr(near.name, to), given) > ALMOST else None


@cache
def _short_forms() -> dict[str, str]:
    """Return given name -> the most usual of its short forms."""
    return {
        form: forms(row["short"])[0]
        for row in read_table("given_names.tsv")
        if row["short"]
        for column in ("be", "ru")
        for form in forms(row[column])
    }


def _in_latin(name: str) -> str:
    """Return a name in Latin letters."""
    return rewrite(name.lower(), _LATIN).title()
