"""Requests to take people out, on the command line: told, agreed to, refused."""

from __future__ import annotations

from typing import Any

from busel.cli.output import CommandError
from busel.desk.actions.exports import answer_request
from busel.desk.clock import moment
from busel.desk.exporting.requests import Asked
from busel.desk.exporting.words import handle_of
from busel.desk.journals.writing import NotAllowedError
from busel.desk.session import Session


def answer(session: Session, written: str, *, agrees: bool) -> None:
    """Agree or refuse. Raises CommandError."""
    if not (written.isascii() and written.isdigit()):
        raise CommandError("A request is named by its number: busel export --requests tells it.")
    try:
        answer_request(session, int(written), agrees=agrees)
    except NotAllowedError as error:
        raise CommandError("No such request waits for this account. Nobody answers their own.") from error


def described(session: Session, asked: Asked) -> dict[str, Any]:
    """Return what `--json` tells of a request."""
    names = {bundle.journal: bundle.name for bundle in session.divisions()}
    return {
        "request": str(asked.record),
        "by": handle_of(session, asked.account),
        "state": asked.state.value,
        "people": asked.count,
        "divisions": [names.get(journal, journal.hex()) for journal in asked.journals],
        "what": asked.one.what,
        "format": asked.one.format,
        "parts": list(asked.one.parts),
        "hour": moment(asked.one.hour).isoformat(),
        "waits_for_you": bool(asked.waits_for(session)),
    }


def as_lines(listed: list[dict[str, Any]]) -> list[str]:
    """Return the lines for people."""
    lines = [
        f"{one['request']}  {one['by']}  {one['people']:,} people  {one['format']}  {one['state']}"
        + ("  ← agree or refuse" if one["waits_for_you"] else "")
        for one in listed
    ]
    return lines or ["Nobody asks."]
