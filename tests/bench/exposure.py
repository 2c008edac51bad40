"""The exposure report of the account that opens most, from the first commit on, with the access log."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from bench import organisations
from bench.fresh import in_fresh_process, spent
from bench.table import Row, row


def run(contacts: int) -> list[Row]:
    """Return the rows of two reports: of who opens everything, and of the editor of one region."""
    told = in_fresh_process("exposure", str(contacts))
    return [
        row(f"exposure report of who opens {contacts:,}, CPU of the desk", told["whole"]["cpu"], "s", most=5),
        row(f"exposure report of a region's editor among {contacts:,}, CPU of the desk", told["region"]["cpu"], "s"),
    ]


def _main(contacts: int) -> None:
    with organisations.signed_in(contacts, organisations.NATIONAL) as session:
        from busel.desk.exposure.report import exposure_of  # noqa: PLC0415 - after Django
        from busel.desk.journals.opening import open_zone  # noqa: PLC0415 - after Django
        from busel.desk.keys.posting import handles_of  # noqa: PLC0415 - after Django

        open_zone(session)
        division = session.keyring.named(organisations.DISTRICT)
        handles = {handle: id_ for id_, handle in handles_of(session, division.journal if division else b"").items()}
        editor = handles[organisations.account(contacts, organisations.EDITOR)["handle"]]
        whole, region = (spent(lambda of=of: exposure_of(session, of)) for of in (session.account, editor))
        session.shelf.close_session(session.token)
    print(json.dumps({"whole": asdict(whole), "region": asdict(region)}))


if __name__ == "__main__":
    _main(int(sys.argv[1]))
