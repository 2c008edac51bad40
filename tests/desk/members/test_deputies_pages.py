"""Deputies on their pages: named by a coordinator; one hands over, the other takes over and is led to the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from busel.desk.access.grants import revoke
from busel.desk.keys.posting import handles_of
from busel.desk.keys.rotation import rotate
from busel.registry.roles import Role
from desk.conftest import ZLOBIN
from desk.contacts.conftest import journal_of, typed, words
from desk.members.test_members_pages import account_of

if TYPE_CHECKING:
    from desk.conftest import Arrive, Organisation


def test_two_are_named_and_go_on_together(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    journal = journal_of(desk, ZLOBIN)
    handles = handles_of(desk.session, journal)
    viewer, collector = (account_of(organisation, who) for who in ("viewer", "collector"))
    url = f"/members/divisions/{journal.hex()}/deputies"
    assert desk.browser.get(f"/members/divisions/{journal.hex()}").context["deputies_url"] == url
    form = typed(desk.browser.get(url))
    page = desk.browser.post(url, {**form, "one": viewer.hex(), "other": viewer.hex(), "name": "yes"})
    assert list(page.context["form"].errors) == ["other"]
    page = desk.browser.post(url, {**form, "one": viewer.hex(), "other": collector.hex(), "name": "yes"}, follow=True)
    assert page.context["deputies"] == [handles[viewer], handles[collector]]


def test_one_hands_over_and_the_other_takes_over(arrive: Arrive, organisation: Organisation) -> None:
    naming = arrive("coordinator")
    journal = journal_of(naming, ZLOBIN)
    handles = handles_of(naming.session, journal)
    viewer, collector = (account_of(organisation, who) for who in ("viewer", "collector"))
    form = {"one": viewer.hex(), "other": collector.hex(), "name": "yes"}
    naming.browser.post(f"/members/divisions/{journal.hex()}/deputies", form)

    viewing = arrive("viewer")
    [row] = viewing.browser.get("/deputy/").context["rows"]
    assert (row["other"], row["is_here"]) == (handles[collector], False)
    assert "/deputy/" in viewing.browser.get("/").content.decode()
    asked = viewing.browser.get(f"/deputy/{journal.hex()}/hand")
    assert handles[collector] in words(asked)
    viewing.browser.post(f"/deputy/{journal.hex()}/hand")
    viewing.browser.get("/deputy/")  # the notice of before is said
    after = viewing.browser.get("/deputy/")
    assert [one["handed"] for one in after.context["rows"]] == [True]
    assert "button" not in after.content.decode().split("<main")[1].split("</main>")[0]
    [kept] = arrive("viewer").browser.get("/deputy/").context["rows"]
    assert kept["handed"]

    taking = arrive("collector")
    [row] = taking.browser.get("/deputy/").context["rows"]
    assert row["is_here"]
    answer = taking.browser.post(f"/deputy/{journal.hex()}/take", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/members/")
    assert taking.session.may(Role.COORDINATOR, journal)
    [row] = taking.browser.get("/deputy/").context["rows"]
    assert (row["coordinates"], row["is_here"]) == (True, False)


def test_who_is_no_deputy_finds_nothing_there(arrive: Arrive) -> None:
    desk = arrive("viewer")
    assert "/deputy/" not in desk.browser.get("/").content.decode()
    assert desk.browser.get("/deputy/").context["rows"] == []
    for step in ("hand", "take"):
        assert desk.browser.post(f"/deputy/{journal_of(desk, ZLOBIN).hex()}/{step}").status_code == 404


def test_only_who_coordinates_names_them_and_may_take_it_back(arrive: Arrive, organisation: Organisation) -> None:
    url = f"/members/divisions/{journal_of(arrive('editor'), ZLOBIN).hex()}/deputies"
    assert arrive("editor").browser.get(url).status_code == 403
    desk = arrive("coordinator")
    two = {"one": account_of(organisation, "viewer").hex(), "other": account_of(organisation, "collector").hex()}
    desk.browser.post(url, {**two, "name": "yes"})
    page = desk.browser.post(url, {"end": "yes"}, follow=True)
    assert page.redirect_chain[-1][0] == url.replace("members/divisions", "members/keys").replace("/deputies", "")
    assert desk.browser.get(url).context["deputies"] == []
    assert desk.browser.get(url.replace("/members", "/members/x")).status_code == 404


def test_pages_say_that_former_deputies_hold_the_keys_and_that_a_removal_ended_them(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("coordinator")
    journal = journal_of(desk, ZLOBIN)
    here = f"/members/divisions/{journal.hex()}"
    two = {"one": account_of(organisation, "viewer").hex(), "other": account_of(organisation, "collector").hex()}
    assert desk.browser.post(f"{here}/deputies", {**two, "name": "yes"}).url == f"{here}/deputies"
    assert not desk.browser.get(here).context["former_deputies"]
    desk.browser.post(f"{here}/deputies", {"end": "yes"})
    page = desk.browser.get(here)
    assert (page.context["former_deputies"], page.context["deputies_ended"]) == (True, False)
    owed = desk.browser.get("/").context["keys"]
    assert len(owed.names) == 1
    rotate(desk.session, journal)
    assert not desk.browser.get(here).context["former_deputies"]

    desk.browser.post(f"{here}/deputies", {**two, "name": "yes"})
    revoke(desk.session, journal, account_of(organisation, "collector"))
    assert desk.browser.get(here).context["deputies_ended"]
    tasks = [one.url for one in desk.browser.get("/").context["tasks"]]
    assert f"{here}/deputies" in tasks
