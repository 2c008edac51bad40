"""How a place or a street is called in the other language: a suggestion for a person to look at, with how sure it is.

A place comes from the gazetteer. Of a street each word is looked up (what kind of street it is, words that are
translated, given names in the genitive) or spelt by the rules for family names; the least sure word counts. What the
zone has learned from its addresses goes before it (`desk.people.streets`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from busel.names.clean import clean
from busel.names.genitives import spelt_in
from busel.names.keys import k1
from busel.names.places import settlement
from busel.names.spelling import Source, Suggestion
from busel.names.streets import worded
from busel.names.tables import forms, read_table
from busel.names.wording import LONGEST, in_belarusian_of, number, plain, translated

if TYPE_CHECKING:
    from busel.names.spelling import Language

_WORD = re.compile(
    r"\d+(?:-(?:[^\W\d_]{1,2}\b|ага|ого|годдзя|годдзе|летия|летие))?"
    r"|\b[^\W\d_]{1,2}-[^\W\d_]\b|[^\W\d_]+(?:[’'ʼ][^\W\d_]+)*"
)
_CYRILLIC = re.compile(r"[\d\s.,’'ʼ«»\"()/\-а-яёіўґ]+", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+)(?:-(.*))?")
_IN_TABLE, _TRANSLATED, _BY_RULE, _UNDECIDED = 0.98, 0.8, 0.62, 0.38
"""Shares that were right; `tests/bench/places_reach.py` measures them."""
_MANY = 2
_MASCULINE = frozenset(["lane", "passage", "avenue", "boulevard", "tract", "dead end", "entry", "descent", "crossing"])
"""Kinds of streets beside which one word is an adjective: "зав. Лясны"."""
_LEAST = 4
"""A word begins with so many letters at least to be known by them."""
_ADJECTIVE = re.compile(r"(?:[нвл]|[сц]к|ист|ч)$")
_SOFT = re.compile(r"(?:весен|осен|зим|лет|утрен|вечер|верх|ниж|сред|даль|ран|позд|послед|сосед|внутрен)н$|[сц]к$|ч$")
"""Beginnings of adjectives: "весенняя", "зимний"; "детский" has the ending only in the masculine."""
_HARD_OR_SOFT = {"яя": ("ая", "яя"), "ий": ("ый", "ий"), "ый": ("ый", "ий"), "ее": ("ое", "ее")}
_ORDINALS = {
    "ru": {"ы": "й", "і": "й", "я": "я", "е": "е", "га": "го", "ае": "е", "годдзя": "летия", "годдзе": "летие"},
    "be": {"й": "ы", "ый": "ы", "я": "я", "ая": "я", "е": "е", "го": "га", "летия": "годдзя", "летие": "годдзе"},
}
_INITIALS = {"ru": {"і": "и", "у": "в", "э": "э"}, "be": {"и": "і", "щ": "ш"}}
_UNSURE = frozenset("увмнояеэзгхфд")
"""Initials of given names that begin with another letter in the other language, some of them."""
_ENDINGS = {
    "ru": {"ыя": "ые", "ія": "ие", "ая": "ая", "яя": "яя", "ае": "ое", "яе": "ее", "яга": "его", "ага": "ого"}
    | {"ога": "ого", "ай": "ой", "ой": "ой", "яй": "ей", "ых": "ых", "іх": "их", "оў": "ов", "аў": "ов", "ёў": "ев"}
    | {"ы": "ый", "і": "ий", "": "", "а": "а", "у": "у", "я": "я"},
    "be": {"ые": "ыя", "ие": "ія", "ая": "ая", "яя": "яя", "ое": "ае", "ее": "яе", "его": "яга", "ого": "ага"}
    | {"ой": "ай", "ей": "яй", "ых": "ых", "их": "іх", "ов": "аў", "ев": "яў", "ый": "ы", "ий": "і"}
    | {"": "", "а": "а", "у": "у", "я": "я", "ы": "ы", "и": "і"},
}
"""Of adjectives, and of many words in the genitive."""


def suggested_place(name: str, *, to: Language, within: str = "") -> Suggestion | None:
    """Return what a town or village is called in Belarusian ("be") or Russian ("ru").

    `within`: its district or region in any language. None for what is no such name, or where namesakes are spelt apart.
    """
    known = settlement(name, within=within)
    if known is not None and known.spelt(to):
        return Suggestion(known.spelt(to), _IN_TABLE, Source.DICTIONARY)
    return None


def suggested_street(name: str, *, to: Language) -> Suggestion | None:
    """Return what a street is called in Belarusian ("be") or Russian ("ru"), by what it is called in the other one.

    None for what is no such name: Latin letters, more than a name.
    """
    text = " ".join(name.split())
    if not text or not _CYRILLIC.fullmatch(text) or len(text) > LONGEST:
        return None
    named = worded(text)
    adjective = named.kind in _MASCULINE and sum(not number(word) for word in named.words) == 1
    found = {word: _word(word, to, adjective=adjective) for word in _WORD.findall(text)}
    if not found:
        return None
    worst = min(found.values(), key=lambda one: one.confidence)
    return Suggestion(_WORD.sub(lambda word: found[word.group()].text, text), worst.confidence, worst.source)


def _word(word: str, to: Language, *, adjective: bool) -> Suggestion:
    if said := _NUMBER.fullmatch(word):
        after = f"-{_ORDINALS[to].get(said[2], said[2])}" if said[2] else ""
        return Suggestion(said[1] + after, _IN_TABLE, Source.DICTIONARY)
    lower = word.lower()
    if told := _known(to).get(clean(lower)) or _known(to).get(plain(lower)):
        return Suggestion(_cased(told, word), _IN_TABLE, Source.DICTIONARY)
    if told := _stemmed(lower, to) or _translated(clean(lower), to):
        return Suggestion(_cased(told, word), _TRANSLATED, Source.DICTIONARY)
    if len(word) == 1:
        initial = _INITIALS[to].get(lower, lower)
        return Suggestion(_cased(initial, word), _UNDECIDED if lower in _UNSURE else _BY_RULE, Source.RULES)
    spelt = spelt_in(lower, to=to, adjective=adjective)
    sure = spelt.undecided < _MANY and k1(clean(spelt.text)) == k1(clean(lower))
    return Suggestion(_cased(spelt.text, word), _BY_RULE if sure else _UNDECIDED, Source.RULES)


def _stemmed(word: str, to: Language) -> str:
    """Return a word by how it begins, its ending with it; "" where neither is known."""
    written = word.replace("ё", "е").replace("'", "’").replace("ʼ", "’")
    for size in range(len(written), _LEAST - 1, -1):
        if (stem := _stems(to).get(written[:size])) is not None:
            rest = word[size:]
            return stem + _ending(stem, rest, to, before=word[size - 1]) if rest in _ENDINGS[to] else ""
    return ""


@cache
def _stems(to: Language) -> dict[str, str]:
    of = "be" if to == "ru" else "ru"
    rows = [row for row in reversed(read_table("street_stems.tsv")) if len(row[of]) >= _LEAST]
    return {row[of].replace("ё", "е"): row[to] for row in rows}


def _translated(word: str, to: Language) -> str:
    """Return a word by the table of translated words, its ending with it; "" where that is not known."""
    beginning, rest = translated(word)
    if not beginning:
        beginning, rest = next(
            ((word[:at], word[at:]) for at in range(len(word), 2, -1) if f"{word[:at]}-" in in_belarusian_of()),
            (word, ""),
        )
    if to == "be":
        known = in_belarusian_of()
        beginning = known.get(beginning, "") if not rest else known.get(f"{beginning}-", "").rstrip("-")
    if not beginning or beginning.isdecimal() or beginning == word or rest not in _ENDINGS[to]:
        return ""
    before = word[: len(word) - len(rest)][-1:]
    return beginning + _ending(beginning, rest, to, before=before)


def _ending(beginning: str, rest: str, to: Language, *, before: str) -> str:
    """Return an ending as the other language has it behind the beginning of a word; `before` stood before it here."""
    if rest in ("ы", "і", "и") and not _ADJECTIVE.search(beginning):
        return _of_noun(beginning, rest, to, before=before)
    ends = _ENDINGS[to][rest]
    if to == "ru" and ends in _HARD_OR_SOFT:
        return _HARD_OR_SOFT[ends][bool(_SOFT.search(beginning))]
    return ends


def _of_noun(beginning: str, rest: str, to: Language, *, before: str) -> str:
    """Return the genitive's ending: "Перамогі" is "Победы", for Belarusian "г" and "к" take "і" always."""
    soft, hard = ("и", "ы") if to == "ru" else ("і", "ы")
    last = beginning[-1]
    if last in "кгх" or (to == "ru" and last in "жшщч"):
        return soft
    if to == "be" and last in "жшчрц":
        return hard
    return hard if rest == "ы" or before in "кгх" else soft


