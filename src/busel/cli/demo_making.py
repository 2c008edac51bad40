"""Founding and filling the demo, through the same journals as everything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from busel.cli.output import Bar
from busel.cli.people import (
    District,
    SyntheticPerson,
    demo_fields,
    demo_saved_searches,
    demo_templates,
    districts_of_belarus,
    people,
    twice,
)
from busel.cli.slips import slip
from busel.contacts.record import Record
from busel.desk.access.grants import Terms, grant
from busel.desk.access.reach import Reach, reaches
from busel.desk.clock import this_hour
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.opening import open_zone
from busel.desk.journals.writing import append
from busel.desk.session import Session, open_locker
from busel.desk.trustees.founding import Charter, Founded, Plan, Post, above_others, found
from busel.journal.deed import Draft, Op, encode_parts
from busel.names.places import divisions
from busel.registry.locker import Unlocked
from busel.registry.roles import Role
from busel.shelf.protocol import Shelf
from busel.vault.entropy import new_id, new_record_id, new_record_ids
from busel.vault.lock import STANDARD, Profile

REGION = "Mahilioŭ region"
DISTRICT = "Mahilioŭ region / Babrujsk district"
NOBODY = {"people": 0, "share": 0.0}
TOGETHER = 500
"""Contacts in one deed, as an import writes them."""


class Making:
    """The demo in the making."""

    def __init__(self, shelf: Shelf, organisation: bytes, bar: Bar, *, profile: Profile = STANDARD) -> None:
        self._shelf, self._organisation, self._bar, self._profile = shelf, organisation, bar, profile
        self._founded: Founded | None = None
        self._reaches: dict[bytes, Reach] = {}
        self._names = [place.full_name for place in divisions()]

    def found(self) -> list[dict[str, Any]]:
        """Found the organisation with one account of each role; return what `--json` tells of each."""
        plans = above_others([Plan(place.full_name, place.parent) for place in divisions()])
        standard = [field.fields() for field in demo_fields()]
        posts = self._posts()
        self._founded = found(
            self._shelf,
            Charter(plans, posts, standard=standard),
            organisation=self._organisation,
            hour=this_hour(),
            profile=self._profile,
            told=lambda done, of_all: self._bar.show("Making accounts", done, of_all),
        )
        return [
            slip(account.credentials) | {"role": post.role.value, "divisions": list(post.divisions)}
            for account, post in zip(self._founded.accounts, posts, strict=True)
        ]

    def _posts(self) -> list[Post]:
        region = tuple(name for name in self._names if name.split(" / ")[0] == REGION)
        return [
            Post(Role.COORDINATOR, tuple(self._names)),
            Post(Role.COORDINATOR, region),
            Post(Role.EDITOR, region),
            Post(Role.VIEWER, (DISTRICT,)),
            Post(Role.COLLECTOR, (DISTRICT,)),
            Post(Role.ADMINISTRATOR),
            Post(Role.AUDITOR),
        ]

    def fill(self, contacts: int, seed: int, *, again: bool = False) -> None:
        """Write the people, what the organisation works with, and lay the snapshots, as the national coordinator.

        With `again` some of the records are of people who stand there already, as lists leave it.
        """
        everybody = people(contacts, seed, districts=districts_of_belarus())
        session = self._session()
        by_name = {bundle.name: bundle.journal for bundle in session.divisions()}
        self._let_export(session, by_name[DISTRICT])
        shared = [(kind, new_record_id(), record) for kind, record in _what_all_share()]
        for name in self._names:
            about = [(id_, [Op(kind, id_, record.fields())]) for kind, id_, record in shared]
            _write(session, by_name[name], about)
        done, counts = 0, dict.fromkeys(by_name.values(), 0)
        for name, batch in _batches(twice(everybody) if again else everybody):
            _write(session, by_name[name], [_about(person) for person in batch])
            done += len(batch)
            counts[by_name[name]] += len(batch)
            self._bar.show("Making people", done, contacts)
        for done, name in enumerate(self._names, 1):
            fold_journal(session, by_name[name])
            self._bar.show("Laying snapshots", done, len(self._names))
        self._reaches = {reach.account: reach for reach in reaches(session, people=counts)}
        session.close()

    def _let_export(self, session: Session, district: bytes) -> None:
        """Give the region's editor the right to take people out of one district, so that it can be tried."""
        accounts = self._founded.accounts if self._founded else []
        editors = [account for account, post in zip(accounts, self._posts(), strict=True) if post.role is Role.EDITOR]
        for account in editors:
            grant(session, district, account.credentials.handle, Terms(Role.EDITOR, may_export=True))

    def exposed(self) -> list[dict[str, Any]]:
        """Return for each account whom it would expose: people, and which share of the organisation. Once filled."""
        accounts = self._founded.accounts if self._founded else []
        found = [self._reaches.get(account.keyring.account.id) for account in accounts]
        return [{"people": one.people, "share": round(one.share, 4)} if one else NOBODY for one in found]

    def _session(self) -> Session:
        if self._founded is None:
            raise LookupError
        national = self._founded.accounts[0]
        session = open_locker(self._shelf, self._organisation, Unlocked(national.locker, national.user_key))
        open_zone(session)
        return session


def _what_all_share() -> Iterator[tuple[str, Record]]:
    for search in demo_saved_searches():
        yield "saved_search", search
    for template in demo_templates():
        yield "template", template


def _batches(everybody: Iterable[SyntheticPerson]) -> Iterator[tuple[str, list[SyntheticPerson]]]:
    """Yield people of one division, some hundreds at a time."""
    batch: list[SyntheticPerson] = []
    for person in everybody:
        if batch and (len(batch) >= TOGETHER or person.district != batch[0].district):
            yield _division(batch[0].district), batch
            batch = []
        batch.append(person)
    if batch:
        yield _division(batch[0].district), batch


def _division(district: District) -> str:
    return district.full_name


def _about(person: SyntheticPerson) -> tuple[int, list[Op]]:
    contact, *ids = new_record_ids(1 + len(person.about))
    ops = [Op("contact", contact, person.contact)]
    for id_, (kind, fields) in zip(ids, person.about, strict=True):
        fields["contact"] = contact
        ops.append(Op(kind, id_, fields))
    return contact, ops


def _write(session: Session, journal: bytes, about: list[tuple[int, list[Op]]]) -> None:
    draft = Draft(
        id=new_id(),
        name="add_demo_people",
        author=session.account,
        hour=this_hour(),
        places=[journal],
        parts=encode_parts(about),
    )
    append(session, session.ledgers[journal], draft)
