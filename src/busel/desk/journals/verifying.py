"""Verifying all that an account opens: chains, authors, roles from the first commit on, and whether snapshots agree."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from busel.desk.journals.annals import Annals, annals_of
from busel.desk.journals.folded import new_state
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.journals.rereading import reread
from busel.desk.keys.posting import handles_of
from busel.desk.running.patience import without_collecting
from busel.desk.session import Session
from busel.journal.comparing import Difference, compare
from busel.journal.errors import EpochUnknownError, JournalError
from busel.journal.fold import State
from busel.journal.snapshot import Manifest
from busel.registry.authored import ERASURE
from busel.registry.erasures import Lacking
from busel.registry.keyring import Bundle


@dataclass
class _Found:
    """What came of a zone's journals so far. The order is that of the reading; nothing is told twice."""

    aside: dict[Aside, None]
    commits: int = 0
    differences: list[dict[str, Any]] = field(default_factory=list)
    unchecked: list[dict[str, Any]] = field(default_factory=list)


def verify_zone(session: Session) -> dict[str, Any]:
    """Return what `busel verify --json` tells of all opened journals. Raises a ShelfError.

    {"journals", "commits", "aside": [{"journal", "division", "sequence", "cause"}], "differences": [{"journal",
    "division", "sequence", "author", "kind", "left_out", "made_up", "altered"}], "unchecked": [{"journal", "division",
    "commits"}]}. One journal is in memory at a time: its folded state and the packed blocks of its snapshot.
    """
    found = _Found(dict.fromkeys(session.aside))
    read = [ledger.bundle for ledger in session.ledgers.values() if ledger.link is not None]
    for bundle in read:  # of the others, what was kept aside tells why they could not be read
        with without_collecting():
            _check(session, bundle, found)
    names = {bundle.journal: bundle.name for bundle in session.keyring.bundles.values()}
    return {
        "journals": len(session.ledgers),
        "commits": found.commits,
        "aside": [
            {
                "journal": one.journal.hex(),
                "division": names.get(one.journal, ""),
                "sequence": one.sequence,
                "cause": one.cause.value,
            }
            for one in found.aside
        ],
        "differences": found.differences,
        "unchecked": found.unchecked,
    }


@dataclass
class Compared:
    """One journal read from its first commit on, and its newest snapshot beside it."""

    annals: Annals
    manifest: Manifest | None = None
    covers: int = -1
    """The last commit that the snapshot's blocks hold."""
    differs: dict[str, Difference] = field(default_factory=dict)
    is_read: bool = False
    """Could all of it be read as far as it was opened here? Where not, nothing was compared."""

    @property
    def proven(self) -> bool:
        """Does the snapshot say what its deeds say, all of which opened?"""
        lacks = any(one.cause is Cause.HISTORY_GONE for one in self.annals.aside)
        return self.is_read and not self.annals.gaps and not self.differs and not lacks


def compared(session: Session, bundle: Bundle) -> Compared:
    """Fold all deeds of a journal that this desk has opened, and compare. Raises NotReadError or a ShelfError."""
    found = Compared(annals_of(session, bundle.journal))
    try:
        whole = reread(session, bundle)
        found.manifest = whole.ledger.snapshot
        whole.tail.clear()
        found.covers = whole.covers
        state = _folded(session, found.annals, found.covers)
        if whole.blocks and not found.annals.gaps:
            found.differs = compare(state, whole.blocks)
        found.is_read = True
    except (JournalError, EpochUnknownError, LookupError):
        found.annals.aside = found.annals.aside or [Aside(bundle.journal, found.annals.sequence, Cause.DAMAGED)]
    return found


def _check(session: Session, bundle: Bundle, found: _Found) -> None:
    one = compared(session, bundle)
    if one.is_read and one.manifest is not None:
        found.differences += _told(session, bundle, one.manifest, one.differs)
    if one.is_read and one.annals.gaps:
        found.unchecked.append({"journal": bundle.journal.hex(), "division": bundle.name, "commits": one.annals.gaps})
    found.aside.update(dict.fromkeys(one.annals.aside))
    found.commits += one.annals.sequence + 1


def _folded(session: Session, annals: Annals, last: int) -> State:
    """Read all deeds; return what those up to the commit `last` fold to.

    A deed that lacks parts which no note of an erasure names is kept aside: whoever seals older bodies anew could leave
    somebody out of the history as well as of the snapshot, and both would agree.
    """
    state, lacking = new_state(), Lacking()
    for deed in annals.read_all(session):
        ops = list(deed.ops())
        lacking.take(annals.sequence, deed.erased, [op.now for op in ops if op.kind == ERASURE and op.now is not None])
        if annals.sequence <= last:
            state.begin(deed)
            for op in ops:
                state.apply_one(op)
    annals.aside += [Aside(annals.place.journal, one, Cause.HISTORY_GONE) for one in lacking.unnamed()]
    return state


def _told(session: Session, bundle: Bundle, manifest: Manifest, differs: dict[str, Difference]) -> list[dict[str, Any]]:
    """Return the differences of one snapshot for the report; `author` is who signed it, as far as a handle is known."""
    snapshot = {
        "journal": bundle.journal.hex(),
        "division": bundle.name,
        "sequence": manifest.covers + 1,
        "author": handles_of(session, bundle.journal).get(manifest.author, ""),
    }
    return [{**snapshot, "kind": kind, **asdict(difference)} for kind, difference in differs.items()]
