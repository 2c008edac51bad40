"""What else asks for people: reports and lists know who was merged under the number that went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from busel.desk.actions.merging import merge_contacts, part_again
from busel.desk.duplicates.plans import plan
from busel.desk.exposure.report import exposure_of
from busel.desk.importing.undoing import carry_out, lists_brought_in, read_undoing
from busel.desk.reports.organisers import ADDED, read_work
from busel.desk.workspace.models import Contact
from desk.conftest import MAZYR
from desk.duplicates.conftest import ABOUT_ANNA, HANNA, add, both
from desk.imports.conftest import Lists

if TYPE_CHECKING:
    from desk.conftest import Arrive, Organisation


def test_the_exposure_report_names_who_was_merged_once_and_as_they_stand(
    arrive: Arrive, organisation: Organisation
) -> None:
    session, journal = arrive("coordinator").session, organisation.journal(MAZYR)
    one, other = both(session, journal)
    made = plan(session, one, other)
    merge_contacts(session, made)
    report = exposure_of(session, session.account)
    [exposed] = [one for one in report.divisions if one.journal == journal]
    assert (exposed.could, exposed.removed) == (frozenset({made.kept.id}), {})


def test_a_merge_is_nobodys_new_work_and_what_was_done_stays_with_who_did_it(
    arrive: Arrive, organisation: Organisation
) -> None:
    journal = organisation.journal(MAZYR)
    both(arrive("other editor").session, journal)
    session = arrive("coordinator").session
    one, other = Contact.objects.values_list("pk", flat=True)
    before = {key: len(people) for key, people in read_work(session).people.items()}
    made = plan(session, one, other)
    deed = merge_contacts(session, made).deed
    after = read_work(session).people
    assert {key: some for key, some in after.items() if key[0] == session.account} == {}
    assert [some for key, some in after.items() if key[1] == ADDED] == [{made.kept.id}]
    part_again(session, journal, made.kept.id, deed=deed)
    mine = {key[1] for key in read_work(session).people if key[0] == session.account}
    assert (mine, before.keys() <= read_work(session).people.keys()) == ({"changed"}, True)


def test_a_list_that_is_taken_back_leaves_who_was_merged_since_and_counts_them(
    arrive: Arrive, organisation: Organisation
) -> None:
    session, journal = arrive("editor").session, organisation.journal(MAZYR)
    lists = Lists(session, journal)
    known = add(session, journal, HANNA, ABOUT_ANNA)
    lists.bring("Прозвішча;Імя\nКавалёва;Ганна\nЮрчук;Алесь\n")
    listed = Contact.objects.exclude(pk=known).get(family_be="Кавалёва").pk
    made = plan(session, known, listed)
    assert made.kept.id == known
    merge_contacts(session, made)
    undoing = read_undoing(session, lists_brought_in(session)[0])
    assert (undoing.foreseen.removed, undoing.foreseen.stay) == (1, 1)
    carry_out(session, undoing)
    assert list(Contact.objects.values_list("pk", flat=True)) == [known]
