"""Letters, cards and papers to PDF and PNG, set and joined in child processes; all in memory, nothing on disk."""

from __future__ import annotations

import selectors
import subprocess
import sys
from typing import IO, TYPE_CHECKING, Literal

import msgspec

from busel.outreach.card import Card
from busel.outreach.letter import Letter
from busel.outreach.paper_form import PaperForm
from busel.outreach.report import Report
from busel.outreach.sign_in import SignInSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LETTERS_A_CHILD = 650
"""At most. Typst's memory grows with every page it sets: two children with 650 letters each take 350 MB together."""
FEW = 100
"""So many letters are set before a second child would have begun."""
CHILDREN_AT_ONCE = 2
CHILD_ENVIRONMENT = {"RAYON_NUM_THREADS": "1", "HOME": "/"}
"""One thread each: two children use two cores better than two threads do. Without HOME, Python asks nscd for one."""
NEUTRAL_NAME = "document.pdf"
"""What the download is called, whatever it holds."""
_READ_BYTES = 1 << 20


SET, CARDS, REPORT, FORM, SHEET, JOIN = "set", "cards", "report", "form", "sheet", "join"
"""What a printing process is started for: one SetJob, CardsJob, ReportJob, FormJob, SheetJob or JoinJob."""


class SetJob(msgspec.Struct, frozen=True):
    """Set these letters, one after the other, as one PDF or as the PNG of the first page."""

    letters: list[Letter]
    format: Literal["pdf", "png"]


class CardsJob(msgspec.Struct, frozen=True):
    """Set these cards as one PDF, two on each page."""

    cards: list[Card]


class ReportJob(msgspec.Struct, frozen=True):
    """Set one report as a PDF."""

    report: Report


class FormJob(msgspec.Struct, frozen=True):
    """Set one paper form as a PDF."""

    form: PaperForm


class SheetJob(msgspec.Struct, frozen=True):
    """Set one sign-in sheet as a PDF."""

    sheet: SignInSheet


class JoinJob(msgspec.Struct, frozen=True):
    """Make one PDF of several, in this order."""

    parts: list[bytes]


class Printed(msgspec.Struct, frozen=True):
    """A printing process's answer: a file's bytes, and the pages of a joined one (else 1)."""

    file: bytes
    pages: int


_Job = SetJob | CardsJob | ReportJob | FormJob | SheetJob | JoinJob
_CALLED: dict[type[_Job], str] = {
    SetJob: SET,
    CardsJob: CARDS,
    ReportJob: REPORT,
    FormJob: FORM,
    SheetJob: SHEET,
    JoinJob: JOIN,
}


class PrintError(Exception):
    """A printing process ended without its answer. It says no more: its reason could hold a name."""


class PrintRun(msgspec.Struct, frozen=True):
    """A finished PDF: its bytes, its pages (a long letter has several), and how many people it writes to."""

    pdf: bytes
    pages: int
    people: int


def print_letters(letters: Sequence[Letter], *, progress: Callable[[int], None] = lambda _set: None) -> PrintRun:
    """Return one PDF with the letters in their order. `progress` is told how many are set; it may raise to stop.

    Raises ValueError without letters, PrintError when a printing process fails. No process outlives the call.
    """
    if not letters:
        raise ValueError("there is nothing to print")
    edges = _edges(len(letters))
    children = len(edges) - 1
    parts: list[bytes] = [b""] * children
    done = 0
    jobs = (SetJob(list(letters[edges[at] : edges[at + 1]]), "pdf") for at in range(children))
    for at, answer in _answers(jobs):
        parts[at] = answer.file
        done += edges[at + 1] - edges[at]
        progress(done)
    whole = _one_answer(JoinJob(parts))
    return PrintRun(whole.file, whole.pages, len(letters))


def preview_png(letter: Letter) -> bytes:
    """Return the letter's first page as a PNG. Raises PrintError."""
    return _one_answer(SetJob([letter], "png")).file


