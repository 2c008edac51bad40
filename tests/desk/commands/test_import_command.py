"""`busel import` on a zone that is open: what is said of the file, the effects before, the problem file."""

from __future__ import annotations

import io
import json
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from busel.cli.folder import Charter, Folder
from busel.cli.main import main
from busel.contacts.busel_ids import show_busel_id
from busel.desk.account.preferences import set_preferences
from busel.desk.importing.unfinished import unfinished_imports
from busel.desk.inboxes.inbox import look_into_inboxes
from busel.desk.workspace.bonds import Membership
from busel.desk.workspace.models import Contact, Phone, Tag
from busel.sheets.out.words import heading
from busel.shelf.protocol import UnreachableError
from desk.conftest import REGION

if TYPE_CHECKING:
    from desk.conftest import Arrive

HEAD = "Фамилия;Имя;Телефон;Дом\n"
STORED = f"{HEAD}Ковалёв;Сергей;80291234567;1\nДворник;Пётр;80297654321;2\n"
COMES = f"{HEAD}Ковалёв;Сергей;80291234567;7\nНовик;Пётр;80297654321;\nЛис;Анна;;\n;;;\n;;спросить;;\n"

Bring = Callable[..., int]


@pytest.fixture
def bring(arrive: Arrive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bring:
    """Return `bring("editor", content, "--tag", …)`."""
    import busel.cli.import_ as command  # noqa: PLC0415  # needs Django set up

    folder = Folder(tmp_path / "organisation")
    folder.make()
    folder.write(Charter(organisation="00" * 16))

    @contextmanager
    def signed_in(options: Any) -> Iterator[Any]:
        yield arrive(options.handle).session

    monkeypatch.setattr(command, "signed_in", signed_in)

    def run(who: str, content: str | bytes, *more: str) -> int:
        file = tmp_path / "list.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return main(
            [
                "import",
                str(file),
                "--dir",
                str(folder.path),
                "--as",
                who,
                *(("--division", REGION) * (who == "editor")),
                *more,
            ]
        )

    return run


