"""Why a journal is not believed. What fails is kept aside and shown; it is never applied and never overwritten."""

from __future__ import annotations


class JournalError(Exception):
    """A part of a journal cannot be believed."""


class DamagedError(JournalError):
    """The bytes do not decode to what the format says, or are larger than it allows."""


class TooLongError(JournalError):
    """What is to be sealed is more than its readers unpack: it is not sealed, for nobody would ever open it."""


class BrokenChainError(JournalError):
    """A commit does not follow the one before it: something was cut, swapped or planted."""


class RolledBackError(JournalError):
    """The journal no longer contains a head that this account has seen."""


class NotOpenedError(JournalError):
    """A body does not open with the key of its epoch, at its place."""


class ForgedError(JournalError):
    """A signature is not its author's, or the author had no such role."""


class ManifestRefusedError(ForgedError):
    """A snapshot is not believed: its blocks are not those that were signed, or its signer had no such role."""


class EpochUnknownError(Exception):
    """The journal is in an epoch whose keys this account does not hold: look in the mailbox."""


class GoneByError(Exception):
    """What was written since cannot be opened any more one by one: read the journal anew from its newest snapshot."""
