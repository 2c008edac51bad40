"""Going on with a list that was interrupted: with the ids of its beginning, as long as it is the same list.

Ids come from the seed of the beginning and the numbers of rows. So under one seed another sheet would be taken for what
is in already, and another reading would lay people into other envelopes than those that were sent: rows would be lost.
"""

from __future__ import annotations

from msgspec.structs import replace

from busel.desk.importing.outcomes import OnMatch
from busel.desk.importing.unfinished import Unfinished
from busel.desk.importing.whole import Whole
from busel.desk.importing.wizards import Wizard
from busel.vault.entropy import new_id


def go_on_from(wizard: Wizard, begun: Unfinished) -> None:
    """Take up an import of this very file that was interrupted: the same ids, read as before."""
    wizard.interrupted = begun
    tables = wizard.book.tables[begun.place : begun.place + 1] if wizard.book and begun.place >= 0 else []
    tables = [table for table in tables if table.name == begun.table]
    if tables:
        wizard.look_at(tables[0], header_row=begun.header_row)
    if tables and len(begun.targets) == len(wizard.targets):
        wizard.targets = begun.targets
        wizard.on_match, wizard.tags = OnMatch(begun.on_match), tuple(begun.tags)
        wizard.erased_too, wizard.area_code = begun.erased_too, begun.area_code
        wizard.likely_out, wizard.same_too = begun.likely_out, begun.same_too
        wizard.whole = Whole(begun.group, begun.source, begun.names_in, begun.suggest)
    settle(wizard)


def settle(wizard: Wizard) -> None:
    """Decide by how the list is read now whether it goes on with its beginning, or is a list of its own."""
    interrupted = wizard.interrupted
    if interrupted is None:
        return
    if _is_the_same(wizard, interrupted):
        wizard.begun, wizard.seed = interrupted, bytes.fromhex(interrupted.seed)
    elif wizard.seed.hex() == interrupted.seed:
        wizard.begun, wizard.seed = None, new_id()


def is_replaced(wizard: Wizard) -> bool:
    """Is what was sent of the interrupted list sent anew, for it is read otherwise now? Then its note can go."""
    interrupted = wizard.interrupted
    return wizard.to_inbox and wizard.begun is None and interrupted is not None and _is_its_table(wizard, interrupted)


def _is_its_table(wizard: Wizard, interrupted: Unfinished) -> bool:
    is_there = wizard.table is not None and wizard.table.name == interrupted.table
    return is_there and wizard.place == interrupted.place


def _is_the_same(wizard: Wizard, interrupted: Unfinished) -> bool:
    if not _is_its_table(wizard, interrupted):
        return False
    if not wizard.to_inbox:  # rows that came in are known by their numbers, however they are read
        return True
    now = replace(wizard.note(interrupted.day), seed=interrupted.seed, sent=interrupted.sent)
    counted = {"people": interrupted.people, "pieces": interrupted.pieces, "first_deed": interrupted.first_deed}
    return replace(now, name=interrupted.name, **counted) == interrupted
