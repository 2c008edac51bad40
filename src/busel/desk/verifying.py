"""Verifying everything an account opens: chains to the first commit, bodies, and what a zone's opening kept aside."""

from __future__ import annotations

from typing import Any

from busel.desk.ledger import Aside, Cause
from busel.desk.session import Session
from busel.journal.chain import Link, follow
from busel.journal.commit import open_commit, open_history
from busel.journal.errors import BrokenChainError, JournalError
from busel.journal.header import GENESIS
from busel.registry.keyring import Bundle
from busel.shelf.protocol import Commit, Segment


def verify_zone(session: Session) -> dict[str, Any]:
    """Return {"journals", "commits", "aside": [{"journal", "sequence", "cause"}]} for all opened journals."""
    aside, commits = list(session.aside), 0
    for ledger in session.ledgers.values():
        found = _all_commits(session, ledger.bundle)
        commits += len(found)
        aside += _check(session, ledger.bundle, found)
    return {
        "journals": len(session.ledgers),
        "commits": commits,
        "aside": [{"journal": a.journal.hex(), "sequence": a.sequence, "cause": a.cause.value} for a in aside],
    }


def _all_commits(session: Session, bundle: Bundle) -> list[Commit]:
    """Return every commit of a journal, the first one first."""
    found: list[Commit] = []
    ticket = bundle.keys.read_ticket()
    link = session.ledgers[bundle.journal].link or Link()
    below = link.sequence + 1
    while below > 0 and (some := session.shelf.history(session.token, bundle.journal, ticket, below)):
        found += some
        below = some[-1].sequence
    return found[::-1]


def _check(session: Session, bundle: Bundle, commits: list[Commit]) -> list[Aside]:
    place, end = session.ledgers[bundle.journal].place, session.ledgers[bundle.journal].link
    link, aside = Link(-1, GENESIS, 0), list[Aside]()
    for commit in commits:
        try:
            header, link = follow(place, link, commit, whole_body=commit.segment is Segment.STATE)
            keys = bundle.epochs.get(commit.key_epoch)
            if commit.segment is Segment.STATE and keys is not None:
                open_commit(keys, header, commit.body)
            elif commit.segment is Segment.HISTORY and keys is not None and keys.history:
                open_history(keys, header, commit.body)
        except BrokenChainError:
            return [*aside, Aside(bundle.journal, commit.sequence, Cause.BROKEN_CHAIN)]
        except JournalError:
            aside.append(Aside(bundle.journal, commit.sequence, Cause.NOT_OPENED))
    if end is not None and (link.sequence, link.digest) != (end.sequence, end.digest):
        aside.append(Aside(bundle.journal, link.sequence, Cause.ROLLED_BACK))
    return aside
