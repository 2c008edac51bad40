"""Rules B: a word in Latin letters, however it was romanised, becomes a Cyrillic one.

Passports of Belarus and Russia, Łacinka, and the habits of English, Polish, German, French, Swedish, Czech, Dutch,
Hungarian, Latvian, Lithuanian, Estonian and others are read side by side, for nobody says which of them a name was
written by. It stands for the sound, not for one spelling: what is left open here (и or ы, е or э) the next rules
make equal.

What a habit leaves open is a sign, a capital letter, until it is decided: `H` is ч, but х or ш elsewhere.
"""

from __future__ import annotations

from busel.names.rewrite import clusters, letters, only_in, pattern, rewrite

_LACINKA = "(?=.*[łćśźńžčšŭĺ])"
_CH_IS_H = "(?=.*(?:[łćśźńžčšżŭĺj]|cz|sz|[oe]w$|[oe]wsk|tsch))"
"""Words in whose spelling "ch" is rather х."""
_POLISH = "(?=.*(?:[łńśćźżąęó]|cz|sz|wski|wicz|cki))(?!.*(?:[čšž]|sh|zh|kh))"
_GERMAN = "(?=.*(?:sch|witsch|[oe]wa?$))(?!.*[łńśćźż])"
_FRENCH = "(?=.*(?:tch|ine$|[oe]ff$))"
_DUTCH = "(?=.*sj)"
_CONSONANT = "bcčćdfghjklłĺmnprsśštvxzźžżĉŝĵĥşçч-щXTQHR3"
_VOWEL = "aeiouy"

RULES = (
    clusters(
        "B1 shch",
        "schtsch=щ chtch=щ sjtsj=щ sjtj=щ szcz=щ shch=щ šč=щ štš=щ ŝĉ=щ şç=щ stch=щ scs=щ "
        "tsch=ч tch=ч tsj=ч tš=ч tx=ч cs=ч sch=X hh=х zs=ж",
    ),  # X: ш, in German ж too
    pattern("B1 v between vowels", "^l[ij]?avo(?=n)", "leo"),
    pattern("B1 v between vowels", "(?<=^radz)ivo(?=n)", "io"),
    pattern("B1 final c", r"(?<=[aeo][vw]i)c$", "ч"),
    pattern("B1 hard c", r"c(?=[tlr])", "к"),
    pattern("B1 Latvian s", r"(?<=[čv])s$|(?<=ski)s$|(?<=[kšv]in)s$", ""),
    pattern("B1 Lithuanian -as", r"(?<=[oe]v|in)as$", ""),
    pattern("B1 Polish families", r"scy$", "ski"),
    pattern("B1 Hungarian -szkij", r"szki[jy]?$", "ski"),
    only_in(_GERMAN, pattern("B1 German s between vowels", rf"(?<=[{_VOWEL}])s(?=[{_VOWEL}])", "3")),
    only_in(_FRENCH, pattern("B1 French j", "j(?=[aeiou])", "ж")),
    only_in(_DUTCH, clusters("B1 Dutch", "oe=u")),
    pattern("B1 Lithuanian -auskas", r"auskas$", "ovski"),
    pattern("B1 Lithuanian -ius", r"(?<=[aei]vič)ius$", ""),
    only_in(_POLISH, clusters("B1 Polish", "rz=R ó=у")),
    pattern("B1 Polish nasals before b", r"ą(?=[bp])", "om"),
    pattern("B1 Polish nasals before b", r"ę(?=[bp])", "em"),
    clusters("B1 Polish nasals", "ą=on ę=en"),
    only_in(_LACINKA, clusters("B2 ch in Łacinka", "ch=х")),
    only_in(_CH_IS_H, clusters("B2 ch in Polish, German, Swedish", "ch=Q")),
    clusters("B2 ch", "ch=H"),
    pattern("B3 French jou", r"jou(?=.)", "жу"),
    pattern("B3 French iou", rf"[iy]ou(?=[{_CONSONANT}])", "ЁЎ"),
    pattern("B3 French ou", rf"ou(?=[{_CONSONANT}])", "Oў"),
    pattern("B3 French gu", r"gu(?=[ei])", "гY"),
    pattern("B3 French -ine", r"(?<=in)e$", "E"),
    pattern("B3 short u", rf"(?<=[aeo])[uwŭ](?=[{_CONSONANT}]|$)", "ў"),
    pattern("B3 short u before yo", r"(?<=[aeo])u(?=y[aeou])", "ў"),
    pattern("B4 ending", r"(?<=[oe])ff$", "в"),
    pattern("B4 final dz", r"dz$", "д"),
    pattern("B4 Swedish sj", r"sj(?=[a-zч]|$)", "ш"),
    pattern("B4 Swedish zj", r"zj(?=[a-z]|$)", "ж"),
    pattern("B4 Swedish tj", r"tj(?!a)", "T"),
    pattern("B4 German ck", r"ck(?![iay])", "k"),
    clusters("B4 pairs", "dzh=дж dž=дж dź=дзь dz=дз zh=ж kh=х sh=ш sz=S cz=ч ts=ц tz=ц ck=цк ph=ф th=т qu=кв"),
    pattern("B4 -ii", r"(?:ii|yi|iy|yj|ij)$", "ий"),
    letters(
        "B4 letters",
        "ž=ж ż=ж š=ш č=ч ć=ць ś=сь ź=зь ń=нь ĺ=ль ľ=ль ĉ=ч ŝ=ш ĵ=ж ĥ=х ç=ч ş=ш ș=ш ţ=ц ț=ц ß=с ı=ы x=Kс q=к ŭ=ў w=в",
    ),
    letters(
        "B5 diacritics",
        "à=a á=a â=a ã=a ä=a å=a ă=a ā=a è=e é=e ê=e ë=e ě=e ē=e ė=e ğ=g ì=i í=i î=i ï=i ī=i į=i ñ=n ň=n "
        "ò=o ó=o ô=o õ=y ö=o ő=o ø=o ō=o ř=r ŕ=r ť=t ù=u ú=u û=u ü=u ű=u ū=u ů=u ý=y ÿ=y "
        "đ=d ď=d ģ=g ķ=k ļ=l ņ=n ŗ=r ų=u",
    ),
    pattern("B5 soft t", r"[цc](?=i)", "т"),
    pattern("B5 soft d", r"дз(?=[ie])", "д"),
    clusters("B6 soft vowels", "ja=я jo=ё ju=ю je=е ya=я yo=ё yu=ю ye=е ia=Iя io=Iӧ iu=Iю ie=Iе"),
    letters(
        "B6 letters", "a=а b=б c=ц d=д e=е f=ф g=г h=Г i=и j=й k=к l=л ł=л m=м n=н o=о p=п r=р s=с t=т u=у v=в y=ы z=з"
    ),
)

DECIDED = letters("B7 signs", "X=ш Q=х H=ч R=ж O=о Ё=ё ӧ=ё Ў=ў Y=у E=е T=ч I= Г=г S=ш K=к 3=з")
"""The likeliest sound of each sign."""


def cyrillic(text: str) -> str:
    """Return clean Latin words, one a line, as Cyrillic ones."""
    return DECIDED.apply(with_signs(text))


def with_signs(text: str) -> str:
    """Return clean Latin words, one a line, as Cyrillic ones in which signs stand for what is open."""
    return rewrite(text, RULES)
