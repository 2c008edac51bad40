"""Lists under way and lists that were interrupted, for the home page and beside the upload."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from busel.desk.importing.stages import Stage
from busel.desk.importing.unfinished import Unfinished, ended_imports, pieces_in, unfinished_imports
from busel.desk.importing.wizards import Wizard, under_way
from busel.desk.session import Session
from busel.desk.web.components import IMPORT_STEPS, Task
from busel.desk.web.formats import format_number
from busel.desk.web.views.on_the_way import where

_STEPS = {Stage.SEEN: 2, Stage.COLUMNS: 3, Stage.EFFECTS: 4, Stage.DONE: 6}


@dataclass(frozen=True)
class Told:
    """One list that is not at its end. `forget_url` (POST) for an interrupted one, `away_url` to put one away."""

    name: str
    text: str
    url: str
    forget_url: str = ""
    away_url: str = ""


def told_lists(session: Session) -> list[Told]:
    """Return the lists that are under way on this desk, then those that were interrupted before."""
    wizards = [wizard for wizard in under_way() if wizard.stage is not Stage.REFUSED]
    here = {wizard.seed.hex() for wizard in wizards}
    told = [Told(wizard.name, _stage_words(wizard), where(wizard), away_url=_away_url(wizard)) for wizard in wizards]
    for one in unfinished_imports(session):
        if one.seed not in here:
            forget_url = reverse("import_forget", args=[one.seed])
            told.append(Told(one.name, _interrupted(session, one), "", forget_url))
    return told + [
        Told(one.name, _came(one), reverse("lists"), reverse("import_forget", args=[one.seed]))
        for one in ended_imports(session)
        if one.seed not in here
    ]


def import_tasks(session: Session) -> list[Task]:
    """Return a line for each list that is at work or was interrupted: they can be left and found again."""
    tasks = [
        Task(wizard.total, _("A list is at work"), _stage_words(wizard), where(wizard))
        for wizard in under_way()
        if wizard.stage.works
    ]
    tasks += [
        Task(wizard.table.data_count, _("A list is on its way"), _stage_words(wizard), where(wizard))
        for wizard in under_way()
        if wizard.stage.is_open and wizard.table is not None
    ]
    here = {wizard.seed.hex() for wizard in under_way()}
    return (
        tasks
        + [
            Task(one.people, _("A list was interrupted"), _interrupted(session, one), reverse("import"))
            for one in unfinished_imports(session)
            if one.seed not in here
        ]
        + [
            Task(one.people, _("A list came in"), _came(one), reverse("import"))
            for one in ended_imports(session)
            if one.seed not in here
        ]
    )


def _came(one: Unfinished) -> str:
    numbers = {name: format_number(count, get_language() or "be") for name, count in one.came.items()}
    words = _("All of it is in: %(new)s new, %(updated)s changed, %(problems)s stayed out. Its report was not shown.")
    return words % ({"new": "0", "updated": "0", "problems": "0"} | numbers)


def _interrupted(session: Session, one: Unfinished) -> str:
    done = pieces_in(session, one)
    if one.pieces and done is not None:
        return _("Part %(done)s of %(all)s is in. Bring the same file again: it goes on where it stopped.") % {
            "done": done,
            "all": one.pieces,
        }
    return _("A part of it is in. Bring the same file again: it goes on where it stopped.")


def _away_url(wizard: Wizard) -> str:
    can_go = wizard.stage.is_open or wizard.stage is Stage.DONE
    return reverse("import_put_away", args=[wizard.id]) if can_go else ""


def _stage_words(wizard: Wizard) -> str:
    if wizard.stage.works:
        return _("at work")
    at = _STEPS.get(wizard.stage)
    if at is None:
        return _("stopped; it can go on")
    words = _("Step %(n)s of %(all)s: %(step)s.") % {"n": at, "all": len(IMPORT_STEPS), "step": IMPORT_STEPS[at - 1]}
    nothing = _("Nothing is written yet.")  # a word within an f-string is not found by who collects them
    return f"{words} {nothing}" if wizard.stage.is_open else words
