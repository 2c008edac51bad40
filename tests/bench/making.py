"""A program, `python -m bench.making CONTACTS`: the demo, with eight more editors, so that eight people can be at work.

Their passphrases cost next to nothing (`vault.lock.CHEAP`): what is measured here lies beside Argon2.
"""

# ruff: noqa: E402 - ours is read once Django is set up

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from busel.cli.people.chance import Draw

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "busel.desk.settings")

import django

django.setup()

from bench.organisations import EIGHT, LIVELY, folder_of
from busel.cli.demo_making import Making
from busel.cli.folder import Charter, Folder
from busel.cli.output import Bar
from busel.cli.people import lives
from busel.desk.trustees.founding import Post
from busel.registry.roles import Role
from busel.vault.entropy import new_id
from busel.vault.lock import CHEAP

LONG_YEARS = 25
"""So often has what usually happens with a person happened in a lively organisation."""


def _much(draw: Draw, today: date) -> Iterator[dict[str, str]]:
    for _year in range(LONG_YEARS):
        yield from lives.activities(draw, today)


class Crowded(Making):
    """The demo, with eight more editors of the region."""

    def _posts(self) -> list[Post]:
        posts = super()._posts()
        return [*posts, *[Post(Role.EDITOR, posts[2].divisions)] * EIGHT]


def _main(contacts: int) -> None:
    shutil.rmtree(folder_of(contacts), ignore_errors=True)
    if contacts == LIVELY:
        setattr(import_module("busel.cli.people.people"), "activities", _much)  # noqa: B010 - where it is called
    folder = Folder(folder_of(contacts))
    folder.make()
    charter = Charter(organisation=new_id().hex(), demo=True)
    with folder.shelf(charter) as shelf:
        making = Crowded(shelf, bytes.fromhex(charter.organisation), Bar(quiet=True), profile=CHEAP)
        accounts = making.found()
        folder.write(charter)
        started = time.perf_counter()
        making.fill(contacts, 1)
        wall = time.perf_counter() - started
    (folder.path / "accounts.json").write_text(json.dumps({"accounts": accounts}), encoding="utf-8")
    print(json.dumps({"wall": wall}))


if __name__ == "__main__":
    _main(int(sys.argv[1]))
