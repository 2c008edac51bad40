"""Rules C: the Belarusian and the Russian spelling of a name become one word in Latin codes, K1.

The codes: Z = ж, S = ш, C = ч, c = ц, h = х; the others read as they look.
"""

from __future__ import annotations

from busel.names.rewrite import clusters, letters, pattern, rewrite

_VOWEL = "аоуэеёюяиіы"
_SOFT = "еёюяиіь"
_CONSONANT = "бвгджзйклмнпрстфхцчшў"

FIRST = (
    letters("C1 letters", "ъ= ґ=г є=е ї=йі щ=шч"),
    pattern("C2 soft d", rf"дз(?=[{_SOFT}]|[вм][{_SOFT}])", "д"),
    pattern("C2 v between vowels", "^ляво(?=н(?!ь))", "лео"),
    pattern("C2 v between vowels", "(?<=^рад)[іи]во(?=н)", "ио"),
)

SOFT_C = rf"ц(?=[{_SOFT}]|в[{_SOFT}])"
SOFT_T = (pattern("C3 soft t", SOFT_C, "т"),)
"""Not for Russian and not for Latin words."""

INITIAL_U = pattern("C4 initial u", rf"^у(?=[{_CONSONANT}])", "в")
CLUSTERS = clusters("C5 clusters", "тск=цк тцк=цк чск=цк кск=цк тц=ц стн=сн здн=зн рдц=рц лнц=нц")

MIDDLE = (
    pattern("C4 short u", "ў", "в"),
    INITIAL_U,
    CLUSTERS,
    pattern("C6 vu between", rf"(?<=[{_VOWEL}])ву(?=[{_CONSONANT}])", "в"),
    pattern("C6 u after a vowel", rf"(?<=[аоэе])у(?=[{_CONSONANT}])", "в"),
)

ENDINGS = (
    pattern("C7 -ski", r"(?<=[сц])к(?:ий|ой|і|и|ы|ый|ій)$", "ки"),
    pattern("C7 adjective", r"(?<=..)(?:ый|ий|ой|ій|ы)$", "и"),
    pattern("C8 -aga", r"[оа]г[оа]$", "ага"),
    pattern("C8 -jaga", r"[ея]г[оа]$", "яга"),
)
"""They misfire on half a word, so type-ahead does without."""

HALF_A_WORD = (
    pattern("half dz", rf"дз(?:[вм]?[{_SOFT}]?)$", "д"),
    pattern("half c", rf"ц[в{_SOFT}]?$", ""),
    pattern("half vu", rf"(?<=[{_VOWEL}])ву$", "в"),
    pattern("half i", r"[иіыйь]+$", ""),
)
"""What the next letter may still change is left off: a shorter beginning is a beginning too."""

LAST = (
    pattern("C9 soft sign", "ь", ""),
    pattern("C9 j before a vowel", rf"й(?=[{_VOWEL}])", ""),
    pattern("C9 i before a vowel", rf"[иіы](?=[{_VOWEL}])", ""),
    pattern("C9 i after a vowel", rf"(?<=[{_VOWEL}])[йиі]", ""),
    pattern("C10 hardened e", r"(?<=[жшчрц])[еэёя]", "а"),
    letters("C10 vowels", "о=a а=a э=e е=e ё=e я=e и=i і=i ы=i у=u ю=u й=i"),
    pattern("C10 run of vowels", r"([aeiu])[aeiu]+", r"\1"),
    letters("C11 consonants", "б=b в=v г=g д=d ж=Z з=z к=k л=l м=m н=n п=p р=r с=s т=t ф=f х=h ц=c ч=C ш=S"),
    pattern("C11 doubles", r"(.)\1+", r"\1"),
)


def sound(text: str, *, soft_t: bool, half: bool = False) -> str:
    """Return clean Cyrillic words, one a line, as K1. `soft_t`: they may be Belarusian; `half`: they only begin."""
    rules = (HALF_A_WORD if half else ()) + FIRST + (SOFT_T if soft_t else ()) + MIDDLE
    return rewrite(text, rules + (() if half else ENDINGS) + LAST)
