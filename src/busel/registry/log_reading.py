"""Reading a division's access log: what opens, what is signed, and everything that does not hold together."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from busel.journal.body import UNREADABLE, unpack_json
from busel.journal.errors import JournalError
from busel.journal.header import Place
from busel.registry.access_log import (
    MAX_ENTRY_BYTES,
    TOGETHER,
    WRAPPED_BYTES,
    Gone,
    LogHeader,
    Noted,
    Opening,
    next_keys,
    wrap_info,
)
from busel.registry.log_findings import Finding as Finding
from busel.registry.log_findings import Flaw as Flaw
from busel.registry.log_keys import Known, LogKeys, Trusted
from busel.registry.log_record import Inside, decode_entry
from busel.registry.log_record import LogRecord as LogRecord
from busel.registry.log_record import Seen as Seen
from busel.vault import labels
from busel.vault.errors import BadSignatureError, VaultError
from busel.vault.hidden import hidden
from busel.vault.seal import OVERHEAD, open_sealed
from busel.vault.wrap import OpeningKey

_NOTHING = hashlib.sha256().digest()
_MOST_SKIPPED = 4_096
"""So many entries may lack in a chain for the rest of it to be opened all the same."""


@hidden
@dataclass
class _Chain:
    opening: Opening
    opened_at: int
    key: bytes
    number: int
    """Of the next entry."""
    digest: bytes
    place: int
    last: Inside
    """Of the newest entry: its signature stands for the whole chain."""
    rows: dict[int, tuple[bytes, int]] = field(default_factory=dict)
    """Number -> digest and place, for the next session's word about this one's end."""
    records: list[LogRecord] = field(default_factory=list)


class LogReader:
    """Reads one division's log, row by row in the order of places; then `finish` says what may be believed.

    `keys` open the sessions' keys. `known` tells an account's public keys, and None where this reader knows nobody's:
    then the first one that an account shows counts, in `trusted`, with those that belong to it by its handovers, and
    another one is a forgery. `seen`: what was read before.
    Reading may begin anywhere (`first`); sessions that were opened before are left aside. `auditors`: the accounts that
    may let old entries go; what one of them told of, in a session that is believed, is no cut. `gone`: what was told.
    """

    def __init__(
        self,
        place: Place,
        keys: Sequence[OpeningKey],
        *,
        known: Known,
        trusted: Trusted,
        first: int = 0,
        seen: Seen | None = None,
    ) -> None:
        self.auditors: Collection[bytes] = ()
        self.gone: Gone | None = None
        self._gaps: list[tuple[int, int]] = []
        self._place, self._keys = place, keys
        self._accounts = LogKeys(place.organisation, known, trusted)
        self.first, self._next, self._seen = first, first, seen
        self._chains: dict[bytes, _Chain] = {}
        self._shut: set[bytes] = set()
        self._lost: set[bytes] = set()
        self._met: list[Finding] = []
        self.findings: list[Finding] = []
        """What does not hold together, as of the last `finish`."""
        self.end: Seen | None = None

    @property
    def opens_with(self) -> list[bytes]:
        """The seeds of its keys, to see whether a reader holds others meanwhile."""
        return [key.seed for key in self._keys]

    def forget_what_was_seen(self) -> None:
        """Read a part that ends before what was read before: that is not missed."""
        self._seen = None

    def miss(self, below: int) -> None:
        """Note that all places below this one were to be read: what lacks at the end was cut, too."""
        if self._next < below:
            self._gaps.append((self._next, below - 1))

    def take(self, place: int, chain: bytes, number: int, body: bytes) -> None:
        """Read the next row."""
        if place > self._next:
            self._gaps.append((self._next, place - 1))
        elif place < self._next:
            self._find(Flaw.CUT, place)
        self._next = place + 1
        header = LogHeader(self._place, chain, number)
        digest = header.digest(body)
        self.end = Seen(place, digest)
        if self._seen and self._seen.place == place and self._seen.digest != digest:
            self._find(Flaw.ROLLED_BACK, place)
        held = self._chains.get(chain)
        if held is not None:
            self._follow(held, header, body, place=place)
            held.rows[number] = (digest, place)
            held.digest, held.place = digest, place
        elif not number:
            self._open(header, body, place=place, digest=digest)
        elif chain not in self._shut and chain not in self._lost:
            self._lost.add(chain)
            if not self.first:
                self._find(Flaw.CUT, place)

    def finish(self) -> list[LogRecord]:
        """Return what may be believed, in the order of the log. Looks at the last signature of each chain.

        More rows may be taken afterwards, and it be asked again.
        """
        # Whoever reads one session reads all that begin later: shut is only what was written before that.
        begun = min((chain.opened_at for chain in self._chains.values()), default=self._next)
        late = [Finding(Flaw.CHANGED, one.place) for one in self._met if one.flaw is Flaw.SHUT and one.place > begun]
        rest = [one for one in self._met if one.flaw is not Flaw.SHUT or one.place < begun]
        self.findings = [*late, *rest]
        if self._seen and self._seen.place >= self._next:
            self.findings.append(Finding(Flaw.ROLLED_BACK, self._next))
        chains = [chain for chain in self._chains.values() if self._is_signed(chain)]
        believed = sorted((one for chain in chains for one in chain.records), key=lambda record: record.place)
        told = [one.gone for one in believed if one.gone is not None and one.account in self.auditors]
        self.gone = max([*told, *([self.gone] if self.gone else [])], key=lambda gone: gone.below, default=None)
        for chain in chains:
            self._look_before(chain)
        self.findings += [Finding(Flaw.CUT, last + 1) for first, last in self._gaps if not self._went(first, last)]
        return believed

    def _is_signed(self, chain: _Chain) -> bool:
        try:
            chain.last.verify(chain.opening.signing)
        except BadSignatureError:
            self.findings.append(Finding(Flaw.FORGED, chain.opened_at))
            return False
        return True

    def _went(self, first: int, last: int) -> bool:
        return self.gone is not None and self.gone.covers(first, last)

    def _look_before(self, chain: _Chain) -> None:
        """Is the session before there, as far as this one knows that it went?"""
        before = chain.opening.before
        if before is None or before.place < self.first or before.chain in self._shut:
            return
        held = self._chains.get(before.chain)
        if held is None and self._went(before.place, before.place):
            return
        if held is None or before.number not in held.rows:
            self.findings.append(Finding(Flaw.CUT, chain.opened_at))
        elif held.rows[before.number] != (before.digest, before.place):
            self.findings.append(Finding(Flaw.MOVED, chain.opened_at))

    def _open(self, header: LogHeader, body: bytes, *, place: int, digest: bytes) -> None:
        end = 1 + WRAPPED_BYTES * (body[0] if body else 0)
        wrapped = body[:end]
        if len(body) < end + OVERHEAD:  # not an opening at all
            self._lost.add(header.chain)
            self._find(Flaw.CHANGED, place)
            return
        key = self._unwrapped(header, wrapped)
        if key is None:
            self._shut.add(header.chain)
            self._find(Flaw.SHUT, place)
            return
        entry_key, after = next_keys(key)
        read = self._read(header, body[end:], entry_key, wrapped=wrapped, place=place)
        if read is None:
            self._lost.add(header.chain)
            return
        noted, inside = read
        if noted.opening is None or not self._accounts.admits(noted.opening):
            self._lost.add(header.chain)
            self._find(Flaw.FORGED, place)
            return
        chain = _Chain(noted.opening, place, after, 1, digest, place, inside, {0: (digest, place)})
        self._chains[header.chain] = chain
        self._keep(chain, header, noted, place)

    def _unwrapped(self, header: LogHeader, wrapped: bytes) -> bytes | None:
        info = wrap_info(self._place, header.chain)
        for at in range(1, len(wrapped), WRAPPED_BYTES):
            for key in self._keys:
                try:
                    return key.open_wrapped(wrapped[at : at + WRAPPED_BYTES], info=info)
                except VaultError:
                    continue
        return None

    def _follow(self, chain: _Chain, header: LogHeader, body: bytes, *, place: int) -> None:
        skipped = header.number - chain.number
        if skipped < 0 or skipped > _MOST_SKIPPED:
            self._find(Flaw.CUT if skipped > 0 else Flaw.MOVED, place)
            return
        key = chain.key
        for _ in range(skipped):
            _entry_key, key = next_keys(key)
        entry_key, key = next_keys(key)
        read = self._read(header, body, entry_key, wrapped=b"", place=place)
        if read is None:
            return
        noted, inside = read
        if skipped or noted.previous != chain.digest:
            self._find(Flaw.CUT, place)
        elif chain.place != (place - 1 if noted.at == TOGETHER else noted.at):
            self._find(Flaw.MOVED, place)
        chain.key, chain.number, chain.last = key, header.number + 1, inside
        self._keep(chain, header, noted, place)

    def _read(
        self, header: LogHeader, sealed: bytes, key: bytes, *, wrapped: bytes, place: int
    ) -> tuple[Noted, Inside] | None:
        """Return what is in an entry; None, and a finding, where it does not open."""
        bound = header.encode() + (hashlib.sha256(wrapped).digest() if wrapped else _NOTHING)
        try:
            packed = open_sealed(key, sealed, label=labels.SEAL_LOG, header=bound)
            encoded = unpack_json(packed, most=MAX_ENTRY_BYTES)
            noted = decode_entry(encoded).content
        except (VaultError, JournalError, *UNREADABLE):
            self._find(Flaw.CHANGED, place)
            return None
        return noted, Inside(header, encoded)

    def _keep(self, chain: _Chain, header: LogHeader, noted: Noted, place: int) -> None:
        chain.records.append(
            LogRecord(
                chain.opening.account,
                chain.opening.handle,
                noted.deed,
                noted.hour,
                noted.contacts,
                noted.count or len(noted.contacts) // 8,
                header.chain,
                header.number,
                place,
                noted.folded,
                noted.gone,
            )
        )

    def _find(self, flaw: Flaw, place: int) -> None:
        self._met.append(Finding(flaw, place))
