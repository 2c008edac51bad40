"""Rules A: what is typed becomes words of one script.

Cyrillic words with Latin look-alikes in them ("Дзмiтрый" with a Latin i) are frequent: 31 % of the Cyrillic names in
the European Union's consolidated list of sanctioned persons hold one.
"""

from __future__ import annotations

import re
import unicodedata

_SILENT: dict[int, str | None] = dict.fromkeys(
    [*map(ord, "´`'’ʼ‘ʹʺ\"«»“”„\u00ad\u200b\u200c\u200d\u2060\ufeff"), *range(0x300, 0x370)]
) | {ord("İ"): "I"}
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ſ]")
_CYRILLIC = re.compile(r"[Ѐ-ҁҊ-ӿ]")
_LOOK_ALIKES = ("aceiopxykĸABCEHKMOPTXYIjJ", "асеіорхуккАВСЕНКМОРТХУІјЈ")
_TO_CYRILLIC = str.maketrans(*_LOOK_ALIKES)
_TO_LATIN = {ord(cyrillic): latin for latin, cyrillic in zip(*_LOOK_ALIKES, strict=True) if latin != "ĸ"}


def fold_homoglyphs(text: str) -> str:
    """Write each word that mixes scripts in one: the one with more letters in it, Cyrillic when both have as many."""
    if _LATIN.search(text) is None or _CYRILLIC.search(text) is None:
        return text
    return _WORD.sub(_in_one_script, text)


def _in_one_script(found: re.Match[str]) -> str:
    word = found.group()
    latin, cyrillic = len(_LATIN.findall(word)), len(_CYRILLIC.findall(word))
    if not latin or not cyrillic:
        return word
    mostly_latin = latin > cyrillic
    return word.translate(_TO_LATIN if mostly_latin else _TO_CYRILLIC)


def clean(text: str) -> str:
    """Return the text in NFC and lower case, each word in one script, without stress marks, apostrophes and quotes."""
    composed = unicodedata.normalize("NFC", text).translate(_SILENT)
    return fold_homoglyphs(composed).lower()


def tokens(text: str) -> list[str]:
    """Return the clean words of a text, in their order. Whatever is no letter parts words; digits belong to none."""
    return _WORD.findall(clean(text))
