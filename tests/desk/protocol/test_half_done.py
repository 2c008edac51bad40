"""A deed over several journals whose desk ended between two of them: told at sign-in, then finished or taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import msgspec
import pytest

from busel.contacts.records import Template
from busel.desk import clock
from busel.desk.actions.half_done import finish_deed, take_back_deed
from busel.desk.actions.letters import note_letters, save_template
from busel.desk.actions.searches import delete_search, save_search
from busel.desk.journals import half_done
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.half_done import HalfDone
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import ConflictError, NotAllowedError, write
from busel.desk.mailing.noting import Commit, Noting
from busel.desk.mailing.templates import kept_templates
from busel.desk.search.saved_searches import saved_searches
from busel.desk.session import Session
from busel.desk.trustees.founding import Post
from busel.journal.deed import Op
from busel.registry.roles import Role
from busel.shelf.memory import MemoryShelf
from busel.vault.entropy import new_id
from factories.desks import BOTH, DISTRICT, POSTS, REGION, Desk, Organisation, found, small
from factories.mortal import KilledError, MortalShelf, cloned
from factories.shelf import ORGANISATION

WHERE = {"field": "region", "is": "x"}
OLD = Template(title="Letter", bodies={"be": "old"})
NEW = Template(title="Letter", bodies={"be": "new"})
PERSON = {1: {"family_be": "Бусел"}, 2: {"family_be": "Зубр"}}
BATCH, NOTES = 77, {1: 701, 2: 702}
Deed = Callable[[Session], object]


@pytest.fixture(scope="module")
def begun(django_db_blocker: object) -> Organisation:
    """A region and a district, each with one person, one saved search and one letter's text."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's own, in RAM here
        organisation = small(MemoryShelf(ORGANISATION))
        with organisation.desk("editor").open().at_work() as session:
            for id_, name in enumerate((REGION, DISTRICT), 1):
                op = Op("contact", id_, PERSON[id_])
                write(session, organisation.journal(name), "add_contact", [(id_, [op])])
            save_search(session, "Old search", WHERE)
            save_template(session, 5, OLD, kept=None, divisions=session.divisions(least=Role.EDITOR))
        return organisation


def noting(organisation: Organisation) -> Noting:
    places, deed = (organisation.journal(REGION), organisation.journal(DISTRICT)), new_id()
    commits = [Commit(journal, deed, places, BATCH, ((id_, NOTES[id_]),)) for id_, journal in enumerate(places, 1)]
    return Noting("2026-11-20", "Invitation", BATCH, tuple(commits))


def save_one(session: Session) -> None:
    save_search(session, "New search", WHERE)


def delete_one(session: Session) -> None:
    delete_search(session, saved_searches(session)[0])


def change_letter(session: Session) -> None:
    divisions = session.divisions(least=Role.EDITOR)
    save_template(session, 5, NEW, kept=kept_templates(session)[0], divisions=divisions)


def note(organisation: Organisation) -> Deed:
    return lambda session: note_letters(session, noting(organisation))


def cut_off(begun: Organisation, deed: Deed, who: str = "editor") -> Organisation:
    """Return the organisation after the desk died between the first place and the second."""
    organisation = replace(begun, shelf=cloned(begun.shelf))
    mortal = MortalShelf(organisation.shelf)
    desk = replace(begun, shelf=mortal).desk(who).open()
    with desk.at_work() as session:
        mortal.arm(0, asked=True)
        with pytest.raises(KilledError):
            deed(session)
    desk.end()
    return organisation


def told(desk: Desk) -> list[HalfDone]:
    with desk.at_work() as session:
        pull(session)
        return half_done.half_done(session)


def only(desk: Desk) -> HalfDone:
    (half,) = told(desk)
    return half


def items(organisation: Organisation, *kinds: str) -> list[dict[str, object]]:
    """Return what each division holds of these kinds, as somebody sees it who signs in now."""
    desk = organisation.desk("deputy").open()
    found = [desk.workspace(organisation.journal(name)) for name in (REGION, DISTRICT)]
    assert desk.session.aside == []
    desk.end()
    return [{kind: held[kind] for kind in kinds if kind in held} for held in found]


SAME = [save_one, delete_one, change_letter]
EVERY = [*SAME, None]


def deed_of(begun: Organisation, deed: Deed | None) -> Deed:
    return deed or note(begun)


@pytest.mark.parametrize("deed", EVERY)
def test_its_person_is_told_at_the_next_sign_in_and_whoever_only_reads_a_part_is_not(
    begun: Organisation, deed: Deed | None
) -> None:
    organisation = cut_off(begun, deed_of(begun, deed))
    half = only(organisation.desk("editor").open())
    places = {organisation.journal(REGION), organisation.journal(DISTRICT)}
    assert len(half.done) == len(half.left) == 1
    assert {*half.done, *half.left} == places
    assert half.can_be_finished == (deed is not None)
    assert half.title in {"New search", "Old search", "Letter", "Invitation"}
    for who in ("other", "viewer", "collector"):
        assert told(organisation.desk(who).open()) == []


