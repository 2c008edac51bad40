"""How far a list is on its way in."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """How far a list is. The words for each live in `web`."""

    READING = "reading"
    SEEN = "seen"
    """Read: the person looks whether it is read right."""
    COLUMNS = "columns"
    """The person says which column is what."""
    PLANNING = "planning"
    EFFECTS = "effects"
    """Planned: the person sees what would change."""
    WRITING = "writing"
    SENDING = "sending"
    STOPPED = "stopped"
    """The shelf refused or did not answer; what is in stays, and the rest can be tried again."""
    DONE = "done"
    REFUSED = "refused"
    """The file cannot be read: `error` says why."""

    @property
    def works(self) -> bool:
        """Is a thread at it?"""
        return self in {Stage.READING, Stage.PLANNING, Stage.WRITING, Stage.SENDING}

    @property
    def is_open(self) -> bool:
        """Is nothing written yet, and can the person go back and forth?"""
        return self in {Stage.SEEN, Stage.COLUMNS, Stage.EFFECTS}
