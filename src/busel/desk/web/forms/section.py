"""One section of a person as it is corrected: a form about the person, or rows of what a person has several of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from busel.desk.keeping.standard import standard
from busel.desk.people.editing import Clash, Edit
from busel.desk.web.forms.about import MarksForm, MoreForm, TagForm
from busel.desk.web.forms.addresses import AddressForm, suggest_places
from busel.desk.web.forms.bonds import ConsentForm, NoteForm
from busel.desk.web.forms.filled import Filled, Suggested
from busel.desk.web.forms.names import NamesForm, suggest_names
from busel.desk.web.forms.reach import EmailForm, MessengerForm, PhoneForm
from busel.desk.web.forms.record import RecordForm, encode
from busel.journal.deed import Fields

MOST_ROWS = 40
Suggest = Callable[[dict[str, str]], dict[str, Suggested]]
Records = Mapping[str, Mapping[int, Fields]]
"""Kind -> id -> fields: all that is stored about one person."""


@dataclass(frozen=True)
class Part:
    """A form of a section; `word` and `more` for those that repeat."""

    form: type[RecordForm]
    css: str = ""
    word: str | Promise = ""
    more: str | Promise = ""
    suggest: Suggest | None = None

    @property
    def repeats(self) -> bool:
        """May a person have several?"""
        return self.form.kind != "contact"

    @property
    def is_kept(self) -> bool:
        """Does the organisation keep this at all? A part with several fields is, unless each is switched off."""
        known = standard().by_key
        asked = [known[key] for name in self.form.base_fields if (key := self.form.keys.get(name, name)) in known]
        return not asked or any(one.field.enabled for one in asked)

    @property
    def prefix(self) -> str:
        """Begins the names of its form fields: "phone", "names"."""
        return self.form.kind if self.repeats else self.form.__name__.removesuffix("Form").lower()


NAMES = Part(NamesForm, "fields--two", suggest=suggest_names)
PHONES = Part(PhoneForm, "", _("Phone"), _("Add another phone"))
EMAILS = Part(EmailForm, "", _("E-mail"), _("Add another e-mail"))
ADDRESSES = Part(AddressForm, "fields--two", _("Address"), _("Add another address"), suggest_places)
TAGS = Part(TagForm, "fields--two", _("Tag"), _("Add another tag"))
MARKS, MORE = Part(MarksForm), Part(MoreForm)
MESSENGERS = Part(MessengerForm, "fields--two", _("Messenger"), _("Add another messenger"))
CONSENTS = Part(ConsentForm, "fields--two", _("Consent"), _("Add another consent"))
NOTES = Part(NoteForm, "fields--two", _("What happened"))

SECTIONS: dict[str, tuple[str | Promise, tuple[Part, ...]]] = {
    "names": (_("Names"), (NAMES,)),
    "phones": (_("How to reach"), (PHONES, EMAILS, MESSENGERS)),
    "addresses": (_("Addresses"), (ADDRESSES,)),
    "tags": (_("Tags"), (TAGS,)),
    "marks": (_("Marks"), (MARKS,)),
    "more": (_("About"), (MORE,)),
    "consents": (_("Consent"), (CONSENTS,)),
}
ONE_MORE: dict[str, tuple[str | Promise, Part]] = {
    "phone": (_("Add a phone"), PHONES),
    "email": (_("Add an e-mail"), EMAILS),
    "messenger": (_("Add a messenger"), MESSENGERS),
    "address": (_("Add an address"), ADDRESSES),
    "tag": (_("Add a tag"), TAGS),
    "consent": (_("Write down a consent"), CONSENTS),
    "activity": (_("Write down what happened"), NOTES),
}
"""What a short form adds: kind -> its title and its only part."""
PANELS = {
    "names": "top",
    "phones": "reach",
    "phone": "reach",
    "email": "reach",
    "messenger": "reach",
    "addresses": "where",
    "address": "where",
    "tags": "tags",
    "tag": "tags",
    "marks": "marks",
    "more": "about",
    "consents": "consents",
    "consent": "consents",
    "activity": "done",
    "relationship": "people",
    "household": "people",
    "membership": "groups",
    "attendance": "events",
}
"""Where on the person's page a section or a short form leads back to: the id is "s-" and this."""


@dataclass
class Drawn:
    """A part with its forms, for the template."""

    part: Part
    rows: list[RecordForm]

    @property
    def name(self) -> str:
        """Begins the names of its form fields."""
        return self.part.prefix

    @property
    def count_name(self) -> str:
        """The hidden field that says how many rows there are."""
        return f"{self.name}-count"