@pytest.mark.parametrize("deed", SAME)
def test_finished_it_is_as_if_nothing_had_been_cut_off(begun: Organisation, deed: Deed) -> None:
    organisation, desk = cut_off(begun, deed), None
    (before,) = {msgspec.json.encode(one) for one in items(begun, "saved_search", "template")}
    desk = organisation.desk("editor").open()
    half = only(desk)
    with desk.at_work() as session:
        finish_deed(session, half)
        finish_deed(session, half)
        assert {half.deed.id} <= session.ledgers[half.left[0]].deeds
    assert told(desk) == []
    assert told(organisation.desk("editor").open()) == []
    one, other = items(organisation, "saved_search", "template")
    assert one == other
    assert msgspec.json.encode(one) != before


@pytest.mark.parametrize("deed", EVERY)
def test_taken_back_it_is_as_if_it_had_never_begun(begun: Organisation, deed: Deed | None) -> None:
    organisation = cut_off(begun, deed_of(begun, deed))
    desk = organisation.desk("editor").open()
    half = only(desk)
    kinds = ("saved_search", "template", "batch", "activity")
    assert items(organisation, *kinds) != items(begun, *kinds)
    with desk.at_work() as session:
        assert take_back_deed(session, half)
    assert told(desk) == []
    assert items(organisation, *kinds) == items(begun, *kinds)
    assert told(organisation.desk("editor").open()) == []


def test_letters_cannot_be_finished(begun: Organisation) -> None:
    desk = cut_off(begun, note(begun)).desk("editor").open()
    half = only(desk)
    with desk.at_work() as session, pytest.raises(NotAllowedError):
        finish_deed(session, half)


def deaths(organisation: Organisation, do: Callable[[Session, HalfDone], object]) -> Iterator[Organisation]:
    """Yield the organisation after each possible death of the desk that finishes or takes back."""
    for asked in (False, True):
        at, died = 0, True
        while died:
            copy = replace(organisation, shelf=cloned(organisation.shelf))
            mortal = MortalShelf(copy.shelf)
            desk = replace(organisation, shelf=mortal).desk("editor").open()
            half = only(desk)
            mortal.arm(at, asked=asked)
            with desk.at_work() as session:
                try:
                    do(session, half)
                    died = False
                except KilledError:
                    yield copy
            desk.end()
            at += 1
        assert at > 1


@pytest.mark.parametrize(
    ("deed", "do"), [(save_one, finish_deed), (change_letter, take_back_deed), (None, take_back_deed)]
)
def test_who_finishes_or_takes_back_may_end_anywhere_too(
    begun: Organisation, deed: Deed | None, do: Callable[[Session, HalfDone], object]
) -> None:
    kinds = ("saved_search", "template", "batch", "activity")
    for organisation in deaths(cut_off(begun, deed_of(begun, deed)), do):
        desk = organisation.desk("editor").open()
        with desk.at_work() as session:
            for half in half_done.half_done(session):
                do(session, half)
        assert told(desk) == []
        one, other = items(organisation, "saved_search", "template")
        assert one == other
        if do is take_back_deed:
            assert items(organisation, *kinds) == items(begun, *kinds)


