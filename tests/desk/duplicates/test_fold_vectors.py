"""What deeds do to what a journal holds is the same for ever, in the workspace and where a journal is folded anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
import pytest

from busel.desk.journals.folded import new_state
from busel.desk.workspace.apply import apply_ops
from busel.desk.workspace.load import ITEM, raw_connection
from busel.desk.workspace.rows import ROWS
from busel.journal.deed import Deed, Op, encode_parts
from desk.conftest import MAZYR
from desk.duplicates.conftest import state as workspace
from factories.vectors import Vector, named, vectors

if TYPE_CHECKING:
    from busel.journal.fold import State
    from desk.conftest import Arrive, Organisation


def deed_of(name: str, parts: object) -> Deed:
    about = [(subject, [msgspec.convert(op, Op) for op in ops]) for subject, ops in json.loads(str(parts))]
    nobody = bytes(16)
    return Deed(id=nobody, name=name, author=nobody, hour=0, places=[nobody], parts=encode_parts(about), signature=b"")


def told(state: State) -> dict[str, dict[str, object]]:
    found = {kind: {str(id_): fields for id_, fields in rows.items()} for kind, rows in state.records.items()}
    return {kind: rows for kind, rows in found.items() if rows}


@pytest.mark.parametrize("vector", vectors("fold"), ids=named)
def test_fold(vector: Vector) -> None:
    state = new_state()
    for kind, rows in json.loads(vector["before"]).items():
        state.records[kind] = {int(id_): fields for id_, fields in rows.items()}
    state.lacks = vector["lacks"] == "yes"
    aside = state.apply(deed_of(vector["deed"], vector["parts"]))
    assert (told(state), len(aside)) == (json.loads(vector["after"]), int(vector["aside"]))


@pytest.mark.parametrize("vector", [one for one in vectors("fold") if one["lacks"] == "no"], ids=named)
def test_the_workspace_does_the_same(vector: Vector, arrive: Arrive, organisation: Organisation) -> None:
    session, journal = arrive("editor").session, organisation.journal(MAZYR)
    raw, number = raw_connection(), session.numbers[journal]
    before, after = json.loads(vector["before"]), json.loads(vector["after"])
    for kind, rows in before.items():
        for id_, fields in rows.items():
            if kind in ROWS:
                assert apply_ops(raw, number, [Op(kind, int(id_), fields)]) == []
            else:
                raw.execute(ITEM, (number, kind, int(id_), json.dumps(fields)))
    aside = apply_ops(raw, number, deed_of(vector["deed"], vector["parts"]).ops())
    held = {
        kind: {str(id_): fields for id_, fields in rows.items()} for kind, rows in workspace(session, journal).items()
    }
    kinds = {*before, *after, "merge"}
    assert {kind: rows for kind, rows in held.items() if kind in kinds} == after
    assert len(aside) == int(vector["aside"])
