"""The process that prints: one job in by standard input, one answer out by standard output, nothing else.

It sees people's names and addresses, so it may neither write nor read nor connect: before it takes the job it gives up
the right to open anything. It dies with the desk.
"""

from __future__ import annotations

import ctypes
import io
import os
import resource
import signal
import sys
from typing import TYPE_CHECKING

import msgspec

from busel.desk.sandboxes.printing import (
    CARDS,
    FORM,
    JOIN,
    REPORT,
    SHEET,
    CardsJob,
    FormJob,
    JoinJob,
    Printed,
    ReportJob,
    SetJob,
    SheetJob,
)
from busel.outreach.tables import card_source, letter_source, paper_form_source, report_source, sign_in_source

# Each takes 0.1 s and 20 MB to load, so only the one is loaded that the job needs, and before the limits.
if TYPE_CHECKING or sys.argv[1:] == [JOIN]:
    import pikepdf
if TYPE_CHECKING or sys.argv[1:] != [JOIN]:
    import typst

_MEMORY_BYTES = 2 * 1024**3
_SECONDS = 300
_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_PREVIEW_PPI = 110


def main() -> None:
    """Do one job. Whatever goes wrong ends the process with code 1 and no words: a message could hold a name."""
    sys.excepthook = lambda *_: None
    wanted = sys.argv[1:]
    sources = {CARDS: card_source, REPORT: report_source, FORM: paper_form_source, SHEET: sign_in_source}
    source = sources.get(wanted[0], letter_source)()
    _shut_in()
    job = sys.stdin.buffer.read()
    decode = msgspec.msgpack.decode
    if wanted == [JOIN]:
        printed = _join(decode(job, type=JoinJob))
    elif wanted == [CARDS]:
        printed = _set_data("cards", decode(job, type=CardsJob).cards, source)
    elif wanted == [REPORT]:
        printed = _set_data("report", decode(job, type=ReportJob).report, source)
    elif wanted == [FORM]:
        printed = _set_data("form", decode(job, type=FormJob).form, source)
    elif wanted == [SHEET]:
        printed = _set_data("sheet", decode(job, type=SheetJob).sheet, source)
    else:
        printed = _set(decode(job, type=SetJob), source)
    sys.stdout.buffer.write(msgspec.msgpack.encode(printed))
    sys.stdout.buffer.flush()


def _shut_in() -> None:
    """Take from this process what it does not need.

    Why safe: with no descriptor left to have, open, socket, pipe and memfd all fail, whatever code would ask for them;
    the kernel holds it, also for root. No file may grow, no core is written, and nobody may look inside. A parent that
    ended before the death signal was asked for has closed our input: the job cannot be read, and we end.
    """
    control = ctypes.CDLL(None, use_errno=True).prctl
    for option, value in ((_PR_SET_PDEATHSIG, signal.SIGKILL), (_PR_SET_DUMPABLE, 0), (_PR_SET_NO_NEW_PRIVS, 1)):
        if control(option, int(value), 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "the kernel refused")
    for limit, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, _MEMORY_BYTES),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def _set(job: SetJob, source: bytes) -> Printed:
    made = typst.compile(
        source,
        format=job.format,
        ppi=_PREVIEW_PPI,
        sys_inputs={"letters": msgspec.json.encode(job.letters).decode()},
        ignore_system_fonts=True,
        pdf_tags=False,
    )
    # A PNG of several pages comes as a list; the first is the preview. The join counts a PDF's pages.
    return Printed(made[0] if isinstance(made, list) else made, 1)


def _set_data(name: str, content: object, source: bytes) -> Printed:
    """Set a whole document of another kind than letters, whose source takes its content under this name."""
    data = {name: msgspec.json.encode(content).decode()}
    made = typst.compile(source, format="pdf", sys_inputs=data, ignore_system_fonts=True, pdf_tags=False)
    return Printed(made, 1)


def _join(job: JoinJob) -> Printed:
    parts = [pikepdf.open(io.BytesIO(part)) for part in job.parts]
    whole = parts[0]
    top = whole.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Pages, Kids=pikepdf.Array(), Count=0))
    for part in parts:
        branch = part.Root.Pages if part is whole else _brought_over(part.Root.Pages, whole)
        branch.Parent = top
        top.Kids.append(branch)
        top.Count = int(top.Count) + int(branch.Count)
    # A new catalogue, so that nothing of the old one (metadata, language) comes along; the same for /Info.
    whole.trailer.Root = whole.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Catalog, Pages=top))
    for key in {"/Info", "/ID"} & set(whole.trailer.keys()):
        del whole.trailer[key]
    out = io.BytesIO()
    whole.save(
        out,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        # The file's id is a digest of what it holds; without this it would hold the time.
        deterministic_id=True,
    )
    return Printed(out.getvalue(), int(top.Count))


def _brought_over(branch: pikepdf.Object, whole: pikepdf.Pdf) -> pikepdf.Object:
    """Return a copy in `whole` of a whole page tree.

    Copying page by page takes 0.7 ms each, and a tree of pages is refused; so for the time of the copy they are
    called something else.
    """
    _call(branch, pikepdf.Name.TreeOnTheMove, pikepdf.Name.PageOnTheMove)
    copy = whole.copy_foreign(branch)
    _call(copy, pikepdf.Name.Pages, pikepdf.Name.Page)
    return copy


def _call(branch: pikepdf.Object, tree: pikepdf.Name, page: pikepdf.Name) -> None:
    branch.Type = tree
    for kid in branch.Kids:
        if "/Kids" in kid:
            _call(kid, tree, page)
        else:
            kid.Type = page


if __name__ == "__main__":
    try:
        main()
    finally:
        # Interpreter shutdown is skipped: with no descriptors to have it could only complain.
        os._exit(1 if sys.exc_info()[0] else 0)
