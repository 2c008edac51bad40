"""The tree of divisions as certificates tell it: which division keys lead back to the root."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

from busel.registry.keyring import NOT_DIVISIONS
from busel.registry.statements import ROOT, Certificate, InboxKey

DEEPEST = 8
"""Levels of divisions that are believed: country, region, district and more than anybody needs."""
SEPARATOR = " / "
"""Stands between the parts of a full name."""


@dataclass
class Certificates:
    """Certificates and inbox keys, believed only with a whole chain to the pinned root."""

    root: bytes
    """The root's public signing key."""
    certificates: dict[bytes, list[Certificate]] = field(default_factory=dict)
    inbox_keys: dict[bytes, list[InboxKey]] = field(default_factory=dict)
    _taken: set[Certificate] = field(default_factory=set)
    _believed: dict[bytes, Certificate | None] = field(default_factory=dict)
    _newest_keys: dict[bytes, list[InboxKey]] = field(default_factory=dict)
    _names: dict[bytes, str] = field(default_factory=dict)

    def add(self, statements: Iterable[Certificate | InboxKey]) -> None:
        """Take statements as they lie in commons; nothing is believed yet."""
        for statement in statements:
            if isinstance(statement, InboxKey):
                self.inbox_keys.setdefault(statement.division, []).append(statement)
                self._newest_keys.pop(statement.division, None)
            elif statement not in self._taken:
                self._taken.add(statement)
                self.certificates.setdefault(statement.division, []).append(statement)
                self._believed.clear()
                self._newest_keys.clear()
                self._names.clear()

    def public(self, division: bytes) -> bytes | None:
        """Return the division's certified key: the highest number with a whole chain.

        None when there is no such chain, or when two certificates with one number contradict each other.
        """
        if division == ROOT:
            return self.root
        certificate = self.certificate(division)
        return None if certificate is None else certificate.public

    def certificate(self, division: bytes) -> Certificate | None:
        """Return the certificate of a believed division: the one with the highest number.

        Why safe: the id is a hash of parent and first key, so a division has one parent by construction; nobody but
        that parent certifies it, and the walk to the root is one line, as long as `DEEPEST` at most.
        """
        if division not in self._believed:
            for one in reversed(self._line(division)):
                if one not in self._believed:
                    self._believed[one] = self._newest(one)
        return self._believed.get(division)

    def _line(self, division: bytes) -> list[bytes]:
        """Return the division and those above it, up to the topmost; empty where no such line ends at the root."""
        line: list[bytes] = []
        while division != ROOT:
            placed = next((one for one in self.certificates.get(division, ()) if one.names_its_place()), None)
            if placed is None or len(line) == DEEPEST:
                return []
            line.append(division)
            division = placed.parent
        return line

    def _newest(self, division: bytes) -> Certificate | None:
        own = [one for one in self.certificates[division] if one.names_its_place()]
        above = None if own[0].parent == ROOT else self._believed[own[0].parent]
        if above is None and own[0].parent != ROOT:
            return None
        signer = self.root if above is None else above.public
        sound = [one for one in own if _is_named(one, above) and one.is_signed_by(signer)]
        number = max((one.number for one in sound), default=None)
        newest = [one for one in sound if one.number == number]
        return newest[0] if len({(one.public, one.sealing, one.name) for one in newest}) == 1 else None

    def children(self, division: bytes) -> list[Certificate]:
        """Return the certificates of the believed divisions right below one."""
        found = map(self.certificate, list(self.certificates))
        return [one for one in found if one is not None and one.parent == division]

    def line(self, division: bytes) -> list[Certificate]:
        """Return the certificates from a believed division up to the topmost. Raises LookupError."""
        found = []
        while division != ROOT:
            certificate = self.certificate(division)
            if certificate is None:
                raise LookupError
            found.append(certificate)
            division = certificate.parent
        return found

    def name(self, division: bytes) -> str | None:
        """Return the full name of a believed division."""
        return self.divisions().get(division)

    def inbox_key(self, division: bytes) -> InboxKey | None:
        """Return the newest inbox key that the division's certified key signed.

        None when there is none, or when two of that epoch contradict each other.
        """
        newest = self.newest_inbox_keys(division)
        return newest[0] if len({(key.public, key.deposit) for key in newest}) == 1 else None

    def newest_inbox_keys(self, division: bytes) -> list[InboxKey]:
        """Return the signed inbox keys of the newest epoch: more than one where they contradict each other.

        What stands beyond a gap does not count: one key of a far epoch would be the newest for ever, whatever
        rotations came after it.
        """
        if division not in self._newest_keys:
            public = self.public(division)
            by_epoch: dict[int, list[InboxKey]] = {}
            for key in self.inbox_keys.get(division, ()):
                if key.is_signed_by(public):
                    by_epoch.setdefault(key.epoch, []).append(key)
            oldest = min(by_epoch, default=0)
            epoch = next(epoch for epoch in count(oldest) if epoch + 1 not in by_epoch)
            self._newest_keys[division] = by_epoch.get(epoch, [])
        return self._newest_keys[division]

    def divisions(self) -> dict[bytes, str]:
        """Return the believed divisions: id -> full name. Twins have their ids behind it: no name is another's."""
        if not self._names:
            found = {division: self.certificate(division) for division in self.certificates}
            names = {division: certificate.name for division, certificate in found.items() if certificate}
            held = Counter(names.values())
            self._names = {
                division: name if held[name] == 1 else f"{name} ({division.hex()})" for division, name in names.items()
            }
        return self._names


def _is_named(certificate: Certificate, above: Certificate | None) -> bool:
    """Is the full name the parent's, and one part of its own that can be read and is nothing else's name?"""
    before = "" if above is None else above.name + SEPARATOR
    own = certificate.name.removeprefix(before)
    plain = own.isprintable() and own == own.strip() and SEPARATOR.strip() not in own
    return bool(own) and plain and certificate.name == before + own and certificate.name not in NOT_DIVISIONS
