"""The whole exposure report of who opens most, where the access log holds a year: a million entries over all divisions.

It works on a copy of the demo. Eleven months are laid together, the running one is there entry by entry.
"""

# ruff: noqa: PLC0415 - Django is set up first

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bench import organisations
from bench.access_log import ENTRIES, MONTHS, lay_digests, lay_filler, lay_month
from bench.fresh import in_fresh_process, spent
from bench.table import Row, row

if TYPE_CHECKING:
    from busel.desk.session import Session

OPENED_IN_A_MONTH = 300
"""People whom each account opened in one division and month."""


def run(contacts: int) -> list[Row]:
    """Return the row of the report, and how many people it says were opened."""
    told = in_fresh_process("year", str(contacts))
    what = f"exposure report of who opens {contacts:,}, beside a year's log of {ENTRIES:,}"
    return [
        row(f"{what}, CPU of the desk", told["cpu"], "s", most=5),
        row(f"{what}, by the clock", told["wall"], "s"),
    ]


def _main(contacts: int) -> None:
    copy = -contacts - 1
    shutil.rmtree(organisations.folder_of(copy), ignore_errors=True)
    shutil.copytree(organisations.folder_of(contacts), organisations.folder_of(copy))
    try:
        with organisations.signed_in(copy, organisations.NATIONAL) as session:
            from busel.desk.journals.opening import open_zone

            open_zone(session)
            _lay(session, contacts=copy)
            told = asdict(spent(lambda: _report(session)))
            session.shelf.close_session(session.token)
    finally:
        shutil.rmtree(organisations.folder_of(copy))
    print(json.dumps(told))


def _lay(session: Session, *, contacts: int) -> None:
    """Lay a year of entries: of the accounts that work in a division, in each."""
    others = [organisations.other_session(session, contacts, place) for place in organisations.WORKING]
    divisions = [bundle.journal for bundle in session.divisions()]
    database = str(organisations.folder_of(contacts) / "shelf/store.sqlite")
    for_each = ENTRIES // MONTHS // len(divisions)
    for journal in divisions:
        signers: list[Any] = [session, *(one for one in others if one.keyring.bundle(journal) is not None)]
        lay_filler(database, journal, for_each * (MONTHS - 1))
        lay_digests(session, journal, [one.account for one in signers], opened=OPENED_IN_A_MONTH)
        lay_month(session, journal, signers=signers, entries=for_each)


def _report(session: Session) -> None:
    from busel.desk.exposure.report import exposure_of

    report = exposure_of(session, session.account)
    assert report.opened() >= OPENED_IN_A_MONTH * len(report.divisions)
    assert sum(one.traces.doubts for one in report.divisions) == 0


if __name__ == "__main__":
    _main(int(sys.argv[1]))
