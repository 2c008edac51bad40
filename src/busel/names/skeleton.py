"""Rules D: K2, the skeleton of K1. It is equal for nearly all spellings of one name, and for some names that differ."""

from __future__ import annotations

from busel.names.rewrite import clusters, letters, pattern, rewrite

_CONSONANT = "bvgdZzklmnprstfhcCS"

RULES = (
    clusters("D affricates", "dz=d dZ=Z SC=S"),
    letters("D letters", "e=a c=t h=g"),
    pattern("D al", rf"al(?=[{_CONSONANT}])", "av"),
    pattern("D initial v", r"^v(?=[au])", ""),
    pattern("D initial i", rf"^i(?=[lmr][{_CONSONANT}])", ""),
    pattern("D nik", "^nik", "mik"),
    pattern("D grigar", "^grigar", "rigar"),
    pattern("D doubles", r"(.)\1+", r"\1"),
    pattern("D final vowels", r"(?<=...)[aiu]+$", ""),
)


def skeleton(text: str) -> str:
    """Return K2 of K1 words, one a line."""
    return rewrite(text, RULES)