def test_others_are_told_once_the_author_has_surely_stopped(
    begun: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    organisation = cut_off(begun, save_one)
    deputy = organisation.desk("deputy").open()
    assert told(deputy) == []
    hour = clock.this_hour()
    monkeypatch.setattr(half_done, "this_hour", lambda: hour + 1)
    assert only(deputy).deed.author == organisation.account("editor")


def test_a_deed_that_was_folded_away_is_not_taken_for_half_done(begun: Organisation) -> None:
    organisation = replace(begun, shelf=cloned(begun.shelf))
    with organisation.desk("editor").open().at_work() as session:
        save_one(session)
        fold_journal(session, organisation.journal(DISTRICT))
    with organisation.desk("other").open().at_work() as session:
        for saved in saved_searches(session):
            delete_search(session, saved)
    one, other = items(organisation, "saved_search")
    assert (len(one["saved_search"]), other) == (2, {})  # type: ignore[arg-type]  # records
    assert told(organisation.desk("editor").open()) == []


def test_what_somebody_changed_since_is_neither_spread_nor_lost(begun: Organisation) -> None:
    organisation = cut_off(begun, change_letter)
    desk = organisation.desk("editor").open()
    half = only(desk)
    theirs = {"bodies": {"be": "theirs"}}
    with organisation.desk("deputy").open().at_work() as session:
        write(session, half.done[0], "save_template", [(5, [Op("template", 5, theirs, {"bodies": {"be": "new"}})])])
    with desk.at_work() as session:
        pull(session)
        with pytest.raises(ConflictError):
            finish_deed(session, half)
        assert not take_back_deed(session, half)
    held = {str(one["template"][5]["bodies"]["be"]) for one in items(organisation, "template")}  # type: ignore[index]  # fields
    assert held == {"theirs", "old"}


def test_a_deed_that_names_not_its_own_place_breaks_nobodys_home_page(
    begun: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = clock.this_hour()
    monkeypatch.setattr(half_done, "this_hour", lambda: hour + 1)
    organisation = replace(begun, shelf=cloned(begun.shelf))
    region, district = organisation.journal(REGION), organisation.journal(DISTRICT)
    with organisation.desk("other").open().at_work() as session:
        op = Op("saved_search", 9, {"title": "x", "where": WHERE})
        write(session, district, "save_search", [(9, [op])], places=[region, region])
    assert told(organisation.desk("editor").open()) == []


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an hour go by: then others are told too."""
    hour = clock.this_hour()
    monkeypatch.setattr(half_done, "this_hour", lambda: hour + 1)


def letter_in(organisation: Organisation, name: str) -> object:
    return organisation.desk("deputy").open().workspace(organisation.journal(name))["template"][5]["bodies"]


def named_alone(organisation: Organisation, *places: str, op: Op) -> None:
    """Let who may change the district alone change it, in a deed that names other places."""
    district, named = organisation.journal(DISTRICT), [organisation.journal(name) for name in places]
    with organisation.desk("other").open().at_work() as session:
        write(session, district, "save_template", [(5, [op])], places=named)


BEGUN_BY_ANOTHER = Op("template", 5, {"bodies": {"be": "theirs"}}, {"bodies": {"be": "old"}})


def test_nobody_gets_a_deed_finished_where_he_may_not_write(
    begun: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    organisation = replace(begun, shelf=cloned(begun.shelf))
    named_alone(organisation, DISTRICT, REGION, op=BEGUN_BY_ANOTHER)
    desk = organisation.desk("editor").open()
    half = only(desk)
    assert (half.is_rightful, half.can_be_finished) == (False, False)
    with desk.at_work() as session, pytest.raises(NotAllowedError):
        finish_deed(session, half)
    with desk.at_work() as session:
        assert take_back_deed(session, half)
    assert [letter_in(organisation, name) for name in (REGION, DISTRICT)] == [{"be": "old"}] * 2


def test_nobody_gets_taken_back_what_never_stood_there(
    django_db_blocker: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folded region may hold a deed that names it. Its `was` is what its author wants, who may not write there."""
    later(monkeypatch)
    third = "Homieĺ region / Žlobin district"
    posts = POSTS | {who: Post(POSTS[who].role, (*BOTH, third)) for who in ("coordinator", "editor")}
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's own, in RAM here
        organisation = found(MemoryShelf(ORGANISATION), posts, (REGION, ""), (DISTRICT, REGION), (third, REGION))
        region, district, far = (organisation.journal(name) for name in (*BOTH, third))
        desk = organisation.desk("editor").open()
        with desk.at_work() as session:
            save_template(session, 5, OLD, kept=None, divisions=session.divisions(least=Role.EDITOR))
        with organisation.desk("other").open().at_work() as session:
            write(session, district, "save_template", [(5, [BEGUN_BY_ANOTHER])])
            back = Op("template", 5, {"bodies": {"be": "old"}}, {"bodies": {"be": "theirs"}})
            more = Op("template", 6, {"title": "Other", "bodies": {}})
            write(session, district, "save_template", [(5, [back]), (6, [more])], places=[district, region, far])
        with desk.at_work() as session:
            pull(session)
            fold_journal(session, region)
        half = only(desk)
        assert (half.done, half.left) == ((district,), (far,))
        with desk.at_work() as session:
            take_back_deed(session, half)
        assert desk.workspace(region)["template"][5]["bodies"] == {"be": "old"}


def test_what_lies_beside_the_deed_is_not_carried_along(begun: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch)

    def new_title(session: Session) -> None:
        renamed = Template(title="New title", bodies=OLD.bodies)
        divisions = sorted(session.divisions(least=Role.EDITOR), key=lambda one: one.name != DISTRICT)
        save_template(session, 5, renamed, kept=kept_templates(session)[0], divisions=divisions)

    organisation = cut_off(begun, new_title)
    assert only(organisation.desk("editor").open()).done == (organisation.journal(DISTRICT),)
    named_alone(organisation, DISTRICT, op=BEGUN_BY_ANOTHER)
    desk = organisation.desk("editor").open()
    half = only(desk)
    with desk.at_work() as session:
        finish_deed(session, half)
    assert letter_in(organisation, REGION) == {"be": "old"}
    assert desk.workspace(organisation.journal(REGION))["template"][5]["title"] == "New title"


def test_an_account_that_signs_with_another_key_elsewhere_is_another_one(begun: Organisation) -> None:
    desk = cut_off(begun, save_one).desk("editor").open()
    half = only(desk)
    ledger = desk.session.ledgers[half.left[0]]
    roster = ledger.roster
    assert (half.is_rightful, roster is not None) == (True, True)
    roster.keys[half.deed.author] = ledger.own_public = b"k" * 32  # type: ignore[union-attr]  # asserted
    assert not only(desk).is_rightful
