"""What an organisation keeps about people: built-in fields with its decisions and its own fields, in one order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import msgspec

from busel.contacts.records import Field
from busel.contacts.standard import BY_KEY, FIELDS, FORMS, OWN_TYPES, SECTIONS, BuiltIn, forms_of, section_of

STEP = 1000
"""Between the orders of neighbours, so that one can be moved between two others."""
LAST = 1_000_000_000
_PLACE = {field.key: at for at, field in enumerate(FIELDS)}
_SECTION_AT = {section: at for at, section in enumerate(SECTIONS)}


@dataclass(frozen=True)
class Kept:
    """One field of the standard."""

    field: Field
    """What was decided about it; of a built-in field nobody decided about, what goes without saying."""
    built_in: BuiltIn | None = None
    record: int = 0
    """The record in commons that says so; 0 where there is none."""

    @property
    def key(self) -> str:
        """What it is called in stored records, forms and addresses."""
        return self.field.key

    @property
    def section(self) -> str:
        """Where it stands."""
        return self.field.section

    @property
    def may_be_disabled(self) -> bool:
        """A name, a telephone and what protects somebody are always asked."""
        return self.built_in is None or self.built_in.key not in ALWAYS

    def is_in(self, form: str) -> bool:
        """Is it asked on a form: "entry", "paper", "sheet" or "collector"?"""
        return self.field.enabled and form in self.field.forms


LANGUAGES_SPOKEN = ("be", "ru", "en")
MOST_LETTERS = 200
MOST_TEXT = 2000
MOST_VALUES = 300
ALWAYS = frozenset({"family_be", "given_be", "family_ru", "given_ru", "phone", "risk", "no_letters", "no_calls"})


@dataclass(frozen=True)
class Standard:
    """All fields, switched off ones with them, section by section, each in its order."""

    fields: tuple[Kept, ...]

    def __iter__(self) -> Iterator[Kept]:
        return iter(self.fields)

    @cached_property
    def by_key(self) -> dict[str, Kept]:
        """Every field by its key."""
        return {kept.key: kept for kept in self.fields}

    @cached_property
    def own(self) -> tuple[Field, ...]:
        """The organisation's own fields that are switched on, in order."""
        return tuple(kept.field for kept in self.fields if kept.built_in is None and kept.field.enabled)

    @cached_property
    def disabled(self) -> frozenset[str]:
        """Keys of the built-in fields that are switched off."""
        return frozenset(kept.key for kept in self.fields if kept.built_in and not kept.field.enabled)

    @cached_property
    def required(self) -> tuple[Kept, ...]:
        """The fields that each person should have."""
        return tuple(kept for kept in self.fields if kept.field.enabled and kept.field.required)

    def sections(self, form: str = "") -> list[tuple[str, list[Kept]]]:
        """Return (section, its fields) in order: all, or those asked on a form. Empty sections are left out."""
        asked = (kept for kept in self.fields if not form or kept.is_in(form))
        return [(section, list(some)) for section, some in groupby(asked, lambda kept: kept.section)]

    def in_form(self, form: str) -> list[Kept]:
        """Return the fields that are asked on a form, in order."""
        return [kept for kept in self.fields if kept.is_in(form)]


def merge(records: Iterable[tuple[int, Field]]) -> Standard:
    """Return the standard that these records make of the built-in fields. Of two with one key the first counts."""
    found: dict[str, Kept] = {}
    for record, field in records:
        built_in = BY_KEY.get(field.key)
        if field.key.isidentifier() and field.key not in found:
            found[field.key] = Kept(_decided(built_in, field) if built_in else _own(field), built_in, record)
    for built_in in FIELDS:
        if built_in.key not in found:
            found[built_in.key] = Kept(undecided(built_in), built_in)
    return Standard(tuple(sorted(found.values(), key=_place)))


def undecided(built_in: BuiltIn) -> Field:
    """Return what goes without saying about a built-in field."""
    return Field(
        key=built_in.key,
        type=built_in.type.value,
        order=(_PLACE[built_in.key] + 1) * STEP,
        section=section_of(built_in.key),
        forms=forms_of(built_in.key),
    )


def _decided(built_in: BuiltIn, field: Field) -> Field:
    """Return an organisation's decision about a built-in field. What the field is, it cannot decide."""
    usual = undecided(built_in)
    return msgspec.structs.replace(
        field,
        labels={},
        type=usual.type,
        values=(),
        section=usual.section,
        order=field.order or usual.order,
        enabled=field.enabled or built_in.key in ALWAYS,
    )


def _own(field: Field) -> Field:
    return field if field.section in _SECTION_AT else msgspec.structs.replace(field, section="other")


def _place(kept: Kept) -> tuple[int, int, int, int]:
    field = kept.field
    return _SECTION_AT[field.section], field.order or LAST, _PLACE.get(field.key, len(FIELDS)), kept.record


def is_sound(field: Field) -> bool:
    """Can it be written as it is? A page of ours makes no other; a proposal may come from anybody's desk."""
    texts = [*field.labels.values(), *(label for one in field.values for label in one.labels.values())]
    keys = [one.key for one in field.values]
    told = [*field.meaning.values(), *field.purpose.values()]
    spoken = {*field.labels, *field.meaning, *field.purpose, *(name for one in field.values for name in one.labels)}
    return (
        field.key.isidentifier()
        and len(field.key) <= MOST_LETTERS
        and (field.key in BY_KEY or (field.type in tuple(OWN_TYPES) and any(field.labels.values())))
        and field.section in _SECTION_AT
        and set(field.forms) <= set(FORMS)
        and spoken <= set(LANGUAGES_SPOKEN)
        and len(keys) == len(set(keys)) <= MOST_VALUES
        and all(key and len(key) <= MOST_LETTERS for key in keys)
        and all(len(text) <= MOST_LETTERS for text in texts)
        and all(len(text) <= MOST_TEXT for text in told)
    )
