"""A Cyrillic word in Latin letters, as BGN and passports write it: what two spellings have in common shows.

Only for comparing. Nothing that people read or that is stored is made here.
"""

from __future__ import annotations

from busel.names.rewrite import letters, pattern, rewrite

_VOWEL = "аоуэеёюяиіыў"

RULES = (
    pattern("after a vowel", rf"(?:(?<=[{_VOWEL}ьъ’])|^)([еёюя])", r"й\1"),
    pattern("soft sign", "[ьъ]", ""),
    letters(
        "letters",
        "а=a б=b в=v г=g ґ=g д=d е=e ё=o ж=zh з=z и=i і=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ў=u ф=f х=kh "
        "ц=ts ч=ch ш=sh щ=shch ы=y э=e ю=u я=a є=ye ї=yi",
    ),
)


def romanised(text: str) -> str:
    """Return clean words, one a line, in Latin letters; Latin ones stay as they are."""
    return rewrite(text, RULES)
