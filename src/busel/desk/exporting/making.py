"""Making the file of a choice: in RAM, some hundreds of people at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from busel.desk.exporting.choice import TABLES, Choice
from busel.desk.exporting.gather import gather, widths_of
from busel.desk.exporting.packed import Packed
from busel.desk.keeping.standard import own_fields, standard
from busel.desk.search.ordering import by_name
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.models import Division
from busel.names.places import divisions as places
from busel.sheets.out import osdi
from busel.sheets.out.choosing import only
from busel.sheets.out.layout import Layout
from busel.sheets.out.person import Person
from busel.sheets.out.table import Table
from busel.sheets.out.vcards import Cards

Told = Callable[[int], None]
TELL_EVERY = 250


@dataclass
class Made:
    """A file. `people` are those in it, by division; `left_out` counts values that a table cannot hold."""

    file: Packed = field(default_factory=Packed, repr=False)
    people: dict[bytes, list[int]] = field(default_factory=dict, repr=False)
    left_out: int = 0

    @property
    def count(self) -> int:
        """How many people are in it."""
        return sum(map(len, self.people.values()))


def make_file(
    choice: Choice,
    people: dict[bytes, list[int]],
    *,
    language: str,
    told: Told = lambda _done: None,
) -> Made:
    """Return the file of these people. `told` learns how many are in it so far."""
    raw, made = raw_connection(), Made()
    ids = [id_ for held in people.values() for id_ in by_name(held, language)]
    names = {row.pk: _name(row.name, language) for row in Division.objects.all()}
    home = {id_: journal for journal, held in people.items() for id_ in held}
    source = _noting(gather(raw, ids, names, language=language, activities=choice.format == "osdi"), made, home, told)
    chosen = (only(person, choice.parts) for person in source)
    if choice.format in TABLES:
        layout = Layout(
            language,
            choice.parts,
            widths_of(raw, ids),
            standard().own,
            with_division=len(people) > 1,
            disabled=standard().disabled,
        )
        table = Table(layout)
        again = (only(person, choice.parts) for person in gather(raw, ids, names, language=language, activities=True))
        made.file.take(table.as_csv(chosen) if choice.format == "csv" else table.as_workbook(chosen, again=again))
        made.left_out = table.left_out
    elif choice.format == "osdi":
        made.file.take(osdi.written(chosen, len(ids)))
    else:
        made.file.take(Cards(language, own_fields(), newest=choice.format == "vcf").written(chosen))
    return made


def _noting(people: Iterator[Person], made: Made, home: dict[int, bytes], told: Told) -> Iterator[Person]:
    for at, person in enumerate(people, 1):
        made.people.setdefault(home[person.id], []).append(person.id)
        if at % TELL_EVERY == 0:
            told(at)
        yield person


def _name(full: str, language: str) -> str:
    """Return a division's full name in the file's language, as far as its parts are places that we know."""
    known = {place.en: place for place in places()}
    return " / ".join(known[part].shown(language) if part in known else part for part in full.split(" / "))
