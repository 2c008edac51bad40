"""The yearly check: four words tell a share, each slip has its own sentence, and no word is kept."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec
import pytest

from busel.desk.clock import today
from busel.desk.journals.writing import write
from busel.desk.running import options
from busel.desk.trustees.yearly_check import YEAR, Check, Standing, check_on, year_of
from busel.desk.workspace.models import Item
from busel.journal.deed import Op
from busel.registry.share_record import SHOWN
from busel.vault.share_checks import asked_in
from desk.inbox.conftest import words as words_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from busel.vault.shares import Share
    from desk.conftest import Arrive, Desk, Organisation

PAGE = "/shares/"
said: dict[str, set[str]] = defaultdict(set)
"""Language -> the sentences of its faults."""


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "chosen", msgspec.structs.replace(options.chosen, lock_profile="cheap"))


def asked() -> tuple[int, ...]:
    return asked_in(year_of(today()))


def four(share: Share) -> list[str]:
    return [share.words[at - 1] for at in asked()]


def told(desk: Desk, words: list[str]) -> HttpResponse:
    return desk.browser.post(PAGE, {f"word_{at}": word for at, word in zip(asked(), words, strict=True)})


def proven(desk: Desk) -> list[int]:
    return [share.number for share in check_on(desk.session, today()).shares if share.is_proven(today())]


def test_trustees_tell_four_words_one_after_the_other(arrive: Arrive, organisation: Organisation) -> None:
    desk, shares = arrive("administrator"), organisation.founded.shares
    before = check_on(desk.session, today())
    assert (before.proven, before.needed, len(before.shares), before.is_due) == (0, 3, 5, False)
    for share in (shares[4], shares[0], shares[2]):
        answer = told(desk, [word[:4].upper() for word in four(share)])
        assert (answer.status_code, answer["Location"]) == (303, PAGE)
    assert proven(desk) == [1, 3, 5]
    after = check_on(desk.session, today())
    assert (after.proven, after.is_due) == (3, False)


def test_the_page_asks_for_this_years_four_words_and_for_no_other(arrive: Arrive) -> None:
    page = arrive("administrator").browser.get(PAGE).content.decode()
    assert re.findall(r'name="(word_\d+|words)"', page) == [f"word_{at}" for at in asked()]


def test_of_a_share_nothing_is_kept_but_what_its_words_give(arrive: Arrive, organisation: Organisation) -> None:
    desk, share = arrive("administrator"), organisation.founded.shares[1]
    told(desk, four(share))
    [kept] = Item.objects.filter(kind=SHOWN).values_list("fields", flat=True)
    assert {name: kept[name] for name in ("number", "day")} == {"number": 2, "day": today()}
    assert kept.keys() == {"number", "day", "proof"}
    everything = msgspec.json.encode(list(Item.objects.values_list("fields", flat=True))).decode()
    stored = set(re.findall(r'"(\w+)"(?!:)', everything))  # values, not the names of fields
    shown = set(re.findall(r"\w+", words_of(desk.browser.get(PAGE))))
    assert {word for word in share.words if len(word) > 4} & (stored | shown) == set()


def test_another_administrators_desk_sees_it_too(arrive: Arrive, organisation: Organisation) -> None:
    told(arrive("administrator"), four(organisation.founded.shares[3]))
    again = check_on(arrive("administrator").session, today())
    assert [share.shown for share in again.shares] == [None, None, None, today(), None]


def test_an_administrator_who_did_not_have_the_words_notes_nothing(arrive: Arrive, organisation: Organisation) -> None:
    desk, share = arrive("administrator"), organisation.founded.shares[0]
    told(desk, four(share))
    [kept] = Item.objects.filter(kind=SHOWN).values_list("fields", flat=True)
    office = desk.session.keyring.named("office")
    assert office is not None
    for at, forged in enumerate(
        ({"number": 2}, {"day": today() + YEAR}, {"day": today() - YEAR}, {"proof": "A" * 43 + "="}), 7
    ):
        write(desk.session, office.journal, "check_share", [(at, [Op(SHOWN, at, {**kept, **forged})])])
    assert Item.objects.filter(kind=SHOWN).count() == 5
    assert [one.shown for one in check_on(desk.session, today()).shares] == [today(), None, None, None, None]


@pytest.mark.parametrize("language", ["be", "ru", "en"])
def test_every_slip_has_its_own_sentence_and_what_was_typed_stays(
    arrive: Arrive, organisation: Organisation, language: str
) -> None:
    desk, shares = arrive("administrator"), organisation.founded.shares
    desk.browser.cookies["language"] = language
    right = four(shares[0])
    told(desk, right)
    mixed = [*right[:3], four(shares[1])[3] if four(shares[1])[3] != right[3] else four(shares[2])[3]]
    for words in (["", *right[1:]], [*right[:2], "acadmic", right[3]], [*right[:2], "ххх", right[3]], mixed, right):
        answer = told(desk, words)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert [word for word in words if word not in page] == []
        said[language].add(re.findall(r'class="field__error".*?</span> (.*?)</li>', page, re.DOTALL)[0])
    assert len(said[language]) == 5
    assert len(set.union(*said.values())) == 5 * len(said)  # no language borrows another's
    assert proven(desk) == [1]


def test_a_year_later_the_check_is_due_and_home_says_so(arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = arrive("administrator")
    assert _tasks(desk) == []
    later = today() + YEAR
    monkeypatch.setattr("busel.desk.web.trustee_tasks.today", lambda: later)
    assert _tasks(desk) == ["5"]


def _tasks(desk: Desk) -> list[str]:
    """Return how many shares home says are to be asked for; nothing where it does not speak of them."""
    home = desk.browser.get("/").content.decode()
    tasks = re.findall(r'<li class="task">.*?</li>', home, re.DOTALL)
    return [re.findall(r'task__count">(.*?)<', one)[0] for one in tasks if f'href="{PAGE}"' in one]


def test_only_administrators_see_the_page(arrive: Arrive) -> None:
    assert [arrive(who).browser.get(PAGE).status_code for who in ("coordinator", "viewer", "auditor")] == [403] * 3


def test_a_check_counts_what_was_shown_within_a_year() -> None:
    shares = [Standing(1, 0, 700), Standing(2, 0, 800), Standing(3, 0, None), Standing(4, 900, None)]
    check = Check(shares, 2, 1000)
    assert (check.proven, check.due, check.is_due) == (2, YEAR, True)
    assert Check([shares[0], shares[3]], 2, 1064).is_due is False
    assert Check([shares[0], shares[3]], 2, 1065).is_due is True
    assert [share.is_proven(1064) for share in shares] == [True, True, False, False]
    assert [share.is_proven(1065) for share in shares] == [False, True, False, False]
