"""The chain: each commit names the one before it, so nothing is cut, swapped or planted unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from busel.journal.commit import Stored
from busel.journal.errors import BrokenChainError, RolledBackError
from busel.journal.header import GENESIS, Header, Place


@dataclass(frozen=True)
class Link:
    """How far a chain was verified: the commit with `sequence` has `digest`. -1 is before the first one."""

    sequence: int = -1
    digest: bytes = GENESIS
    epoch: int = 0


def follow(place: Place, link: Link, commit: Stored, *, whole_body: bool = True) -> tuple[Header, Link]:
    """Return a commit's header and the chain's new end. Raises BrokenChainError when it does not follow `link`.

    `whole_body` also compares the stored body with its digest; a re-sealed or emptied body cannot be compared.
    """
    header = Header(place, commit.epoch, commit.sequence, commit.previous)
    follows = commit.sequence == link.sequence + 1 and commit.previous == link.digest
    if not follows or commit.epoch not in (link.epoch, link.epoch + 1):
        raise BrokenChainError
    if whole_body and hashlib.sha256(commit.body).digest() != commit.body_digest:
        raise BrokenChainError
    return header, Link(commit.sequence, header.digest(commit.body_digest), commit.epoch)


def check_ancestor(place: Place, remembered: Link, commits: Iterable[Stored], head: Link) -> None:
    """Raise RolledBackError unless a chain through `commits` leads from the remembered commit to `head`.

    `commits` are those after the remembered one, oldest first; bodies may be emptied.
    """
    link = remembered
    try:
        for commit in commits:
            _header, link = follow(place, link, commit, whole_body=False)
    except BrokenChainError as error:
        raise RolledBackError from error
    if (link.sequence, link.digest) != (head.sequence, head.digest):
        raise RolledBackError
