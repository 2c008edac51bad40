"""Taking people out on the pages: the choice, the passphrase once more, the file, and the second person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from busel.desk.exporting import jobs
from busel.desk.exporting.choice import ALL_PARTS
from busel.desk.oversight.log_reports import read_log
from busel.desk.workspace.models import Item
from desk.conftest import REGION, ZLOBIN, Desk
from desk.exporting.conftest import Exports, add, add_many

CHOSEN = {"where": "everybody", "format": "csv", "parts": list(ALL_PARTS)}


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    import msgspec  # noqa: PLC0415 - beside what it changes

    from busel.desk.running import options  # noqa: PLC0415 - needs Django set up

    monkeypatch.setattr(options, "chosen", msgspec.structs.replace(options.chosen, lock_profile="cheap"))
    jobs.forget()
    yield
    jobs.forget()


def page(desk: Desk, url: str) -> str:
    response = desk.browser.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def chosen(desk: Desk, **more: Any) -> str:
    """Choose, and return the address of the page that asks for the passphrase."""
    response = desk.browser.post("/export", {**CHOSEN, **more})
    assert response.status_code == 303, response.content.decode()
    return str(response["Location"])


def taken(desk: Desk, url: str, passphrase: str) -> str:
    """Type the passphrase and wait for the file; return the address of the page that offers it."""
    response = desk.browser.post(url, {"passphrase": passphrase})
    assert response.status_code == 303, response.content.decode()
    job = jobs.find_job(url.rpartition("/")[2])
    assert job is not None
    assert job.ended.wait(10)
    response = desk.browser.get(response["Location"])
    assert response.status_code == 303
    return str(response["Location"])


def test_without_the_right_there_is_no_place_for_it_and_the_page_says_why(exports: Exports) -> None:
    desk = exports.arrive("editor")
    assert 'href="/export"' not in page(desk, "/")
    assert "Ваш доступ гэтага не ўключае" in page(desk, "/export")
    assert desk.browser.post("/export", CHOSEN).status_code == 200
    assert exports.arrive("viewer").browser.get("/export").status_code == 403


def test_a_few_people_go_out_with_the_passphrase_and_are_noted(exports: Exports) -> None:
    exports.allow("editor", REGION)
    desk = exports.arrive("editor")
    add(desk.session, exports.journal(), {"family_be": "Каваль"}, ("phone", {"number": "+375291234567"}))
    assert 'href="/export"' in page(desk, "/")
    url = chosen(desk)
    assert "Выйдзе 1 чалавек" in page(desk, url)
    wrong = desk.browser.post(url, {"passphrase": "not this one"})
    assert "Што менавіта, не паказваецца" in wrong.content.decode()
    assert Item.objects.filter(kind="export").count() == 0
    done = taken(desk, url, exports.passphrase("editor"))
    shown = page(desk, done)
    assert "Файл з 1 чалавекам гатовы" in shown
    found = re.search(r'href="(/export/\w+/file)"', shown)
    assert found is not None
    response = desk.browser.get(found[1])
    assert response["Content-Disposition"] == 'attachment; filename="document.csv"'
    assert response["Cache-Control"] == "no-store"
    data = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # it is streamed
    assert int(response["Content-Length"]) == len(data)
    assert b"'+375291234567" in data
    assert Item.objects.filter(kind="export").count() == 1
    assert "Файлы з моманту ўваходу" in page(desk, "/export")


def test_how_many_would_go_out_is_told_of_few_people_once_they_are_noted(exports: Exports) -> None:
    exports.allow("editor", REGION)
    desk = exports.arrive("editor")
    id_ = add(desk.session, exports.journal(), {"family_be": "Каваль"})
    assert "Выйдзе 1 чалавек" in page(desk, chosen(desk))
    reading = read_log(exports.arrive("coordinator").session, exports.journal())
    assert [(one.deed, one.contacts) for one in reading.entries] == [("count_few", (id_,))]


def test_only_the_chosen_fields_are_in_the_file(exports: Exports) -> None:
    exports.allow("editor", REGION)
    desk = exports.arrive("editor")
    add(desk.session, exports.journal(), {"family_be": "Каваль", "notes": "таямніца", "risk": True})
    taken(desk, chosen(desk, parts=["names"]), exports.passphrase("editor"))
    [job] = jobs.ready()
    text = b"".join(job.made.file).decode("utf-8-sig")
    assert "таямніца" not in text
    assert "Не падыходзіць" in text
    assert text.count("так") == 1


def test_the_file_is_refused_before_it_is_made(exports: Exports) -> None:
    exports.allow("editor", REGION)
    desk = exports.arrive("editor")
    add_many(desk.session, exports.journal(), 51)
    url = chosen(desk)
    shown = page(desk, url)
    assert "Папрасіць згоды" in shown
    assert 'name="passphrase"' not in shown
    response = desk.browser.post(url, {"passphrase": exports.passphrase("editor")})
    assert response.status_code == 200
    assert jobs.ready() == []
    assert desk.browser.get(f"{url}/file").status_code == 303


def test_a_coordinator_sees_the_request_at_home_agrees_and_it_goes_out_once(exports: Exports) -> None:
    exports.allow("editor", REGION, ZLOBIN)
    desk = exports.arrive("editor")
    add_many(desk.session, exports.journal(REGION), 40)
    add_many(desk.session, exports.journal(ZLOBIN), 20)
    url = chosen(desk)
    assert desk.browser.post(f"{url}/ask").status_code == 303
    assert desk.browser.post(f"{url}/ask").status_code == 303
    assert "Пачакайце каардынатара" in page(desk, url)
    assert Item.objects.filter(kind="export_request").count() == 2
    desk = exports.arrive("coordinator")
    assert "Згода на выгрузку" in page(desk, "/")
    shown = page(desk, "/export/requests")
    assert f"«{exports.handle('editor')}» просіць пра 60 чалавек" in shown
    found = re.search(r'action="(/export/requests/\d+)"', shown)
    assert found is not None
    assert desk.browser.post(found[1], {"answer": "agree"}).status_code == 303
    assert "Ніхто не чакае вашай згоды" in page(desk, "/export/requests")
    jobs.forget()
    desk = exports.arrive("editor")
    assert "Забярыце файл" in page(desk, "/")
    asked = re.search(r'href="(/export/asked/\d+)"', page(desk, "/export"))
    assert asked is not None
    url = str(desk.browser.get(asked[1])["Location"])
    done = taken(desk, url, exports.passphrase("editor"))
    assert "Згода выкарыстана" in page(desk, done)
    assert "выгружана" in page(desk, "/export")


def test_a_refused_request_says_so(exports: Exports) -> None:
    exports.allow("editor", REGION)
    desk = exports.arrive("editor")
    add_many(desk.session, exports.journal(REGION), 51)
    url = chosen(desk)
    desk.browser.post(f"{url}/ask")
    record = Item.objects.get(kind="export_request").record
    assert exports.arrive("coordinator").browser.post(f"/export/requests/{record}", {"answer": "no"}).status_code == 303
    desk = exports.arrive("editor")
    shown = page(desk, url)
    assert "На ваш запыт адмовілі" in shown
    assert desk.browser.post(f"/export/requests/{record}", {"answer": "agree"}).status_code == 403