@pytest.fixture
def told(bring: Bring, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Return `told("editor", content, …)`: the JSON document."""

    def run(who: str, content: str | bytes, *more: str) -> Any:
        capsys.readouterr()
        assert bring(who, content, "--json", *more) == 0
        return json.loads(capsys.readouterr().out)

    return run


def test_a_dry_run_tells_each_effect_and_changes_nothing(told: Callable[..., Any]) -> None:
    told("editor", STORED)
    known = {one.family_ru: show_busel_id(one.id) for one in Contact.objects.all()}
    found = told("editor", COMES, "--dry-run", "--on-match", "update")
    assert {name: found[name] for name in ("rows", "new", "updated", "skipped", "problems", "blank")} == {
        "rows": 5, "new": 2, "updated": 1, "skipped": 0, "problems": 1, "blank": 1,
    }  # fmt: skip
    assert found["rules"] == {"phone": 1}
    assert found["changes"] == [
        {
            "row": 2,
            "contact": known["Ковалёв"],
            "rule": "phone",
            "fields": [{"kind": "address", "field": "house", "old": "1", "new": "7"}],
        }
    ]
    [likely] = found["likely"]
    assert 0.9 < likely.pop("probability") <= 1
    assert likely == {
        "row": 3,
        "why": "certain",
        "contact": known["Дворник"],
        "agree": ["given-same", "phone-same"],
        "differ": ["family-differs"],
    }
    assert found["weighed"]
    assert (found["new_rows"], found["blank_rows"]) == ([3, 4], [5])
    assert Contact.objects.count() == 2


def test_what_is_said_of_the_columns_and_of_everybody_is_done(told: Callable[..., Any]) -> None:
    text = "rubbish\nКто|Что|Звонить\nСергей|Ковалёв|21-45-55\n".encode("cp1251")
    more = ["--separator", "bar", "--encoding", "cp1251", "--header-row", "2", "--area-code", "0232"]
    maps = ["--map", "Кто=given", "--map", "B=family", "--map", "звонить=phone"]
    assert told("editor", text, *more, *maps, "--tag", "сад", "--tag", "лес")["new"] == 1
    person = Contact.objects.get()
    assert (person.given_ru, person.family_ru) == ("Сергей", "Ковалёв")
    assert Phone.objects.get().number == "+375232214555"
    assert sorted(Tag.objects.values_list("label__text", flat=True)) == ["лес", "сад"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--map", "Нет=family"), "There is no column “Нет”."),
        (("--map", "Имя=nothing"), "A column cannot become “nothing”."),
        (
            ("--map", "Имя=birth", "--map", "Дом=birth"),
            "Two columns are said to be one thing that a person has only once.",
        ),
        (("--sheet", "Лист9"), "There is no sheet called “Лист9”."),
        (("--mapping", "Вера"), "There is no mapping called “Вера”."),
        (("--header-row", "99"), "There is no row 99: the list has 3."),
        (("--area-code", "x"), "“x” is no area code: it has two to four digits, for example 0232."),
        (("--separator", ";;"), "A separator is one sign, or one of the words tab, comma and semicolon."),
    ],
)
def test_what_the_list_has_not_is_one_sentence_and_nothing_is_written(
    bring: Bring, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], sentence: str
) -> None:
    bring("editor", "Фамилия\nЗубр\n")
    capsys.readouterr()
    assert bring("editor", STORED, *options) == 1
    assert sentence in capsys.readouterr().err
    assert Contact.objects.count() == 1


def test_the_problem_file_is_its_owners_alone_and_goes_through_once_corrected(
    told: Callable[..., Any], bring: Bring, tmp_path: Path
) -> None:
    out = tmp_path / "rest.csv"
    faulty = f"{HEAD.strip()};Дата рождения\nКовалёв;Сергей;80291234567;1;31.02.1980\nЛис;Анна;;;\n"
    assert told("editor", faulty, "--problems", str(out))["problems"] == 1
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    rows = out.read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].endswith("Row in the first file;Why it stayed out")
    assert bring("editor", faulty, "--problems", str(out)) == 1
    mended = told("editor", out.read_text(encoding="utf-8-sig").replace("31.02.1980", "28.02.1980"))
    assert (mended["rows"], mended["new"], mended["problems"]) == (1, 1, 0)


def test_a_workbook_gives_a_workbook_back_and_its_sheet_is_chosen_by_name(
    told: Callable[..., Any], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["x"])
    people = book.create_sheet("Люди")
    people.append(["Фамилия", "Дата рождения"])
    people.append(["Лис", "31.02.1980"])
    saved = io.BytesIO()
    book.save(saved)
    data = saved.getvalue()
    out = tmp_path / "rest.xlsx"
    assert told("editor", data, "--sheet", "Люди", "--problems", str(out))["problems"] == 1
    again = told("editor", out.read_bytes(), "--map", "Дата рождения=ignore")
    assert (again["rows"], again["new"]) == (1, 1)


def test_two_who_may_be_meant_are_named_by_their_numbers(told: Callable[..., Any]) -> None:
    told("editor", "Фамилия;Имя;Отчество;Телефон\nЛис;Ян;Ильич;80291234567\nЛис;Ян;Львович;80291234567\n")
    (problem,) = told("editor", "Фамилия;Имя;Телефон\nЛис;Я.;80291234567\n")["problem_rows"]
    assert problem["candidates"] == [
        {"contact": show_busel_id(one)} for one in sorted(Contact.objects.values_list("pk", flat=True))
    ]


def test_everybody_joins_the_group_that_is_named(told: Callable[..., Any]) -> None:
    told("editor", STORED)
    assert told("editor", STORED, "--group", "Хор", "--on-match", "fill")["made"] == {"group": 1}
    assert sorted(Membership.objects.values_list("contact_id", flat=True)) == sorted(
        Contact.objects.values_list("pk", flat=True)
    )


def test_likely_ones_stay_out_if_asked(told: Callable[..., Any]) -> None:
    told("editor", STORED)
    found = told("editor", COMES, "--likely-out")
    assert [(one["row"], one["code"]) for one in found["problem_rows"] if one["code"] == "likely-known"] == [
        (3, "likely-known")
    ]


def test_a_collectors_list_goes_to_the_inbox(told: Callable[..., Any], arrive: Arrive) -> None:
    assert told("collector", STORED)["new"] == 2
    assert [one.people for one in look_into_inboxes(arrive("editor").session).envelopes.values()] == [2]


def test_a_collectors_interrupted_list_that_is_read_otherwise_is_sent_anew_and_told_of_no_more(
    told: Callable[..., Any], bring: Bring, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_arguments: object) -> None:
        raise UnreachableError

    with monkeypatch.context() as broken:
        broken.setattr("busel.desk.actions.entries.deposit", unreachable)
        assert bring("collector", STORED) != 0
    session = arrive("collector").session
    (left,) = unfinished_imports(session)
    assert told("collector", STORED, "--map", "Дом=ignore", "--dry-run")["new"] == 2
    assert unfinished_imports(arrive("collector").session) == [left]
    assert told("collector", STORED, "--map", "Дом=ignore")["new"] == 2
    assert unfinished_imports(arrive("collector").session) == []
    assert [one.people for one in look_into_inboxes(arrive("editor").session).envelopes.values()] == [2]
    assert left.sent == 0


def test_without_json_the_sum_and_the_rules_are_told_in_lines(bring: Bring, capsys: pytest.CaptureFixture[str]) -> None:
    bring("editor", STORED)
    capsys.readouterr()
    assert bring("editor", COMES, "--dry-run", "--on-match", "fill") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "5 rows would be: 2 new, 0 updated, 1 skipped, 1 problems, 1 blank",
        "  1 known by the same telephone and a like name",
        "  1 likely known already: Surely the same person.",
    ]


def test_cards_are_called_cards_and_headed_in_the_language_of_who_brings_them(
    bring: Bring, arrive: Arrive, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    set_preferences(arrive("editor").session, {"language": "ru"})
    card = "BEGIN:VCARD\nVERSION:3.0\nN:Навик;Анна\nTEL:+37529123456{}\n"
    assert bring("editor", f"{card.format(1)}END:VCARD\n{card.format(2)}", "--problems", str(tmp_path / "out")) == 0
    told = capsys.readouterr().out
    assert "2 cards brought in: 1 new, 0 updated, 0 skipped, 1 problems, 0 blank" in told
    assert "  card 2: This card does not end" in told
    assert "row" not in told
    sheet = openpyxl.load_workbook(io.BytesIO((tmp_path / "out").read_bytes())).worksheets[0]
    assert [cell.value for cell in sheet[1]][:2] == [heading("family", "ru"), heading("given", "ru")]
