"""What folds replaced, listed, and put back: `python -m busel.server.shelf.putting_back`, which `busel kept` runs.

It opens no seal and shows ids and numbers only. It may run beside the shelf: the journal's end stays what it was, so no
open desk is behind, and everything that was written since stands in the tail again.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

import django

from busel.server.shelf import hygiene


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked and say it as one JSON document. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="busel-shelf-kept", description="What the shelf keeps of folds.")
    parser.add_argument("--put-back", metavar="JOURNAL", type=bytes.fromhex)
    options = parser.parse_args(arguments)
    hygiene.harden()
    os.environ["DJANGO_SETTINGS_MODULE"] = "busel.server.shelf.settings"
    django.setup(set_prefix=False)
    from busel.server.shelf import tables  # noqa: PLC0415 - Django must be set up before its database is touched

    tables.prepare()
    told = kept() if options.put_back is None else put_back(options.put_back)
    sys.stdout.write(json.dumps(told) + "\n")
    tables.settle()
    return 0


def kept() -> dict[str, Any]:
    """Return what is kept: {"days", "journals": [{"journal", "since", "snapshots", "bodies", "bytes"}]}.

    `since` counts days since 1970; `bytes` are those of bodies and blocks.
    """
    from django.conf import settings  # noqa: PLC0415 - as above
    from django.db import connection  # noqa: PLC0415 - as above

    with connection.cursor() as cursor:
        cursor.execute(_KEPT)
        rows = cursor.fetchall()
    return {
        "days": settings.BUSEL_SHELF_KEPT_DAYS,
        "journals": [
            {"journal": bytes(id_).hex(), "since": since, "snapshots": snapshots, "bodies": bodies, "bytes": int(size)}
            for id_, since, snapshots, bodies, size in rows
        ],
    }


def put_back(journal: bytes) -> dict[str, Any]:
    """Put back the oldest snapshot of a journal that is kept, and the bodies: {"put_back"} or {"refused"}.

    Nothing that was written since is lost: it stands after that snapshot again, as it was first sealed.
    """
    from busel.server.shelf.database import writing  # noqa: PLC0415 - as above
    from busel.server.shelf.keeping import forget, let_expired_go  # noqa: PLC0415 - as above
    from busel.server.shelf.models import Block, Commit, Journal, KeptBody, KeptSnapshot, Stage  # noqa: PLC0415 - as above
    from busel.shelf.protocol import Segment  # noqa: PLC0415 - as above

    with writing():
        row = Journal.objects.select_for_update().filter(id=journal).first()
        if row is None:
            return {"refused": "unknown"}
        let_expired_go(journal)
        oldest = KeptSnapshot.objects.filter(journal=journal).order_by("sequence").first()
        if oldest is None:
            return {"refused": "nothing-kept"}
        bodies = dict(KeptBody.objects.filter(journal=journal).values_list("sequence", "body"))
        moved = Commit.objects.filter(journal=journal, sequence__gt=oldest.sequence).exclude(segment=Segment.STATE)
        if any(sequence not in bodies for sequence in moved.values_list("sequence", flat=True)):
            return {"refused": "not-whole"}
        for sequence, body in bodies.items():
            Commit.objects.filter(journal=journal, sequence=sequence).update(
                segment=Segment.STATE, key_epoch=row.epoch, body=body
            )
        row.snapshot, row.adopted, row.retired = oldest.sequence, oldest.stage, b""
        row.save(update_fields=["snapshot", "adopted", "retired"])
        forget(journal)
        Block.objects.filter(journal=journal).exclude(stage=row.adopted).delete()
        Stage.objects.filter(journal=journal).delete()
    return {"put_back": journal.hex(), "snapshot": row.snapshot, "bodies": len(bodies)}


_KEPT = """
SELECT journal, MIN(day), SUM(snapshots), SUM(bodies), SUM(size) FROM (
 SELECT journal, day, 0 AS snapshots, 1 AS bodies, length(body) AS size FROM shelf_keptbody
 UNION ALL
 SELECT kept.journal, kept.day, 1, 0, COALESCE((SELECT SUM(length(body)) FROM shelf_block
  WHERE shelf_block.journal = kept.journal AND shelf_block.stage = kept.stage), 0)
 FROM shelf_keptsnapshot kept
) AS everything GROUP BY journal ORDER BY journal"""


if __name__ == "__main__":
    sys.exit(main())
