from __future__ import annotations

import datetime as dt
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from busel.contacts.records import Address, Contact
from busel.desk.sandboxes import printing
from busel.desk.sandboxes.printing import PrintError, preview_png, print_letters
from busel.outreach.letter import Letter
from busel.outreach.letters import Mailing, Recipient, Sender, compose

DAY = dt.date(2026, 11, 21)
BE = "{given}, *запрашаем* вас у бібліятэку.\n\nЗ павагай,\nАб’яднанне «Бусел»"
RU = "{given}, приглашаем вас в библиотеку."
HOSTILE = [
    '#eval("1+1")',
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0"',
    "$x^2$ @ref <label>",
    "// note /* note */",
    "*b* _i_ `raw` = head",
    "\\u{41} \\ ~ -- --- ...",
    '"]); #panic("x") //',
    "https://example.org",
    "{given} }{ %s",
    "'q' \"q\" - + 1.",
    "Ўладзіслаў, ёлка, ґанак, сям’я, Іўе, Ёзаф, Ґедымін №5",
]


def letter(number: int, *, language: str = "be", body: str = BE, **contact: Any) -> Letter:
    names = {"family_be": "Кавалёва", "given_be": "Алена", "family_ru": "Ковалёва", "given_ru": "Елена", "sex": "f"}
    recipient = Recipient(
        id=number,
        contact=Contact(**{**names, **contact}, language=language),
        address=Address(
            contact=number, settlement_be="в. Азярцо", street_be="вул. Новая", house=str(number), postcode="210001"
        ),
        short_code=f"N{number}",
    )
    mailing = Mailing(
        bodies={"be": body, "ru": RU},
        sender=Sender(lines={"be": ("Бусел",), "ru": ("Аист",)}, places={"be": "Орша", "ru": "Орша"}),
        default_language="be",
    )
    (made,), _ = compose([recipient], mailing, day=DAY)
    return made


def pages_of(pdf: bytes) -> list[list[str]]:
    """Return the words of each page, line by line, as pdftotext reads them."""
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    pages = text.decode().split("\f")[:-1]
    return [[" ".join(line.split()) for line in page.splitlines() if line.strip()] for page in pages]


def test_three_letters_in_two_languages_read_as_they_were_written() -> None:
    run = print_letters([letter(1), letter(2, language="ru"), letter(3, given_be="Ўладзіслаў", sex="m")])
    assert (run.pages, run.people) == (3, 3)
    belarusian = ["запрашаем вас у бібліятэку.", "З павагай,", "Аб’яднанне «Бусел»"]
    assert pages_of(run.pdf) == [
        [
            "Бусел",
            "Кавалёва Алена",
            "вул. Новая, д. 1",
            "210001 в. Азярцо",
            "Орша, 21 лістапада 2026 г.",
            "Паважаная Алена!",
            f"Алена, {belarusian[0]}",
            *belarusian[1:],
            "N1",
        ],
        [
            "Аист",
            "Ковалёва Елена",
            "вул. Новая, д. 2",
            "210001 в. Азярцо",
            "Орша, 21 ноября 2026 г.",
            "Уважаемая Елена!",
            "Елена, приглашаем вас в библиотеку.",
            "N2",
        ],
        [
            "Бусел",
            "Кавалёва Ўладзіслаў",
            "вул. Новая, д. 3",
            "210001 в. Азярцо",
            "Орша, 21 лістапада 2026 г.",
            "Паважаны Ўладзіслаў!",
            f"Ўладзіслаў, {belarusian[0]}",
            *belarusian[1:],
            "N3",
        ],
    ]


def test_a_name_that_looks_like_markup_is_printed_as_it_stands() -> None:
    run = print_letters([letter(1, given_be=text, family_be="") for text in HOSTILE])
    assert [page[1] for page in pages_of(run.pdf)] == HOSTILE


def test_a_template_that_looks_like_markup_is_printed_as_it_stands() -> None:
    texts = [text for text in HOSTILE if "{" not in text and "*" not in text]
    run = print_letters([letter(1, body=text) for text in texts])
    assert [page[6:] for page in pages_of(run.pdf)] == [[text, "N1"] for text in texts]


def test_a_long_letter_goes_on_and_the_next_begins_on_its_own_page() -> None:
    run = print_letters([letter(1, body="\n\n".join(["Слова " * 60] * 10)), letter(2)])
    assert (run.pages, run.people) == (3, 2)
    assert [page[-1] for page in pages_of(run.pdf)][1:] == ["N1", "N2"]
    assert pages_of(run.pdf)[2][1] == "Кавалёва Алена"


