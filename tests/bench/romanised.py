"""How people write a Cyrillic name in Latin letters: the passport of 2007, the English habit, Łacinka; and slips.

Independent of `busel.names` on purpose: what is measured must not be made by the rules that are measured.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from busel.cli.people.chance import Draw

_VOWELS = "аеёіоуыэюяиў"
_CONSONANTS = "бвгджзклмнпрстфхцчшщ"
_SOFTENING = {"е": "e", "ё": "o", "ю": "u", "я": "a"}


def _read(pairs: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in pairs.split())


_PASSPORT = _read(
    "а=a б=b в=v г=h д=d ж=zh з=z і=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ў=u ф=f х=kh ц=ts ч=ch ш=sh ы=y э=e"
)
_ENGLISH = _read(
    "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n "
    "о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ы=y э=e ю=yu я=ya"
)
_LACINKA = _read(
    "а=a б=b в=v г=h д=d ж=ž з=z і=i й=j к=k л=ł м=m н=n о=o п=p р=r с=s т=t у=u ў=ŭ ф=f х=ch ц=c ч=č ш=š ы=y э=e"
)
_SOFT = {"z": "ź", "s": "ś", "c": "ć", "n": "ń", "ł": "l", "d": "d", "t": "t"}
_LETTERS = {"be": "абвгдежзійклмнопрстуўфхцчшыьэюя", "ru": "абвгдежзийклмнопрстуфхцчшщыьэюя"}
SHORTEST = 4
"""Nobody knows a word of three letters again that has a wrong one."""


def passport(name: str) -> str:
    """Return a Belarusian name as the passport's instruction of 2007 has it: Ціханоўскі, Tsikhanouski."""
    return _titled(_joined(name, _PASSPORT, hard="y", soft="i"))


def lacinka(name: str) -> str:
    """Return a Belarusian name in Łacinka: Ціханоўскі, Cichanoŭski; Кавалёў, Kavaloŭ."""
    text = _joined(name, _LACINKA, hard="j", soft="i")
    text = re.sub("łi(?=[aeou])", "l", text).replace("łi", "li").replace("łl", "ll")
    return _titled(re.sub("([zscnłdt])\u0301", lambda found: _SOFT[found.group(1)], text))


def english(name: str) -> str:
    """Return a Russian name as it is usual in English: Тихановский, Tikhanovsky; Юлия, Yulia."""
    text = re.sub("[иы]й\\b", "y", name.lower())
    text = re.sub(f"(?:\\b|(?<=[{_VOWELS}ьъ]))е", "ye", text)
    text = text.replace("ия", "ia").replace("ье", "ye")
    return _titled("".join(_ENGLISH.get(letter, "" if letter in "ьъ" else letter) for letter in text))


def _joined(name: str, letters: dict[str, str], *, hard: str, soft: str) -> str:
    found, before = [], ""
    for letter in name.lower():
        if letter in _SOFTENING:
            found.append((soft if before in _CONSONANTS and before else hard) + _SOFTENING[letter])
        elif letter in "ь’":
            found.append("\u0301" if letter == "ь" and hard == "j" else "")
        else:
            found.append(letters.get(letter, letter))
        before = letter
    return "".join(found)


def _titled(text: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in text.split("-"))


def slipped(name: str, language: str, draw: Draw) -> str:
    """Return a name with one slip of the hand: a letter left out, put in, changed, or two in the wrong order."""
    letters, at = list(name), 1 + int(draw() * (len(name) - 1))
    other = _LETTERS[language][int(draw() * len(_LETTERS[language]))]
    kind = int(draw() * 4)
    if kind == 0:
        del letters[at]
    elif kind == 1:
        letters.insert(at, other)
    elif kind == 2 and at + 1 < len(letters) and letters[at] != letters[at + 1]:
        letters[at], letters[at + 1] = letters[at + 1], letters[at]
    else:
        letters[at] = other if other != letters[at] else "о" if other != "о" else "а"
    return "".join(letters)
