"""Keeping whom an account exposed, so that each of them can be warned."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from busel.desk.actions import action
from busel.desk.exposure.report import Report
from busel.desk.journals.writing import write
from busel.desk.search.saved_searches import KIND, fixed
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.registry.roles import Role


@dataclass(frozen=True)
class ToWarn:
    """A fixed list, before it is kept: its record id and title, and its people by division."""

    record: int
    title: str
    people: dict[bytes, AbstractSet[int]]

    @property
    def count(self) -> int:
        """How many people."""
        return sum(map(len, self.people.values()))


@action("save_search")
def save_people_to_warn(session: Session, report: Report, to_warn: ToWarn) -> list[bytes]:
    """Keep a list in each of its divisions, the people of that one alone; return the divisions that do not have it.

    Not into a division that the account opens still: it would read there that it is found out. Those people, and those
    of a division where nothing can be written, stand in the own journal. Doing it again writes what is missing.
    Raises NotAllowedError, ConflictError or a ShelfError.
    """
    still_open = {one.journal for one in report.divisions if one.is_open}
    kept_away: list[bytes] = []
    for journal, people in to_warn.people.items():
        if journal in still_open or not session.may(Role.EDITOR, journal):
            kept_away.append(journal)
        else:
            _keep(session, journal, to_warn, people)
    own = {id_ for journal in kept_away for id_ in to_warn.people[journal]}
    if own:
        _keep(session, session.keyring.account.mailbox, to_warn, own)
    return kept_away


def _keep(session: Session, journal: bytes, to_warn: ToWarn, people: AbstractSet[int]) -> None:
    fields = fixed(to_warn.title, people).fields()
    write(session, journal, "save_search", [(to_warn.record, [Op(KIND, to_warn.record, fields)])])
