"""Every page with synthetic people of a made-up Belarus: for tests, and for looking at (`shots.py`)."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from specimen_accounts import account_pages
from specimen_bonds import bond_pages, bonds, nothing
from specimen_duplicates import duplicate_pages
from specimen_events import event_pages
from specimen_exports import export_pages
from specimen_exposure import ACCOUNTS, exposure_pages
from specimen_founding import share_pages
from specimen_imports import LISTS, around_columns, import_pages
from specimen_letters import letter_pages
from specimen_log import log_pages
from specimen_members import member_pages
from specimen_moving import moving_pages
from specimen_papers import first_pages, invitation_pages, own_pages
from specimen_reports import report_pages
from specimen_searches import search_pages
from specimen_standard import standard_pages

from busel.contacts.records import Field
from busel.desk.web import frame, notices
from busel.desk.web.components import IMPORT_STEPS, Change, Event, Fact, NextStep, Stat, Task
from busel.desk.web.forms.filled import CHECK, LIKELY
from busel.desk.web.forms.lines import LineForm, SheetForm, blank_lines
from busel.desk.web.forms.names import NamesForm
from busel.desk.web.half_done_words import LOST
from busel.desk.web.import_apart import Apart, Cell
from busel.desk.web.own_words import OwnFact, drawn
from busel.desk.web.person_words import Called
from busel.desk.web.porch_forms import FreezeForm, SignInForm
from busel.desk.web.side_by_side import Side
from busel.desk.web.sum_words import SumWords

NOON = dt.datetime(2026, 11, 20, 14, 0, tzinfo=dt.UTC)
DAY = NOON.date()

PEOPLE = [
    (
        "Кавалёва Святлана Ігараўна",
        "Ковалёва Светлана Игоревна",
        ["+375291234567"],
        "Жлобін",
        ["валанцёр", "назіральніца"],
        "",
    ),
    (
        "Кавалёў Сяргей Мікалаевіч",
        "Ковалёв Сергей Николаевич",
        ["+375447654321", "+375233412233"],
        "Гомель",
        ["валанцёр"],
        "risk",
    ),
    ("Ґудзель Вольга Дзмітрыеўна", "Гудель Ольга Дмитриевна", [], "в. Чырвоны Бераг", ["падпісант"], "no_calls"),
    ("Шчарбакоў Янка", "", ["+375256667788"], "Рагачоў", [], ""),
    ("", "Коваленко Надежда Петровна", ["2-14-55 (пасля 18)"], "Светлагорск", ["назіральніца"], "moved"),
    (
        "Кавальчук Аляксандр Уладзіміравіч",
        "Ковальчук Александр Владимирович",
        ["+375333030303"],
        "Рэчыца",
        ["каардынатар сходу", "валанцёр", "мае машыну"],
        "",
    ),
    ("Д’якаў Віктар Мар’янавіч", "Дьяков Виктор Марьянович", ["+375291112233"], "Мазыр", ["падпісант"], "no_letters"),
]


def flags(name: str = "") -> Thing:
    known = ("risk", "no_letters", "no_calls", "moved", "deceased")
    return Thing(any=bool(name), **{flag: flag == name for flag in known})


def called(be: str, ru: str) -> Thing:
    first_language = "be" if be else "ru"
    return Thing(first=be or ru, first_language=first_language, other=ru if be else "", other_language="ru")


def part(form: forms.BaseForm, css: str = "fields--two") -> dict[str, Any]:
    """Return what contacts/edit.html is given for one form that does not repeat."""
    drawn = Thing(part=Thing(css=css, word="", more="", repeats=False), name="names", count_name="", rows=[form])
    return {"drawn": [drawn], "forms": [form], "suggests": True}


OWN_OF_LINES = [
    Field(key="best_time", labels={"be": "Калі зручна тэлефанаваць"}),
    Field(key="can_help", labels={"be": "Чым можа дапамагчы"}),
]


def typed_lines() -> dict[str, Any]:
    """Return a page of lines: one that is stored already, one that is wrong."""
    divisions = [("00" * 16, "Жлобінскі раён")]
    same = {"division": "00" * 16, "written_in": "be", "settlement": "Жлобін", "tags": "падпісант", "sheet": "12"}
    typed = {
        "1-family": "Кавалёва",
        "1-given": "Святлана",
        "1-phones": "8 029 123-45-67",
        "1-number": "5",
        "2-family": "Юрчук",
        "2-birth": "31.02.1960",
        "2-number": "6",
    }
    lines = blank_lines(4, divisions=divisions)
    for at in (1, 2):
        lines[at] = LineForm(same | typed, prefix=str(at), divisions=divisions)
    for line in lines:
        line.own = OWN_OF_LINES
        line.add_own()
    lines[1].doubt = _("Is it one of these?")
    lines[1].likely = [Thing(url="/contacts/1/", called=called(*PEOPLE[0][:2]), settlement="Жлобін")]
    form = SheetForm(initial=same, divisions=divisions)
    return {"place": "entry", "form": form, "lines": lines, "stores": True, "to_spell": 12}


def suggested_spellings() -> dict[str, Any]:
    """Return what the other language makes of people just typed: one name to be checked, and more to come."""
    people = [
        ("Кавалёва Вера Іванаўна", [("family", "Ковалёва", 1), ("given", "Вера", 1), ("patronymic", "Ивановна", 1)]),
        ("Юрчук Алесь", [("family", "Юрчук", 1), ("given", "Александр", 1)]),
        ("Баразна-Янкоўская", [("family", "Борозна-Янковская", 0)]),
    ]
    words = {"family": _("Family name"), "given": _("Given name"), "patronymic": _("Patronymic")}
    blocks = [
        Thing(
            person=Thing(called=called(name, "")),
            correct_url="/there/",
            rows=[
                Thing(value=text, text=text, language="ru", part=words[part], is_likely=likely, is_kept=likely)
                for part, text, likely in rows
            ],
        )
        for name, rows in people
    ]
    return {"place": "entry", "blocks": blocks, "more": 5}


def rows() -> list[Thing]:
    reasons = [
        "тое самае імя ў расійскім напісанні",
        "скарочана ад «Мікалай»",
        "",
        "",
        "амаль тое самае напісанне",
        "амаль тое самае напісанне",
        "",
    ]
    return [
        Thing(
            url=f"/contacts/{at}/",
            called=called(be, ru),
            phones=phones,
            settlement=place,
            division="Жлобінскі раён",
            tags=tags,
            reason=reason,
            contact=flags(flag),
            more=(),
        )
        for at, ((be, ru, phones, place, tags, flag), reason) in enumerate(zip(PEOPLE, reasons, strict=True))
    ]


class Filters(forms.Form):
    division = forms.ChoiceField(label="Падраздзяленне", choices=[("", "Усе"), ("1", "Жлобінскі раён")], required=False)
    settlement = forms.CharField(label="Населены пункт", required=False)
    tag = forms.MultipleChoiceField(
        label="Тэгі",
        choices=[("v", "валанцёр"), ("n", "назіральніца"), ("p", "падпісант")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    address = forms.BooleanField(label="Толькі з адрасам", required=False)
    all_optional = True


class SaveSearch(forms.Form):
    title = forms.CharField(label="Назва", help_text="Напрыклад: валанцёры Жлобіна з адрасам")


class Names(forms.Form):
    use_required_attribute = False
    family_be = forms.CharField(label="Прозвішча па-беларуску", required=False)
    family_ru = forms.CharField(label="Прозвішча па-руску", required=False)
    given_be = forms.CharField(label="Імя па-беларуску", required=False)
    given_ru = forms.CharField(label="Імя па-руску", required=False)
    phone = forms.CharField(
        label="Тэлефон",
        help_text="Як напісана: 8 029 123-45-67 або +375 29 123 45 67",
        required=False,
        widget=forms.TextInput({"class": "input--medium"}),
    )
    birth = forms.DateField(
        label="Дата нараджэння",
        help_text="Дастаткова года: 1960",
        required=False,
        widget=forms.TextInput({"class": "input--short"}),
    )
    language = forms.ChoiceField(
        label="Мова лістоў",
        choices=[("be", "беларуская"), ("ru", "руская"), ("", "невядома")],
        widget=forms.RadioSelect,
        required=False,
    )
    risk = forms.BooleanField(
        label="Не падыходзіць: гэта небяспечна для чалавека", help_text="Ніхто не прыйдзе і не напіша.", required=False
    )
    notes = forms.CharField(label="Нататкі", widget=forms.Textarea({"rows": 3}), required=False)
    all_optional = True


class Upload(forms.Form):
    use_required_attribute = False
    file = forms.FileField(label="Файл")
    pasted = forms.CharField(label="Тэкст", widget=forms.Textarea, required=False)
    division = forms.ChoiceField(label="Куды прыняць", choices=[("1", "Гомельская вобласць / Жлобінскі раён")])


class OnMatch(forms.Form):
    on_match = forms.ChoiceField(
        label="Калі чалавек ужо ёсць",
        choices=[
            ("skip", "прапусціць радок"),
            ("update", "абнавіць тое, што ёсць у файле"),
            ("fill", "дапоўніць толькі пустое"),
        ],
        widget=forms.RadioSelect,
    )
    tag = forms.CharField(label="Тэг для ўсяго спіса", required=False)


class Column(forms.Form):
    target = forms.ChoiceField(
        choices=[
            ("family", "Прозвішча"),
            ("full", "Поўнае імя"),
            ("phone", "Тэлефон"),
            ("settlement", "Населены пункт"),
            ("", "Не браць"),
        ],
        initial="full",
    )


def groups(form: Names) -> list[Thing]:
    return [
        Thing(
            title="Імя",
            hint="Дастаткова адной мовы; другую можна дадаць пазней.",
            css="fields--two",
            fields=[form[name] for name in ("family_be", "family_ru", "given_be", "given_ru")],
        ),
        Thing(title="Як знайсці", hint="", css="", fields=[form["phone"], form["birth"]]),
        Thing(title="Важна ведаць", hint="", css="", fields=[form["language"], form["risk"], form["notes"]]),
    ]


def married() -> NamesForm:
    """Return the form of names that asks about the surname of before."""
    before = '{"family_be":"Юрчук","family_ru":"Юрчук","given_be":"Святлана"}'
    typed = {"family_be": "Кавалёва", "family_ru": "Ковалёва", "given_be": "Святлана", "given_ru": "Светлана"}
    return NamesForm({**typed, "base": before, "record": "1", "asked_former": "Юрчук", "keep_former": "on"})


def wrong() -> Names:
    form = Names({"family_be": "Кавалёва", "birth": "31.02.1960", "language": "be"})
    form.fields["phone"].required = True
    return form


def page_of(items: list[Any], total: int | None = None, number: int = 1) -> Any:
    padded = items + items[:1] * ((total or len(items)) - len(items))
    return Paginator(padded, len(items) if total else 50).page(number)


CALLED = called(*PEOPLE[0][:2])
CONTACT = Thing(
    id=4611686018427387,
    nickname="Света",
    former_family="Юрчук",
    sex="жанчына",
    birth="1960-02",
    language="беларуская",
    support="1 — моцная прыхільніца",
    source="Збор подпісаў, верасень 2026",
    notes="Лепш тэлефанаваць пасля шасці.\n\nМае ключ ад клуба ў Чырвоным Беразе.",
    **vars(flags()),
)

EVENTS = [
    Event(
        NOON,
        "ціхі-бусел",
        "Выпраўленыя імёны",
        (Change("Прозвішча па-беларуску", "Кавалева", "Кавалёва"), Change("Мянушка", "", "Света")),
        undo_id="a1",
    ),
    Event(
        NOON - dt.timedelta(days=2),
        "зялёны-гай",
        "Дададзены тэлефон",
        (Change("Тэлефон", "", "+375 29 123-45-67"),),
        undo_id="a2",
    ),
    Event(
        NOON - dt.timedelta(days=9),
        "ціхі-бусел",
        "Зменены адрас",
        (Change("Вуліца", "Ленина", "Першамайская"), Change("Кватэра", "12", "")),
        undone=True,
    ),
    Event(
        NOON - dt.timedelta(days=40),
        "зялёны-гай",
        "Прыняты са спіса",
        (Change("Імя", "", "Ковалёва Светлана Игоревна"),),
        origin="Спіс «Подпісы Жлобін», радок 214",
    ),
]

PROBLEMS = [
    Thing(message="Няма ні імя, ні тэлефона", example="—", rows="18, 244, 1 012…", count=23),
    Thing(message="Дата нараджэння не існуе", example="31.02.1960", rows="377", count=1),
]

IMPORT_STATS = [
    Stat(4702, "новыя людзі", kind="success"),
    Stat(110, "будуць дапоўненыя"),
    Stat(149, "ужо ёсць, без змен"),
    Stat(24, "з памылкамі", "вернуцца файлам", kind="danger"),
    Stat(15, "пустыя радкі"),
]

EDITOR = frame.Frame(
    where="Гомельская вобласць", person="ціхі-бусел", places=frame.BY_ROLE["editor"], inbox=12, searches=True
)
COORDINATOR = frame.Frame(
    where="Гомельская вобласць", person="ціхі-бусел", places=frame.BY_ROLE["coordinator"], inbox=2, searches=True
)
COLLECTOR = frame.Frame(where="Жлобінскі раён", person="светлы-ранак", places=frame.BY_ROLE["collector"])


def home() -> dict[str, Any]:
    return {
        "place": "home",
        "next_step": NextStep(
            "Праверце 12 чалавек ад збіральнікаў",
            "Найстарэйшы канверт чакае тры дні. Пакуль вы яго не прынялі, гэтых людзей не знайсці.",
            "/inbox/",
            "Адкрыць уваходныя",
        ),
        "stats": [
            Stat(24249, "чалавек у зоне"),
            Stat(312, "новых за 30 дзён", "на 41 больш, чым раней", kind="success"),
            Stat("87 %", "маюць тэлефон"),
            Stat(1904, "без адраса", "ім нельга напісаць", url="/find/", kind="warning"),
        ],
        "tasks": [
            Task(12, "Людзі ва ўваходных", "Ад трох збіральнікаў, два канверты з памылкамі", "/inbox/"),
            Task(24, "Радкі з памылкамі", "Спіс «Подпісы Жлобін» ад 18 лістапада", "/import/"),
            Task(3, "Лісты без адказу", "Запрашэнне на сход, надрукавана 2 лістапада", "/letters/"),
        ],
        "saved": [
            Thing(title="Валанцёры Бабруйска з адрасам", count=312, url="/there/a"),
            Thing(title="Назіральнікі без тэлефона", count=48, url="/there/b"),
            Thing(title="Каму 18–30", count=1904, url="/there/c"),
        ],
        "follow_ups": [
            Thing(day=DAY, name="Кавалёва Святлана", text="Патэлефанаваць наконт сходу", url="/there/d", late=True),
            Thing(
                day=DAY + dt.timedelta(days=3), name="Шчарбакоў Янка", text="Аддаць улёткі", url="/there/e", late=False
            ),
        ],
        "last_seen": NOON,
        "exposed": ACCOUNTS[:4],
        "people_ways": True,
        "may_merge": True,
    }


def person_sent(at: int, name: str, other: str = "", **more: Any) -> Thing:
    """Return a person of an envelope, as `inbox_words.Item`."""
    facts = [
        Fact("Тэлефон", "+375 29 123-45-67", "8 029 1234567"),
        Fact("Адрас", "вул. Першамайская, 14, кв. 3, Жлобін", "ул. Первомайская, 14, кв. 3, Жлобин"),
        Fact("Тэг", "валанцёр"),
    ]
    called = Thing(first=name, first_language="be", other=other, other_language="ru")
    plain = {"facts": facts[at:], "problems": [], "likely": [], "is_chosen": True, "is_corrected": False, "place": ""}
    return Thing(at=at, called=called, **(plain | more))


def envelope() -> dict[str, Any]:
    known = Thing(
        url="/there/k", called=Thing(first="Кавалёва Святлана"), settlement="Жлобін", phones=["+375291234567"]
    )
    likely = [Thing(row=known, reason="Тэлефон той самы.")]
    return {
        "place": "inbox",
        "back_url": "/inbox/",
        "title": "Спіс: 3 чалавекі",
        "sender": "светлы-ранак",
        "when": NOON,
        "division": "Жлобінскі раён",
        "number": 17,
        "source": "сшытак.csv",
        "alone": False,
        "items": [
            person_sent(
                0, "Кавалёва Святлана Ігараўна", "Ковалёва Светлана Игоревна", likely=likely, is_chosen=False, place="2"
            ),
            person_sent(1, "Мядзведзь Алена", problems=["Гэты нумар не набраць. Ён захаваны так, як напісаны."]),
            person_sent(2, "Дворнік Пётр Ільіч", is_corrected=True),
        ],
        "page": page_of(list(range(3))),
        "accepted": 2,
        "total": 3,
        "likely": 1,
        "clean": 1,
        "rest": 2,
        "looked": 0,
        "sums": [
            SumWords(
                "Згоды", "140 чалавек", ["навіны (падпісана на паперы): 120", "лісты (сказана ўголас): 20"], "/there/c"
            ),
            SumWords("Падтрымка", "31 чалавек", ["1 – цвёрды прыхільнік: 24", "3 – няпэўна: 7"], "/there/s"),
            SumWords("Нататкі", "5 чалавек", [], "/there/n"),
        ],
        "envelope": "00ff",
    }


def one_of_many() -> dict[str, Any]:
    """Somebody of an envelope beside whom they resemble."""
    (item, *_more) = envelope()["items"]
    sides = [
        Side("Прозвішча па-беларуску", "Кавалёва", "Кавалёва"),
        Side("Дата нараджэння", "люты 1960", "люты 1961"),
        Side("Тэлефон", "+375 29 123-45-67, +375 44 765-43-21", "+375 29 123-45-67", unbroken=True),
        Side("Тэг", "валанцёр", ""),
    ]
    return {
        "place": "inbox",
        "item": item,
        "pairs": [
            Thing(
                known=item.likely[0],
                sides=sides,
                contact=7,
                fills=[Change("Тэлефон", "", "+375 44 765-43-21"), Change("Тэг", "", "валанцёр")],
            )
        ],
        "can_fill": True,
        "number": 2,
        "total": 12,
        "looked": 1,
        "before_url": "/there/before",
        "back_url": "/inbox/",
        "decide_url": "/inbox/",
        "envelope": "00ff",
    }


def envelope_of_one() -> dict[str, Any]:
    return envelope() | {"alone": True, "source": "", "items": [person_sent(0, "Мядзведзь Алена")]}


def envelope_done() -> dict[str, Any]:
    return {
        "place": "inbox",
        "accepted": "2 чалавекі",
        "rejected": "1 чалавек",
        "page": page_of(rows()[:2]),
        "waiting": 4,
        "next_url": "/there/2",
        "back_url": "/inbox/",
    }


def half_done() -> dict[str, Any]:
    missing = ["Светлагорскі раён", "Чачэрскі раён", "Хойніцкі раён"]
    search = Thing(
        text="Пошук «Валанцёры з адрасам» захаваны ў 19 з 22 падраздзяленняў.",
        who="ціхі-бусел",
        when=NOON,
        why="",
        missing=missing,
        finish_url="/there/finish",
        take_back_url="/there/take-back",
    )
    letters = Thing(
        text="Лісты «Запрашэнне на сход» пазначаны ў гісторыі людзей у 1 з 22 падраздзяленняў.",
        who="",
        when=NOON,
        why=LOST,
        missing=missing,
        finish_url="",
        take_back_url="/there/take-back",
    )
    return {"place": "home", "things": [search, letters]}


def columns() -> dict[str, Any]:
    listed = [
        ("ФИО", "A", ["Ковалёв С. И.", "Мядзведзь Алена", "ДВОРНИК ПЁТР ИЛЬИЧ"], "па загалоўку", False),
        ("Тел. моб.", "B", ["80291234567", "(029) 765-43-21", "375447654321"], "па загалоўку і значэннях", False),
        ("", "C", ["да", "да", ""], "", True),
        ("Нас. пункт", "D", ["Жлобин", "Чырвоны Бераг", "Рагачоў"], "па значэннях", False),
    ]
    return {
        "place": "import",
        "step_labels": IMPORT_STEPS,
        "file_name": "Подпісы Жлобін.xlsx",
        **around_columns(),
        "columns": [
            Thing(
                header=header,
                letter=letter,
                samples=samples,
                note=note,
                unsure=unsure,
                field=Column(prefix=letter)["target"],
                is_new=letter == "C",
            )
            for header, letter, samples, note, unsure in listed
        ],
        "apart": [
            Apart(
                "ФИО",
                [
                    Cell(
                        "Ковалёв С. И.",
                        [Fact("Прозвішча", "Ковалёв"), Fact("Імя", "С."), Fact("Імя па бацьку", "И.")],
                        [],
                    ),
                    Cell("Мядзведзь Алена", [Fact("Прозвішча", "Мядзведзь"), Fact("Імя", "Алена")], []),
                ],
            ),
            Apart(
                "Адрас",
                [
                    Cell(
                        "г. Мінск, вул. Міра, д. 5, пад. 2",
                        [Fact("Населены пункт", "Мінск"), Fact("Вуліца", "вул. Міра"), Fact("Дом", "5")],
                        ["Не ўсё ў гэтым адрасе зразумелае. Увесь ён захоўваецца таксама ў нататках."],
                    )
                ],
            ),
        ],
    }


def effects() -> dict[str, Any]:
    first = [
        Thing(
            row=3, name="Кавалёў С. І.", phone="+375291234567", place="Жлобін", effect="новы", kind="success", note=""
        ),
        Thing(
            row=4,
            name="Мядзведзь Алена",
            phone="+375297654321",
            place="Чырвоны Бераг",
            effect="дапоўніць",
            kind="",
            note="дадасца адрас",
        ),
        Thing(
            row=5,
            name="Дворник Пётр Ильич",
            phone="+375447654321",
            place="Рагачоў",
            effect="ёсць",
            kind="warning",
            note="той самы тэлефон",
        ),
    ]
    return {
        "place": "import",
        "step_labels": IMPORT_STEPS,
        "stats": IMPORT_STATS,
        "people": 4812,
        "rows": 5000,
        "first": first,
        "made": [Fact("Новыя групы", "Хор, Рада дома 5"), Fact("Новыя сем’і пад адным дахам", "Навікі")],
        "rules": [
            {"rule": "той самы тэлефон і падобнае імя", "count": 120},
            {"rule": "тое самае імя і дзень нараджэння", "count": 31},
        ],
        "likely": 17,
        "sure": 12,
        "was_weighed": True,
        "likely_first": [
            {
                "row": row,
                "called": called_be(name),
                "known": [Thing(url="/contacts/1", called=called_be(known))],
                "is_sure": sure,
                "rule": why,
            }
            for row, name, known, sure, why in (
                (12, "Зубр Ганна", "Кавалёва Ганна", True, "тое самае імя, той самы тэлефон; іншае прозвішча"),
                (40, "Дворнік П.", "Дворнік Пётр", False, "тое самае прозвішча, першая літара імя"),
            )
        ],
        "likely_url": "/import/1/effects/likely",
        "problems_url": "/import/1/effects/problems",
        "problems": PROBLEMS,
        "form": OnMatch(initial={"on_match": "fill"}),
        "back_url": "/import/",
    }


def effects_rows() -> dict[str, Any]:
    """One list of the effects, with each kind of row that there is."""
    known = [Thing(url="/contacts/1", called=called_be("Дворнік Пётр"), settlement="Рагачоў", phones=["+375447654321"])]
    sides = [
        Side("Прозвішча па-беларуску", "Новік", "Дворнік"),
        Side("Імя па-беларуску", "Пётр", "Пётр"),
        Side("Тэлефон", "+375 44 765-43-21", "+375 44 765-43-21"),
        Side("Адрас", "", "247672, Рагачоўскі раён, г. Рагачоў, вул. Леніна, 12"),
    ]
    nobody = {"facts": (), "rule": "", "same_as": 0, "known": (), "rows": (), "changes": (), "sides": (), "wrong": ()}
    rows = [
        {
            "row": 4,
            "called": called_be("Новік Пётр"),
            "rule": "тое самае імя, той самы тэлефон; іншае прозвішча",
            "is_likely": True,
            "is_sure": True,
            "sides": sides,
            "known": known,
        },
        {
            "row": 7,
            "called": called_be("Дворнік П. І."),
            "rule": "той самы тэлефон і падобнае імя",
            "known": known,
            "changes": [
                Change("Дом", "1", "7"),
                Change("Тэлефон", "", "+375 29 111-22-33"),
                Change("Нататкі", "", "сястра"),
            ],
        },
        {
            "row": 1204,
            "called": called_be("Кавалёў С."),
            "known": known * 2,
            "rows": [12],
            "wrong": [
                Thing(
                    value="Кавалёў С.",
                    sentence="Гэта можа быць адзін з некалькіх людзей, якія ўжо ёсць, а мы не гадаем.",
                )
            ],
        },
        {
            "row": 1205,
            "called": called_be("Юрчук Алесь"),
            "facts": [Fact("Тэлефон", "+375 29 555-55-55"), Fact("Адрас", "г. Жлобін")],
        },
    ]
    tabs = [("Новыя людзі", 4612), ("Магчыма, ужо ёсць", 17), ("Ужо ёсць, змяняюцца", 120), ("Праблемныя радкі", 14)]
    return {
        "place": "import",
        "step_labels": IMPORT_STEPS,
        "step": 3,
        "title": "Магчыма, ужо ёсць",
        "lead": "Гэтыя радкі да кагосьці падобныя, але звестак замала, каб вырашыць.",
        "tabs": [(Stat(count, title, url="/import/1/rows"), at == 1) for at, (title, count) in enumerate(tabs)],
        "page": page_of([Thing(**nobody | row) for row in rows]),
        "back_url": "/import/1/effects",
        "back": "Назад да змен",
    }


def called_be(name: str) -> Called:
    return Called(name, "be", "", "")


def inbox() -> dict[str, object]:
    senders = [Thing(sender="светлы-ранак", how_much="12 канвертаў, 231 чалавек", reject_url="/there/all")]
    page = page_of(inbox_rows())
    return {"place": "inbox", "page": page, "first_url": "/there/1", "unopened": 5, "senders": senders}


def inbox_rows() -> list[Thing]:
    doubt = "Гэты канверт не падпісаны нікім, хто цяпер можа сюды дасылаць. Магчыма, ён падроблены."
    return [
        Thing(url="/there/0", what="Сумніўны канверт", sender="", division="Жлобінскі раён", when=NOON, doubt=doubt),
        Thing(
            url="/there/1",
            what="3 чалавекі",
            doubt="",
            sender="светлы-ранак",
            division="Жлобінскі раён",
            when=NOON,
            problems=1,
            likely=1,
        ),
        Thing(
            url="/there/2",
            what="Спіс: 214 чалавек",
            doubt="",
            sender="светлы-ранак",
            division="Жлобінскі раён",
            when=NOON,
            problems=0,
            likely=0,
        ),
        Thing(
            url="/there/3",
            what="Мядзведзь Алена",
            doubt="",
            sender="жоўты-ліст",
            division="Рагачоўскі раён",
            when=NOON - dt.timedelta(days=3),
            problems=0,
            likely=1,
        ),
    ]


class PhoneRow(SaveSearch):
    """A row of what a person has several of."""

    record_id = 5
    remove = forms.BooleanField(required=False)


def phones() -> dict[str, Any]:
    """Return what contacts/edit.html is given for rows."""
    filled = [PhoneRow(prefix="phone-0"), PhoneRow(prefix="phone-1")]
    section = Thing(css="", word="Тэлефон", more="Дадаць яшчэ тэлефон", repeats=True)
    return {"drawn": [Thing(part=section, name="phone", count_name="phone-count", rows=filled)], "forms": filled}


def contact() -> dict[str, Any]:
    return {
        "place": "find",
        "contact": CONTACT,
        "division": "Жлобінскі раён",
        "called": CALLED,
        "may_edit": True,
        **bonds(),
        "phones": [
            Thing(number="+375291234567", written="", type="мабільны", status=""),
            Thing(number="", written="2-14-55 (пасля 18)", type="хатні", status="bad"),
        ],
        "emails": [Thing(address="sviatlana@example.org", status="")],
        "addresses": [
            Thing(
                first="247210, Гомельская вобласць, г. Жлобін, вул. Першамайская, д. 14, кв. 3",
                other="247210, Гомельская область, г. Жлобин, ул. Первомайская, д. 14, кв. 3",
                other_language="ru",
                status="verified",
                type="жыве тут",
            ),
            Thing(first="в. Чырвоны Бераг, вул. Садовая, 2", other="", status="past", type=""),
        ],
        "fact_sections": [
            ("Пра чалавека", drawn([OwnFact("trade", "about", "Прафесія", "настаўніца")])),
            ("Падтрымка і дапамога", drawn([OwnFact("copies", "politics", "Асобнікаў", "шмат", as_written=True)])),
        ],
        "external_ids": ["Ж-214"],
        "activities": [
            Thing(
                day=DAY.isoformat(),
                type="Званок",
                subject="пра сход 28 лістапада",
                outcome="прыйдзе",
                details="Прынясе спіс суседзяў.",
                due="2026-11-28",
                done="",
                url="/there/",
            ),
            Thing(day="2026-11-02", type="Ліст", subject="Запрашэнне на сход", outcome="", details="", due="", done=""),
            Thing(
                day="2026-10-11",
                type="Прыём спіса",
                subject="Подпісы Жлобін",
                outcome="",
                details="",
                due="2026-10-20",
                done="2026-10-19",
            ),
        ],
        "more_activities": 4,
        "happened_types": [("call", "Званок", False), ("visit", "Візіт", False), ("letter", "Ліст", False)],
    }


def suggested() -> Names:
    """Return the form of names with fields that were filled in: one likely right, one to be checked."""
    form = Names(initial={"family_be": "Каваленка", "family_ru": "Коваленко", "given_be": "Іржы", "given_ru": "Иржи"})
    form.fields["family_ru"].help_text, form.fields["given_ru"].help_text = LIKELY, CHECK
    return form


def pages() -> dict[str, tuple[str, dict[str, Any], frame.Frame]]:
    """Return each specimen: name -> template, context, frame."""
    form = Names()
    results = {
        "place": "find",
        "query": "ковалёв",
        "filters": Filters(initial={"tag": ["v"]}),
        "save_form": SaveSearch(),
        "may_add": True,
        "may_save": True,
        "may_print": True,
        "texts_ready": True,
        "has_names": True,
        "result_id": "b7f3",
        "letters_query": "result=b7f3",
    }
    receipts = [
        Thing(when=NOON, number=19 - at, what="1 чалавек", name=name, division="Жлобінскі раён")
        for at, name in enumerate(["Кавалёва Святлана", "Мядзведзь Алена", "Дворник Пётр"])
    ]
    keyed = {
        "home": ("home.html", home()),
        "home-quiet": ("home.html", {"place": "home", "stats": [Stat(0, "чалавек у зоне")]}),
        "home-new-keys": (
            "home.html",
            home()
            | {
                "new_key_words": ["колено", "расти", "бросить", "вексель", "внутри", "слесарь"],
                "new_key_divisions": ["Гомельская вобласць", "Жлобінскі раён"],
                "next_step": None,
            },
        ),
        "home-awaiting": (
            "home.html",
            {
                "place": "home",
                "no_zone": True,
                "hello_words": ["клён", "возера", "ранак", "мост", "жыта", "гук"],
                "hello_division": "Жлобінскі раён",
            },
        ),
        "find": ("contacts/find.html", {"place": "find", "saved": home()["saved"], "may_add": True}),
        "results": (
            "contacts/results.html",
            results
            | {
                "usual": ["phone", "place", "tags"],
                "page": page_of(rows(), 480, 3),
                "chips": [Thing(label="тэг: валанцёр", name="tag", value="v")],
            },
        ),
        "results-none": (
            "contacts/results.html",
            results
            | {"page": page_of([]), "saved_title": "Валанцёры", "lines": ["тэг: валанцёр"], "delete_url": "/there/"},
        ),
        "results-near": (
            "contacts/results.html",
            results
            | {
                "query": "коля ковалёу",
                "usual": ["phone", "place", "tags"],
                "page": page_of(rows(), 4, 1),
                "is_weak": True,
                "meant": ["Кавалёў Мікалай", "Кавалеўскі Мікола", "Ковалёнок Николай"],
            },
        ),
        "results-nobody": (
            "contacts/results.html",
            results
            | {"query": "кавалюў", "has_names": False, "page": page_of([]), "meant": ["Кавалёў", "Кавалюк", "Кавалі"]},
        ),
        "contact": ("contacts/contact.html", contact()),
        "contact-suggested": (
            "contacts/contact.html",
            contact() | {"contact": Thing(**(vars(CONTACT) | {"suggested": "family_be"}))},
        ),
        "contact-risk": (
            "contacts/contact.html",
            contact()
            | {
                "contact": Thing(**(vars(CONTACT) | {"risk": True, "no_calls": True})),
                "may_edit": False,
                "phones": [],
                "emails": [],
                "addresses": [],
                "activities": [],
                **nothing(),
            },
        ),
        "edit": (
            "contacts/edit.html",
            {
                "place": "find",
                "called": CALLED,
                "section": "Імёны",
                **part(suggested()),
                "suggested": "2 полі запоўнены з другой мовы.",
                "back_url": "/there/",
            },
        ),
        "edit-former": (
            "contacts/edit.html",
            {
                "place": "find",
                "called": CALLED,
                "section": "Імёны",
                **part(married()),
                "is_asked": True,
                "back_url": "/there/",
            },
        ),
        "edit-wrong": (
            "contacts/edit.html",
            {
                "adding": True,
                "place": "find",
                **part(wrong()),
                "likely": rows()[:2],
                "back_url": "/there/",
                "conflict": EVENTS[0].changes,
            },
        ),
        "edit-rows": (
            "contacts/edit.html",
            {
                "called": CALLED,
                "section": "Тэлефоны",
                **phones(),
                "back_url": "/there/",
            },
        ),
        "happened": (
            "contacts/every_happened.html",
            {**contact(), "page": page_of(contact()["activities"]), "back_url": "/there/"},
        ),
        "history": (
            "contacts/history.html",
            {
                "place": "find",
                "contact": CONTACT,
                "called": CALLED,
                "page": page_of(EVENTS),
                "kinds": [
                    ("contact", "імёны і пазнакі", True),
                    ("phone", "тэлефоны", False),
                    ("activity", "падзеі", False),
                ],
                "kind": "contact",
                "back_url": "/there/",
                "sealed": 3,
                "doubtful": 1,
            },
        ),
        "upload": (
            "imports/upload.html",
            {"place": "import", "form": Upload(), "step_labels": IMPORT_STEPS, "largest": 50, "lists": LISTS},
        ),
        **import_pages(),
        "columns": ("imports/columns.html", columns()),
        "effects": ("imports/effects.html", effects()),
        "effects-rows": ("imports/rows.html", effects_rows()),
        "progress": (
            "imports/progress.html",
            {
                "place": "import",
                "step_labels": IMPORT_STEPS,
                "heading_text": "Прымаем спіс",
                "done": 2950,
                "total": 4812,
                "doing": "Запячатваем радкі",
                "stop_url": "/there/",
            },
        ),
        "report": (
            "imports/report.html",
            {
                "place": "import",
                "step_labels": IMPORT_STEPS,
                "file_name": "Подпісы Жлобін.xlsx",
                "stats": IMPORT_STATS,
                "problems": PROBLEMS,
                "problems_url": "/there/p",
                "undo_url": "/there/u",
                "people_url": "/there/l",
                "sum_text": "5 000 = 4 702 новыя + 110 дапоўненыя + 149 прапушчаныя + 24 з памылкамі + 15 пустыя",
            },
        ),
        "inbox": ("inbox/list.html", inbox()),
        "inbox-empty": ("inbox/list.html", {"place": "inbox", "page": page_of([])}),
        "envelope": ("inbox/envelope.html", envelope()),
        "envelope-sort": ("inbox/envelope.html", envelope() | {"rest": 0, "sort": "consents", "sort_words": "Згоды"}),
        "envelope-clean": ("inbox/envelope.html", envelope() | {"rest": 0}),
        "envelope-rest": ("inbox/one.html", one_of_many()),
        "envelope-one": ("inbox/envelope.html", envelope_of_one()),
        "envelope-done": ("inbox/done.html", envelope_done()),
        **report_pages(),
        **bond_pages(CALLED),
        **moving_pages(),
        **duplicate_pages(),
        **event_pages(),
        **exposure_pages(),
        **log_pages(),
        **search_pages(),
        **own_pages(),
        **invitation_pages(),
        **share_pages(),
        **letter_pages(),
        **export_pages(),
        "half-done": ("half_done.html", half_done()),
        "half-done-nothing": ("half_done.html", {"place": "home", "things": []}),
        "confirm": (
            "confirm.html",
            {
                "question": "Адмяніць увесь прыём спіса?",
                "text": "Спіс «Подпісы Жлобін» ад 18 лістапада.",
                "consequences": [
                    "4 702 чалавекі знікнуць з вашай зоны.",
                    "110 чалавек вернуцца да ранейшага.",
                    "6 чалавек, якіх пасля выправілі, застануцца; вы ўбачыце іх спіс.",
                ],
                "action": "Адмяніць прыём 4 812 чалавек",
                "dangerous": True,
                "back_url": "/there/",
            },
        ),
    }
    collector = {
        "collector-home": (
            "home.html",
            {
                "place": "home",
                "next_step": NextStep(
                    "Увядзіце людзей са сшытка",
                    "Кожны чалавек ідзе запячатаным да рэдактара.",
                    "/entry/",
                    "Увесці людзей",
                ),
                "tasks": [],
            },
        ),
        "entry": (
            "entry/person.html",
            {
                "place": "entry",
                "form": form,
                "groups": groups(form),
                "number": 20,
                "sent_today": 3,
                "receipts": receipts,
                "receipts_url": "/receipts/",
                "division": "Жлобінскі раён",
            },
        ),
        "entry-lines": ("entry/lines.html", typed_lines()),
        "entry-spellings": ("entry/spellings.html", suggested_spellings()),
        "entry-spellings-none": ("entry/spellings.html", {"place": "entry", "blocks": []}),
        "receipts": ("entry/receipts.html", {"place": "receipts", "page": page_of(receipts)}),
    }
    porch = {
        "sign-in": ("porch/sign_in.html", {"form": SignInForm()}),
        "sign-in-wrong": ("porch/sign_in.html", {"form": SignInForm({"handle": ""}), "reason": "", "busy": True}),
        "freeze": ("porch/freeze.html", {"form": FreezeForm()}),
        "frozen": ("porch/frozen.html", {}),
        "idle-frozen": ("porch/idle_frozen.html", {}),
        "opening": (
            "porch/opening.html",
            {"share": 62, "doing": "Жлобінскі раён: 18 240 з 24 249 чалавек", "home_url": "/", "last_seen": NOON},
        ),
        **first_pages(),
        "signed-out": ("porch/signed_out.html", {"why": "ended"}),
        "neutral": ("porch/neutral.html", {}),
        **{code: (f"{code}.html", {}) for code in ("400", "403", "403_csrf", "404", "405", "413", "500", "503")},
    }
    framed = {name: (*page, EDITOR) for name, page in keyed.items()} | {
        name: (*page, COLLECTOR) for name, page in collector.items()
    }
    framed |= {name: (*page, COORDINATOR) for name, page in member_pages().items()}
    administrator = frame.Frame(person="новы-снег", places=frame.BY_ROLE["administrator"])
    framed |= {name: (*page, administrator) for name, page in account_pages().items()}
    framed |= {name: (*page, administrator) for name, page in standard_pages().items()}
    return framed | {name: (*page, frame.Frame()) for name, page in porch.items()}


def show(request: Any, name: str) -> Any:
    """Draw one specimen as the reader's language and look have it."""
    template, context, around = pages()[name]
    frame.frame_from(lambda: around)
    if name == "contact":
        notices.say("success", {"be": "Захавана.", "ru": "Сохранено."}.get(get_language() or "", "Saved."))
    return render(request, template, context)
