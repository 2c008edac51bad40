"""`busel letters`: print letters to people, and note them in each person's history."""

from __future__ import annotations

import argparse
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from busel.cli import output, passphrases
from busel.cli.folder import Folder
from busel.cli.output import Bar, CommandError
from busel.cli.search import condition_of
from busel.cli.signed_in import signed_in
from busel.contacts.records import Template
from busel.desk.mailing.audience import Audience
from busel.desk.mailing.noting import noting_of
from busel.desk.mailing.plan import MOST_LETTERS, Choice, Plan, has_problems, plan_letters
from busel.desk.mailing.run import PrintRun, Stage
from busel.desk.mailing.templates import kept_templates
from busel.desk.search.conditions import BadConditionError
from busel.desk.session import Session
from busel.registry.roles import Role

HELP = "print letters into one PDF and note them in each person's history"
NOT_DONE = {
    Stage.NOT_PRINTED: "The printing process failed. Nothing was noted, and there is no file.",
    Stage.NOT_NOTED: "Not all letters could be noted, so there is no file; {noted} of {people} stand in the history.",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    passphrases.add_option(parser)
    parser.add_argument("--division", metavar="D", help="only in this division and below it, by full name")
    parser.add_argument("--where", metavar="SAVED_SEARCH", help="only people of this saved search, by title")
    parser.add_argument("--template", metavar="T", help="which letter, by title; without it the first of them")
    parser.add_argument("--households", action="store_true", help="one letter to each household, addressed to it")
    parser.add_argument("--out", metavar="FILE", required=True, help="where the PDF goes; what is there is replaced")


def run(options: argparse.Namespace) -> int:
    """Print, note, then write the file."""
    language = Folder.chosen(options.dir).read().language
    with signed_in(options) as session, file_for(options.out) as file:
        template = _template(session, options.template)
        audience = Audience(where=condition_of(options.division, options.where))
        plan = _plan(session, Choice(audience, template, one_per_household=options.households), language)
        done = _print(session, plan, template.title, file=file, bar=Bar(quiet=options.json))
        file.write(done.file)
    document = {
        "out": options.out,
        "pages": done.pages,
        "people": done.people,
        "left_out": len(plan.left_out),
        "template": template.title,
        "reasons": dict(plan.reasons()),
    }
    if options.json:
        output.say_json(document)
    else:
        _tell(document)
    return 0


@contextmanager
def file_for(name: str) -> Iterator[IO[bytes]]:
    """Open the file before anything is printed, for its owner alone; after a failure it is not left there."""
    path = Path(name)
    try:
        existed = path.exists()
        file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600), "wb")
    except OSError as error:
        raise CommandError(f"The file {name} cannot be written.") from error
    try:
        with file:
            yield file
            if path.is_file():
                file.truncate()
    except BaseException:
        if not existed:
            path.unlink(missing_ok=True)
        raise


def _template(session: Session, title: str | None) -> Template:
    kept = [one.template for one in kept_templates(session)]
    if not kept:
        raise CommandError("No letter is written yet.")
    found = [template for template in kept if title is None or template.title == title]
    if not found:
        known = ", ".join(f"“{template.title}”" for template in kept)
        raise CommandError(f"There is no letter called “{title}”. There are: {known}.")
    if has_problems(found[0]):
        raise CommandError(f"There is something to mend in the letter “{found[0].title}”.")
    return found[0]


def _plan(session: Session, choice: Choice, language: str) -> Plan:
    if not session.divisions(least=Role.EDITOR):
        raise CommandError("This account edits no division, so it cannot note letters.")
    try:
        plan = plan_letters(session, choice, default_language=language)
    except BadConditionError as error:
        raise CommandError("That saved search asks for something that this version does not know.") from error
    if not plan.letters:
        raise CommandError(f"Nobody gets this letter: {len(plan.left_out)} left out.")
    if plan.too_many:
        raise CommandError(f"That is more than {MOST_LETTERS:,} letters: take one --division after the other.")
    return plan


def _print(session: Session, plan: Plan, title: str, *, file: IO[bytes], bar: Bar) -> PrintRun:
    run = PrintRun(plan.letters, noting_of(plan, title))
    bar.show("Printing letters", 0, run.people)
    if run.print():
        _make_room(file, len(run.file))
        run.note(session)
    if run.stage is not Stage.READY:
        raise CommandError(NOT_DONE[run.stage].format(noted=run.noted, people=run.people))
    bar.show("Printing letters", run.people, run.people)
    return run


def _make_room(file: IO[bytes], size: int) -> None:
    """Ask for the room on the disk before anything is noted: noted letters without a file were never sent."""
    try:
        os.posix_fallocate(file.fileno(), 0, size)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise CommandError("There is no room for the file; nothing was noted.") from error


def _tell(document: dict[str, Any]) -> None:
    output.say(f"“{document['template']}”: {document['people']:,} letters, {document['pages']:,} pages")
    output.say(f"in {document['out']}; {document['left_out']:,} people left out")
    for reason, count in document["reasons"].items():
        output.say(f"  {count:>7,}  {reason}")
