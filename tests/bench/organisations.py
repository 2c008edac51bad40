"""The demo organisations that are measured: made once in build/, with their accounts beside them."""

from __future__ import annotations

import json
import os
import resource
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.fresh import in_fresh_process

if TYPE_CHECKING:
    from collections.abc import Iterator

    from busel.desk.session import Session

BUILD = Path(__file__).parent.parent.parent / "build"
REGION = "Mahilioŭ region"
DISTRICT = "Mahilioŭ region / Babrujsk district"
BEGINNING = "Кавал"
"""What is searched for: the beginning of a name that many bear."""
NATIONAL, REGIONAL, EDITOR, VIEWER = 0, 1, 2, 3
"""Places of the demo's accounts in its list."""
LIVELY = 113_221
"""So many people, with whom 2,000,000 times something happened: one more than a nation, for a folder of its own."""
FIRST_OF_EIGHT, EIGHT = 7, 8
WORKING = (REGIONAL, EDITOR, *range(FIRST_OF_EIGHT, FIRST_OF_EIGHT + EIGHT))
"""Those who work in a region, beside who opens all."""
"""The eight more editors of a region."""


def folder_of(contacts: int) -> Path:
    """Return where the demo with so many people lies."""
    return BUILD / f"bench-{contacts}"


def make(contacts: int) -> tuple[float, float]:
    """Make an organisation anew; return the seconds of CPU, all processes together, and of the clock for the people."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall = in_fresh_process("making", str(contacts))["wall"]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def account(contacts: int, place: int) -> dict[str, Any]:
    """Return handle, passphrase, role and divisions of one of the demo's accounts."""
    told = json.loads((folder_of(contacts) / "accounts.json").read_bytes())
    one: dict[str, Any] = told["accounts"][place]
    return one


@contextmanager
def signed_in(contacts: int, place: int) -> Iterator[Session]:
    """Sign in as a fresh desk does, Django set up and Argon2 done; nothing is opened yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "busel.desk.settings")
    import django  # noqa: PLC0415 - only in the process that is measured

    django.setup()
    from busel.cli.folder import Folder  # noqa: PLC0415 - after Django
    from busel.desk.forkserver.warm import warm  # noqa: PLC0415 - after Django
    from busel.desk.session import Typed, sign_in  # noqa: PLC0415 - after Django
    from busel.vault.lock import CHEAP  # noqa: PLC0415 - after Django

    warm()
    folder = Folder(folder_of(contacts))
    charter = folder.read()
    who = account(contacts, place)
    with folder.shelf(charter) as shelf:
        typed = Typed(who["handle"], who["passphrase"])
        yield sign_in(shelf, bytes.fromhex(charter.organisation), typed, profile=CHEAP)


def other_session(session: Session, contacts: int, place: int) -> Session:
    """Sign another account in beside one whose shelf is there; nothing is opened."""
    from busel.desk.session import Typed, sign_in  # noqa: PLC0415 - after Django
    from busel.vault.lock import CHEAP  # noqa: PLC0415 - after Django

    who = account(contacts, place)
    return sign_in(session.shelf, session.keyring.organisation, Typed(who["handle"], who["passphrase"]), profile=CHEAP)
