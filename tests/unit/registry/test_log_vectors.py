"""What was written into an access log once is read for ever, by coordinators and by auditors."""

from __future__ import annotations

import pytest

from busel.journal.header import Place
from busel.registry.log_reading import Flaw, LogReader
from busel.vault.wrap import OpeningKey
from factories.vectors import raw, vectors

ROWS = vectors("access_log")


@pytest.mark.parametrize("reader", ["coordinators", "auditor"])
def test_access_log(reader: str) -> None:
    first = ROWS[0]
    place = Place(raw(first, "organisation"), raw(first, "journal"))
    log = LogReader(
        place,
        [OpeningKey(raw(first, reader))],
        known={raw(first, "account"): raw(first, "public")}.get,
        trusted={},
        first=int(first["place"]),
    )
    for row in ROWS:
        log.take(int(row["place"]), raw(row, "chain"), int(row["number"]), raw(row, "body"))
        assert log.end is not None
        assert log.end.digest == raw(row, "digest")
    told = [(one.account, one.handle, one.deed, one.contacts, one.hour, one.count, one.number) for one in log.finish()]
    assert told == [
        (
            raw(row, "account"),
            "amber-otter",
            row["deed"],
            tuple(map(int, row["contacts"].split())),
            int(row["hour"]),
            int(row["count"]),
            int(row["number"]),
        )
        for row in ROWS
    ]
    # Others laid entries between the first and the second: that they lack here is told.
    assert {finding.flaw for finding in log.findings} == {Flaw.CUT}
