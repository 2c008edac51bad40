"""Rotation of all divisions beside opening them."""

from __future__ import annotations

import json
import shutil
import sys
import time
from dataclasses import asdict

from bench import organisations
from bench.fresh import in_fresh_process, spent
from bench.table import Row, row


def run(contacts: int) -> list[Row]:
    """Return the row of sealing a whole zone anew; it works on a copy."""
    told = in_fresh_process("journals", str(contacts))
    what, opening = f"rotation of all divisions of {contacts:,}", told["opening"]
    rows = [row(f"{what}, CPU of the desk", told["rotating"]["cpu"], "s", floor=opening["cpu"], most_ratio=1.5)]
    state = f"{what}, until all have new keys, by the clock on the wall"
    rows.append(row(state, told["state"], "s", floor=opening["wall"], most_ratio=1.5))
    return [*rows, row(f"{what}, history too", told["rotating"]["wall"], "s", floor=opening["wall"])]


def _main(contacts: int) -> None:
    copy = -contacts
    shutil.rmtree(organisations.folder_of(copy), ignore_errors=True)
    shutil.copytree(organisations.folder_of(contacts), organisations.folder_of(copy))
    try:
        with organisations.signed_in(copy, organisations.NATIONAL) as session:
            from busel.desk.journals.opening import open_zone  # noqa: PLC0415 - after Django
            from busel.desk.keys.rotation import rotate_all  # noqa: PLC0415 - after Django

            opening = spent(lambda: open_zone(session))
            journals = [bundle.journal for bundle in session.divisions()]
            told: list[float] = []
            renewed, began = 3 * len(journals), time.perf_counter()

            def tell(done: int, _of_all: int) -> None:
                if done >= renewed and not told:
                    told.append(time.perf_counter() - began)

            rotating = spent(lambda: rotate_all(session, journals, told=tell))
            session.shelf.close_session(session.token)
    finally:
        shutil.rmtree(organisations.folder_of(copy))
    print(json.dumps({"opening": asdict(opening), "rotating": asdict(rotating), "state": told[0]}))


if __name__ == "__main__":
    _main(int(sys.argv[1]))
