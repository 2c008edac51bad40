"""`busel export`: take people out into a file, with the same right, the same second person and the same note."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from busel.cli import output, passphrases
from busel.cli.export_requests import answer, as_lines, described
from busel.cli.folder import Folder
from busel.cli.letters import file_for
from busel.cli.output import Bar, CommandError
from busel.cli.refusals import in_words
from busel.cli.search import condition_of
from busel.cli.signed_in import signed_in
from busel.desk.actions.exports import NotAgreedError, ask_to_export, consent, note_export
from busel.desk.exporting.choice import ALL_PARTS, FORMATS, Choice, NoRightError, people_of
from busel.desk.exporting.making import make_file
from busel.desk.exporting.requests import MOST_ALONE, State, mine, requests, to_answer
from busel.desk.exporting.right import divisions_to_export
from busel.desk.search.conditions import BadConditionError
from busel.desk.session import Session
from busel.sheets.out.words import LANGUAGES

HELP = "take people out into a file (needs the right to export)"
NOBODY = "Nobody fits, so there is nothing to take out."
WAITING = 3
"""The exit code when a second person has to agree first."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    passphrases.add_option(parser)
    parser.add_argument("--format", choices=sorted(FORMATS), default="xlsx", help="the kind of file (xlsx)")
    parser.add_argument("--division", metavar="D", help="only out of this division and those below it, by full name")
    parser.add_argument("--where", metavar="SAVED_SEARCH", help="only people of this saved search, by title")
    parser.add_argument("--parts", metavar="P,P", help=f"only these fields: {', '.join(ALL_PARTS)}")
    parser.add_argument("--language", choices=LANGUAGES, help="of the headings; else the organisation's")
    parser.add_argument("--out", metavar="FILE", help="where the file goes; what is there is replaced")
    parser.add_argument("--requests", action="store_true", help="list who asks, and what you asked for")
    parser.add_argument("--approve", metavar="ID", help="agree to a request of somebody else's (coordinators)")
    parser.add_argument("--refuse", metavar="ID", help="refuse a request of somebody else's (coordinators)")


def run(options: argparse.Namespace) -> int:
    """Export, or ask and answer."""
    parts = _parts(options.parts)
    given = options.approve or options.refuse
    if not (given or options.requests or options.out):
        raise CommandError("Say where the file goes: --out FILE.")
    language = options.language or Folder.chosen(options.dir).read().language
    with signed_in(options) as session:
        if given:
            with in_words(nobody=NOBODY):
                answer(session, given, agrees=bool(options.approve))
        if given or options.requests:
            shown = [*to_answer(session), *mine(session)]
            listed = [described(session, one) for one in requests(session) if one in shown]
            told = ["You have agreed." if options.approve else "You have refused."] if given else []
            _say(options, {"requests": listed}, told or as_lines(listed))
            return 0
        choice = _choice(session, options, parts)
        with in_words(nobody=NOBODY):
            return _export(session, options, choice, language)


def _parts(written: str | None) -> tuple[str, ...]:
    if written is None:
        return ALL_PARTS
    asked = [part.strip() for part in written.split(",") if part.strip()]
    unknown = [part for part in asked if part not in ALL_PARTS]
    if unknown or not asked:
        raise CommandError(f"--parts takes some of: {', '.join(ALL_PARTS)}.")
    return tuple(part for part in ALL_PARTS if part in asked)


def _choice(session: Session, options: argparse.Namespace, parts: tuple[str, ...]) -> Choice:
    allowed = divisions_to_export(session)
    if not allowed:
        raise CommandError("This account has no right to export. A coordinator gives it with the grant.")
    name = options.division
    chosen = [one for one in allowed if name is None or one.name == name or one.name.startswith(f"{name} / ")]
    if not chosen:
        raise CommandError(f"This account may not export out of a division called “{name}”.")
    where = condition_of(None, options.where)
    return Choice(tuple(one.journal for one in chosen), where, options.where or "", options.format, parts)


def _export(session: Session, options: argparse.Namespace, choice: Choice, language: str) -> int:
    try:
        people = people_of(session, choice)
    except BadConditionError as error:
        raise CommandError("That saved search asks for something that this version does not know.") from error
    count = sum(map(len, people.values()))
    if not count:
        raise CommandError(NOBODY)
    agreed = _agreed(session, choice, people)
    if agreed is None:
        return _ask(session, options, choice, count)
    bar = Bar(quiet=options.json)
    with file_for(options.out) as file, _still_allowed():
        made = make_file(choice, people, language=language, told=lambda done: bar.show("Writing people", done, count))
        note_export(session, choice, made, record=agreed)  # before the first byte, so that no file goes unnoted
        for piece in made.file:
            file.write(piece)
    document = {"out": options.out, "people": made.count, "format": choice.format, "left_out": made.left_out}
    lines = [f"{made.count:,} people in {options.out}"]
    if made.left_out:
        lines.append(f"{made.left_out:,} values have no room in such a table; vcf and osdi hold them")
    _say(options, document, lines)
    return 0


@contextmanager
def _still_allowed() -> Iterator[None]:
    try:
        yield
    except (NotAgreedError, NoRightError) as error:
        raise CommandError("Right or consent has ended meanwhile, so nothing was taken out.") from error


def _agreed(session: Session, choice: Choice, people: dict[bytes, list[int]]) -> int | None:
    """Return the request that was agreed to, 0 where none is needed, None where one has to be asked for."""
    for record in (0, *(asked.record for asked in mine(session) if asked.state is State.AGREED)):
        try:
            consent(session, choice, people, record)
        except NotAgreedError:
            continue
        return record
    return None


def _ask(session: Session, options: argparse.Namespace, choice: Choice, count: int) -> int:
    waiting = [
        asked
        for asked in mine(session)
        if asked.state is State.WAITING
        and (asked.one.where, asked.one.format, asked.one.parts, asked.one.what)
        == (choice.where or {}, choice.format, choice.parts, choice.what)
        and set(asked.journals) <= set(choice.journals)
    ]
    record = waiting[0].record if waiting else ask_to_export(session, choice)
    document = {"out": None, "people": count, "format": choice.format, "request": str(record), "waiting": True}
    lines = [
        f"These are {count:,} people. Above {MOST_ALONE} a day another account, a coordinator there, has to agree.",
        f"You have asked: request {record}. Give the same command again once somebody has agreed.",
    ]
    _say(options, document, lines)
    return WAITING


def _say(options: argparse.Namespace, document: dict[str, Any], lines: list[str]) -> None:
    if options.json:
        output.say_json(document)
    else:
        for line in lines:
            output.say(line)
