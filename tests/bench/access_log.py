"""The access log: what an entry costs, and reading a year's log of a million entries for a report."""

# ruff: noqa: PLC0415 - Django is set up first

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.fresh import Spent, in_fresh_process, spent
from bench.table import Row, row

if TYPE_CHECKING:
    from busel.desk.session import Session

ENTRIES, MONTHS = 1_000_000, 12
IN_A_MONTH = ENTRIES // MONTHS
IN_A_SESSION, OPENED_IN_A_MONTH = 20, 3_000
PAGES = 300
TOGETHER = 1_000


def run() -> list[Row]:
    """Return the rows."""
    told = in_fresh_process("access_log")
    return [
        row("an entry of the access log, CPU of the desk", told["entry_cpu"], "ms"),
        row("an entry of the access log, p95 until it is confirmed", told["entry_p95"], "ms"),
        row(f"what a report reads of a year's log of {ENTRIES:,}, CPU of the desk", told["report"]["cpu"], "s", most=5),
        row(f"what a report reads of a year's log of {ENTRIES:,}, by the clock", told["report"]["wall"], "s"),
    ]


def _main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "busel.desk.settings"
    import django

    django.setup()
    from busel.shelf.client import RemoteShelf
    from factories.desks import DISTRICT, small
    from fixtures.shelves import Running

    with tempfile.TemporaryDirectory() as folder:
        running = Running(Path(folder) / "shelf.sock", str(Path(folder) / "shelf.sqlite3"))
        running.start()
        try:
            shelf = RemoteShelf(running.socket)
            organisation = small(shelf)
            journal = organisation.journal(DISTRICT)
            pages = _pages(organisation.desk("editor").open(), journal)
            coordinator = organisation.desk("coordinator").open()
            signers = [organisation.desk(who).session for who in ("editor", "other", "viewer", "deputy")]
            with coordinator.at_work() as session:
                lay_filler(running.database, journal, IN_A_MONTH * (MONTHS - 1))
                lay_digests(session, journal, [one.account for one in signers], opened=OPENED_IN_A_MONTH)
                lay_month(session, journal, signers=signers, entries=IN_A_MONTH)
                report = _report(session, journal, signers[0].account)
        finally:
            running.stop()
    print(json.dumps({**pages, "report": asdict(report)}))


def _pages(desk: Any, journal: bytes) -> dict[str, float]:
    from busel.desk.oversight.access_log import note

    with desk.at_work() as session:
        note(session, "open_contact", journal, [1])
        took = [spent(lambda n=n: note(session, "open_contact", journal, [n])) for n in range(PAGES)]
    walls = sorted(1000 * one.wall for one in took)
    cpu = 1000 * sum(one.cpu for one in took) / len(took)
    return {"entry_cpu": cpu, "entry_p95": walls[int(0.95 * len(walls))]}


def lay_filler(database: str, journal: bytes, entries: int) -> None:
    """Put rows of the size of entries where the months that are over would be: a report reads none of them."""
    with closing(sqlite3.connect(database, timeout=60)) as connection, connection:
        connection.execute("PRAGMA synchronous=OFF")
        newest = "SELECT COALESCE(MAX(place), -1) FROM shelf_logentry WHERE journal = ?"
        before = connection.execute(newest, (journal,)).fetchone()[0] + 1
        rows = ((journal, before + n, os.urandom(16), 0, os.urandom(593)) for n in range(entries))
        connection.executemany(
            "INSERT INTO shelf_logentry (journal, place, chain, number, body) VALUES (?, ?, ?, ?, ?)", rows
        )


def lay_digests(session: Session, journal: bytes, accounts: list[bytes], *, opened: int) -> None:
    """Lay eleven months together, in each of which every account opened and saw so many people."""
    from busel.desk.actions.access_log import DIGEST
    from busel.desk.clock import month_of, this_hour
    from busel.desk.journals.writing import write
    from busel.desk.oversight.access_log import write_apart
    from busel.journal.deed import Op
    from busel.registry.access_log import MOST_IDS, Folded, Noted, ids_to_bytes
    from busel.vault.entropy import new_record_id

    until = month_of(this_hour())[0] - 1
    months = []
    for _ in range(MONTHS - 1):
        since = month_of(until)[0]
        months.append((since, until))
        until = since - 1
    months[-1] = (0, months[-1][1])  # the first that is laid together is from the beginning
    for month in reversed(months):
        notes = [
            Noted(
                "fold_log",
                this_hour(),
                ids_to_bytes(range(at, min(opened, at + MOST_IDS))),
                folded=Folded(one, *month, kind),
            )
            for one in accounts
            for kind in ("opened", "listed")
            for at in range(0, opened, MOST_IDS)
        ]
        first, last = write_apart(session, journal, notes)
        fields = {"since": month[0], "until": month[1], "first": first, "last": last, "resume": last + 1}
        record = new_record_id()
        write(session, journal, "fold_log", [(record, [Op(DIGEST, record, fields)])])


def lay_month(session: Session, journal: bytes, *, signers: list[Session], entries: int) -> None:
    """Lay the running month entry by entry: of many sessions, each of one of the signers."""
    from busel.desk.clock import this_hour
    from busel.journal.header import Place
    from busel.registry.access_log import LogChain, Noted, Opening, ids_to_bytes
    from busel.shelf.protocol import NewLogEntry
    from busel.vault.entropy import new_id

    certificate = session.certificates.certificate(journal)
    assert certificate is not None
    read = session.ledgers[journal].bundle.keys.read_ticket()
    laid: list[NewLogEntry] = []
    for n in range(entries // IN_A_SESSION):
        account = signers[n % len(signers)].keyring.account
        opening = Opening(account.id, account.signing.public, account.handle)
        place = Place(session.keyring.organisation, journal)
        chain = LogChain(place, new_id(), opening, account.signing, [certificate.sealing])
        noted = [
            Noted("open_contact", this_hour(), ids_to_bytes([n * IN_A_SESSION + at])) for at in range(IN_A_SESSION)
        ]
        laid += [NewLogEntry(journal, read, chain.id, number, body) for number, body in chain.seal(noted)]
        if len(laid) >= TOGETHER:
            session.shelf.log(session.token, laid, 0, (0, 0))
            laid = []
    session.shelf.log(session.token, laid, 0, (0, 0))


def _report(session: Session, journal: bytes, account: bytes) -> Spent:
    from busel.desk.clock import this_hour
    from busel.desk.oversight.log_digests import digests, doings

    since = digests(session, journal)[0].since
    found = []
    took = spent(lambda: found.append(doings(session, journal, account, since=since, until=this_hour())))
    assert found[0].doubts == 0
    assert len(found[0].opened) >= OPENED_IN_A_MONTH
    return took


if __name__ == "__main__":
    _main()