@dataclass
class Section:
    """The forms of some parts, opened on a person's records or filled with what was typed."""

    drawn: list[Drawn]
    suggested: list[str] = field(default_factory=list)

    @classmethod
    def opened(cls, parts: tuple[Part, ...], contact: int, records: Records) -> Section:
        """Return the forms as they are opened; what repeats ends with an empty row."""
        kept = (part for part in parts if part.is_kept or records.get(part.form.kind))
        return cls([Drawn(part, _open(part, contact, records)) for part in kept])

    @classmethod
    def typed(cls, parts: tuple[Part, ...], data: QueryDict) -> Section:
        """Return the forms filled with what was typed; what is not kept was not asked."""
        return cls([Drawn(part, _fill(part, data)) for part in parts if part.is_kept or f"{part.prefix}-count" in data])

    @property
    def forms(self) -> Iterator[RecordForm]:
        """Yield all forms."""
        for drawn in self.drawn:
            yield from drawn.rows

    @classmethod
    def blank(cls, part: Part) -> Section:
        """Return the short form that adds one record."""
        return cls([Drawn(part, [part.form.opened(0, None, f"{part.prefix}-0")])])

    def is_valid(self) -> bool:
        """Is everything that was typed readable? Every form is looked at."""
        return not [form for form in self.forms if not form.is_valid()]

    def edits(self) -> list[Edit]:
        """Return what to do. The section is valid."""
        return [edit for form in self.forms if (edit := form.edit()) is not None]


def with_another_row(data: QueryDict, kind: str) -> QueryDict:
    """Return what was typed with one more empty row of a kind."""
    more = data.copy()
    more[f"{kind}-count"] = str(_count(data, kind) + 1)
    return more


def with_suggestions(parts: tuple[Part, ...], data: QueryDict) -> Filled:
    """Return what was typed with the other language's forms where they are missing and known."""
    more, found = data.copy(), {}
    for part in parts:
        for prefix in _prefixes(part, data) if part.suggest else ():
            typed = {name: data.get(f"{prefix}-{name}", "").strip() for name in part.form.columns}
            for name, suggested in (part.suggest(typed) if part.suggest else {}).items():
                more[f"{prefix}-{name}"] = suggested.text
                found[f"{prefix}-{name}"] = suggested
    return Filled(more, found)


def asking_for_former(data: QueryDict, section: Section) -> Filled | None:
    """Return what was typed with the question about a surname that goes, None where there is nothing to ask.

    Where the other language was left with the old surname, the new one is filled in there.
    """
    for form in section.forms:
        if isinstance(form, NamesForm) and (asked := form.former_to_ask()):
            more = data.copy()
            more[form.add_prefix("asked_former")], more[form.add_prefix("keep_former")] = asked, "on"
            found = {form.add_prefix(name): one for name, one in form.left_behind().items()}
            for name, one in found.items():
                more[name] = one.text
            return Filled(more, found)
    return None


def with_newer_base(data: QueryDict, section: Section, clashes: list[Clash]) -> QueryDict:
    """Return what was typed, opened anew on what somebody else wrote: saving again keeps what was typed."""
    more = data.copy()
    changed = {(clash.edit.kind, clash.edit.id) for clash in clashes}
    for form in section.forms:
        if (form.kind, form.record_id) in changed:
            base = dict(form.opened_on or {})
            base |= {c.field: c.theirs for c in clashes if (c.edit.kind, c.edit.id) == (form.kind, form.record_id)}
            left = {name: value for name, value in base.items() if value is not None}
            more[form.add_prefix("base")] = encode(left or None)
    return more


def _open(part: Part, contact: int, records: Records) -> list[RecordForm]:
    kind = part.form.kind
    if not part.repeats:
        return [part.form.opened(contact, records.get(kind, {}).get(contact), part.prefix)]
    held = list(records.get(kind, {}).items())
    return [part.form.opened(id_, fields, f"{kind}-{at}") for at, (id_, fields) in enumerate([*held, (0, None)])]


def _fill(part: Part, data: QueryDict) -> list[RecordForm]:
    return [part.form(data, prefix=prefix) for prefix in _prefixes(part, data)]


def _prefixes(part: Part, data: Any) -> list[str]:
    if not part.repeats:
        return [part.prefix]
    return [f"{part.prefix}-{at}" for at in range(_count(data, part.prefix))]


def _count(data: Any, kind: str) -> int:
    written = data.get(f"{kind}-count", "1")
    return max(1, min(int(written), MOST_ROWS)) if written.isdecimal() else 1
