"""How well people who stand twice are found, and what it takes, beside ready-made ways in the same run.

Two sets: the 40,000 records of BUSEL_NAMES (half of its people were tuned on, the other half is told apart), and
113,220 made of the demo's words under another seed. Each way runs in a process of its own.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from bench import name_pairs
from bench.eight_lists import Lists, pet_names_of_table
from bench.fresh import in_fresh_process
from bench.table import Row, row, share_row

SEED, RECORDS, NEW = 2026, 113_220, 3_000
LISTS, NATION = "40,000 of eight lists", "113,220 of the demo's words"
OURS, RAW, RATIO, BETWEEN = "ours", "raw", "ratio", "between"
SURE = 90
"""Of 100, for two whole names in lower case."""
MOST_IN_A_BLOCK = 60
PRECISION, RECALL, F1, ALL_PRECISION = 0.985, 0.62, 0.83, 0.85
SECONDS, NEW_SECONDS = 5, 1

Pair = tuple[int, int]


class People(NamedTuple):
    """A set with its truth: rows by their headings, and who each row is."""

    rows: list[dict[str, str]]
    who: dict[int, str]


def run() -> list[Row]:
    """Return the rows; one that says so where the sets are not here."""
    if not name_pairs.FOLDER:
        return [row("duplicates: not measured, BUSEL_NAMES names no folder", 0, "share")]
    return [one for chosen in (LISTS, NATION) for one in _rows(chosen)]


def _rows(chosen: str) -> Iterator[Row]:
    ours, raw, ratio = (in_fresh_process("duplicates_reach", way, chosen) for way in (OURS, RAW, RATIO))
    what = f"duplicates, {chosen}:"
    reached = chosen == LISTS
    yield share_row(f"{what} certain, precision", ours["certain"][0], least=PRECISION)
    yield share_row(f"{what} certain, recall", ours["certain"][1], least=RECALL)
    yield share_row(f"{what} with those to look at, precision", ours["all"][0], least=ALL_PRECISION)
    yield share_row(f"{what} with those to look at, recall", ours["all"][1])
    best = max((raw, ratio), key=lambda told: told["all"][2])["all"][2]
    yield share_row(f"{what} F1 (floor: the better ready-made)", ours["all"][2], floor=best, least=F1)
    if reached:
        for name, part in (("certain", "certain aside"), ("with those to look at", "all aside")):
            precision, recall, f1 = ours[part]
            yield share_row(f"{what} kept aside, {name}: precision", precision)
            yield share_row(f"{what} kept aside, {name}: recall", recall)
            yield share_row(f"{what} kept aside, {name}: F1", f1)
    for name, told in (("Splink on lower-case fields", raw), ("rapidfuzz on whole names", ratio)):
        for at, figure in enumerate(("precision", "recall", "F1")):
            yield share_row(f"{what} {name}, {figure}", told["all"][at])
        yield row(f"{what} {name}, one core", told["seconds"], "s")
    yield row(f"{what} keying all words, one core", ours["keying"], "s")
    yield row(f"{what} comparing all, one core", ours["seconds"], "s", floor=raw["seconds"], most=SECONDS)
    yield row(f"{what} peak memory of the process", ours["memory"], "MB", floor=raw["memory"])
    if not reached:
        new = in_fresh_process("duplicates_reach", BETWEEN, chosen)
        yield row(
            f"{what} 3,000 new ones beside the rest, columns laid, one core", new["seconds"], "s", most=NEW_SECONDS
        )
        yield row(f"{what} 3,000 new ones: laying the columns of all, one core", new["laying"], "s")


def people(chosen: str) -> People:
    """Return a set."""
    if chosen == NATION:
        return nation(SEED)
    folder = Path(name_pairs.FOLDER)
    with gzip.open(folder / "dev40k.csv.gz", "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    with gzip.open(folder / "dev40k_truth.csv.gz", "rt", encoding="utf-8") as lines:
        return People(rows, {int(one["record_id"]): one["entity_id"] for one in csv.DictReader(lines)})


def nation(seed: int) -> People:
    """Return the set that the bench makes under a seed."""
    made = list(Lists(seed, pet_names_of_table()).rows(RECORDS))
    return People([one for one, _who in made], {int(one["record_id"]): who for one, who in made})


def is_aside(who: str) -> bool:
    """Is this person of the half that nothing was tuned on?"""
    return hashlib.sha256(who.encode()).digest()[0] % 2 == 1


def judged(pairs: Iterable[Pair], who: dict[int, str], *, aside: bool = False) -> tuple[float, float, float]:
    """Return precision, recall and F1 of pairs; of one half by the first one's person."""
    told = [pair for pair in pairs if not aside or is_aside(who[pair[0]])]
    standing = Counter(one for one in who.values() if not aside or is_aside(one))
    true, right = sum(n * (n - 1) // 2 for n in standing.values()), sum(who[one] == who[other] for one, other in told)
    precision, recall = right / max(1, len(told)), right / true
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def ours(chosen: str) -> dict[str, Any]:
    """Weigh as the product does, in this process."""
    from busel.matching.judging import LIKELY, judge  # noqa: PLC0415  # each way loads its own
    from busel.matching.on_duckdb import opened, weigh  # noqa: PLC0415  # the same
    from busel.matching.preparing import prepare  # noqa: PLC0415  # the same

    some = people(chosen)
    records = list(_records(some))
    start = time.process_time()
    keyed = prepare(records)
    middle = time.process_time()
    found = judge(keyed, weigh(keyed, opened(), least=LIKELY))
    seconds = time.process_time() - middle
    certain, every = [one[:2] for one in found if one.outcome == "certain"], [one[:2] for one in found]
    figures = {
        f"{name}{' aside' * aside}": judged(pairs, some.who, aside=aside)
        for name, pairs in (("certain", certain), ("all", every))
        for aside in (False, True)
    }
    return {**figures, "seconds": seconds, "keying": middle - start}


def between(chosen: str) -> dict[str, Any]:
    """Compare the last ones with all others."""
    from busel.matching import on_duckdb  # noqa: PLC0415  # each way loads its own
    from busel.matching.judging import LIKELY, judge  # noqa: PLC0415  # the same
    from busel.matching.preparing import prepare  # noqa: PLC0415  # the same

    keyed, laying, lay = prepare(list(_records(people(chosen)))), [], on_duckdb._lay

    def timed(*told: Any, **named: Any) -> None:
        start = time.process_time()
        lay(*told, **named)
        laying.append(time.process_time() - start)

    on_duckdb._lay = timed
    database, start = on_duckdb.opened(), time.process_time()
    judge(keyed, on_duckdb.weigh_between(keyed[-NEW:], keyed[:-NEW], database, least=LIKELY))
    return {"seconds": time.process_time() - start - laying[0], "laying": laying[0]}


def _records(some: People) -> Iterator[Any]:
    from busel.matching.records import Home, Record  # noqa: PLC0415  # each way loads its own

    for one in some.rows:
        dotted = re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4})", one["dob"])
        yield Record(
            key=int(one["record_id"]),
            family=tuple(filter(None, [one["surname"]])),
            given=tuple(filter(None, [one["given"]])),
            patronymic=tuple(filter(None, [one["patronymic"]])),
            birth=f"{dotted[3]}-{dotted[2]}-{dotted[1]}" if dotted else one["dob"],
            phones=tuple(filter(None, [one["phone"]])),
            emails=tuple(filter(None, [one["email"]])),
            homes=(Home(one["town"], one["street"], one["house"], one["flat"]),) if one["town"] else (),
        )


