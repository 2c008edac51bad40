"""Why a deed on members was refused: one sentence for each cause."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from busel.cli.output import CommandError
from busel.desk.access.called import TwoAccountsError
from busel.desk.access.stating import NotCountedError
from busel.desk.journals.writing import ConflictError, NotAllowedError, NotBelievedError, NotReadError
from busel.desk.keys.custodies import UnfreezableError
from busel.shelf.protocol import EpochMovedError, HeadMovedError


@contextmanager
def in_words(*, nobody: str) -> Iterator[None]:
    """Turn what desks raise into CommandError; `nobody` is what a LookupError means here."""
    try:
        yield
    except NotBelievedError as error:
        raise CommandError("No other desk would believe that, so nothing was written.") from error
    except NotAllowedError as error:
        raise CommandError("This account's role does not allow that.") from error
    except (TwoAccountsError, NotCountedError, UnfreezableError) as error:
        raise CommandError(str(error)) from error
    except LookupError as error:
        raise CommandError(nobody) from error
    except NotReadError as error:
        raise CommandError("That division is damaged or cut off, so nothing is written to it.") from error
    except (ConflictError, EpochMovedError, HeadMovedError) as error:
        raise CommandError("Somebody else changed it at the same time; try again.") from error
