"""The builder: what is typed becomes a condition, a condition becomes rows, and nothing is lost on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from busel.desk.journals.writing import write
from busel.desk.search.conditions import BadConditionError, ids_where
from busel.desk.search.saved_searches import saved_searches
from busel.desk.web.building.drafts import DRAFTS, draft_of
from busel.desk.web.building.examples import EXAMPLES
from busel.desk.web.building.tree import AS_IT_IS
from busel.desk.web.condition_words import condition_words
from busel.journal.deed import Op
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import add, words
from desk.searching.test_every_condition import LEAVES, TREES, bring_in

if TYPE_CHECKING:
    from busel.desk.web.building.drafts import Draft
    from desk.conftest import Arrive, Desk

CALL = ("activity", {"type": "call", "day": "2026-11-01"})


class Page:
    """The builder's page in a browser without scripts: controls as they stand, presses that follow redirections."""

    def __init__(self, desk: Desk, **begin: str) -> None:
        self.desk = desk
        self.go(desk.browser.post("/searches/begin", begin))

    def go(self, answer: Any) -> Page:
        assert answer.status_code == 303
        self.where = answer["Location"].partition("#")[0]
        self.at = answer["Location"].partition("#")[2]
        self.answer = self.desk.browser.get(self.where)
        assert self.answer.status_code == 200
        return self

    @property
    def draft(self) -> Draft:
        found = DRAFTS.get(self.where.split("/")[-1])
        assert found is not None
        return found

    def controls(self) -> dict[str, list[str]]:
        """Return what a browser would send."""
        page = self.answer.content.decode()
        form = page[page.index('id="typed"') : page.index("</form>", page.index('id="typed"'))]
        found: dict[str, list[str]] = {}
        for tag in re.findall(r"<input[^>]*>", form):
            at = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
            if at["name"] != "csrfmiddlewaretoken" and (at.get("type") != "checkbox" or " checked" in tag):
                found.setdefault(at["name"], []).append(at.get("value", ""))
        for name, inner in re.findall(r'<select[^>]*? name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
            chosen = re.search(r'<option value="([^"]*)" selected', inner) or re.search(
                r'<option value="([^"]*)"', inner
            )
            found[name] = [chosen[1] if chosen else ""]
        return found

    def press(self, press: str, **typed: Any) -> Page:
        sent = self.controls() | {name.replace("__", "."): value for name, value in typed.items()}
        return self.go(self.desk.browser.post(self.where, {**sent, "press": press}))

    def add(self, key: str) -> int:
        """Add a condition at the top; return its number."""
        top = self.draft.tree.top
        self.press(f"add:{top.id}", **{f"n{top.id}__add": key})
        return self.draft.tree.top.children[-1].id


@pytest.mark.parametrize("trees", [TREES, LEAVES], ids=["nested", "single"])
def test_a_condition_laid_out_as_rows_finds_the_same_people(
    arrive: Arrive, trees: st.SearchStrategy[dict[str, Any]]
) -> None:
    desk = arrive("editor")
    bring_in(desk)
    rows = []

    @settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
    @given(trees)
    def compare(condition: dict[str, Any]) -> None:
        draft = draft_of(desk.session, condition)
        rows.extend(node.key for node in draft.tree.top.walk())
        assert sorted(ids_where(draft.condition(desk.session))) == sorted(ids_where(condition))
        assert condition_words(condition) not in ("", "None")

    compare()
    assert rows.count(AS_IT_IS) < len(rows) / 2  # most of them can be changed on the page


def test_a_search_is_built_counted_and_shown(arrive: Arrive) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, [CALL, ("phone", {"number": "+375291234567"})], family_be="Бур", support=1, birth="1990")
    add(desk, ZLOBIN, [CALL], family_be="Ліс", support=2)
    add(desk, MAZYR, family_be="Рак", support=5)
    page = Page(desk)
    assert "знаходзіць усіх" in words(page.answer)
    assert page.answer.context["people"] == 3
    support = page.add("support")
    assert page.at == f"n{support}"
    page.press("count", **{f"n{support}__value": ["1", "2"]})
    assert page.answer.context["people"] == 2
    phone = page.add("some:phone")
    page.press("count", **{f"n{phone}__not": "yes"})
    assert page.answer.context["people"] == 1
    assert page.draft.condition(desk.session) == {
        "all": [{"field": "support", "any_of": [1, 2]}, {"not": {"some": "phone"}}]
    }
    answer = desk.browser.post(
        page.where, {**page.controls(), "press": "people", "columns": ["phone", "age", "support"]}
    )
    shown = desk.browser.get(answer["Location"])
    assert [row.called.first for row in shown.context["page"]] == ["Ліс"]
    assert [str(head) for head in shown.context["heads"]] == ["Узрост", "Падтрымка"]
    assert "2 – падтрымлівае" in words(shown)


