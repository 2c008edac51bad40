"""A print run: print first, then note, then give the file. Its states are codes; the words for them live in `web`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from busel.desk.actions.exports import NotAgreedError
from busel.desk.actions.letters import note_letters
from busel.desk.actions.printing import Printing, note_printing
from busel.desk.journals.writing import ConflictError, NotAllowedError
from busel.desk.mailing.noting import Noting
from busel.desk.oversight.access_log import note
from busel.desk.sandboxes.printing import PrintError, print_letters
from busel.desk.session import Session
from busel.outreach.letter import Letter
from busel.shelf.protocol import ShelfError


class Stage(StrEnum):
    """How far a run is."""

    SETTING = "setting"
    NOTING = "noting"
    READY = "ready"
    NOT_PRINTED = "not-printed"
    """A printing process failed: nothing was noted."""
    NOT_NOTED = "not-noted"
    """It is printed, but not all of it is noted; trying again is harmless."""

    @property
    def works(self) -> bool:
        """Is somebody at it?"""
        return self in (Stage.SETTING, Stage.NOTING)


@dataclass
class PrintRun:
    """One run, from the press of the button to the file. Read by pages while a thread works on it."""

    letters: list[Letter] = field(repr=False)
    """Let go once they are printed."""
    noting: Noting = field(repr=False)
    printing: Printing | None = field(default=None, repr=False)
    """How it is noted that so many letters leave, where a colleague must agree to very many; None for a command."""
    people: int = 0
    stage: Stage = Stage.SETTING
    set: int = 0
    """Letters that are set."""
    noted: int = 0
    """Letters that stand in their person's history."""
    pages: int = 0
    file: bytes = field(default=b"", repr=False)
    """The PDF: in RAM only."""
    failure: Exception | None = field(default=None, repr=False)
    """Why it stopped, for the log."""

    def __post_init__(self) -> None:
        self.people = len(self.letters)

    def carry_out(self, session: Session) -> None:
        """Do what is left to do; how it went stands in `stage`."""
        if self.file or self.print():
            self.note(session)

    def print(self) -> bool:
        """Set the letters into one PDF; False when that failed: then nothing will be noted."""
        self.stage, self.set, self.failure = Stage.SETTING, 0, None
        try:
            printed = print_letters(self.letters, progress=self._tell_set)
        except (PrintError, OSError) as error:
            self.stage, self.failure = Stage.NOT_PRINTED, error
            return False
        self.file, self.pages = printed.pdf, printed.pages
        self.letters = []
        return True

    def note(self, session: Session) -> None:
        """Note the printed letters. Again is harmless: what is noted is not noted twice."""
        self.stage, self.noted, self.failure = Stage.NOTING, 0, None
        try:
            if self.printing is not None:
                note_printing(session, self.printing)
            self._log(session)
            note_letters(session, self.noting, told=self._tell_noted)
        except (ShelfError, NotAllowedError, ConflictError, NotAgreedError) as error:
            self.stage, self.failure = Stage.NOT_NOTED, error
        else:
            self.stage = Stage.READY

    def _log(self, session: Session) -> None:
        """Have the access log confirm for whom letters were printed: without it there is no file."""
        for commit in self.noting.commits:
            note(session, "print_letters", commit.journal, [contact for contact, _activity in commit.notes])

    def _tell_set(self, done: int) -> None:
        self.set = done

    def _tell_noted(self, done: int) -> None:
        self.noted = done
