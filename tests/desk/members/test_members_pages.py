"""A coordinator's day with access: six words, one question a page, an end, new keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from busel.desk.access import rotating
from busel.desk.access.granting import carry_out, work_for
from busel.desk.access.grants import newcomers
from busel.desk.access.stating import roster_of
from busel.desk.clock import this_hour
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.posting import members_of
from busel.desk.running import process
from busel.desk.session import Typed, sign_in
from busel.desk.web.access_words import until_words
from busel.desk.web.components import Task
from busel.desk.workspace.models import Contact
from busel.registry.roles import Role
from busel.registry.six_words import six_words
from busel.vault.lock import CHEAP
from desk.conftest import ALL, MAZYR, POSTS, REGION, ZLOBIN
from desk.contacts.conftest import add, journal_of, typed, words
from desk.contacts.test_half_done_pages import cut_off
from desk.members.conftest import settled

if TYPE_CHECKING:
    from busel.desk.account.accounts import Credentials
    from desk.conftest import Arrive, Desk, Organisation

DAYS_90 = 90 * 24


def account_of(organisation: Organisation, who: str) -> bytes:
    return organisation.founded.accounts[list(POSTS).index(who)].keyring.account.id


def answered(desk: Desk, url: str, **fields: Any) -> Any:
    """Fill in a question as it stands, with these answers, and go where it leads."""
    form = typed(desk.browser.get(url))
    return desk.browser.post(url, {**form, **fields}, follow=True)


def path(answer: Any) -> str:
    return str(answer.redirect_chain[-1][0]) if answer.redirect_chain else str(answer.request["PATH_INFO"])


def about_access(desk: Desk) -> list[Task]:
    """Return what home tells of newcomers and of access that was cut off."""
    return [one for one in desk.browser.get("/").context["tasks"] if one.url.startswith("/members/")]


def compare(desk: Desk) -> Any:
    """Open the newcomer's page from the page of members."""
    (arrived,) = desk.browser.get("/members/").context["arrived"]
    return desk.browser.get(arrived["url"])


