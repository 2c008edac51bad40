"""People of a plan are parted into pieces by their ids, so that each piece writes on few pages of a desk's indexes."""

from __future__ import annotations

import random

from busel.desk.importing.packing import SORTED, Packer
from busel.desk.importing.plan import TOGETHER, Plan
from busel.journal.deed import Op


def packed(people: int) -> Plan:
    """Return a plan with so many new people, under ids as random as real ones."""
    plan = Plan(bytes(16), people)
    packer, ids = Packer(plan), random.Random(people)  # noqa: S311 - ids of a test
    for row in range(2, people + 2):
        contact = ids.getrandbits(63)
        packer.keep(row, contact, [Op("contact", contact, {"family_be": f"Кавалёў {row}"})])
    packer.pack()
    return plan


def test_each_row_is_in_one_piece_with_what_is_done_about_it() -> None:
    plan = packed(SORTED + 3 * TOGETHER + 7)
    about = [one for at in range(len(plan.pieces)) for one in plan.piece(at)]
    assert sorted(row for row, _contact, _ops in about) == list(range(2, plan.rows + 2))
    assert all(ops == [Op("contact", contact, {"family_be": f"Кавалёў {row}"})] for row, contact, ops in about)
    assert sorted(contact for _row, contact, _ops in about) == sorted(plan.contacts)
    assert plan.people == [TOGETHER] * (SORTED // TOGETHER + 3) + [7]


def test_pieces_of_some_thousand_people_do_not_overlap() -> None:
    plan = packed(SORTED)
    ids = [[contact for _row, contact, _ops in plan.piece(at)] for at in range(len(plan.pieces))]
    assert [one for some in ids for one in some] == sorted(plan.contacts)


def test_a_span_holds_the_rows_of_its_piece() -> None:
    plan = packed(3 * TOGETHER)
    for at, (first, last) in enumerate(plan.spans):
        rows = [row for row, _contact, _ops in plan.piece(at)]
        assert (first, last) == (min(rows), max(rows))
    assert plan.changes_of([700])[700][0].now == {"family_be": "Кавалёў 700"}


def test_what_people_share_goes_before_them_in_its_order() -> None:
    plan = packed(7)
    shared = [(0, id_, [Op("group", id_, {"title": str(id_)})]) for id_ in range(2 * TOGETHER + 1)]
    Packer(plan).lay(shared, first=True)
    assert [one for at in range(3) for one in plan.piece(at)] == shared
    assert plan.people == [0, 0, 0, 7]
