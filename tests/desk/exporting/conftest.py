"""A region whose editor may take people out, a coordinator who may agree, and the organisation's own fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from busel.contacts.records import Field, Value
from busel.desk.access.grants import Terms, grant
from busel.desk.account.proving import PROVING
from busel.desk.clock import this_hour
from busel.desk.exporting.choice import Choice, people_of
from busel.desk.exporting.making import Made, make_file
from busel.desk.journals.writing import write
from busel.desk.session import Session
from busel.desk.trustees import founding
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Op
from busel.registry.roles import Role
from busel.shelf.memory import MemoryShelf
from busel.vault.entropy import new_record_id
from busel.vault.lock import CHEAP
from desk.conftest import MAZYR, POSTS, REGION, ZLOBIN, Arrive, Organisation
from factories.shelf import ORGANISATION

ANSWERS = (Value(key="a"), Value(key="b"))
OWN = (
    Field(key="consent_day", labels={"en": "Consent day", "be": "Дзень згоды"}, purpose={"en": "p"}, type="date"),
    Field(key="skills", labels={"en": "Skills"}, purpose={"en": "p"}, type="choices", values=ANSWERS),
    Field(key="count", labels={"en": "Phone"}, purpose={"en": "p"}, type="number"),
    Field(key="told", labels={"en": "Told"}, purpose={"en": "p"}, type="yes_no"),
    Field(key="story", labels={"en": "=Story"}, purpose={"en": "p"}, type="long_text"),
)  # fmt: skip


@pytest.fixture
def organisation() -> Organisation:
    """Return the organisation of `desk.conftest` with fields of its own; the editor may take out of all but Mazyr."""
    plans = [founding.Plan(REGION), founding.Plan(ZLOBIN, REGION), founding.Plan(MAZYR, REGION)]
    shelf = MemoryShelf(ORGANISATION)
    charter = founding.Charter(plans, list(POSTS.values()), standard=[field.fields() for field in OWN])
    founded = founding.found(shelf, charter, organisation=ORGANISATION, hour=this_hour(), profile=CHEAP)
    return Organisation(shelf, founded)


@dataclass
class Exports:
    """Signs people in one after the other, and does what they would."""

    organisation: Organisation
    arrive: Arrive

    def handle(self, who: str) -> str:
        return self.organisation.founded.accounts[list(POSTS).index(who)].credentials.handle

    def passphrase(self, who: str) -> str:
        return self.organisation.founded.accounts[list(POSTS).index(who)].credentials.passphrase

    def journal(self, name: str = REGION) -> bytes:
        return self.organisation.journal(name)

    def allow(self, who: str, *names: str, role: Role = Role.EDITOR) -> None:
        """Let the coordinator give the right."""
        session = self.arrive("coordinator").session
        for name in names:
            grant(session, self.journal(name), self.handle(who), Terms(role, may_export=True))
        session.close()


def add(session: Session, journal: bytes, contact: dict[str, Any], *about: tuple[str, dict[str, Any]]) -> int:
    """Write one person."""
    id_ = new_record_id()
    ops = [Op("contact", id_, contact)]
    ops += [Op(kind, new_record_id(), {**fields, "contact": id_}) for kind, fields in about]
    write(session, journal, "add_contact", [(id_, ops)])
    return id_


def add_many(session: Session, journal: bytes, count: int) -> None:
    """Write so many people with a name."""
    ids = [new_record_id() for _ in range(count)]
    write(
        session,
        journal,
        "add_contact",
        [(one, [Op("contact", one, {"family_be": f"Ч{at}"})]) for at, one in enumerate(ids)],
    )


def file_of(session: Session, choice: Choice, language: str = "be") -> bytes:
    return b"".join(made_of(session, choice, language).file)


def made_of(session: Session, choice: Choice, language: str = "be") -> Made:
    return make_file(choice, people_of(session, choice), language=language)


def everything(session: Session, journal: bytes) -> list[Any]:
    """Return all people of a division with all that belongs to them, but ids and the day they came."""
    from busel.desk.exporting.gather import gather  # noqa: PLC0415  # needs Django set up

    raw = raw_connection()
    number = session.numbers[journal]
    ids = [row[0] for row in raw.execute("SELECT id FROM workspace_contact WHERE division_id = ?", (number,))]
    found = []
    for person in gather(raw, ids, {}):
        about = {
            _text({name: value for name, value in record.fields().items() if name != "contact"})
            for record in [*person.phones, *person.emails, *person.addresses, *person.tags, *person.messengers]
        }
        about |= {_text(record.fields() | {"contact": 0}) for record in person.consents}
        # Numbers of people and households are others in another division: what stands there under them counts.
        ties = [("group", *one) for one in person.groups] + [("event", *one) for one in person.events]
        about |= {_text([*one[:2], one[2]]) for one in ties}
        about |= {_text([bond.side, bond.other.text, bond.other.details]) for bond in person.relations}
        about |= {person.household.text} if person.household else set()
        own = {name: value for name, value in person.contact.fields().items() if name not in ("added", "household")}
        found.append(_text([own, sorted(about)]))
    return sorted(found)


def _text(value: Any) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


@pytest.fixture
def exports(arrive: Arrive, organisation: Organisation) -> Iterator[Exports]:
    PROVING.forget()
    yield Exports(organisation, arrive)
    PROVING.forget()
