"""`python tests/fuzz [--files N] [--seed N] [--kind KIND] [--keep FOLDER]`: spoilt files through the locked child.

Begins from small files of our own and, where `BUSEL_CORPUS` is, from those of others. Every outcome has to be rows or a
refusal that has a sentence, within the limits of time and memory. Prints what became of them. `--keep` writes each file
whose child was ended by a signal or took long: never beside the project, for a file of others may hold real people.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

from busel.sheets.readers import Asked
from fuzz.children import Outcome, forking, outcome_of, own_megabytes
from fuzz.mutations import spoil
from fuzz.seeds import seeds

SLOW_SECONDS = 10
ASKED = (Asked(), Asked(), Asked(), Asked("utf-8", ";"), Asked("cp1251", ","), Asked("utf-16-le", "\t"))


def one_file(kinds: dict[str, list[bytes]], number: int, seed: int) -> tuple[str, bytes, Asked]:
    """Return the file of this number: its kind, its bytes, and what a person says of it. The same for the same seed."""
    chance = Random(f"{seed} {number}")  # noqa: S311 - no secret: the same files again for the same number
    kind = sorted(kinds)[number % len(kinds)]
    begun, other = chance.choice(kinds[kind]), chance.choice(kinds[kind])
    return kind, spoil(begun, other, chance), chance.choice(ASKED)


def main() -> int:
    """Spoil files and read them; 1 when a reader made a call that the lock forbids (a module loaded too late, say)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default="")
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    kinds = {kind: files for kind, files in seeds().items() if chosen.kind in {"", kind}}
    told: dict[str, Counter[str]] = {kind: Counter() for kind in kinds}
    worst = Outcome("", 0, 0, 0)
    with forking():
        for number in range(chosen.files):
            kind, data, asked = one_file(kinds, number, chosen.seed)
            outcome = outcome_of(data, asked)
            told[kind][outcome.word] += 1
            if outcome.signal:
                told[kind][f"ended by signal {outcome.signal}"] += 1
            if chosen.keep and (outcome.signal or outcome.seconds > SLOW_SECONDS):
                (chosen.keep / f"{chosen.seed}-{number}.{kind}").write_bytes(data)
                print(kind, number, outcome, flush=True)
            worst = Outcome("", 0, max(worst.seconds, outcome.seconds), max(worst.megabytes, outcome.megabytes))
    for kind, words in told.items():
        print(kind, *(f"{word}: {count}" for word, count in words.most_common()), sep="  ")
    print(f"the longest {worst.seconds:.1f} s; the most memory: a child {worst.megabytes} MB, we {own_megabytes()} MB")
    forbidden = sum(words[f"ended by signal {signal.SIGSYS.value}"] for words in told.values())
    print(f"{forbidden} wanted what no child may do")
    return 1 if forbidden else 0


if __name__ == "__main__":
    sys.exit(main())
