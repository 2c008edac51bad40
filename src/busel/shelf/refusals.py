"""Why the shelf refuses: each cause by its name, and its code on the wire."""

from __future__ import annotations


class ShelfError(Exception):
    """The shelf refused. Each cause is a class of its own; `code` names it on the wire."""

    code = "refused"


class BadTicketError(ShelfError):
    """No such thing, or the wrong capability for it: the shelf does not tell which."""

    code = "bad-ticket"


class FrozenError(ShelfError):
    """The locker is frozen: by a freeze code, or because nobody was there for the idle limit."""

    code = "frozen"


class SessionEndedError(ShelfError):
    """The session is gone: signed out, frozen, or the shelf was started anew."""

    code = "session-ended"


class HeadMovedError(ShelfError):
    """Compare-and-append lost: somebody else appended first. Read the newer commits and apply again."""

    code = "head-moved"


class EpochMovedError(ShelfError):
    """The journal was rotated: this epoch takes no more commits. Look in the mailbox."""

    code = "epoch-moved"


class VersionMovedError(ShelfError):
    """The locker was written by another desk since it was read. Read it, merge, write again."""

    code = "version-moved"


class StageMovedError(ShelfError):
    """The shelf holds another number of a stage's blocks than were laid there: lay them anew under another id."""

    code = "stage-moved"


class ExistsError(ShelfError):
    """That id or tag is taken; nothing was changed."""

    code = "exists"


class TooLargeError(ShelfError):
    """The blob is longer than the protocol allows."""

    code = "too-large"


class UnreachableError(ShelfError):
    """The shelf does not answer, or not in this protocol."""

    code = "unreachable"
