"""An auditor goes on with new keys without the trustees: the key before handed on, and an administrator stated it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from busel.journal.deed import Hour
from busel.registry.member import Handovers, key_after
from busel.registry.roles import Role
from busel.registry.statement import Number, Statement
from busel.vault import labels
from busel.vault.errors import VaultError
from busel.vault.wrap import wrap

if TYPE_CHECKING:
    from busel.registry.roster import Roster
    from busel.registry.statements import Auditor


class AuditorKey(Statement, frozen=True, kw_only=True):
    """What the access log is sealed to goes on, from the key that the root named, by the account's own handovers.

    Why safe: the row of handovers begins with the signature of the key that the root named, so no administrator puts an
    own key there; and an administrator signs it, so whoever copied the auditor's key alone turns the log to nobody.
    """

    account: bytes
    number: Number
    """Of the root's statement that it goes on from: a newer one makes it void."""
    order: Number
    """The highest counts: who compared the words last."""
    handovers: Handovers
    by: bytes
    since: Hour

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_AUDITOR_KEY

    def is_believed(self, named: Auditor, roster: Roster) -> bool:
        """Does it go on from what the root said, and did an administrator of commons sign it, of somebody else?

        Why also who was one: the deed that brought it was believed only while its author administrated.
        """
        fits = (self.organisation, self.account, self.number) == (named.organisation, named.account, named.number)
        ruled = any(
            getattr(one, "role", None) is Role.ADMINISTRATOR and getattr(one, "account", None) == self.by
            for one in roster.statements
        )
        signed = any(self.is_signed_by(key) for key in roster.keys_of(self.by))
        return fits and self.by != self.account and ruled and signed and self._leads_on_from(named) and self._opens()

    def _opens(self) -> bool:
        """Does the new key take what is sealed to it? Else nobody could write an entry, and no page would be shown."""
        try:
            wrap(self.handovers[-1].sealing, b"", info=b"")
        except VaultError:
            return False
        return True

    def _leads_on_from(self, named: Auditor) -> bool:
        if not named.sealing or not named.signing:
            return False
        return (
            key_after(self.handovers, known=named.signing, organisation=named.organisation, account=named.account)
            is not None
        )


def sealing_key(named: Auditor, keys: Iterable[AuditorKey], roster: Roster | None) -> bytes:
    """Return what the log is sealed to for an auditor: the newest key that is believed, or the root's."""
    believed = [one for one in keys if roster is not None and one.is_believed(named, roster)]
    newest = max(believed, key=lambda one: (one.order, one.digest()), default=None)
    return newest.handovers[-1].sealing if newest is not None else named.sealing
