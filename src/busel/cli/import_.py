"""`busel import`: bring a list in, through the same plan and the same commits as the pages."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from busel.cli import lists, output, passphrases
from busel.cli.output import Bar, CommandError
from busel.cli.signed_in import division_of, signed_in
from busel.desk.actions.imports import import_list, preview_import, send_list
from busel.desk.importing.mappings import kept_mappings
from busel.desk.importing.outcomes import OnMatch
from busel.desk.importing.plan import Plan
from busel.desk.importing.run import Run
from busel.desk.importing.sending import plan_sending
from busel.desk.importing.steps import new_wizard, take
from busel.desk.importing.wizards import Wizard
from busel.desk.inboxes.depositing import NoInboxError
from busel.desk.session import Session
from busel.registry.roles import Role
from busel.sheets.draft import Problem

HELP = "bring a list in: people of a spreadsheet or a text file"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    parser.add_argument("file", metavar="FILE", help="a workbook (.xlsx) or text with separators (.csv)")
    passphrases.add_option(parser)
    parser.add_argument("--division", metavar="D", help="into which division, by full name")
    parser.add_argument("--sheet", metavar="S", help="which sheet, by name; else the first that holds people")
    parser.add_argument("--mapping", metavar="NAME", help="read the columns as this kept mapping says")
    parser.add_argument(
        "--on-match", choices=[one.value for one in OnMatch], default=None, help="what to do with known people (skip)"
    )
    parser.add_argument("--erased-too", action="store_true", help="bring in, as new, people who were erased")
    parser.add_argument("--dry-run", action="store_true", help="tell what it would do, and change nothing")


def run(options: argparse.Namespace) -> int:
    """Bring it in and tell."""
    data = lists.read_file(options.file)
    with signed_in(options) as session:
        bundle = division_of(session, options.division, least=Role.COLLECTOR)
        wizard = new_wizard(session, data, name=options.file.rpartition("/")[2], division=bundle)
        book = lists.read_list(data)
        take(session, wizard, book)
        _adjust(session, wizard, options)
        if wizard.refusal is not None:
            raise lists.refused(wizard.refusal)
        plan = _plan(session, wizard)
        if not options.dry_run:
            try:
                _carry_out(session, wizard, plan, Bar(quiet=options.json))
            except NoInboxError as error:
                raise CommandError("The division's inbox has no certified key, so nothing was sent.") from error
    document = described(plan) | {"notes": book.notes}
    if options.json:
        output.say_json(document)
    else:
        _tell(document, dry_run=options.dry_run, to_inbox=wizard.to_inbox)
    return 0


def _adjust(session: Session, wizard: Wizard, options: argparse.Namespace) -> None:
    if options.sheet is not None and wizard.book is not None:
        found = [table for table in wizard.book.tables if table.name == options.sheet]
        if not found:
            raise CommandError(f"There is no sheet called “{options.sheet}”.")
        wizard.look_at(found[0])
    if options.mapping is not None:
        kept = [one for one in kept_mappings(session) if one.title == options.mapping]
        if not kept:
            raise CommandError(f"There is no mapping called “{options.mapping}”.")
        wizard.use(kept[0])
    if options.on_match is not None:
        wizard.on_match = OnMatch(options.on_match)
    wizard.erased_too = wizard.erased_too or options.erased_too


def _plan(session: Session, wizard: Wizard) -> Plan:
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
        send_list(session, wizard.reading, wizard.note(run.day), told=lambda n: bar.show("Sending", n, people))
    else:
        import_list(session, run, wizard.note(run.day), told=lambda r: bar.show("Bringing in", r.people, people))


def described(plan: Plan) -> dict[str, Any]:
    """Return what `--json` prints: rows = new + updated + skipped + problems + blank."""
    plan.counts.check(plan.rows)
    return {
        "rows": plan.rows,
        **plan.counts.as_stored(),
        "problem_rows": [_described(problem) for problem in sorted(plan.problems, key=lambda one: one.row)],
        "warnings": dict(plan.warned),
        **({"made": dict(Counter(kind for kind, _title in plan.made))} if plan.made else {}),
    }


def _described(problem: Problem) -> dict[str, Any]:
    return {
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "code": str(problem.code),
        "message": lists.message(problem),
    }


def _tell(document: dict[str, Any], *, dry_run: bool, to_inbox: bool) -> None:
    told = [f"{document[name]:,} {name}" for name in ("new", "updated", "skipped", "problems", "blank")]
    doing = "would be" if dry_run else "sent to the inbox" if to_inbox else "brought in"
    output.say(f"{document['rows']:,} rows {doing}: {', '.join(told)}")
    if made := document.get("made"):
        output.say(f"  made along with them: {', '.join(f'{count:,} {kind}s' for kind, count in made.items())}")
    for note in document["notes"]:
        output.say(f"  {lists.noted(note)}")
    for problem in document["problem_rows"]:
        output.say(f"  row {problem['row']}: {problem['message']} {problem['value']}".rstrip())
