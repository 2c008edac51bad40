"""The rules by which a row is taken to be about somebody who is known, the surest first; and what they found."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from busel.matching.outcomes import Verdict


class Rule(IntEnum):
    """What told that a row is about somebody. The words for each live in `web`."""

    NONE = 0
    OURS = 1
    """Our own number."""
    LISTED = 2
    """The same id of another list, and nothing speaks against it."""
    PHONE = 3
    """The same telephone, and a name that may be the same."""
    BIRTH = 4
    """The same name and birth day."""
    BEGUN = 5
    """This very list brought them, before it was interrupted."""
    WEIGHED = 6
    """Surely the same by all that both say; and whoever brings the list said that such ones are taken for it."""


class Likeness(IntEnum):
    """Why somebody new may be known all the same: too little to decide by."""

    NAME = 1
    """Family name and given name sound the same, nothing speaks against it."""
    PHONE = 2
    """The telephone is the same, and the family name another one."""
    REVIEW = 3
    """All that both say was weighed: a person should look at both."""
    CERTAIN = 4
    """All that both say was weighed: surely the same."""


class Match(NamedTuple):
    """Who is meant: one contact, nobody (0), or a code with those of whom one may be meant."""

    contact: int = 0
    rule: Rule = Rule.NONE
    code: str = ""
    candidates: tuple[int, ...] = ()


class Likely(NamedTuple):
    """Somebody who may be the same person. `row`: the row above that brings them; 0 for somebody who is stored."""

    contact: int
    why: Likeness
    row: int = 0
    pair: Verdict | None = None
    """What was weighed, with its reasons."""
    others: tuple[int, ...] = ()
    """Who else may be meant, less probably."""


class Candidate(NamedTuple):
    """One of those of whom one may be meant; `row` as for `Likely`."""

    contact: int
    row: int = 0
