"""A quiet passphrase, as its owner's desk lays it beside the other: without a desk, at the cheap profile."""

from __future__ import annotations

from busel.cli.folder import SHELF_SOCKET
from busel.desk.freezes import freezing
from busel.desk.session import Typed, sign_in
from busel.registry.locker import QUIET, Unlocked, seal_unlock_row
from busel.shelf.client import RemoteShelf
from busel.shelf.protocol import UnlockRow
from busel.vault.lock import CHEAP, unlocking
from fixtures.served import Person, Served

WORDS = "quiet quiet quiet quiet quiet quiet quiet"


def shelf_of(served: Served) -> RemoteShelf:
    return RemoteShelf(served.at_rest.folder / SHELF_SOCKET)


def code_of(person: Person) -> bytes:
    return freezing.read(person.freeze_code) or b""


def lay_quiet(served: Served, person: Person) -> str:
    """Give somebody a quiet passphrase; return it."""
    shelf, organisation = shelf_of(served), bytes.fromhex(served.at_rest.organisation)
    keys = unlocking(organisation, person.handle, passphrase=WORDS, key_file=person.key_bytes, profile=CHEAP)
    sealed = seal_unlock_row(keys.key, Unlocked(bytes.fromhex(person.locker), code_of(person), QUIET))
    session = sign_in(shelf, organisation, Typed(person.handle, person.passphrase, person.key_bytes), profile=CHEAP)
    shelf.put_unlock_rows(session.token, [UnlockRow(keys.tag, sealed)], [])
    session.close()
    shelf.close()
    return WORDS


def thaw(served: Served, person: Person) -> None:
    """Show both halves, as two people do."""
    shelf = shelf_of(served)
    for half in person.thaw_halves:
        shelf.thaw(freezing.read(half) or b"")
    shelf.close()
