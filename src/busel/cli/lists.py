"""Files with lists on the command line: reading one in its locked child, choosing the table, words in English."""

from __future__ import annotations

from pathlib import Path

from django.utils import translation

from busel.cli.output import CommandError
from busel.desk.sandboxes.parsing import read_upload
from busel.desk.web.import_words import file_sentence, note_sentence, problem_sentence
from busel.sheets.books import MAX_BYTES
from busel.sheets.draft import Problem
from busel.sheets.readers import Asked
from busel.sheets.tables import Book, SheetError

_NOTHING = Asked()


def read_file(path: str) -> bytes:
    """Return a file's bytes. Raises CommandError."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"The file {path} could not be read.") from error
    return data


def read_list(data: bytes, asked: Asked = _NOTHING) -> Book:
    """Return the tables of a file. Raises CommandError with the sentence that says why not."""
    book = read_upload(data, asked)
    if isinstance(book, SheetError):
        raise refused(book)
    return book


def refused(error: SheetError) -> CommandError:
    """Return the error that says why a file stays out."""
    with translation.override("en"):
        return CommandError(file_sentence(error))


def message(problem: Problem) -> str:
    """Return what is wrong with a row, in English."""
    with translation.override("en"):
        return problem_sentence(problem)


def noted(note: str) -> str:
    """Return what the reader of a file noted, in English."""
    with translation.override("en"):
        return note_sentence(note)
