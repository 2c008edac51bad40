"""The yearly check: each share is recognised by itself, each slip has its own sentence, nothing of a share is kept."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec
import pytest

from busel.desk.clock import today
from busel.desk.workspace.models import Item
from busel.desk.yearly_check import YEAR, Check, Standing, check_on
from busel.registry.share_record import SHOWN
from busel.vault.seal import new_key
from busel.vault.shares import split_master

if TYPE_CHECKING:
    from django.http import HttpResponse

    from desk.conftest import Arrive, Desk, Organisation

PAGE = "/shares/"
said: dict[str, set[str]] = defaultdict(set)
"""Language -> the sentences of its faults."""


def typed(desk: Desk, words: str) -> HttpResponse:
    return desk.browser.post(PAGE, {"words": words})


def test_trustees_type_their_shares_one_after_the_other(arrive: Arrive, organisation: Organisation) -> None:
    desk, shares = arrive("administrator"), organisation.founded.shares
    before = check_on(desk.session, today())
    assert (before.proven, before.needed, len(before.shares), before.is_due) == (0, 3, 5, False)
    for share in (shares[4], shares[0], shares[2]):
        answer = typed(desk, "\n".join(share.words))
        assert (answer.status_code, answer["Location"]) == (303, PAGE)
    after = check_on(desk.session, today())
    assert [share.number for share in after.shares if share.is_proven(today())] == [1, 3, 5]
    assert (after.proven, after.is_due) == (3, False)


def test_of_a_share_nothing_is_kept_but_that_it_was_there(arrive: Arrive, organisation: Organisation) -> None:
    desk, share = arrive("administrator"), organisation.founded.shares[1]
    typed(desk, share.text)
    [kept] = Item.objects.filter(kind=SHOWN).values_list("fields", flat=True)
    assert kept == {"number": 2, "day": today()}
    everything = msgspec.json.encode(list(Item.objects.values_list("fields", flat=True))).decode()
    page = desk.browser.get(PAGE).content.decode()
    pairs = [" ".join(share.words[at : at + 2]) for at in range(len(share.words) - 1)]
    assert [pair for pair in pairs if pair in everything or pair in page] == []


def test_another_administrators_desk_sees_it_too(arrive: Arrive, organisation: Organisation) -> None:
    typed(arrive("administrator"), organisation.founded.shares[3].text)
    again = check_on(arrive("administrator").session, today())
    assert [share.shown for share in again.shares] == [None, None, None, today(), None]


@pytest.mark.parametrize("language", ["be", "ru", "en"])
def test_every_slip_has_its_own_sentence_and_what_was_typed_stays(
    arrive: Arrive, organisation: Organisation, language: str
) -> None:
    desk, share = arrive("administrator"), organisation.founded.shares[0]
    desk.browser.cookies["language"] = language
    wrong_word = [*share.words[:6], "acadmic", *share.words[7:]]
    exchanged = [*share.words[:9], "acid" if share.words[9] != "acid" else "acne", *share.words[10:]]
    foreign = split_master(new_key())[0]
    typed(desk, share.text)
    for words in ("", " ".join(wrong_word), " ".join(share.words[:20]), " ".join(exchanged), share.text, foreign.text):
        answer = typed(desk, words)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert words in page
        said[language].add(re.findall(r'class="field__error".*?</span> (.*?)</li>', page, re.DOTALL)[0])
    assert len(said[language]) == 6
    assert len(set.union(*said.values())) == 6 * len(said)  # no language borrows another's
    assert check_on(desk.session, today()).proven == 1


def test_a_year_later_the_check_is_due_and_home_says_so(arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = arrive("administrator")
    assert re.findall(r'<ul class="tasks">', _home(desk)) == []
    later = today() + YEAR
    monkeypatch.setattr("busel.desk.web.trustee_tasks.today", lambda: later)
    tasks = "".join(re.findall(r'<ul class="tasks">.*?</ul>', _home(desk), re.DOTALL))
    assert f'href="{PAGE}"' in tasks
    assert '<span class="task__count">5</span>' in tasks


def _home(desk: Desk) -> str:
    return desk.browser.get("/").content.decode()


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
