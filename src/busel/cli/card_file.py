"""Cards as a file of the operator's choosing: for the owner alone, and gone again if the founding fails."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from busel.cli.output import CommandError
from busel.desk.sandboxes.printing import PrintError, print_cards
from busel.outreach.card import Card


class CardFile:
    """A file that was made empty, and gets the cards once there are some."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path, self._descriptor = path, descriptor

    def write(self, cards: Sequence[Card]) -> None:
        """Print the cards into it, and be sure that they are there. Raises CommandError."""
        try:
            with os.fdopen(self._descriptor, "wb", closefd=False) as file:
                file.write(print_cards(cards))
                file.flush()
                os.fsync(self._descriptor)
        except PrintError as error:
            raise CommandError("The cards could not be printed. Nothing was founded.") from error


@contextmanager
def card_file(path: str | None) -> Iterator[CardFile | None]:
    """Give a new file for cards, before anything is founded; what fails inside takes it away. Raises CommandError.

    It is the one file of ours that holds secrets in the clear: the operator asked for it by name.
    """
    if path is None:
        yield None
        return
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError as error:
        raise CommandError(f"There is a file {path} already: choose another name for the cards.") from error
    except OSError as error:
        raise CommandError(f"The file {path} cannot be made.") from error
    try:
        yield CardFile(Path(path), descriptor)
    except BaseException:
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
            Path(path).unlink()
        raise
    finally:
        os.close(descriptor)
