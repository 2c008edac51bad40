"""`busel search`: find people, with reasons and scores."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from busel.cli import output, passphrases, search_among
from busel.cli.output import CommandError
from busel.cli.signed_in import signed_in
from busel.contacts.person_name import PersonName
from busel.desk.oversight.access_log import note_people
from busel.desk.search.conditions import BadConditionError, Condition
from busel.desk.search.find import Found, find
from busel.desk.search.free_text import TEXTS
from busel.desk.search.saved_searches import where_titled
from busel.desk.workspace.load import raw_connection, read_contact
from busel.desk.workspace.models import Contact, Phone

HELP = "find people by name, telephone, words or a saved search"
LIMIT = 25
LOGGED_TOGETHER = 100
"""Whom so many queries find stands in the access log before any of them is shown: one durable step for all."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    parser.add_argument(
        "query",
        nargs="?",
        default="",
        metavar="QUERY",
        help="a name in any language, a telephone, a street, or words of a note",
    )
    passphrases.add_option(parser)
    parser.add_argument("--division", metavar="D", help="only in this division, by full name")
    parser.add_argument("--where", metavar="SAVED_SEARCH", help="only people of this saved search, by title")
    parser.add_argument("--limit", type=int, default=LIMIT, metavar="N", help=f"at most so many ({LIMIT})")
    parser.add_argument("--batch", metavar="FILE", help="a query a line; “-” is standard input; one JSON line for each")
    search_among.add_options(parser)


def run(options: argparse.Namespace) -> int:
    """Find and print."""
    if options.limit < 0:
        raise CommandError("--limit takes a number from 0 up.")
    queries = _queries(options)
    if options.among:
        for document in _among(search_among.finder(options), queries, options.limit):
            _say(document, options)
        return 0
    with signed_in(options) as session:
        where = condition_of(options.division, options.where)
        TEXTS.make_ready()
        for at in range(0, len(queries), LOGGED_TOGETHER):
            documents = [_answer(query, where, options.limit) for query in queries[at : at + LOGGED_TOGETHER]]
            found = [int(hit["id"]) for document in documents for hit in document["hits"]]
            note_people(session, "find_contacts", found)
            for document in documents:
                _say(document, options)
    return 0


def _among(found: search_among.Finder, queries: Sequence[str], limit: int) -> Iterator[dict[str, Any]]:
    for query in queries:
        hits = [
            {"row": one.row, "text": one.text, "score": round(one.score, 4), "reasons": list(one.reasons)}
            for one in found(query, limit)
        ]
        yield {"query": query, "total": len(hits), "hits": hits}


def _say(document: dict[str, Any], options: argparse.Namespace) -> None:
    if options.tsv:
        for rank, hit in enumerate(document["hits"], 1):
            who = hit.get("row", hit.get("id"))
            told = (document["query"], rank, hit["score"], _text_of(hit), who, " ".join(hit["reasons"]))
            output.say("\t".join(str(cell).replace("\t", " ") for cell in told))
    elif options.json or options.batch:
        output.say_json(document)
    else:
        _tell(document)


def _text_of(hit: dict[str, Any]) -> str:
    return hit["text"] if "text" in hit else " / ".join(dict.fromkeys(filter(None, hit["names"].values())))


def condition_of(division: str | None, title: str | None) -> Condition | None:
    """Return the condition that `--division` and `--where` come to. Raises CommandError."""
    parts: list[Condition] = []
    if division:
        parts.append({"field": "division", "is": division})
    if title:
        where = where_titled(title)
        if where is None:
            raise CommandError(f"There is no saved search called “{title}”.")
        parts.append(where)
    return {"all": parts} if parts else None


def _queries(options: argparse.Namespace) -> Sequence[str]:
    if not options.batch:
        if not (options.query or options.where or options.division):
            raise CommandError("Say whom to find: a name, a telephone, or --where.")
        return [options.query]
    if options.batch == "-":
        return sys.stdin.read().splitlines()
    return search_among.read_queries(options.batch, options.column)


def _answer(query: str, where: Condition | None, limit: int) -> dict[str, Any]:
    try:
        found = find(query, where=where, limit=limit) if query.strip() or where else Found(0, [])
    except BadConditionError as error:
        raise CommandError("That saved search asks for something that this version does not know.") from error
    return {"query": query, "total": found.total, "hits": list(_hits(found))}


def _hits(found: Found) -> Iterator[dict[str, Any]]:
    ids = [hit.contact for hit in found.hits]
    divisions = dict(Contact.objects.filter(pk__in=ids).values_list("pk", "division__name"))
    phones: dict[int, list[str]] = {}
    for contact, number, written in Phone.objects.filter(contact__in=ids).values_list("contact", "number", "written"):
        phones.setdefault(contact, []).append(number or written)
    raw = raw_connection()
    for hit in found.hits:
        record = read_contact(raw, hit.contact)
        if record is None:
            continue
        name = PersonName.of(record)
        yield {
            "id": str(hit.contact),
            "external_ids": list(record.external_ids),
            "names": {"be": name.be.full, "ru": name.ru.full},
            "phones": phones.get(hit.contact, []),
            "division": divisions.get(hit.contact, ""),
            "score": round(hit.score, 4),
            "reasons": [reason.value for reason in hit.reasons],
        }


def _tell(document: dict[str, Any]) -> None:
    for hit in document["hits"]:
        beside = f"(row {hit['row']})" if "row" in hit else f"{', '.join(hit['phones'])}  ({hit['division']})"
        output.say(f"{hit['score']:4.2f}  {_text_of(hit)}  {beside}")
    output.say(f"{document['total']:,} found")
