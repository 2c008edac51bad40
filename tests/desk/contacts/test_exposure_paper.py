"""The exposure report as a file: numbers only, unless somebody asks for names; and on the command line."""

from __future__ import annotations

import io
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec
import pikepdf
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from busel.cli.folder import Charter, Folder
from busel.cli.main import main
from busel.desk.exposure import jobs
from busel.desk.exposure.report import exposure_of
from busel.desk.oversight.log_reports import read_log
from busel.desk.sandboxes.printing import print_report
from busel.desk.web import exposure_paper
from busel.desk.web.exposure_paper import on_paper
from desk.conftest import MAZYR, POSTS, ZLOBIN
from desk.contacts.conftest import add, kavalou, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from desk.conftest import Arrive, Desk, Organisation


@pytest.fixture(autouse=True)
def _no_reports() -> Iterator[None]:
    yield
    jobs.forget()


def account(organisation: Organisation, who: str) -> bytes:
    return organisation.founded.accounts[list(POSTS).index(who)].keyring.account.id


def handle(organisation: Organisation, who: str) -> str:
    return organisation.founded.accounts[list(POSTS).index(who)].credentials.handle


def paper_of(desk: Desk, whom: bytes, **asked: str) -> Any:
    made = reverse("exposure_make", settings.KEYED_URLCONF, args=[whom.hex()])
    job = jobs.find_job(desk.browser.post(made)["Location"].rsplit("/", 1)[1])
    assert job is not None
    assert job.ended.wait(20)
    return desk.browser.post(reverse("exposure_paper", settings.KEYED_URLCONF, args=[job.id]), asked)


def test_without_being_asked_for_names_the_file_holds_none(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    kavalou(desk, ZLOBIN)
    report = exposure_of(desk.session, account(organisation, "viewer"))
    with translation.override("ru"):
        bare, named = (
            msgspec.json.encode(on_paper(report, "ціхі-бусел", with_names=asked)).decode() for asked in (False, True)
        )
    for secret in ("Ковал", "Кавал", "123"):
        assert (secret in bare) is False
    assert "Ковалёв Сергей Иванович" in named
    assert "+375\N{NO-BREAK SPACE}29\N{NO-BREAK SPACE}123-45-67" in named


@pytest.mark.parametrize("language", ["be", "ru", "en"])
def test_it_prints_in_each_language_and_tells_nothing_of_the_program(
    arrive: Arrive, organisation: Organisation, language: str
) -> None:
    desk = arrive("coordinator")
    kavalou(desk, ZLOBIN)
    report = exposure_of(desk.session, account(organisation, "editor"))
    with translation.override(language):
        made = print_report(on_paper(report, "ціхі-бусел", with_names=True))
    with pikepdf.open(io.BytesIO(made)) as file:
        assert (len(file.pages) > 0, "/Info" in file.trailer) == (True, False)


def test_the_file_is_taken_from_the_page_and_names_on_it_are_logged(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    contact = kavalou(desk, ZLOBIN)
    answers = [paper_of(desk, account(organisation, "viewer"), **asked) for asked in ({}, {"names": "on"})]
    for answer in answers:
        assert answer["Content-Disposition"] == 'attachment; filename="document.pdf"'
        assert answer.content.startswith(b"%PDF")
    (own,) = exposure_of(desk.session, desk.session.account).divisions[:1]
    assert own.traces.taken == {contact}
    entries = read_log(arrive("auditor").session, organisation.journal(ZLOBIN)).entries
    assert [(one.deed, one.contacts) for one in entries] == [("print_exposure", (contact,))]


def test_more_names_than_anybody_calls_through_are_not_printed(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = arrive("coordinator")
    monkeypatch.setattr(exposure_paper, "MOST_NAMES", 1)
    for name in ("Ліс", "Бор"):
        add(desk, ZLOBIN, family_be=name)
    answer = paper_of(desk, account(organisation, "viewer"), names="on")
    assert "гэта ўжо не спіс для абзвону" in words(desk.browser.get(answer["Location"]))


@pytest.fixture
def exposure(
    arrive: Arrive, organisation: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., int]:
    """Return the command as the coordinator's, on an organisation with three people in two districts."""
    import busel.cli.exposure as command  # noqa: PLC0415  # needs Django set up

    desk = arrive("coordinator")
    kavalou(desk, ZLOBIN)
    for number in range(2):
        add(desk, MAZYR, family_be=f"Ліс {number}")
    folder = Folder(tmp_path / "organisation")
    folder.make()
    folder.write(Charter(organisation="00" * 16))

    @contextmanager
    def signed_in(_options: object) -> Iterator[Any]:
        yield desk.session

    monkeypatch.setattr(command, "signed_in", signed_in)
    around = ["--dir", str(folder.path), "--as", "quiet-stork"]
    return lambda *more: main(["exposure", *around, *more])


def test_the_command_tells_people_by_id_and_division(
    exposure: Callable[..., int], organisation: Organisation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exposure("--account", handle(organisation, "editor"), "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["account"], document["could_read"]) == (account(organisation, "editor").hex(), 3)
    counted = {one["division"]: len(one["could_read"]) for one in document["divisions"]}
    assert counted == {MAZYR: 2, ZLOBIN: 1, ZLOBIN.split(" / ")[0]: 0}


def test_the_command_takes_an_id_for_a_name_and_prints(
    exposure: Callable[..., int], organisation: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.pdf"
    assert exposure("--account", account(organisation, "viewer").hex(), "--out", str(out), "--with-names") == 0
    assert "could read 1 person" in capsys.readouterr().out
    assert (out.read_bytes()[:4], out.stat().st_mode & 0o777) == (b"%PDF", 0o600)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--account", "nobody-here"], "No division that this account opens knows anybody called “nobody-here”.\n"),
        (["--account", "x", "--from", "27.11.2026"], "“27.11.2026” is no day. Write it as 2026-11-27.\n"),
        (["--account", "x", "--from", "2026-11-27", "--to", "2026-11-26"], "--to is a day before --from.\n"),
    ],
)
def test_what_cannot_be_told_is_one_sentence(
    exposure: Callable[..., int], capsys: pytest.CaptureFixture[str], more: list[str], sentence: str
) -> None:
    assert exposure(*more) == 1
    assert capsys.readouterr().err.endswith(sentence)
