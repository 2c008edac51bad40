"""The same model on Spark, for lists that no single machine holds; whoever wants it installs pyspark and Java."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from splink import Linker

from busel.matching.columns import COLUMNS, columns_of
from busel.matching.judging import LIKELY, Weighed, judge
from busel.matching.model import settings
from busel.matching.on_duckdb import QUIET
from busel.matching.outcomes import Verdict
from busel.matching.preparing import Keyed, prepare
from busel.matching.records import Record

_TYPES = {"BIGINT": "bigint", "VARCHAR": "string", "VARCHAR[]": "array<string>"}


class NoSparkError(Exception):
    """pyspark or Java is not installed."""


def matched_on_spark(people: Sequence[Record], *, families: bool = False) -> list[Verdict]:
    """Return what is said of the pairs among these people, as the weighing in memory does.

    The session is the one that the surroundings configure (SPARK_CONF_DIR, `spark.master`), else one of this machine.
    Raises NoSparkError.
    """
    keyed = prepare(people)
    return judge(keyed, weigh(keyed, session(), least=LIKELY), families=families)


def session() -> Any:
    """Return the Spark session. Raises NoSparkError."""
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415 - only whoever wants Spark has it
        from pyspark.sql import SparkSession  # noqa: PLC0415 - the same
        from splink.backends.spark import similarity_jar_location  # noqa: PLC0415 - needs pyspark
    except ImportError as missing:
        raise NoSparkError from missing
    builder = SparkSession.builder.appName("busel-duplicates").config("spark.jars", similarity_jar_location())
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    try:
        found = builder.getOrCreate()
    except (PySparkException, RuntimeError) as failed:
        raise NoSparkError from failed
    found.sparkContext.setLogLevel("OFF")
    return found


def weigh(people: Sequence[Keyed], spark: Any, *, least: float) -> list[Weighed]:
    """Return the pairs within these people that are one person with a probability of `least` or more."""
    from splink.backends.spark import SparkAPI  # noqa: PLC0415 - needs pyspark

    columns = columns_of(people)
    schema = ", ".join(f"{column} {_TYPES[kind]}" for column, kind in COLUMNS.items())
    frame = spark.createDataFrame(list(zip(*columns.values(), strict=True)), schema=schema)
    api = SparkAPI(spark_session=spark, break_lineage_method="persist")  # type: ignore[no-untyped-call]  # theirs
    linker = Linker(api.register(frame), settings(len(people), "spark"), log_level=QUIET)
    found = linker.inference.predict(threshold_match_probability=least, warning_mode="never")
    rows = found.as_spark_dataframe().select("unique_id_l", "unique_id_r", "match_weight").collect()
    return [Weighed(min(one, other), max(one, other), weight) for one, other, weight in rows]
