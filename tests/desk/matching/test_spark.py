"""The same settings on Spark say what they say in memory. Optional: pyspark and Java are no dependency of ours."""

from __future__ import annotations

import importlib.util
import shutil

import pytest

from busel.desk.sandboxes.matching import matched
from busel.matching.records import Home, Record

HERE = importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None
FAMILIES = [
    ("Кавалёў", "Ковалёв"),
    ("Краўцоў", "Кравцов"),
    ("Лосік", "Лосик"),
    ("Шэвель", "Шевель"),
    ("Дудко", "Дудко"),
]
GIVEN = [("Сяргей", "Сергей"), ("Мікалай", "Коля"), ("Ганна", "Анна"), ("Вольга", "Ольга"), ("Юрый", "Юрий")]


def people() -> list[Record]:
    """Return 200 records: of each family and given name eight, who share telephones, birth days or homes by twos."""
    found = []
    for turn in range(200):
        family, given, pair = FAMILIES[turn % 5][turn % 2], GIVEN[turn // 5 % 5][turn % 2], turn // 50
        phones = (f"29{pair:03}{turn % 25:04}",) if turn % 3 else ()
        homes = (Home("Гомель", "ул. Мира", str(turn % 25), str(pair)),) if turn % 4 else ()
        birth = f"19{50 + pair:02}-0{1 + turn % 5}-11" if turn % 2 else ""
        found.append(Record(turn + 1, (family,), (given,), birth=birth, phones=phones, homes=homes))
    return found


@pytest.mark.spark
@pytest.mark.skipif(not HERE, reason="pyspark and Java are not installed: docs/how-to/national-lists.md")
@pytest.mark.filterwarnings("ignore")  # theirs: sockets that Spark leaves open
def test_spark_and_duckdb_say_the_same() -> None:
    from busel.matching.on_spark import matched_on_spark  # noqa: PLC0415  # loads Splink

    in_memory = matched(people(), families=True).pairs
    assert matched_on_spark(people(), families=True) == in_memory
    assert len(in_memory) > 20


def test_without_spark_the_command_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys  # noqa: PLC0415  # what is imported is hidden here

    from busel.matching.on_spark import NoSparkError, session  # noqa: PLC0415  # loads Splink

    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(NoSparkError):
        session()
