"""Templates of letters: plain text with placeholders in braces, checked before anybody is written to.

A blank line begins a paragraph, a line's end stays a line's end, and *words between stars* are bold. Nothing else means
anything: `#`, `$`, `@`, `//` and the like are letters as any other. A placeholder may be named in Belarusian, Russian
or English ("{імя}", "{имя}", "{given}"); which names there are stands in data/placeholders.tsv.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import msgspec
from rapidfuzz import fuzz, process

from busel.outreach.letter import Paragraph, Run
from busel.outreach.tables import rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SLOT = re.compile(r"\{([^{}\n]*)\}")
_BRACE = re.compile(r"[{}]")
_STRONG = re.compile(r"\*(?=[^\s*])([^*\n]*[^\s*])\*")
_CLOSES_UP = " \n,.!?:;)»"
_NAMES_AT = {"be": 1, "ru": 2, "en": 3}


class Problem(msgspec.Struct, frozen=True):
    """Something in a template that must be put right. Codes: "unknown-placeholder", "lone-brace", "empty"."""

    code: str
    line: int
    """Counted from 1, as is `column`."""
    column: int
    value: str
    """What stands there."""
    nearest: str = ""
    """The key of the known placeholder that is nearest to it."""


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a template: words, or (with `slot`) the place that a person's value takes."""

    text: str
    strong: bool = False
    slot: bool = False


class Parsed(msgspec.Struct, frozen=True):
    """A template without problems: paragraphs of pieces, in which a newline ends a line."""

    paragraphs: tuple[tuple[Piece, ...], ...]

    def uses(self, key: str) -> bool:
        """Tell whether the placeholder stands anywhere in it."""
        return any(piece.slot and piece.text == key for paragraph in self.paragraphs for piece in paragraph)


def keys() -> tuple[str, ...]:
    """Return the known placeholders, by their inner names."""
    return tuple(row[0] for row in rows("placeholders"))


def word_for(key: str, language: str) -> str:
    """Return how people see a placeholder in "be", "ru" or "en", without braces."""
    return next(row[_NAMES_AT[language]] for row in rows("placeholders") if row[0] == key)


def in_words(body: str, language: str) -> str:
    """Return the template with its known placeholders in the words of a language; the rest stays as it is."""

    def shown(found: re.Match[str]) -> str:
        key = _key_of(found[1])
        return f"{{{word_for(key, language)}}}" if key else found[0]

    return _SLOT.sub(shown, body)


def in_keys(body: str) -> str:
    """Return the template as it is stored: known placeholders by their inner names, lines ended by one newline."""
    return _SLOT.sub(lambda found: f"{{{_key_of(found[1]) or found[1]}}}", _with_plain_line_ends(body))


def check(body: str) -> list[Problem]:
    """Return what is wrong with a template, in the order of the text; nothing when it may be used."""
    if not body.strip():
        return [Problem("empty", 1, 1, "")]
    problems: list[Problem] = []
    for number, line in enumerate(_with_plain_line_ends(body).split("\n"), start=1):
        problems += [
            Problem("unknown-placeholder", number, found.start() + 1, found[0], _nearest(found[1]))
            for found in _SLOT.finditer(line)
            if not _key_of(found[1])
        ]
        blanked = _SLOT.sub(lambda found: " " * len(found[0]), line)
        problems += [Problem("lone-brace", number, f.start() + 1, f[0]) for f in _BRACE.finditer(blanked)]
    return sorted(problems, key=lambda problem: (problem.line, problem.column))


def parse(body: str) -> Parsed:
    """Return the template ready to be filled. Raises ValueError when `check` finds a problem."""
    if check(body):
        raise ValueError("the template has problems; check it first")
    stripped = "\n".join(line.strip() for line in clean_text(_with_plain_line_ends(body)).split("\n"))
    paragraphs = re.split(r"\n\n+", stripped.strip("\n"))
    return Parsed(tuple(tuple(_pieces(paragraph)) for paragraph in paragraphs))


def fill(parsed: Parsed, values: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """Return the paragraphs with each placeholder's value, by key, as plain text on one line; absent is empty."""
    known = {key: one_line(value) for key, value in values.items()}
    return tuple(_filled(paragraph, known) for paragraph in parsed.paragraphs)


def clean_text(text: str) -> str:
    """Return text without control characters (but newlines), direction overrides and half characters.

    They have no place in a letter, and they could hide or turn round what is printed. Joiners go with them.
    """
    spaced = text.replace("\t", " ").replace("\u2028", "\n").replace("\u2029", "\n")
    if spaced.isprintable():
        return spaced
    return "".join(c for c in spaced if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})


def one_line(text: str) -> str:
    """Return a value as it may stand inside a line: clean, every stretch of white space one space."""
    if text.isprintable():
        return " ".join(text.split()) if " " in text else text
    return " ".join(clean_text(text.replace("\r", "\n")).split())


def _with_plain_line_ends(body: str) -> str:
    return body.replace("\r\n", "\n").replace("\r", "\n")


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").replace("_", " ").split())


@cache
def _known() -> dict[str, str]:
    return {_folded(name): row[0] for row in rows("placeholders") for name in row}


def _key_of(name: str) -> str:
    return _known().get(_folded(name), "")


def _nearest(name: str) -> str:
    found = process.extractOne(_folded(name), list(_known()), scorer=fuzz.ratio)
    return _known()[found[0]] if found else keys()[0]


def _pieces(paragraph: str) -> Iterator[Piece]:
    at = 0
    for found in _STRONG.finditer(paragraph):
        yield from _slots(paragraph[at : found.start()], strong=False)
        yield from _slots(found[1], strong=True)
        at = found.end()
    yield from _slots(paragraph[at:], strong=False)


def _slots(text: str, *, strong: bool) -> Iterator[Piece]:
    for at, part in enumerate(_SLOT.split(text)):
        # `split` gives words and names in turn.
        if at % 2:
            yield Piece(_key_of(part), strong, slot=True)
        elif part:
            yield Piece(part, strong)


def _filled(paragraph: tuple[Piece, ...], values: Mapping[str, str]) -> Paragraph:
    """Return the paragraph's runs; neighbours of one kind become one, which Typst sets a third faster."""
    runs: list[Run] = []
    gap = False
    for piece in paragraph:
        text = values.get(piece.text, "") if piece.slot else piece.text
        if gap and text:
            _close_gap(runs, text)
        gap = (gap and not text) or (piece.slot and not text)
        if text and runs and runs[-1].strong == piece.strong:
            runs[-1] = Run(runs[-1].text + text, piece.strong)
        elif text:
            runs.append(Run(text, piece.strong))
    if gap:
        _close_gap(runs, "\n")
    return tuple(run for run in runs if run.text)


def _close_gap(runs: list[Run], following: str) -> None:
    """Take back the space before an empty value when what follows brings one, or needs none."""
    if runs and runs[-1].text.endswith(" ") and following[0] in _CLOSES_UP:
        runs[-1] = Run(runs[-1].text[:-1], runs[-1].strong)
