"""Taking an empty folder for a new organisation: what fails meanwhile leaves it as it was."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from busel.cli.folder import CHARTER, Folder
from busel.cli.output import CommandError

RUN = "run"
"""Where sockets lie while something is served: it may be there already, for a founding by pages has one."""


def is_empty(folder: Folder) -> bool:
    """Is there a folder with nothing in it?"""
    return folder.path.is_dir() and not {path.name for path in folder.path.iterdir()} - {RUN}


@contextmanager
def claimed(folder: Folder) -> Iterator[None]:
    """Take an empty folder; what fails inside leaves it as it was. Raises CommandError."""
    existed, ran = folder.path.exists(), (folder.path / RUN).exists()
    try:
        _take(folder)
    except FileExistsError as error:
        raise CommandError(f"{folder.path} is not an empty folder: choose another --dir.") from error
    except OSError as error:
        raise CommandError(f"The folder {folder.path} cannot be made.") from error
    try:
        yield
    except BaseException as error:
        _clear(folder, existed=existed, ran=ran)
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise CommandError(
                "Something could not be written. Nothing was founded; what was shown is void."
            ) from error
        raise


def _take(folder: Folder) -> None:
    folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not is_empty(folder):
        raise FileExistsError
    (folder.path / "shelf").mkdir(mode=0o700)  # of two who begin together, one is told that it is not empty


def _clear(folder: Folder, *, existed: bool, ran: bool) -> None:
    for ours in ("shelf", *(() if ran else (RUN,))):
        shutil.rmtree(folder.path / ours, ignore_errors=True)
    for ours in (CHARTER, f"{CHARTER}.new"):
        (folder.path / ours).unlink(missing_ok=True)
    if not existed:
        with suppress(OSError):
            folder.path.rmdir()