def test_many_letters_keep_their_order_over_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "LETTERS_A_CHILD", 3)
    monkeypatch.setattr(printing, "FEW", 2)
    told: list[int] = []
    run = print_letters([letter(number) for number in range(1, 18)], progress=told.append)
    assert [page[2] for page in pages_of(run.pdf)] == [f"вул. Новая, д. {number}" for number in range(1, 18)]
    assert told == sorted(told)
    assert (len(told), told[-1], run.pages, run.people) == (6, 17, 17, 17)


def test_the_pdf_tells_nothing_about_who_made_it_when_or_for_whom() -> None:
    pdf = print_letters([letter(1)]).pdf
    assert (
        re.findall(rb"/(?:Info|Metadata|Title|Author|Creator|Producer|CreationDate|ModDate|Lang|Annots)\b", pdf) == []
    )
    assert pdf == print_letters([letter(1)]).pdf


def test_only_fonts_that_come_along_are_used() -> None:
    pdf = print_letters([letter(1, body="*ў* Ўў Іі Ёё Ґґ ’ « » — №")]).pdf
    fonts = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    names = {line.split()[0].split("+")[1] for line in fonts.splitlines()[2:]}
    assert names == {"LibertinusSerif-Regular-Identity-H", "LibertinusSerif-Bold-Identity-H"}


def test_the_preview_is_a_png_of_the_first_page() -> None:
    preview = preview_png(letter(1, body="\n\n".join(["Слова " * 60] * 10)))
    assert preview[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(preview[16:20]), int.from_bytes(preview[20:24])) == (909, 1286)


def test_nothing_to_print_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to print"):
        print_letters([])


def test_nothing_is_opened_for_writing_and_nothing_at_all_with_the_letters(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    job = msgspec.msgpack.encode(printing.SetJob([letter(1)], "pdf"))
    calls = "trace=openat,open,creat,rename,mkdir,socket,connect,memfd_create,read,prctl,prlimit64"
    child = [sys.executable, "-I", "-B", "-m", "busel.desk.sandboxes.printer_child", "set"]
    subprocess.run(
        ["strace", "-f", "-o", str(trace), "-e", calls, *child],
        input=job,
        env=printing.CHILD_ENVIRONMENT,
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )
    lines = trace.read_text("utf-8", "replace").splitlines()
    wrote = [
        line for line in lines if re.search(r"O_WRONLY|O_RDWR|creat\(|rename|mkdir|socket\(|connect\(|memfd", line)
    ]
    assert wrote == []
    took = next(at for at, line in enumerate(lines) if "read(0," in line)
    # Typst looks at the number of processors; the limit refuses even that.
    assert [line for line in lines[took:] if "open" in line and "EMFILE" not in line] == []


def test_a_printing_process_dies_with_the_one_who_started_it() -> None:
    program = (
        "import os, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-I', '-B', '-m', 'busel.desk.sandboxes.printer_child', 'set'],"
        " stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)\n"
        "print(child.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert parent.stdin is not None
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    # The write end of its input is held open here too, so that only the signal can end it.
    held = os.open(f"/proc/{child}/fd/0", os.O_WRONLY)
    _until(lambda: "Max open files            0" in Path(f"/proc/{child}/limits").read_text())
    parent.kill()
    parent.wait()
    parent.stdin.close()
    parent.stdout.close()
    _until(lambda: not Path(f"/proc/{child}").exists() or _state(child) == "Z")
    os.close(held)


def test_a_killed_printing_process_is_an_error_without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    start = subprocess.Popen

    def start_and_kill(*arguments: Any, **settings: Any) -> subprocess.Popen[bytes]:
        process = start(*arguments, **settings)
        process.send_signal(signal.SIGKILL)
        return process

    monkeypatch.setattr(subprocess, "Popen", start_and_kill)
    with pytest.raises(PrintError, match=r"^a printing process failed$"):
        print_letters([letter(1)])


def test_stopping_in_the_middle_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "LETTERS_A_CHILD", 2)
    monkeypatch.setattr(printing, "FEW", 2)
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def start_and_note(*arguments: Any, **settings: Any) -> subprocess.Popen[bytes]:
        started.append(start(*arguments, **settings))
        return started[-1]

    def stop(_done: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", start_and_note)
    with pytest.raises(KeyboardInterrupt):
        print_letters([letter(number) for number in range(1, 9)], progress=stop)
    assert len(started) == 2
    assert [process.returncode is None for process in started] == [False, False]


def _state(process: int) -> str:
    return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0]


def _until(holds: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
