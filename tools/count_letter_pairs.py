"""Count which letter follows which in our own Belarusian and Russian words, for `busel.sheets.data.letter_pairs`.

Run it when the lists of names and places have grown: `.venv/bin/python tools/count_letter_pairs.py`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "busel"
TABLES = (
    *(
        f"names/data/{name}.tsv"
        for name in ("given_names", "settlements", "divisions", "translated_words", "street_kinds")
    ),
    "names/data/patronymic_endings.tsv",
    "sheets/data/headings.tsv",
    "sheets/data/export_values.tsv",
    "locale/be/LC_MESSAGES/django.po",
    "locale/ru/LC_MESSAGES/django.po",
)
KEPT = SOURCE / "sheets" / "data" / "letter_pairs.tsv"
EDGE = "^"
ALPHABET = EDGE + "абвгдежзийклмнопрстуфхцчшщъыьэюяёіў"
HEAD = """\
# Which letter follows which in different words, "^" the edge of a word. Row: the first letter, column: the next.
# Source: counted by tools/count_letter_pairs.py in this package's own tables of names, places and headings (each names
# its source there) and in this project's own Belarusian and Russian texts.
"""


def main() -> int:
    """Count, and write the table."""
    words = {
        word
        for name in TABLES
        for line in (SOURCE / name).read_text("utf-8").splitlines()
        if not line.startswith("#")
        for word in re.findall(f"[{ALPHABET[1:]}]+", line.lower())
    }
    pairs = Counter(pair for word in words for pair in zip(EDGE + word, word + EDGE, strict=True))
    rows = ["\t".join(["", *ALPHABET])]
    rows += ["\t".join([first, *(str(pairs[first, second]) for second in ALPHABET)]) for first in ALPHABET]
    KEPT.write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    sys.stdout.write(f"{len(words)} words, {sum(pairs.values())} pairs\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
