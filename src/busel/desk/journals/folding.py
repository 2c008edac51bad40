"""Folding: when a journal's tail grows long, an editor's desk lays a signed snapshot; its deeds become history.

Pages go on meanwhile, at this desk too. The steps, and what an end of the desk between them leaves:

1. the journal is read apart from the workspace, folded and put aside: a stage that nobody adopts;
2. one commit adopts it (`staging`): the snapshot is there, and its deeds are still sealed as they were;
3. this desk reads that commit before the deeds become history: one that does not hold the history key could not later;
4. the snapshot is read back, and only when it is believed does the shelf let go of the one before;
5. the deeds are sealed anew, batch by batch: who folds or rotates next goes on with what is left.
"""

from __future__ import annotations

from collections.abc import Iterator

from busel.contacts.records import KINDS
from busel.desk.journals.history import reseal_below
from busel.desk.journals.opening import pull
from busel.desk.journals.rereading import Reread, reread
from busel.desk.journals.staging import Stage
from busel.desk.journals.writing import NotAllowedError
from busel.desk.running.patience import without_collecting
from busel.desk.session import Session
from busel.journal.fold import State
from busel.journal.snapshot import Block, Words, blocks_of, pack_block
from busel.names.clean import tokens
from busel.names.keys import RULES_VERSION, key_tokens
from busel.registry.roles import Role
from busel.shelf.protocol import BadTicketError, EpochMovedError

TAIL_COMMITS = 2000
"""A tail longer than this is folded by the next idle editor's desk."""
_NAME_FIELDS = tuple(
    name for name in KINDS["contact"].__struct_fields__ if name.startswith(("family", "given", "patr"))
)


def may_fold(session: Session, journal: bytes) -> bool:
    """May the account lay a snapshot of this journal?"""
    return any(session.may(role, journal) for role in (Role.EDITOR, Role.ADMINISTRATOR))


def fold_journal(session: Session, journal: bytes) -> bool:
    """Lay a snapshot of a journal and move its deeds to the history.

    False when there is nothing to fold, or somebody folded or rotated meanwhile: theirs holds. Raises NotAllowedError,
    a JournalError for a journal that is not believed, or a ShelfError.
    """
    if not may_fold(session, journal):
        raise NotAllowedError
    with session.upkeep, without_collecting():
        try:
            whole = reread(session, session.ledgers[journal].bundle)
            return bool(whole.tail) and _fold(session, whole)
        except (BadTicketError, EpochMovedError):
            return False


def _fold(session: Session, whole: Reread) -> bool:
    bundle, before = whole.ledger.bundle, whole.ledger.snapshot
    stage = Stage(session, whole, bundle.keys, bundle.epoch)
    stage.lay(folded_blocks(whole))
    manifest = stage.adopt(
        lambda commit: session.shelf.append(session.token, bundle.journal, bundle.write, commit, stage.laid),
        still=lambda: whole.ledger.snapshot is before,
    )
    if manifest is None:
        return False
    whole.rest_on([])
    pull(session)
    back = reread(session, bundle)
    reseal_below(session, back.ledger, manifest.covers + 1)
    return True


def folded_blocks(whole: Reread) -> list[bytes]:
    """Return the packed blocks of a journal's state."""
    return [pack_block(block)[0] for block in blocks_with_words(whole.folded())]


def blocks_with_words(state: State) -> Iterator[Block]:
    """Yield the blocks of a state, the first one with all words of names and their keys."""
    names = {
        fields[name] for fields in state.records.get("contact", {}).values() for name in _NAME_FIELDS if name in fields
    }
    words = {word for name in names for word in tokens(name)}
    keyed = [(known.token, known.k1, known.k2) for known in key_tokens(sorted(words))]
    if keyed:
        yield Block(words=Words(RULES_VERSION, keyed))
    elif not any(state.records.values()):  # a stage holds one block at least
        yield Block()
    yield from blocks_of(state.all_records())
