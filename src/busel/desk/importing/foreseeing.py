"""What a list would do: planned row by row, and weighed beside who is stored while the rows are gone through.

Where a decision hangs on the weighing the rows are gone through once more with what was found. Who looks at the same
list again has it already.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from busel.desk.importing.fates import Fates
from busel.desk.importing.known import Known, how_many
from busel.desk.importing.likeness import Sounds
from busel.desk.importing.plan import Plan, Reading, Told
from busel.desk.importing.planning import Planning
from busel.desk.importing.resembling import Asking, Resemblance, asking
from busel.desk.importing.shared import Shared
from busel.desk.importing.tying import Tying
from busel.desk.keeping.short_forms import own_forms


def plan_import(
    raw: sqlite3.Connection,
    division: int,
    reading: Reading,
    *,
    seed: bytes,
    first_deed: int = 0,
    told: Told = lambda _rows: None,
) -> Plan:
    """Return what bringing a list into a division would do. Writes nothing.

    `division` is the workspace's number of it; `seed` and `first_deed` make all ids. Raises ValueError for targets that
    do not fit together.
    """

    def planned(how: Reading, *, found: Resemblance | None, asks: Asking | None = None) -> Plan:
        known = Known(sounds=Sounds(own_forms()))
        known.load(raw, division)
        shared = Shared(division, seed)
        shared.load(raw)
        tying = Tying(raw, known.people, shared, how)
        tying.who.update(known.merged)
        plan = Plan(seed, how.table.data_count, first_deed, fates=Fates(how.table.header_row + 1))
        plan.weighed_by = how.weighed_by
        return Planning(raw, known, how, plan, tying, found=found, asks=asks).run(told)

    found = reading.found
    if found is None and not (people := how_many(raw, division)):
        found = Resemblance()
    if found is None:
        with asking(division, people=people) as asks:
            plan = planned(replace(reading, likely_out=False, same_too=False), found=None, asks=asks)
            found = asks.found().with_rows_again(plan.fates.same_as)
        if not (reading.likely_out or (reading.same_too and found.pairs)):
            return plan.resembling(found)
    plan = planned(reading, found=found)
    plan.found = found
    return plan
