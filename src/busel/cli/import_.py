"""`busel import`: bring a list in, through the same plan and the same commits as the pages."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from django.utils import translation

from busel.cli import import_reading, lists, output, passphrases
from busel.cli.import_telling import described, effects, tell
from busel.cli.output import Bar, CommandError
from busel.cli.signed_in import division_of, signed_in
from busel.desk.actions.imports import import_list, preview_import
from busel.desk.importing.going_on import settle
from busel.desk.importing.outcomes import OnMatch
from busel.desk.importing.plan import Plan
from busel.desk.importing.run import Run, fold_after
from busel.desk.importing.sending import plan_sending
from busel.desk.importing.steps import new_wizard, send, take
from busel.desk.importing.wizards import Wizard
from busel.desk.inboxes.depositing import NoInboxError
from busel.desk.session import Session
from busel.desk.web.import_reasons import reasons_of
from busel.registry.roles import Role
from busel.sheets.problem_file import write_problem_file
from busel.sheets.readers import READERS

HELP = "bring a list in: people of a spreadsheet, a database, an address book or a text file"
ADDED = ("Row in the first file", "Why it stayed out")
"""The headings that a problem file adds."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    parser.add_argument("file", metavar="FILE", help=f"one of: {', '.join(sorted(READERS))}; told by what stands in it")
    passphrases.add_option(parser)
    parser.add_argument("--division", metavar="D", help="into which division, by full name")
    import_reading.add_options(parser)
    parser.add_argument(
        "--on-match", choices=[one.value for one in OnMatch], default=None, help="what to do with known people (skip)"
    )
    parser.add_argument(
        "--tag", metavar="TAG", action="append", default=[], help="a tag for everybody; may be repeated"
    )
    parser.add_argument("--group", metavar="GROUP", help="a group that everybody joins; made where there is none")
    parser.add_argument(
        "--suggest-names",
        action="store_true",
        help="suggest the other language's spelling of new people's names, marked",
    )
    parser.add_argument("--likely-out", action="store_true", help="keep out who is likely known already")
    parser.add_argument("--same-too", action="store_true", help="take who is surely known for the person who is known")
    parser.add_argument("--erased-too", action="store_true", help="bring in, as new, people who were erased")
    parser.add_argument("--problems", metavar="OUT", help="write the rows that stay out here, to be corrected")
    parser.add_argument("--dry-run", action="store_true", help="tell each effect, and change nothing")


def run(options: argparse.Namespace) -> int:
    """Bring it in and tell."""
    data = lists.read_file(options.file)
    asked = import_reading.asked(options)
    if options.problems and Path(options.problems).exists():
        raise CommandError(f"There is a file {options.problems} already.")
    with signed_in(options) as session:
        bundle = division_of(session, options.division, least=Role.COLLECTOR)
        wizard = new_wizard(session, data, name=options.file.rpartition("/")[2], division=bundle)
        book = lists.read_list(data, asked._replace(language=import_reading.language_of(session, options)))
        del data  # a large list would be held beside its rows to the end
        take(session, wizard, book)
        import_reading.adjust(session, wizard, options)
        if wizard.refusal is not None:
            raise lists.refused(wizard.refusal)
        plan = _plan(session, wizard)
        foreseen = effects(plan) if options.dry_run and options.json else {}
        if not options.dry_run:
            try:
                _carry_out(session, wizard, plan, Bar(quiet=options.json))
            except NoInboxError as error:
                raise CommandError("The division's inbox has no certified key, so nothing was sent.") from error
        if options.problems and plan.problems:
            _write_problems(wizard, plan, options.problems)
    if options.json:
        output.say_json(described(plan) | foreseen | {"notes": book.notes})
    else:
        done = "would be" if options.dry_run else "sent to the inbox" if wizard.to_inbox else "brought in"
        tell(plan, book.notes, done=done, unit=(wizard.table.unit if wizard.table else "") or "row")
    return 0


def _write_problems(wizard: Wizard, plan: Plan, path: str) -> None:
    """Write the rows that stayed out into a new file that its owner alone reads."""
    if wizard.book is None or wizard.table is None:
        raise LookupError
    with translation.override("en"):
        reasons = reasons_of(plan, cards=bool(wizard.table.unit))
        content = write_problem_file(wizard.book, wizard.table, plan.problems, sentence=reasons, added=ADDED)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
            file.write(content)
    except OSError as error:
        raise CommandError(f"The rows that stayed out could not be written to {path}; all else is done.") from error


def _plan(session: Session, wizard: Wizard) -> Plan:
    settle(wizard)
    if wizard.to_inbox:
        return plan_sending(wizard.reading, seed=wizard.seed)
    return preview_import(session, wizard.journal, wizard.reading, seed=wizard.seed, first_deed=wizard.first_deed)


def _carry_out(session: Session, wizard: Wizard, plan: Plan, bar: Bar) -> None:
    wizard.plan = plan
    people = plan.counts.people
    run = Run(wizard.journal, wizard.name, plan)
    if not people:
        return
    if wizard.to_inbox:
        send(session, wizard, lambda sent: bar.show("Sending", sent, people))
    else:
        import_list(session, run, wizard.note(run.day), told=lambda r: bar.show("Bringing in", r.people, people))
        fold_after(session, run)
