"""From the choice to the file, with real Typst, and what stands in people's history afterwards."""

from __future__ import annotations

import re
import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from busel.contacts.records import Activity
from busel.desk.clock import today_iso
from busel.desk.journals.writing import write
from busel.desk.mailing import jobs
from busel.desk.workspace import models
from busel.journal.deed import Op
from busel.shelf.protocol import UnreachableError

INVITATION, THANKS = "Запрашэнне на сход", "Падзяка"
REGION = "Homieĺ region"
ZLOBIN, MAZYR = f"{REGION} / Žlobin district", f"{REGION} / Mazyr district"
LETTERS, IN_RUSSIAN, NOBODY_WRITES_TO = 24, 7, 6
Noted = Callable[[], list[Activity]]
Pages = Callable[[bytes], list[str]]


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_everybody_gets_the_letter_in_the_own_language_and_the_file_holds_them_all(
    zone: Any, walk: Any, pages_of: Pages
) -> None:
    done = walk.print(zone.letters[INVITATION])
    file = walk.browser.get(done.replace("/done", "/file"))
    pages = pages_of(file.content)
    assert len(pages) == LETTERS
    assert sum("Паважаная Алена! Прыходзьце ў суботу." in page for page in pages) == 7
    assert sum("Уважаемая Елена! Приходите в субботу." in page for page in pages) == IN_RUSSIAN
    assert sum("Паважаны Янка!" in page for page in pages) == 10
    assert not any("Зімародак" in page for page in pages)


def test_the_file_is_a_download_that_nobody_stores_and_whose_name_says_nothing(zone: Any, walk: Any) -> None:
    file = walk.browser.get(walk.print(zone.letters[INVITATION]).replace("/done", "/file"))
    assert file["Content-Type"] == "application/pdf"
    assert file["Cache-Control"] == "no-store"
    assert file["Content-Disposition"] == 'attachment; filename="document.pdf"'
    assert file.content[:5] == b"%PDF-"


def test_the_letter_stands_once_in_the_history_of_each_who_got_one(zone: Any, walk: Any, noted: Noted) -> None:
    walk.print(zone.letters[INVITATION])
    letters = noted()
    assert sorted(letter.contact for letter in letters) == sorted(zone.people[:LETTERS])
    assert {(letter.subject, letter.day) for letter in letters} == {(INVITATION, today_iso())}
    assert len({letter.batch for letter in letters}) == 1


def test_a_run_is_one_batch_under_one_id_in_every_division_concerned(zone: Any, walk: Any, noted: Noted) -> None:
    walk.print(zone.letters[INVITATION])
    batches = models.Item.objects.filter(kind="batch").values_list("record", "division__name", "fields")
    (batch,) = {letter.batch for letter in noted()}
    fields = {"type": "letters", "day": today_iso(), "title": INVITATION}
    assert sorted(batches) == [(batch, MAZYR, fields), (batch, ZLOBIN, fields)]


def test_what_was_noted_is_there_when_the_zone_is_opened_anew(
    zone: Any, walk: Any, noted: Noted, arrive: Callable[[str], Any]
) -> None:
    walk.print(zone.letters[INVITATION])
    before = sorted(letter.contact for letter in noted())
    arrive("other editor")
    assert sorted(letter.contact for letter in noted()) == before


def test_printing_the_same_letter_again_is_a_new_batch_and_was_announced(zone: Any, walk: Any, noted: Noted) -> None:
    walk.print(zone.letters[INVITATION])
    preview = walk.choose(zone.letters[INVITATION])
    assert 'class="notice notice--warning"' in words(walk.browser.get(preview))
    walk.wait(walk.confirm(preview))
    assert sorted(Counter(letter.batch for letter in noted()).values()) == [LETTERS, LETTERS]


def test_a_letter_that_nobody_had_yet_is_not_announced(zone: Any, walk: Any) -> None:
    walk.print(zone.letters[INVITATION])
    assert 'class="notice notice--warning"' not in words(walk.browser.get(walk.choose(zone.letters[THANKS])))