def test_a_newcomer_is_let_in_after_six_words_and_five_questions(
    arrive: Arrive, organisation: Organisation, newcomer: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = arrive("coordinator")
    journal = journal_of(desk, ZLOBIN)
    (task,) = about_access(desk)
    assert task.count == 1
    page = compare(desk)
    (came,) = newcomers(desk.session, journal)
    assert " ".join(page.context["words"]) == six_words(desk.session.keyring.root, came.hello.member, language="be")
    where = desk.browser.post(page.request["PATH_INFO"], {"same": "yes"}, follow=True)
    assert typed(where)["division"] == journal.hex()
    role = answered(desk, path(where))
    assert typed(role)["role"] == "editor"
    until = answered(desk, path(role))
    assert typed(until)["lasts"] == "90"
    limits = answered(desk, path(until))
    assert typed(limits) == {"csrfmiddlewaretoken": typed(limits)["csrfmiddlewaretoken"], "from_now_on": "on"}
    check = answered(desk, path(limits))
    assert newcomer.handle in words(check)
    assert [
        one.journal.hex()
        for one in desk.session.divisions()
        if roster_of(desk.session, one.journal).grants.get(came.hello.member.account)
    ] == []
    done = settled(desk.browser, path(desk.browser.post(path(check), {"confirmed": "yes"}, follow=True)))
    assert done.context["owed"] == 0
    held = roster_of(desk.session, journal).grants[came.hello.member.account]
    assert [(one.role, one.not_after - this_hour(), bool(one.from_epoch), one.may_export) for one in held] == [
        (Role.EDITOR, DAYS_90, True, False)
    ]
    assert desk.browser.get("/members/").context["arrived"] == []
    typed_in = Typed(newcomer.handle, newcomer.passphrase)
    session = sign_in(organisation.shelf, organisation.founded.organisation, typed_in, profile=CHEAP)
    monkeypatch.setattr(organisation, "session", lambda _who: session)
    desk = arrive("newcomer")
    assert desk.browser.get("/find").status_code == 200
    assert [bundle.name for bundle in desk.session.divisions(least=Role.EDITOR)] == [ZLOBIN]


def test_different_words_lead_to_an_explanation_and_nobody_is_let_in(arrive: Arrive, newcomer: Credentials) -> None:
    desk = arrive("coordinator")
    page = compare(desk)
    asked = desk.browser.get(page.context["refuse_url"])
    assert newcomer.handle in words(asked)
    assert len(newcomers(desk.session, journal_of(desk, ZLOBIN))) == 1
    answer = desk.browser.post(page.context["refuse_url"], {"confirmed": "yes"}, follow=True)
    assert answer.context["arrived"] == []
    assert newcomers(desk.session, journal_of(desk, ZLOBIN)) == []
    again = desk.browser.get(page.request["PATH_INFO"], follow=True)
    assert path(again) == "/members/"
    assert "notice--info" in again.content.decode()


def begin(desk: Desk, who: bytes) -> str:
    """Begin to give somebody access; return the first question's address."""
    return path(desk.browser.post(f"/members/accounts/{who.hex()}/give", follow=True))


def give(desk: Desk, where: str, *, role: str, **limits: str) -> Any:
    """Answer all questions and press; return the page that says that it is done."""
    until = answered(desk, path(answered(desk, where)), role=role)
    after = answered(desk, path(until), lasts="endless")
    if path(after).endswith("limits"):
        after = answered(desk, path(after), **limits)
    return settled(desk.browser, path(desk.browser.post(path(after), {"confirmed": "yes"}, follow=True)))


def test_a_region_with_all_its_districts_is_one_decision(arrive: Arrive, organisation: Organisation) -> None:
    desk, viewer = arrive("coordinator"), account_of(organisation, "viewer")
    where = begin(desk, viewer)
    role = answered(desk, where, division=journal_of(desk, REGION).hex(), below="on")
    assert path(role).endswith("/role")
    done = give(desk, where, role="editor")
    assert done.context["total"] == 3
    now = [roster_of(desk.session, journal_of(desk, name)).role_of(viewer, this_hour()) for name in ALL]
    assert now == [Role.EDITOR] * 3
    page = desk.browser.get(f"/members/accounts/{viewer.hex()}")
    assert len(page.context["rows"]) == 3


def test_several_divisions_are_chosen_one_after_the_other(arrive: Arrive, organisation: Organisation) -> None:
    desk, collector = arrive("coordinator"), account_of(organisation, "collector")
    where = begin(desk, collector)
    again = answered(desk, where, division=journal_of(desk, MAZYR).hex(), more="yes")
    assert path(again) == where
    assert len(again.context["chosen"]) == 1
    assert path(answered(desk, where, division=journal_of(desk, REGION).hex())).endswith("/role")
    give(desk, where, role="collector")
    now = [roster_of(desk.session, journal_of(desk, name)).role_of(collector, this_hour()) for name in ALL]
    assert now == [Role.COLLECTOR] * 3


def test_access_that_ends_closes_the_desk_and_one_press_changes_the_keys(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk, editor = arrive("coordinator"), account_of(organisation, "other editor")
    person = add(desk, ZLOBIN, family_be="Ліс")
    end = f"/members/accounts/{editor.hex()}/end"
    asked = desk.browser.get(end)
    (change,) = asked.context["told"].changes
    assert re.findall(r"\d+", str(change.old)) == ["1", "3"]
    done = settled(desk.browser, path(desk.browser.post(end, {"confirmed": "yes"}, follow=True)))
    assert done.context["owed"] == 3
    owed = desk.browser.get("/").context["keys"]
    assert owed.rotate_url == "/members/keys/"
    reader = arrive("editor").browser.get("/").context["keys"]
    assert (reader.rotate_url, len(reader.names)) == ("", 3)
    desk = arrive("coordinator")
    after = settled(desk.browser, path(desk.browser.post(owed.rotate_url, follow=True)))
    assert (after.context["mine"], after.context["others"], after.context["failed"]) == ([], [], [])
    assert len(after.context["done"]) == 3
    assert desk.browser.get("/").context["keys"] is None
    assert [desk.session.ledgers[journal_of(desk, name)].bundle.epoch for name in ALL] == [1, 1, 1]
    assert arrive("editor").browser.get(f"/contacts/{person}").status_code == 200
    gone = arrive("other editor")
    assert gone.browser.get(f"/contacts/{person}").status_code == 404
    assert Contact.objects.count() == 0
    told = [str(one.text) for one in gone.browser.get("/").context["endings"]]
    assert len(told) == 3  # one for each division whose new keys did not come


def test_a_lower_role_asks_for_new_keys_and_a_later_end_does_not(arrive: Arrive, organisation: Organisation) -> None:
    desk, editor, journal = arrive("coordinator"), account_of(organisation, "editor"), None
    journal = journal_of(desk, MAZYR)
    change = f"/members/accounts/{editor.hex()}/change/{journal.hex()}"
    role = desk.browser.post(change, follow=True)
    assert typed(role)["role"] == "editor"
    until = answered(desk, path(role), role="coordinator")
    limits = answered(desk, path(until), lasts="endless")
    check = answered(desk, path(limits))
    done = settled(desk.browser, path(desk.browser.post(path(check), {"confirmed": "yes"}, follow=True)))
    assert done.context["owed"] == 0
    role = desk.browser.post(change, follow=True)
    until = answered(desk, path(role), role="collector")
    check = answered(desk, path(until), lasts="30")
    assert path(check).endswith("/check")
    done = settled(desk.browser, path(desk.browser.post(path(check), {"confirmed": "yes"}, follow=True)))
    assert done.context["owed"] == 1
    held = roster_of(desk.session, journal).grants[editor]
    assert [one.role for one in held] == [Role.COLLECTOR]


def test_nobody_takes_from_their_own_access(arrive: Arrive) -> None:
    desk = arrive("coordinator")
    mine, journal = desk.session.account, journal_of(desk, MAZYR)
    answer = desk.browser.post(f"/members/accounts/{mine.hex()}/end", {"confirmed": "yes"}, follow=True)
    assert path(answer) == f"/members/accounts/{mine.hex()}"
    role = desk.browser.post(f"/members/accounts/{mine.hex()}/change/{journal.hex()}", follow=True)
    limits = answered(desk, path(answered(desk, path(role), role="viewer")), lasts="30")
    check = answered(desk, path(limits))
    assert check.context["told"].refused != ""
    assert desk.browser.post(path(check), {"confirmed": "yes"}).status_code == 200
    assert desk.session.may(Role.COORDINATOR, journal)


@pytest.mark.parametrize("written", ["", "31.02.2030", "tomorrow", "01.01.2001", "1.1.99999", "2026", "31.12.2026.1"])
def test_a_day_that_is_none_gets_a_sentence_beside_the_field(
    arrive: Arrive, organisation: Organisation, written: str
) -> None:
    desk = arrive("coordinator")
    where = begin(desk, account_of(organisation, "viewer"))
    role = answered(desk, where, division=journal_of(desk, MAZYR).hex())
    until = answered(desk, path(role), role="viewer")
    answer = answered(desk, path(until), lasts="day", day=written)
    assert answer.context["form"].errors.keys() == {"day"}
    assert typed(answer)["day"] == written


def test_the_division_page_tells_terms_and_the_only_coordinator(arrive: Arrive) -> None:
    desk = arrive("coordinator")
    page = desk.browser.get("/members/divisions/")
    assert [row["alone"] for row in page.context["rows"]] == [True, True, True]
    one = desk.browser.get(page.context["rows"][0]["url"])
    assert one.context["alone"]
    assert [str(row["until"]) for row in one.context["rows"]] == [str(until_words(0))] * 3
    assert [row["history"] for row in one.context["rows"]] == [True] * 3
    assert desk.browser.get(f"/members/divisions/{'0' * 32}").status_code == 404


def test_keys_are_changed_by_hand(arrive: Arrive) -> None:
    desk = arrive("coordinator")
    journal = journal_of(desk, MAZYR)
    url = f"/members/keys/{journal.hex()}"
    assert desk.browser.get(url).status_code == 200
    settled(desk.browser, path(desk.browser.post(url, {"confirmed": "yes"}, follow=True)))
    assert desk.session.ledgers[journal].bundle.epoch == 1
    assert rotations_owed(desk.session, [journal]) == []


def test_a_division_that_fails_is_told_and_the_others_are_done(
    arrive: Arrive,
) -> None:
    desk = arrive("coordinator")
    journals = [journal_of(desk, name) for name in ALL]
    desk.session.ledgers[journals[1]].link = None
    rotating.start(desk.session, journals)
    page = settled(desk.browser, "/members/keys/")
    assert len(page.context["done"]) == 2
    assert [one["name"] for one in page.context["failed"]] != []
    assert process.current.holding() == ()


def test_work_that_was_cut_off_is_told_at_home_and_goes_on(arrive: Arrive, organisation: Organisation) -> None:
    desk, viewer = arrive("coordinator"), account_of(organisation, "viewer")
    member = members_of(desk.session, journal_of(desk, ZLOBIN))[viewer]
    work = work_for(member, [journal_of(desk, name) for name in ALL], None)
    cut_off(desk, lambda: carry_out(desk.session, work), after=1)
    desk = arrive("coordinator")
    (task,) = about_access(desk)
    page = desk.browser.get(task.url)
    assert page.status_code == 200
    done = settled(desk.browser, path(desk.browser.post(task.url, follow=True)))
    assert done.context["ends"]
    assert about_access(desk) == []
    assert desk.browser.get(task.url, follow=True).redirect_chain == []


@pytest.mark.parametrize("who", ["viewer", "editor", "collector", "administrator", "auditor"])
def test_who_does_not_coordinate_opens_none_of_it(arrive: Arrive, organisation: Organisation, who: str) -> None:
    desk, account = arrive(who), account_of(organisation, "viewer").hex()
    for url in ("/members/", "/members/newcomers/", "/members/divisions/", f"/members/accounts/{account}"):
        assert desk.browser.get(url).status_code == 403
    assert desk.browser.post(f"/members/accounts/{account}/end", {"confirmed": "yes"}).status_code == 403


def test_a_draft_that_is_not_kept_leads_back_with_a_sentence(arrive: Arrive) -> None:
    answer = arrive("coordinator").browser.get(f"/members/access/{'0' * 32}/check", follow=True)
    assert path(answer) == "/members/"
    assert "notice--info" in answer.content.decode()


def test_a_newcomer_whom_nobody_could_freeze_is_shown_as_that_and_goes_no_further(
    arrive: Arrive, newcomer: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = arrive("coordinator")
    page = compare(desk)
    assert 'value="yes"' in page.text
    states = desk.session.shelf.states(desk.session.token, [])
    unknown = msgspec.structs.replace(states, accounts=[None])
    monkeypatch.setattr(desk.session.shelf, "states", lambda _token, _codes: unknown)
    url = page.request["PATH_INFO"]
    page = desk.browser.get(url)
    assert "notice--error" in page.text
    assert 'value="yes"' not in page.text
    assert path(desk.browser.post(url, {"same": "yes"}, follow=True)) == url
    assert page.context["refuse_url"] in page.text
