"""`python tests/corpus [--accept | --sound]`: reads the files of `BUSEL_CORPUS`; see docs/formats.md."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from corpus import page, sound
from corpus.judging import judge


def main() -> None:
    """Measure, and say what changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accept", action="store_true", help="keep the verdicts and write docs/formats.md")
    parser.add_argument("--sound", action="store_true", help="ask the sound applications again")
    chosen = parser.parse_args()
    corpus = Path(os.environ["BUSEL_CORPUS"])
    if chosen.sound:
        sound.write(corpus)
        return
    verdicts = {name: judge(corpus / name, expected) for name, (_by, expected) in page.table(page.SOUND).items()}
    before = page.table(page.SEEN) if page.SEEN.exists() else {}
    for name, (word, reads) in verdicts.items():
        if before.get(name, [])[:2] != [word, reads]:
            print(f"{name}: {' '.join(before.get(name, ['new'])[:2])} -> {word} {reads}")
    print(*(f"{word}: {count}" for word, count in Counter(one.word for one in verdicts.values()).items()), sep="\n")
    if chosen.accept:
        page.accept(verdicts)


if __name__ == "__main__":
    main()