@cache
def _known(to: Language) -> dict[str, str]:
    """Return words of streets that need no rule: their kinds, and given names in the genitive."""
    of: Language = "be" if to == "ru" else "ru"
    rows = [(forms(row[of])[0], forms(row[to])[0]) for row in read_table("given_names.tsv") if row[of] and row[to]]
    names = {"мая": "мая"} if to == "be" else {}  # both names of the month are used, this one for the first day of it
    names |= {clean(_genitive(mine, of)): _genitive(theirs, to) for mine, theirs in reversed(rows)}
    return names | {clean(row[of]): row[to] for row in read_table("street_side_words.tsv")}


def _genitive(name: str, language: Language) -> str:
    """Return a given name in the genitive: Якуба, Марыі, Сяргея."""
    soft, plural = ("і", "ы") if language == "be" else ("и", "ы")
    stem, last = name[:-1], name[-1]
    if last in "йь":
        return stem + "я"
    if last == "я":
        return stem + soft
    if last == "а":
        return stem + (soft if stem[-1] in "кгх" or (language == "ru" and stem[-1] in "жшчщ") else plural)
    return name if last in "оеіиу" else name + "а"


def _cased(text: str, like: str) -> str:
    return (
        text.upper()
        if like.isupper() and len(like) > 1
        else text[:1].upper() + text[1:]
        if like[:1].isupper()
        else text
    )
