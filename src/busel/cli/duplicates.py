"""`busel duplicates`: who stands twice among those whom an account reads, or in a list file, and why."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from busel.cli import lists, output, passphrases
from busel.cli.output import CommandError
from busel.cli.signed_in import signed_in
from busel.desk.clock import today_date
from busel.desk.duplicates.finding import pairs_in
from busel.desk.duplicates.listed import listed_people
from busel.desk.oversight.access_log import note_people
from busel.desk.sandboxes.matching import TOO_MANY, MatchingError, matched
from busel.desk.workspace.models import Contact
from busel.matching.outcomes import Outcome, Verdict
from busel.matching.records import Record

HELP = "find who stands twice, with reasons: among the people of an organisation, or in a list file"
DUCKDB, SPARK = "duckdb", "spark"
LOGGED_TOGETHER = 500
FAILED = "The comparison did not come to its end; nothing was changed."
FULL = "So many people do not fit into the memory of one comparison; compare a part, or use --engine spark."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    passphrases.add_option(parser, required=False)
    parser.add_argument("--list", metavar="FILE", help="look in this list instead; no account, and nothing is stored")
    parser.add_argument("--families", action="store_true", help="with --list: tell look-alikes of one household, too")
    parser.add_argument(
        "--engine",
        choices=(DUCKDB, SPARK),
        default=DUCKDB,
        help="what compares: duckdb on this machine, or for national lists (--list) a Spark that you installed",
    )


def run(options: argparse.Namespace) -> int:
    """Find and print."""
    if not options.list and not options.handle:
        raise CommandError("Say whose people to look among: --as HANDLE, or --list FILE.")
    if not options.list and options.engine == SPARK:
        raise CommandError("Spark compares list files only: say --list FILE.")
    documents = list(_of_list(options)) if options.list else _of_organisation(options)
    if options.json:
        output.say_json({"pairs": documents})
    else:
        _tell(documents)
    return 0


def _of_organisation(options: argparse.Namespace) -> list[dict[str, Any]]:
    with signed_in(options) as session:
        try:
            pairs = pairs_in([session.numbers[bundle.journal] for bundle in session.divisions()])
        except MatchingError as failed:
            raise _sentence(failed) from failed
        shown = list(dict.fromkeys(contact for pair in pairs for contact in (pair.one, pair.other)))
        for at in range(0, len(shown), LOGGED_TOGETHER):
            note_people(session, "find_contacts", shown[at : at + LOGGED_TOGETHER])
        ids = {contact: list(listed) for contact, listed in Contact.objects.values_list("pk", "external_ids") if listed}
        return [
            {"a": str(one.one), "b": str(one.other), "external_ids": _ids(ids, (one.one, one.other)), **_weighed(one)}
            for one in pairs
        ]


def _of_list(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    book = lists.read_list(lists.read_file(options.list))
    table = next((table for table in book.tables if not table.hidden and table.data_count), None)
    if table is None:
        raise CommandError("There are no rows in that list.")
    people = list(listed_people(table, today=today_date()))
    ids = {one.row: list(one.external_ids) for one in people}
    for one in _compared([one.record for one in people], options):
        yield {"a": one.one, "b": one.other, "external_ids": _ids(ids, (one.one, one.other)), **_weighed(one)}


def _compared(people: Sequence[Record], options: argparse.Namespace) -> Sequence[Verdict]:
    try:
        if options.engine == DUCKDB:
            return matched(people, families=options.families).pairs
        from busel.matching.on_spark import NoSparkError, matched_on_spark  # noqa: PLC0415 - loads Splink

        return matched_on_spark(people, families=options.families)
    except MatchingError as failed:
        raise _sentence(failed) from failed
    except NoSparkError as missing:
        raise CommandError(
            "There is no Spark here: install pyspark and Java 17 (docs/how-to/national-lists.md)."
        ) from missing


def _sentence(failed: MatchingError) -> CommandError:
    return CommandError(FULL if failed.code == TOO_MANY else FAILED)


def _ids(ids: Mapping[int, list[str]], both: tuple[int, int]) -> list[list[str]]:
    return [ids.get(one, []) for one in both]


def _weighed(pair: Verdict) -> dict[str, Any]:
    return {
        "probability": pair.probability,
        "outcome": pair.outcome.value,
        "kind": pair.kind.value,
        "agree": [point.value for point in pair.agree],
        "differ": [point.value for point in pair.differ],
        "reasons": [point.value for point in (*pair.agree, *pair.differ)],
    }


def _tell(documents: Sequence[dict[str, Any]]) -> None:
    for one in documents:
        names = " ~ ".join(
            str((ids or [key])[0]) for ids, key in zip(one["external_ids"], (one["a"], one["b"]), strict=True)
        )
        output.say(f"{one['outcome']:<8} {one['probability']:.3f}  {names}  {', '.join(one['reasons'])}")
    certain = sum(one["outcome"] == Outcome.CERTAIN for one in documents)
    output.say(f"{certain:,} certain, {len(documents) - certain:,} to look at")