def test_a_saved_search_chooses_to_whom(zone: Any, walk: Any, noted: Noted) -> None:
    walk.print(zone.letters[INVITATION], f"search:{zone.search}")
    assert len(noted()) == IN_RUSSIAN


def test_a_division_narrows_the_choice(zone: Any, walk: Any, noted: Noted) -> None:
    walk.print(zone.letters[INVITATION], division=MAZYR)
    assert len(noted()) == 10


def test_a_region_means_all_its_districts(zone: Any, walk: Any, noted: Noted) -> None:
    walk.print(zone.letters[INVITATION], division=REGION)
    assert len(noted()) == LETTERS


def test_the_people_of_a_result_are_written_to(zone: Any, walk: Any, noted: Noted) -> None:
    from busel.desk.search.kept import RESULTS, ask  # noqa: PLC0415  # needs Django set up

    result = RESULTS.keep(ask("", {"field": "division", "is": MAZYR}))
    page = walk.browser.get(f"/letters?result={result}")
    assert f'value="result:{result}" selected' in words(page)
    answer = walk.browser.post(
        f"/letters?result={result}", {"where": f"result:{result}", "template": str(zone.letters[THANKS])}
    )
    walk.wait(walk.confirm(answer["Location"]))
    assert len(noted()) == 10


def test_a_result_that_is_gone_never_means_everybody(zone: Any, walk: Any) -> None:
    gone = "0" * 24
    answer = walk.browser.post(
        f"/letters?result={gone}", {"where": f"result:{gone}", "template": str(zone.letters[THANKS])}
    )
    assert answer.status_code == 200
    assert 'class="summary"' in words(answer)


def test_names_and_addresses_are_letters_and_nothing_but_letters(zone: Any, walk: Any, pages_of: Pages) -> None:
    hostile = '#eval("1+1") {given} \u202e<b>$x$'
    zone.add(
        MAZYR,
        address={"settlement_be": '#read("/etc/passwd")', "house": "*1*", "street_be": "$x^2$"},
        family_be=hostile,
        given_be="Алег",
        language="be",
    )
    preview = walk.choose(zone.letters[INVITATION])
    done = walk.wait(walk.confirm(preview))["Location"]
    (page,) = (page for page in pages_of(walk.browser.get(done.replace("/done", "/file")).content) if "eval" in page)
    assert page.startswith('#eval("1+1") {given} <b>$x$ Алег $x^2$, *1* #read("/etc/passwd")')


def test_no_address_title_or_file_name_holds_anything_about_anybody(zone: Any, walk: Any) -> None:
    preview = walk.choose(zone.letters[INVITATION], f"search:{zone.search}")
    before = walk.browser.get(preview)
    done = walk.wait(walk.confirm(preview))["Location"]
    assert re.fullmatch(r"/letters/[0-9a-f]{32}", preview)
    assert re.fullmatch(r"/letters/[0-9a-f]{32}/done", done)
    pages = (before, walk.browser.get(done))
    assert {re.findall(r"<title>(.*?)</title>", words(page))[0] for page in pages} == {"Лісты"}


def test_what_changed_since_the_preview_is_shown_before_anything_is_printed(zone: Any, walk: Any, noted: Noted) -> None:
    preview = walk.choose(zone.letters[INVITATION])
    endangered = zone.people[0]
    journal = zone.journal(ZLOBIN)
    write(zone.session, journal, "edit_contact", [(endangered, [Op("contact", endangered, {"risk": True})])])
    assert walk.confirm(preview) == preview
    assert noted() == []
    walk.wait(walk.confirm(preview))
    assert sorted(letter.contact for letter in noted()) == sorted(zone.people[1:LETTERS])


