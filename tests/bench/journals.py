"""Rotation of all divisions beside opening them."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import asdict

from bench import organisations
from bench.fresh import in_fresh_process, spent
from bench.table import Row, row


def run(contacts: int) -> list[Row]:
    """Return the row of sealing a whole zone anew; it works on a copy."""
    told = in_fresh_process("journals", str(contacts))
    what = f"rotation of all divisions of {contacts:,}"
    return [
        row(f"{what}, CPU of the desk", told["rotating"]["cpu"], "s", floor=told["opening"]["cpu"], most_ratio=1.5),
        row(
            f"{what}, by the clock on the wall",
            told["rotating"]["wall"],
            "s",
            floor=told["opening"]["wall"],
            most_ratio=1.5,
        ),
    ]


def _main(contacts: int) -> None:
    copy = -contacts
    shutil.rmtree(organisations.folder_of(copy), ignore_errors=True)
    shutil.copytree(organisations.folder_of(contacts), organisations.folder_of(copy))
    try:
        with organisations.signed_in(copy, organisations.NATIONAL) as session:
            from busel.desk.opening import open_zone  # noqa: PLC0415 - after Django
            from busel.desk.rotation import rotate  # noqa: PLC0415 - after Django

            opening = spent(lambda: open_zone(session))
            journals = [bundle.journal for bundle in session.divisions()]
            rotating = spent(lambda: [rotate(session, journal) for journal in journals])
            session.shelf.close_session(session.token)
    finally:
        shutil.rmtree(organisations.folder_of(copy))
    print(json.dumps({"opening": asdict(opening), "rotating": asdict(rotating)}))


if __name__ == "__main__":
    _main(int(sys.argv[1]))
