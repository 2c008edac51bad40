"""A roster that was cut by a snapshot: the person is told on a page, and the division is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override

from busel.desk.access.grants import revoke
from busel.desk.journals.ledger import Cause
from busel.desk.web.aside_words import WORDS
from busel.desk.workspace.models import Contact
from desk.conftest import ZLOBIN
from desk.contacts.conftest import add, journal_of
from desk.members.test_members_pages import account_of
from factories.changed_desk import lay

if TYPE_CHECKING:
    from desk.conftest import Arrive, Organisation


def test_a_snapshot_without_a_removal_that_was_seen_is_told_and_shows_nobody(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("coordinator")
    journal, gone = journal_of(desk, ZLOBIN), account_of(organisation, "collector")
    add(desk, ZLOBIN, family_be="Бусел")
    revoke(desk.session, journal, gone)
    desk = arrive("viewer")
    assert Contact.objects.count() == 1
    assert desk.browser.get("/kept-aside").context["things"] == []
    desk.session.close()  # the keyring remembers the roster's end

    lay(arrive("editor").session, journal, lambda state: state.records["revocation"].clear())

    desk = arrive("viewer")
    assert Contact.objects.count() == 0
    things = desk.browser.get("/kept-aside").context["things"]
    assert str(WORDS[Cause.ROSTER_CUT]) in [str(one["why"]) for one in things]
    for language in ("be", "ru", "en"):
        with override(language):
            assert desk.browser.post("/preferences/language", {"language": language}).status_code == 303
            assert str(WORDS[Cause.ROSTER_CUT]) in desk.browser.get("/kept-aside").text.replace("&#x27;", "'")
    assert "/kept-aside" in desk.browser.get("/").text


def test_a_snapshot_that_leaves_the_roster_whole_opens(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    add(desk, ZLOBIN, family_be="Бусел")
    revoke(desk.session, journal_of(desk, ZLOBIN), account_of(organisation, "collector"))
    arrive("viewer").session.close()
    desk = arrive("editor")
    lay(desk.session, journal_of(desk, ZLOBIN), lambda _state: None)
    desk = arrive("viewer")
    assert Contact.objects.count() == 1
    assert desk.browser.get("/kept-aside").context["things"] == []