def print_cards(cards: Sequence[Card]) -> bytes:
    """Return one PDF with the cards in their order, two on a page with lines to cut along.

    Raises ValueError without cards, PrintError when printing fails: also for a card too full for half a page.
    """
    if not cards:
        raise ValueError("there is nothing to print")
    # Joined, though it is one part: the join takes away what tells of the printing program and of the moment.
    return _one_answer(JoinJob([_one_answer(CardsJob(list(cards))).file])).file


def print_report(report: Report) -> bytes:
    """Return a report as one PDF. Raises PrintError."""
    return _one_answer(JoinJob([_one_answer(ReportJob(report)).file])).file


def print_form(form: PaperForm) -> bytes:
    """Return a paper form as one PDF. Raises PrintError."""
    return _one_answer(JoinJob([_one_answer(FormJob(form)).file])).file


def print_sheet(sheet: SignInSheet) -> bytes:
    """Return a sign-in sheet as one PDF. Raises PrintError."""
    return _one_answer(JoinJob([_one_answer(SheetJob(sheet)).file])).file


def _edges(letters: int) -> list[int]:
    """Return where batches begin and end: of one size, and each child with its like, so that none works on alone."""
    rounds = -(-letters // (LETTERS_A_CHILD * CHILDREN_AT_ONCE))
    children = 1 if letters <= FEW else rounds * CHILDREN_AT_ONCE
    return [letters * at // children for at in range(children + 1)]


def _one_answer(job: _Job) -> Printed:
    return next(answer for _at, answer in _answers(iter([job])))


class _Child:
    """A printing process at work on one job; what it has answered so far."""

    def __init__(self, at: int, job: _Job) -> None:
        self.at = at
        self.answer = bytearray()
        # -I and -B: nothing from the surroundings, no byte code written. What it might say on stderr could hold names.
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-I", "-B", "-m", "busel.desk.sandboxes.printer_child", _CALLED[type(job)]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=CHILD_ENVIRONMENT,
            bufsize=0,
        )
        _give(self.process.stdin, msgspec.msgpack.encode(job))

    @property
    def output(self) -> IO[bytes]:
        """The end of the pipe that the answer comes out of."""
        if self.process.stdout is None:
            raise PrintError("the process has no output")
        return self.process.stdout

    def answered(self) -> Printed:
        """Return the whole answer. Raises PrintError unless the process ended well."""
        if self.process.wait() != 0:
            raise PrintError("a printing process failed")
        return msgspec.msgpack.decode(self.answer, type=Printed)

    def end(self) -> None:
        """Kill the process if it still runs, and let its pipes go."""
        self.process.kill()
        self.process.wait()
        self.output.close()


def _give(pipe: IO[bytes] | None, job: bytes) -> None:
    if pipe is None:
        raise PrintError("the process has no input")
    rest = memoryview(job)
    try:
        while rest:
            rest = rest[pipe.write(rest) :]
    except BrokenPipeError:
        pass  # the child is gone; its exit code tells
    finally:
        pipe.close()


def _answers(jobs: Iterator[_Job]) -> Iterator[tuple[int, Printed]]:
    """Yield (which job, its answer) as children finish, at most CHILDREN_AT_ONCE at a time.

    One thread starts and waits: the children's death signal is tied to the thread that started them.
    """
    numbered = enumerate(jobs)
    running: set[_Child] = set()
    with selectors.DefaultSelector() as selector:
        try:
            while True:
                while len(running) < CHILDREN_AT_ONCE and (following := next(numbered, None)):
                    child = _Child(*following)
                    running.add(child)
                    selector.register(child.output, selectors.EVENT_READ, child)
                if not running:
                    return
                for child in _finished(selector):
                    running.discard(child)
                    try:
                        yield child.at, child.answered()
                    finally:
                        child.end()
        finally:
            for child in running:
                child.end()


def _finished(selector: selectors.BaseSelector) -> Iterator[_Child]:
    for key, _events in selector.select():
        child: _Child = key.data
        if piece := child.output.read(_READ_BYTES):
            child.answer += piece
        else:
            selector.unregister(child.output)
            yield child
