"""Two desks do the same at the same moment: what each of them counted or saw was true, and together it is not."""

from __future__ import annotations

import pytest

from busel.contacts.shared import Household
from busel.desk.actions.bonds import leave_household, make_household
from busel.desk.actions.exports import NotAgreedError
from busel.desk.actions.printing import Printing, note_printing
from busel.desk.exporting.requests import taken_alone
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import write
from busel.desk.workspace.models import Item
from busel.journal.deed import Op
from factories.desks import DISTRICT, Organisation


def test_two_print_runs_that_are_together_too_many_do_not_both_pass(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    first, second = organisation.desk("editor").open(), organisation.desk("editor").open()
    with first.at_work() as session:
        note_printing(session, Printing("Invitation", {journal: 300}))
    with second.at_work() as session:
        run = Printing("Thanks", {journal: 300})
        assert taken_alone(session, letters=True) == 0  # it has not heard of the first one yet
        with pytest.raises(NotAgreedError):
            note_printing(session, run)
        assert taken_alone(session, letters=True) == 600
        with pytest.raises(NotAgreedError):
            note_printing(session, run)  # trying again prints nothing either
    third = organisation.desk("other").open()
    with third.at_work() as session:
        note_printing(session, Printing("Of somebody else", {journal: 300}))


def test_a_household_that_two_left_at_once_does_not_stay_with_nobody_in_it(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    first = organisation.desk("editor").open()
    with first.at_work() as session:
        for id_ in (1, 2):
            write(session, journal, "add_contact", [(id_, [Op("contact", id_, {"family_be": f"Бэз{id_}"})])])
        home = make_household(session, journal, [1, 2], household=Household(title="Сям'я Бэз"))
    second = organisation.desk("other").open()
    with first.at_work() as session:
        leave_household(session, journal, 1)
        assert Item.objects.filter(kind="household", record=home).exists()
    with second.at_work() as session:  # still sees the first one inside
        leave_household(session, journal, 2)
        assert not Item.objects.filter(kind="household", record=home).exists()
    with first.at_work() as session:
        pull(session)
        assert not Item.objects.filter(kind="household", record=home).exists()
        assert session.aside == []
