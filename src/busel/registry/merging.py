"""Two keyrings, or two bundles, of one account put together: what a desk does that lost a compare-and-swap."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from busel.journal.commit import EpochKeys
from busel.registry.access_log import LogEnd
from busel.registry.deputyship import Deputyship, Half
from busel.registry.keyring import Bundle, Keyring, Office
from busel.registry.log_reading import Seen
from busel.registry.roles import Role
from busel.registry.statements import longest

P = TypeVar("P", LogEnd, Seen)
K = TypeVar("K", Deputyship, Half)


def merge(mine: Keyring, theirs: Keyring) -> Keyring:
    """Return the union of two keyrings of one account: all epochs, the highest heads. For a lost compare-and-swap."""
    bundles = dict(theirs.bundles)
    for journal, bundle in mine.bundles.items():
        other = bundles.get(journal)
        bundles[journal] = bundle if other is None else merge_bundles(bundle, other)
    heads = dict(theirs.heads)
    for journal, link in mine.heads.items():
        if journal not in heads or heads[journal].sequence < link.sequence:
            heads[journal] = link
    rosters = dict(theirs.rosters)
    for journal, tip in mine.rosters.items():
        if journal not in rosters or rosters[journal].count < tip.count:
            rosters[journal] = tip
    logs = _furthest(mine.logs, theirs.logs)
    logs_read = _furthest(mine.logs_read, theirs.logs_read)
    pending = [*mine.pending, *(bundle for bundle in theirs.pending if bundle not in mine.pending)]
    closed = [*mine.closed, *(bundle for bundle in theirs.closed if bundle not in mine.closed)]
    changes = {"bundles": bundles, "heads": heads, "rosters": rosters, "pending": pending, "closed": closed}
    changes |= {"deputyships": _newest(mine.deputyships, theirs.deputyships)}
    changes |= {"halves": _newest(mine.halves, theirs.halves)}
    changes |= {"proven": {one: max(seen) for one, seen in _both(mine.proven, theirs.proven).items()}}
    changes |= {"logs": logs, "logs_read": logs_read, "audit": mine.audit or theirs.audit}
    changes |= {"untold": [one for one in mine.untold if one in theirs.untold], "office": _newest_office(mine, theirs)}
    return msgspec.structs.replace(mine, **changes, last_hour=max(mine.last_hour, theirs.last_hour))


def _both(mine: dict[str, int], theirs: dict[str, int]) -> dict[str, list[int]]:
    return {one: [held[one] for held in (mine, theirs) if one in held] for one in {**mine, **theirs}}


def _newest_office(mine: Keyring, theirs: Keyring) -> Office | None:
    """Return how to write to the office as it came with the newer keys of commons."""
    held = [(one.named("commons"), one.office) for one in (mine, theirs) if one.office is not None]
    return max(held, key=lambda pair: _reach(pair[0])[0] if pair[0] else -1, default=(None, None))[1]


def _furthest(mine: dict[str, P], theirs: dict[str, P]) -> dict[str, P]:
    """Return for each journal what stands further on in its access log."""
    both = dict(theirs)
    for journal, one in mine.items():
        if journal not in both or both[journal].place < one.place:
            both[journal] = one
    return both


def _newest(mine: dict[str, K], theirs: dict[str, K]) -> dict[str, K]:
    """Return what deputies keep, of each division as of the newest epoch."""
    both = dict(theirs)
    for journal, one in mine.items():
        if journal not in both or both[journal].epoch <= one.epoch:
            both[journal] = one
    return both


def merge_bundles(mine: Bundle, theirs: Bundle) -> Bundle:
    """Return the union of two bundles for one journal: all epochs, and the grant that lasts longest.

    The rest as of the newer; in one epoch as of the higher role, which holds all that the lower one does.
    """
    newer, older = sorted((mine, theirs), key=_reach, reverse=True)
    grants = [one.grant for one in (newer, older) if one.grant is not None]
    return msgspec.structs.replace(
        newer,
        epochs=_all_keys(older.epochs, newer.epochs),
        inbox_seeds={**older.inbox_seeds, **newer.inbox_seeds},
        past_seeds=_seeds_before(newer, older),
        grant=longest(grants, newer.role) or newer.grant or older.grant,
    )


def _all_keys(older: dict[int, EpochKeys], newer: dict[int, EpochKeys]) -> dict[int, EpochKeys]:
    """Return the keys of all epochs. Of one epoch, a grant "from now on only" takes no history from another grant."""
    both = {**older, **newer}
    for epoch, keys in older.items():
        if not both[epoch].history and both[epoch].state == keys.state:
            both[epoch] = keys
    return both


def _seeds_before(newer: Bundle, older: Bundle) -> list[bytes]:
    """Return the division's earlier keys that either holds, if the newer one is a coordinator's."""
    if not newer.division_seed:
        return []
    both = [*newer.past_seeds, older.division_seed, *older.past_seeds]
    return [seed for seed in dict.fromkeys(both) if seed and seed != newer.division_seed]


def _reach(bundle: Bundle) -> tuple[int, int]:
    return max(bundle.epochs, default=-1), list(Role).index(bundle.role)