def test_pressing_twice_prints_once(zone: Any, walk: Any, noted: Noted) -> None:
    preview = walk.choose(zone.letters[INVITATION])
    progress = walk.confirm(preview)
    assert walk.confirm(preview) == progress
    walk.wait(progress)
    assert len(noted()) == LETTERS


def test_the_page_can_be_left_and_is_found_again(zone: Any, walk: Any) -> None:
    progress = walk.confirm(walk.choose(zone.letters[INVITATION]))
    assert f'href="{progress}"' in words(walk.browser.get("/letters"))
    done = walk.wait(progress)["Location"]
    assert walk.browser.get(done).status_code == 200


def test_a_killed_printing_process_is_a_sentence_and_nothing_is_noted(
    zone: Any, walk: Any, noted: Noted, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = subprocess.Popen

    def begin_and_kill(*arguments: Any, **settings: Any) -> subprocess.Popen[bytes]:
        process = begin(*arguments, **settings)
        process.send_signal(signal.SIGKILL)
        return process

    preview = walk.choose(zone.letters[INVITATION])
    with monkeypatch.context() as patched:
        patched.setattr(subprocess, "Popen", begin_and_kill)
        page = walk.wait(walk.confirm(preview))
    assert "Нічога не пазначана" in words(page)
    assert noted() == []
    assert walk.browser.get(f"{preview}/file").status_code == 303
    walk.wait(walk.confirm(preview))
    assert len(noted()) == LETTERS


@pytest.mark.parametrize(("fails", "some"), [(2, False), (4, True)], ids=["as it is noted that they leave", "after"])
def test_a_shelf_that_fails_in_the_middle_leaves_nothing_twice(
    zone: Any, walk: Any, noted: Noted, monkeypatch: pytest.MonkeyPatch, *, fails: int, some: bool
) -> None:
    append = zone.session.shelf.append
    calls: list[int] = []

    def append_once(*arguments: Any) -> Any:
        calls.append(1)
        if len(calls) == fails:
            raise UnreachableError
        return append(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(zone.session.shelf, "append", append_once)
        progress = walk.confirm(walk.choose(zone.letters[INVITATION]))
        stopped = walk.wait(progress)
    assert f'action="{progress.replace("/progress", "/again")}"' in words(stopped)
    assert (0 < len(noted()) < LETTERS) is some
    assert walk.browser.get(progress.replace("/progress", "/file")).status_code == 303
    walk.browser.post(progress.replace("/progress", "/again"))
    walk.wait(progress)
    assert sorted(letter.contact for letter in noted()) == sorted(zone.people[:LETTERS])
    counted = models.Item.objects.filter(kind="export").values_list("fields", flat=True)
    assert sorted(fields["count"] for fields in counted) == [10, 14]


def test_one_deed_names_every_journal_that_it_concerns(zone: Any, walk: Any) -> None:
    walk.print(zone.letters[INVITATION])
    (job,) = jobs.printed()
    assert job.run is not None
    commits = job.run.noting.commits
    assert {commit.deed for commit in commits} == {commits[0].deed}
    assert {frozenset(commit.places) for commit in commits} == {frozenset({zone.journal(ZLOBIN), zone.journal(MAZYR)})}


def test_the_letters_themselves_are_let_go_once_they_are_printed(zone: Any, walk: Any) -> None:
    walk.print(zone.letters[INVITATION])
    (job,) = jobs.printed()
    assert job.run is not None
    assert (job.plan.letters, job.run.letters) == ([], [])


def test_an_unknown_id_leads_back_with_a_sentence(zone: Any, walk: Any) -> None:
    for page in ("", "/left-out", "/progress", "/done", "/file"):
        assert walk.browser.get(f"/letters/{'0' * 32}{page}")["Location"] == "/letters"


def test_who_only_reads_has_no_letters(arrive: Callable[[str], Any]) -> None:
    browser = arrive("viewer").browser
    assert {browser.get(page).status_code for page in ("/letters", "/letters/texts/new", "/letters/1")} == {403}
