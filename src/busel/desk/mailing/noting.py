"""What is noted once letters are printed: chosen once, so that trying again does the same and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from busel.contacts.records import Activity, Batch
from busel.desk.mailing.plan import Plan
from busel.journal.deed import Op
from busel.vault.entropy import new_id, new_record_id, new_record_ids

TOGETHER = 500
"""Contacts in one commit: pages wait milliseconds for it."""


@dataclass(frozen=True)
class Commit:
    """One commit of the notes: where, under which deed, and what."""

    journal: bytes
    deed: bytes
    places: tuple[bytes, ...]
    batch: int
    notes: tuple[tuple[int, int], ...]
    """(contact, id of the activity) of each letter."""


@dataclass(frozen=True)
class Noting:
    """All of it: one batch under one id in every division concerned, one activity for each letter."""

    day: str
    title: str
    batch: int
    commits: tuple[Commit, ...]

    def about(self, commit: Commit) -> list[tuple[int, list[Op]]]:
        """Return the operations of one commit, by their subject.

        The batch holds no number of letters: it stands in several journals, and who reads one must not learn how many
        were written to elsewhere. The activities of a journal count its own.
        """
        batch = Batch(type="letters", day=self.day, title=self.title)
        noted = [(self.batch, [Op("batch", self.batch, batch.fields())])] if commit.batch else []
        for contact, id_ in commit.notes:
            activity = Activity(contact=contact, type="letter", day=self.day, subject=self.title, batch=self.batch)
            noted.append((contact, [Op("activity", id_, activity.fields())]))
        return noted


def noting_of(plan: Plan, title: str) -> Noting:
    """Choose the ids of everything that the plan's letters leave behind.

    The first commits of all divisions are one deed, which names them all. What does not fit into a division's first
    commit follows in deeds of its own: a journal takes each deed once.
    """
    batch, first = new_record_id(), new_id()
    by_journal: dict[bytes, list[int]] = {}
    for contact, journal in plan.journals.items():
        by_journal.setdefault(journal, []).append(contact)
    places = tuple(by_journal)
    commits = [
        Commit(
            journal=journal,
            deed=first if at == 0 else new_id(),
            places=places if at == 0 else (journal,),
            batch=batch if at == 0 else 0,
            notes=tuple(zip(some, new_record_ids(len(some)), strict=True)),
        )
        for journal, contacts in by_journal.items()
        for at, some in enumerate(_some(contacts))
    ]
    return Noting(plan.day.isoformat(), title, batch, tuple(commits))


def _some(contacts: list[int]) -> Iterator[list[int]]:
    rest = iter(contacts)
    while some := list(islice(rest, TOGETHER)):
        yield some