def test_what_was_typed_outlives_every_press(arrive: Arrive) -> None:
    desk = arrive("editor")
    page = Page(desk)
    family, activity = page.add("family"), page.add("some:activity")
    typed = {
        f"n{family}__value": "Кав",
        f"n{family}__op": "begins",
        f"n{activity}__type.value": ["call"],
        f"n{activity}__day.period": "dates",
        f"n{activity}__day.count": "7",
        "title": "Мой пошук",
        "sample": "5",
    }
    page.press(f"group:{page.draft.tree.top.id}", **typed)
    before = page.controls()
    page.press(f"up:{activity}").press(f"down:{activity}").press("count")
    after = page.controls()
    assert {name: value for name, value in after.items() if name in before} == before
    page.press("count", **{f"n{activity}__day.from": "1.05.2026", f"n{activity}__day.to": "сёння"})
    assert page.draft.condition(desk.session)["of"]["all"] == [
        {"field": "family", "begins": "Кав"},
        {
            "some": "activity",
            "of": [
                {"field": "type", "any_of": ["call"]},
                {"field": "day", "during": {"from": "2026-05-01", "to": "today"}},
            ],
        },
    ]


def test_rows_are_moved_into_and_out_of_groups_and_taken_away(arrive: Arrive) -> None:
    desk = arrive("editor")
    page = Page(desk)
    top = page.draft.tree.top
    page.press(f"group:{top.id}")
    group = top.children[0]
    assert group.mode == "any"
    page.press(f"add:{group.id}", **{f"n{group.id}__add": "risk"})
    page.press(f"add:{group.id}", **{f"n{group.id}__add": "moved"})
    first, second = (child.id for child in group.children)
    page.press(f"down:{first}")
    assert [child.id for child in group.children] == [second, first]
    page.press(f"down:{first}")
    assert [child.id for child in top.children] == [group.id, first]
    page.press(f"take:{group.id}")
    assert [child.id for child in top.children] == [first]


def test_what_cannot_be_read_is_said_beside_it_and_nothing_is_lost(arrive: Arrive) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, family_be="Бур")
    page = Page(desk)
    age, talked = page.add("age"), page.add("some:activity")
    page.press("count", **{f"n{age}__low": "old", f"n{talked}__day.period": "dates"})
    page.press("people", **{f"n{talked}__day.from": "31.02.2026"})
    assert page.at == "ready"
    assert "«old» – не лік" in words(page.answer)
    assert page.controls()[f"n{age}.low"] == ["old"]
    assert page.controls()[f"n{talked}.day.from"] == ["31.02.2026"]


def test_a_search_is_saved_changed_and_may_be_part_of_another(arrive: Arrive) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, family_be="Бур", support=1)
    page = Page(desk)
    support = page.add("support")
    answer = desk.browser.post(
        page.where, {**page.controls(), f"n{support}.value": "1", "press": "save", "title": "Нашы", "order": "age"}
    )
    assert words(desk.browser.get(answer["Location"])).count("Бур") == 1
    [saved] = saved_searches(desk.session)
    assert (saved.title, saved.search.where, saved.search.order) == (
        "Нашы",
        {"all": [{"field": "support", "any_of": [1]}]},
        "age",
    )
    again = Page(desk, saved=str(saved.record))
    assert again.draft.record == saved.record
    again.press("count", title="Нашы людзі")
    desk.browser.post(again.where, {**again.controls(), "press": "save"})
    assert [one.title for one in saved_searches(desk.session)] == ["Нашы людзі"]

    other = Page(desk)
    row = other.add("search")
    other.press("count", **{f"n{row}__value": [str(saved.record)], f"n{row}__not": "yes"})
    assert other.answer.context["people"] == 0
    inside = Page(desk, saved=str(saved.record))
    row = inside.add("search")
    inside.press("save", **{f"n{row}__value": [str(saved.record)]})
    assert inside.answer.context["people"] is None
    assert saved_searches(desk.session)[0].search.where == saved.search.where


def test_every_example_runs_and_can_be_read(arrive: Arrive) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, [("tag", {"label": "валанцёр"})], family_be="Бур", support=1)
    for example in EXAMPLES:
        page = Page(desk, example=example.key)
        assert page.answer.context["people"] is not None
        assert not page.answer.context["wrong"]
        assert page.answer.context["words"]
    assert Page(desk, example="no-phone").answer.context["people"] == 1


def test_a_sample_stays_the_same_and_a_larger_one_holds_it(arrive: Arrive) -> None:
    desk = arrive("editor")
    bundle = desk.session.keyring.named(ZLOBIN)
    assert bundle is not None
    # The same ids in each run: who is drawn depends on them.
    ids = [at * 6364136223846793005 % 2**63 for at in range(1, 13)]
    people = [(id_, [Op("contact", id_, {"family_be": "Бур"})]) for id_ in ids]
    write(desk.session, bundle.journal, "add_contact", people)
    everybody: dict[str, Any] = {"all": []}
    drawn = {
        size: ids_where({"sample": {"people": size}, "seed": 2**61 + 17, "of": everybody}) for size in (1, 5, 12, 100)
    }
    assert [len(found) for found in drawn.values()] == [1, 5, 12, 12]
    assert set(drawn[1]) < set(drawn[5]) < set(ids)
    assert sorted(ids_where({"sample": {"people": 5}, "seed": 2**61 + 17, "of": everybody})) == sorted(drawn[5])
    others = [
        frozenset(ids_where({"sample": {"people": 5}, "seed": seed * 2**31 + seed, "of": everybody}))
        for seed in range(9)
    ]
    assert len(set(others)) > 4
    halves = [ids_where({"sample": {"percent": 50}, "seed": seed * 2**33 + 7, "of": everybody}) for seed in range(40)]
    assert 200 < sum(map(len, halves)) < 280
    with pytest.raises(BadConditionError):
        ids_where({"sample": {"percent": 101}, "seed": 1, "of": everybody})
