"""A whole list is taken back: what nobody touched goes or is put back, everything else stays and is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.actions.contacts import add_contact, edit_contact
from busel.desk.actions.imports import undo_import
from busel.desk.importing import undo_runs
from busel.desk.importing.outcomes import OnMatch
from busel.desk.importing.undoing import Brought, lists_brought_in, read_undoing
from busel.desk.importing.undoing_ties import TIES
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.people.editing import Edit
from busel.desk.people.person import person
from busel.desk.workspace.bonds import Relationship
from busel.desk.workspace.models import Contact, Item
from busel.journal.deed import Op
from busel.shelf.protocol import UnreachableError
from desk.conftest import REGION, ZLOBIN
from desk.imports.conftest import Lists, note_of

if TYPE_CHECKING:
    from busel.desk.session import Session
    from desk.conftest import Arrive, Organisation


@pytest.fixture(autouse=True)
def _nothing_at_work() -> Iterator[None]:
    yield
    undo_runs.forget()


TIED = """Busel ID;Прозвішча (бел.);Сям’я пад адным дахам;Сувязі;Групы (Busel);Мерапрыемствы
bsl-000000000000000b;Навік;Навікі;сябар: (bsl-000000000000000c);Хор;Сход
bsl-000000000000000c;Юрчук;Навікі;сябар: (bsl-000000000000000b);Хор;
"""
HEADER = "Фамилия;Имя;Телефон;Заметки"


def rows(count: int) -> str:
    named = (f"Кавалёў{at};Сяргей;+37529{1000000 + at};Запіс {at}" for at in range(count))
    return "\n".join((HEADER, *named))


def only(session: Session) -> Brought:
    [found] = lists_brought_in(session)
    return found


def take_back(session: Session) -> tuple[int, int, int]:
    undoing = read_undoing(session, only(session))
    undo_import(session, undoing)
    assert undoing.came_to == undoing.foreseen
    return undoing.came_to.removed, undoing.came_to.put_back, undoing.came_to.stay


def edit(lists: Lists, id_: int, now: str) -> None:
    found = person(lists.session, id_)
    assert found is not None
    was = {"notes": found.contact.get("notes", "")}
    edit_contact(lists.session, lists.journal, id_, edits=[Edit("contact", id_, was, {"notes": now})])


def test_two_thousand_people_go_and_whoever_was_there_before_stays(lists: Lists) -> None:
    before = add_contact(lists.session, lists.journal, person={"family_be": "Юрчук"})
    lists.bring(rows(2_000))
    assert Contact.objects.count() == 2_001
    assert take_back(lists.session) == (2_000, 0, 0)
    assert list(Contact.objects.values_list("id", flat=True)) == [before]
    assert (only(lists.session).batch.undone != "", only(lists.session).batch.by) == (
        True,
        lists.session.account.hex(),
    )


def test_what_people_share_goes_with_them_unless_others_use_it(lists: Lists) -> None:
    lists.bring(TIED)
    group = Item.objects.get(kind="group").record
    other = add_contact(lists.session, lists.journal, person={"family_be": "Юрчук"})
    op = Op("membership", 31, {"contact": other, "group": group})
    write(lists.session, lists.journal, "join_group", [(other, [op])])
    assert take_back(lists.session) == (2, 0, 0)
    assert list(Contact.objects.values_list("id", flat=True)) == [other]
    assert sorted(Item.objects.filter(kind__in=TIES).values_list("kind", flat=True)) == ["group"]
    assert Relationship.objects.count() == 0


def test_whoever_was_touched_since_stays_whole_and_is_named(lists: Lists) -> None:
    lists.bring(rows(10))
    edited, tagged, *_rest = Contact.objects.order_by("family_ru", "family_be").values_list("id", flat=True)
    edit(lists, edited, "Пазваніць")
    tag = Edit("tag", 0, {}, {"label": "валанцёр"})
    edit_contact(lists.session, lists.journal, tagged, edits=[tag])
    whole = {id_: person(lists.session, id_) for id_ in (edited, tagged)}
    undoing = read_undoing(lists.session, only(lists.session))
    assert set(undoing.foreseen.named) == {edited, tagged}
    assert take_back(lists.session) == (8, 0, 2)
    assert {id_: person(lists.session, id_) for id_ in (edited, tagged)} == whole
    assert Contact.objects.count() == 2


def test_known_people_get_back_what_stood_there_and_keep_what_was_changed_since(lists: Lists) -> None:
    about = [("phone", {"number": "+375291000000"})]
    known = [
        add_contact(lists.session, lists.journal, person={"family_ru": "Кавалёў0", "notes": "раней"}, about=about),
        add_contact(
            lists.session,
            lists.journal,
            person={"family_ru": "Кавалёў1", "notes": "раней"},
            about=[("phone", {"number": "+375291000001"})],
        ),
    ]
    before = [person(lists.session, id_) for id_ in known]
    lists.bring(rows(3), OnMatch.UPDATE)
    edit(lists, known[1], "Пазваніць")
    foreseen = read_undoing(lists.session, only(lists.session)).foreseen
    assert foreseen.back == {("contact", "family_be"): 2, ("contact", "given_be"): 2, ("contact", "notes"): 1}
    assert foreseen.left == {("contact", "notes"): 1}
    assert take_back(lists.session) == (1, 2, 1)
    assert person(lists.session, known[0]) == before[0]
    after = person(lists.session, known[1])
    assert after is not None
    assert (after.contact["notes"], after.contact.get("given_ru", "")) == ("Пазваніць", "")


def test_a_list_is_taken_back_after_the_journal_was_folded(lists: Lists) -> None:
    lists.bring(rows(700))
    fold_journal(lists.session, lists.journal)
    assert take_back(lists.session) == (700, 0, 0)
    assert Contact.objects.count() == 0


class Cut:
    """A shelf that the n-th commit does not reach, or whose answer to it is lost."""

    def __init__(self, shelf: Any, at: int, *, after: bool) -> None:
        self._shelf, self._left, self._after = shelf, at, after

    def __getattr__(self, name: str) -> Any:
        return self._append if name == "append" else getattr(self._shelf, name)

    def _append(self, *args: Any, **named: Any) -> Any:
        self._left -= 1
        answer = self._shelf.append(*args, **named) if self._left or self._after else None
        if self._left == 0:
            raise UnreachableError
        return answer


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_desk_may_end_at_any_commit_and_the_next_one_goes_on(
    arrive: Arrive, organisation: Organisation, at: int, *, after: bool
) -> None:
    session = arrive("editor").session
    lists = Lists(session, organisation.journal(REGION))
    lists.bring(rows(1_200))
    edited = Contact.objects.order_by("id").values_list("id", flat=True)[0]
    edit(lists, edited, "Пазваніць")
    undoing = read_undoing(session, only(session))
    assert len(undoing.pieces) == 3
    session.shelf = Cut(session.shelf, at, after=after)
    with pytest.raises(UnreachableError):
        undo_import(session, undoing)
    session = arrive("other editor").session
    take_back(session)
    assert list(Contact.objects.values_list("id", flat=True)) == [edited]
    assert only(session).batch.undone != ""


def test_other_lists_and_other_divisions_are_not_touched(arrive: Arrive, organisation: Organisation) -> None:
    session = arrive("editor").session
    lists, there = (Lists(session, organisation.journal(name)) for name in (REGION, ZLOBIN))
    first = lists.bring(rows(2))
    there.bring(HEADER + "\nЮрчук;Алесь;+375297777777;")
    lists.bring(HEADER + "\nШчарбакоў;Ігар;+375296666666;")
    brought = next(one for one in lists_brought_in(session) if len(first.contacts) == one.batch.counts["new"])
    undo_import(session, read_undoing(session, brought))
    assert Contact.objects.count() == 2
    assert Item.objects.filter(kind="batch").count() == 3
    assert note_of(first, lists.journal).people == 2


def test_who_only_reads_a_division_takes_nothing_back(arrive: Arrive, organisation: Organisation) -> None:
    Lists(arrive("editor").session, organisation.journal(ZLOBIN)).bring(rows(2))
    session = arrive("viewer").session
    with pytest.raises(NotAllowedError):
        undo_import(session, read_undoing(session, only(session)))
    assert Contact.objects.count() == 2


def test_the_pages_show_the_lists_ask_and_take_one_back(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    lists = Lists(desk.session, organisation.journal(REGION))
    assert 'class="empty"' in desk.browser.get("/import/lists/").content.decode()
    assert 'href="/import/lists/"' in desk.browser.get("/import").content.decode()
    lists.bring(rows(5))
    edited = Contact.objects.order_by("id").values_list("id", flat=True)[0]
    edit(lists, edited, "Пазваніць")
    url = f"/import/lists/{only(desk.session).id}"
    page = desk.browser.get("/import/lists/").content.decode()
    handle = organisation.founded.accounts[2].credentials.handle
    assert ("list.csv" in page, url in page, handle in page) == (True, True, True)
    asked = desk.browser.get(url).content.decode()
    assert f'href="/contacts/{edited}"' in asked
    answer = desk.browser.post(url, {"confirmed": "yes"})
    assert (answer.status_code, answer["Location"]) == (303, url)
    assert desk.browser.get(url)["Location"] == "/import/lists/"
    assert list(Contact.objects.values_list("id", flat=True)) == [edited]
    told = desk.browser.get("/import/lists/").content.decode()
    assert ("notice--success" in told, url in told) == (True, False)
    assert desk.browser.get(url)["Location"] == "/import/lists/"


def test_the_page_says_which_cells_go_back_and_which_stay(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    desk.browser.cookies["language"] = "en"
    lists = Lists(desk.session, organisation.journal(REGION))
    phone = ("phone", {"number": "+375291000000"})
    known = add_contact(lists.session, lists.journal, person={"family_ru": "Кавалёў0"}, about=[phone])
    lists.bring(rows(1), OnMatch.UPDATE)
    edit(lists, known, "Пазваніць")
    asked = re.sub(
        r"\s+",
        " ",
        re.sub(r"<[^>]+>", " ", desk.browser.get(f"/import/lists/{only(desk.session).id}").content.decode()),
    )
    assert "get back what stood there: 1 person. Family name in Belarusian: 1; Given name in Belarusian: 1" in asked
    assert "what was changed stays: 1 person. Notes: 1" in asked


def test_an_unknown_list_and_one_that_may_only_be_read_are_not_found(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    Lists(desk.session, organisation.journal(ZLOBIN)).bring(rows(2))
    assert desk.browser.get("/import/lists/1").status_code == 404
    desk = arrive("mixed")
    assert desk.browser.get(f"/import/lists/{only(desk.session).id}").status_code == 404
    assert arrive("viewer").browser.get("/import/lists/").status_code == 403
