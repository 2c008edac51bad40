"""The page docs/formats.md, made of what sound applications read and what Busel was seen to read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from corpus.judging import READ, REFUSED, ROWS, WRONG, Verdict

HERE = Path(__file__).parent
PAGE = HERE.parent.parent / "docs" / "formats.md"
SOUND, SEEN = HERE / "sound.tsv", HERE / "seen.tsv"
_WORDS = {READ: "as expected", ROWS: "the expected rows; note", REFUSED: "refused, rightly", WRONG: "**wrong**"}
_HEAD = """\
# Files that others made, and what Busel reads in them

The corpus is {count} real files of other programs' test suites, in every kind that people bring. It is not part of the
project (licences differ); `BUSEL_CORPUS` names its folder. What a sound application reads was found out without Busel's
readers (`tests/corpus/sound.py`): workbooks by openpyxl, after LibreOffice for the old kinds; Access by mdbtools; text
by Python's csv module, told encoding and separator by hand; JSON by Python; cards by counting, with their telephones
and mail addresses. Compared are filled rows, filled cells and a digest of all values. The tables of this page are made:

```sh
python tests/corpus            # reads every file as an upload, names what changed; writes nothing
python tests/corpus --accept   # the same, keeps it as the new measure and writes this page
python tests/corpus --sound    # asks the sound applications again (LibreOffice, mdbtools)
```

`tests/desk/parsing/test_corpus.py` fails when a verdict changes, and when this page is not what was measured. It
reads the corpus only where it is; without it, the page and the measure are still compared.

{summary}

Behind **the expected rows; note** each row is there, and the note says which cells are spelt otherwise and why. A file
of which a sound application reads nothing has a password, is a document, or is empty. Numbers are rows×filled cells of
each table, the headings counted with them.
"""
_COLUMNS = "| file | a sound application reads | by | Busel reads | verdict |\n|---|---|---|---|---|\n"


def table(path: Path) -> dict[str, list[str]]:
    """Return a file of lines: path -> the other columns."""
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {name: rest for name, *rest in lines}


def accept(verdicts: dict[str, Verdict]) -> None:
    """Keep what Busel was seen to read, with the notes that people wrote, and write the page."""
    notes = {name: rest[2] for name, rest in table(SEEN).items()} if SEEN.exists() else {}
    lines = ["# path\tverdict\twhat Busel reads\tnote, written by hand"]
    lines += [f"{name}\t{word}\t{reads}\t{notes.get(name, '')}" for name, (word, reads) in verdicts.items()]
    SEEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    PAGE.write_text(rendered(), encoding="utf-8")


def rendered() -> str:
    """Return the page."""
    sound, seen = table(SOUND), table(SEEN)
    counts = Counter(word for word, *_ in seen.values())
    summary = "\n".join(
        ["| verdict | files |", "|---|---|", *(f"| {_WORDS[word]} | {counts[word]} |" for word in _WORDS)]
    )
    parts = [_HEAD.format(count=len(seen), summary=summary)]
    folder = ""
    for name, (word, reads, note) in seen.items():
        if name.partition("/")[0] != folder:
            folder = name.partition("/")[0]
            parts.append(f"\n## {folder}\n\n{_COLUMNS}")
        source, expected = sound[name]
        told = "; ".join(filter(None, [_WORDS[word], note]))
        parts.append(f"| {name.partition('/')[2]} | {_short(expected)} | {source} | {_short(reads)} | {told} |\n")
    return "".join(parts)


def _short(signs: str) -> str:
    """Return rows×cells of each table, without the digests."""
    return "; ".join(one.split()[0] if "×" in one else one for one in signs.split("; ")) or "empty"
