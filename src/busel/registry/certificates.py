"""The tree of divisions as certificates tell it: which division keys lead back to the root."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from busel.registry.statements import ROOT, Certificate, InboxKey
from busel.vault.errors import BadSignatureError


@dataclass
class Certificates:
    """Certificates and inbox keys, believed only with a whole chain to the pinned root."""

    root: bytes
    """The root's public signing key."""
    certificates: dict[bytes, list[Certificate]] = field(default_factory=dict)
    inbox_keys: dict[bytes, list[InboxKey]] = field(default_factory=dict)
    _publics: dict[bytes, bytes | None] = field(default_factory=dict)

    def add(self, statements: Iterable[Certificate | InboxKey]) -> None:
        """Take statements as they lie in commons; nothing is believed yet."""
        self._publics.clear()
        for statement in statements:
            if isinstance(statement, Certificate):
                self.certificates.setdefault(statement.division, []).append(statement)
            else:
                self.inbox_keys.setdefault(statement.division, []).append(statement)

    def public(self, division: bytes) -> bytes | None:
        """Return the division's certified key: the highest number with a whole chain.

        None when there is no such chain, or when two certificates with one number contradict each other.
        """
        if division == ROOT:
            return self.root
        if division not in self._publics:
            self._publics[division] = self._believed(division, frozenset())
        return self._publics[division]

    def _believed(self, division: bytes, below: frozenset[bytes]) -> bytes | None:
        if division == ROOT:
            return self.root
        if division in below:
            return None
        sound = [
            certificate
            for certificate in self.certificates.get(division, ())
            if _is_signed(certificate, self._believed(certificate.parent, below | {division}))
        ]
        newest = max((certificate.number for certificate in sound), default=None)
        publics = {certificate.public for certificate in sound if certificate.number == newest}
        return publics.pop() if len(publics) == 1 else None

    def certificate(self, division: bytes) -> Certificate | None:
        """Return the certificate of a believed division: the one with the highest number for its key."""
        public = self.public(division)
        believed = [
            one
            for one in self.certificates.get(division, ())
            if one.public == public and _is_signed(one, self.public(one.parent))
        ]
        return max(believed, key=lambda one: one.number, default=None)

    def name(self, division: bytes) -> str | None:
        """Return the full name of a believed division."""
        certificate = self.certificate(division)
        return None if certificate is None else certificate.name

    def inbox_key(self, division: bytes) -> InboxKey | None:
        """Return the newest inbox key that the division's certified key signed.

        None when there is none, or when two of that epoch contradict each other.
        """
        public = self.public(division)
        sound = [key for key in self.inbox_keys.get(division, ()) if _is_signed(key, public)]
        epoch = max((key.epoch for key in sound), default=None)
        newest = [key for key in sound if key.epoch == epoch]
        return newest[0] if len({(key.public, key.deposit) for key in newest}) == 1 else None

    def divisions(self) -> dict[bytes, str]:
        """Return the believed divisions: id -> full name."""
        names = {division: self.name(division) for division in self.certificates}
        return {division: name for division, name in names.items() if name is not None}


def _is_signed(statement: Certificate | InboxKey, public: bytes | None) -> bool:
    if public is None:
        return False
    try:
        statement.check(public)
    except BadSignatureError:
        return False
    return True
