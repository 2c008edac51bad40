"""`busel exposure`: whom an account could read, whom it opened, and whom it printed or took out."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from django.utils import translation

from busel.cli import output, passphrases
from busel.cli.folder import Folder
from busel.cli.output import Bar, CommandError
from busel.cli.signed_in import signed_in
from busel.desk.access.called import TwoAccountsError
from busel.desk.access.reach import is_known
from busel.desk.exposure.report import Exposed, Report, exposure_of
from busel.desk.keys.posting import members_of
from busel.desk.oversight.access_log import note
from busel.desk.sandboxes.printing import PrintError, print_report
from busel.desk.session import Session
from busel.desk.web.exposure_paper import MOST_NAMES, concerned, on_paper
from busel.desk.web.exposure_words import always_unknown, unknown_lines
from busel.desk.web.forms.exposure import period_of
from busel.registry.roles import Role

HELP = "tell whom an account could read, whom it opened, and whom it printed or took out (coordinators)"
ACCOUNT_DIGITS = 32


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    passphrases.add_option(parser)
    parser.add_argument("--account", required=True, metavar="HANDLE", help="whose report: account name, or its id")
    parser.add_argument("--from", dest="since", metavar="DATE", help="from this day on, as 2026-11-27")
    parser.add_argument("--to", dest="until", metavar="DATE", help="to this day, both in it")
    parser.add_argument("--out", metavar="FILE", help="print it into this PDF, too; what is there is replaced")
    parser.add_argument("--with-names", action="store_true", help="with the people's names in the PDF; it is logged")


def run(options: argparse.Namespace) -> int:
    """Make the report, print it if that is asked, and tell it."""
    since, until = _day(options.since), _day(options.until)
    if since and until and until < since:
        raise CommandError("--to is a day before --from.")
    bar = Bar(quiet=options.json)
    with signed_in(options) as session:
        if not session.divisions(least=Role.COORDINATOR):
            raise CommandError("This account coordinates no division, so it makes no such report.")
        account = _account(session, options.account)
        report = exposure_of(
            session,
            account,
            period_of(since, until),
            told=lambda done, of_all: bar.show("Reading the divisions", done, of_all),
        )
        if options.out:
            language = Folder.chosen(options.dir).read().language
            _print(session, report, options, language)
    document = _document(report, options)
    if options.json:
        output.say_json(document)
    else:
        _tell(document)
    return 0


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise CommandError(f"“{text}” is no day. Write it as 2026-11-27.") from error


def _account(session: Session, whom: str) -> bytes:
    """Return the one account of that name, or with that id, that was ever named in a division here."""
    if (
        len(whom) == ACCOUNT_DIGITS
        and not set(whom) - set("0123456789abcdef")
        and is_known(session, bytes.fromhex(whom))
    ):
        return bytes.fromhex(whom)
    everywhere = (members_of(session, bundle.journal).values() for bundle in session.divisions())
    found = {member.account for members in everywhere for member in members if member.handle == whom}
    if len(found) > 1:
        raise CommandError(str(TwoAccountsError(sorted(found))))
    if not found:
        raise CommandError(f"No division that this account opens knows anybody called “{whom}”.")
    return found.pop()


def _print(session: Session, report: Report, options: argparse.Namespace, language: str) -> None:
    """Print the report, in the organisation's language. What names people is logged before it is written."""
    path = Path(options.out)
    try:
        with translation.override(language):
            file = print_report(on_paper(report, options.account, with_names=options.with_names))
        for one in report.divisions if options.with_names else ():
            note(session, "print_exposure", one.journal, sorted(concerned(one)))
        path.touch(0o600)
        path.write_bytes(file)
    except ValueError as error:
        raise CommandError(
            f"More than {MOST_NAMES:,} names make no list to call through: leave --with-names."
        ) from error
    except PrintError as error:
        raise CommandError("The printing process failed, so there is no file.") from error
    except OSError as error:
        raise CommandError(f"The file {options.out} cannot be written.") from error


def _document(report: Report, options: argparse.Namespace) -> dict[str, Any]:
    with translation.override("en"):
        unknown = [*unknown_lines(report), *always_unknown()]
    return {
        "handle": options.account,
        "account": report.account.hex(),
        "from": options.since or "",
        "to": options.until or "",
        "could_read": report.could(),
        "opened": report.opened(),
        "taken_out": report.taken(),
        "divisions": [_division(one) for one in report.divisions],
        "unknown": unknown,
        "out": options.out or "",
    }


def _division(one: Exposed) -> dict[str, Any]:
    return {
        "division": one.name,
        "epochs": [{"epoch": keys.epoch, "history": keys.history} for keys in one.keys],
        "open": one.is_open,
        "could_read": _ids(one.could),
        "opened": _ids(one.traces.opened),
        "taken_out": _ids(one.traces.taken),
        "removed": _ids(one.removed),
    }


def _ids(people: Any) -> list[str]:
    return [str(id_) for id_ in sorted(people)]


def _tell(document: dict[str, Any]) -> None:
    people = "person" if document["could_read"] == 1 else "people"
    output.say(f"“{document['handle']}” could read {document['could_read']:,} {people},")
    output.say(f"opened {document['opened']:,}, and printed or took out {document['taken_out']:,}")
    for one in document["divisions"]:
        counts = "  ".join(f"{len(one[name]):>9,}" for name in ("could_read", "opened", "taken_out"))
        output.say(f"{counts}  {one['division']}{'  (its keys open it still)' if one['open'] else ''}")
    for line in document["unknown"]:
        output.say(f"- {line}")
    if document["out"]:
        output.say(f"The report is in {document['out']}")
