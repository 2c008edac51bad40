"""Deputies who are it no more: what they hold together of the present epoch, and how their time ended."""

from __future__ import annotations

from collections.abc import Iterator

from busel.registry.roster import Roster
from busel.registry.statements import Deputies, Epoch, NewKey, Revocation


def former_deputies(roster: Roster, epoch: int) -> list[Deputies]:
    """Return who were named, are deputies no more, and hold both halves of this epoch: new keys are owed then.

    Where a removal ended it, the removal owes them already; what was over before the epoch began got no half of it.
    """
    began = next((one.number for one in roster.statements if isinstance(one, Epoch) and one.epoch == epoch), 0)
    now = roster.deputies().keys()
    return [named for named in _sent_halves(roster, began) if set(named.accounts) != now]


def ended_with_a_removal(roster: Roster) -> bool:
    """Were two named, and is it over because one of them, or who named them, was let go?"""
    newest = next(_named(roster), None)
    return newest is not None and bool(newest.accounts) and not roster.deputies()


def _named(roster: Roster) -> Iterator[Deputies]:
    return (one for one in reversed(roster.statements) if isinstance(one, Deputies))


def _sent_halves(roster: Roster, began: int) -> Iterator[Deputies]:
    """Yield those who were named since the statement with this number, or stood when it was made."""
    for named in _named(roster):
        if named.number >= began or _stood(roster, named, began):
            yield from [named] if named.accounts else []
        if named.number < began:
            return


def _stood(roster: Roster, named: Deputies, until: int) -> bool:
    since = roster.statements[named.number + 1 : until]
    concerned = (named.by, *named.accounts)
    return not any(isinstance(one, Revocation | NewKey) and one.account in concerned for one in since)
