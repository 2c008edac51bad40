"""Rules B: a word in Latin letters, however it was romanised, becomes a Cyrillic one.

It stands for the sound, not for one spelling: what is left open here (и or ы, е or э) the next rules make equal.
"""

from __future__ import annotations

from busel.names.rewrite import clusters, letters, only_in, pattern, rewrite

_LACINKA_OR_POLISH = "(?=.*(?:[łćśźńžčšżŭĺ]|cz|sz))"
_CONSONANT = "bcčćdfghjklłĺmnńprsśštvxzźžżч-щ"

RULES = (
    clusters("B1 shch", "schtsch=щ szcz=щ shch=щ šč=щ stch=щ tsch=ч tch=ч sch=ш"),
    pattern("B1 final c", r"(?<=[aeo][vw]i)c$", "ч"),
    pattern("B1 hard c", r"c(?=[tlr])", "к"),
    only_in(_LACINKA_OR_POLISH, clusters("B2 ch in Łacinka and Polish", "ch=х")),
    clusters("B2 ch", "ch=ч"),
    pattern("B3 short u", rf"(?<=[aeo])[uwŭ](?=[{_CONSONANT}]|$)", "ў"),
    pattern("B4 ending", r"(?<=[oe])ff$", "в"),
    pattern("B4 final dz", r"dz$", "д"),
    clusters("B4 pairs", "dzh=дж dž=дж dź=дзь dz=дз zh=ж kh=х sh=ш sz=ш cz=ч ts=ц tz=ц ck=цк ph=ф th=т qu=кв"),
    letters("B4 letters", "ž=ж ż=ж š=ш č=ч ć=ць ś=сь ź=зь ń=нь ĺ=ль x=кс q=к ŭ=ў w=в"),
    letters(
        "B5 diacritics",
        "à=a á=a â=a ã=a ä=a å=a ą=a ă=a ā=a ç=c è=e é=e ê=e ë=e ę=e ě=e ē=e ė=e ğ=g ì=i í=i î=i ï=i ī=i į=i ñ=n ň=n "
        "ò=o ó=o ô=o õ=o ö=o ő=o ø=o ō=o ř=r ŕ=r ş=s ť=t ţ=t ù=u ú=u û=u ü=u ű=u ū=u ů=u ý=y ÿ=y",
    ),
    pattern("B5 soft t", r"[цc](?=i)", "т"),
    pattern("B5 soft d", r"дз(?=[ie])", "д"),
    clusters("B6 soft vowels", "ja=я jo=ё ju=ю je=е ya=я yo=ё yu=ю ye=е ia=я io=ё iu=ю ie=е"),
    letters(
        "B6 letters", "a=а b=б c=ц d=д e=е f=ф g=г h=г i=и j=й k=к l=л ł=л m=м n=н o=о p=п r=р s=с t=т u=у v=в y=ы z=з"
    ),
)


def cyrillic(text: str) -> str:
    """Return clean Latin words, one a line, as Cyrillic ones."""
    return rewrite(text, RULES)