def raw(chosen: str) -> dict[str, Any]:
    """Splink as its own tutorial has it: raw fields in lower case, trained on the set, p of one half and more."""
    import duckdb  # noqa: PLC0415  # each way loads its own
    import pyarrow as pa  # noqa: PLC0415  # the same
    import splink.comparison_library as compare  # noqa: PLC0415  # the same
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415  # the same

    some = people(chosen)
    start = time.process_time()
    names = ("surname", "given", "patronymic", "dob", "phone", "email", "town")
    columns: dict[str, list[Any]] = {name: [one[name].lower() or None for one in some.rows] for name in names}
    columns["unique_id"] = [int(one["record_id"]) for one in some.rows]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[compare.JaroWinklerAtThresholds(name) for name in names[:3]]
        + [compare.ExactMatch(name) for name in names[3:]],
        blocking_rules_to_generate_predictions=[
            block_on("surname", "given"),
            block_on("phone"),
            block_on("email"),
            block_on("dob"),
        ],
    )
    connection = duckdb.connect(":memory:", config={"threads": 1, "temp_directory": ""})
    api = DuckDBAPI(connection=connection)
    linker = Linker(api.register(pa.table(columns)), settings, log_level=50)
    linker.training.estimate_probability_two_random_records_match([block_on("surname", "given", "dob")], recall=0.3)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("surname", "given"), block_on("phone")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.5, warning_mode="never").as_duckdbpyrelation()
    pairs = found.select("unique_id_l, unique_id_r").fetchall()
    return {"all": judged(pairs, some.who), "seconds": time.process_time() - start}


def ratio(chosen: str) -> dict[str, Any]:
    """Pairs that share a telephone as written, a birth day, an address or a surname, and whose names are alike."""
    some = people(chosen)
    start = time.process_time()
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    names = {}
    for one in some.rows:
        key = int(one["record_id"])
        names[key] = f"{one['surname']} {one['given']}".lower()
        for field in ("phone", "dob", "email", "surname"):
            if one[field]:
                blocks[field, one[field].lower()].append(key)
    small = (block for block in blocks.values() if len(block) <= MOST_IN_A_BLOCK)
    pairs = {pair for block in small for pair in combinations(block, 2)}
    found = [pair for pair in pairs if fuzz.token_sort_ratio(names[pair[0]], names[pair[1]]) >= SURE]
    return {"all": judged(found, some.who), "seconds": time.process_time() - start}


WAYS = {OURS: ours, RAW: raw, RATIO: ratio, BETWEEN: between}

if __name__ == "__main__":
    answer = WAYS[sys.argv[1]](sys.argv[2])
    answer["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(answer))
