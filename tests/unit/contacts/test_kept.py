"""One list of built-in fields with the organisation's decisions, and of its own fields."""

from __future__ import annotations

from busel.contacts.kept import ALWAYS, merge, undecided
from busel.contacts.record import read_record
from busel.contacts.records import Field
from busel.contacts.standard import BY_KEY, FIELDS, FORMS, OWN_TYPES, SECTIONS, section_of
from busel.contacts.starting_standard import starting_standard

LANGUAGES = ["be", "en", "ru"]


def test_without_any_record_it_is_the_built_in_fields() -> None:
    found = merge([])
    assert {kept.key for kept in found} == set(BY_KEY)
    assert [section for section, _fields in found.sections()] == list(SECTIONS)
    assert (found.own, found.disabled, found.required) == ((), frozenset(), ())


def test_every_built_in_field_has_a_section_of_its_own_choosing() -> None:
    assert {section_of(field.key) for field in FIELDS} == set(SECTIONS)
    assert [key for key in ("birth", "phone", "house", "support") if section_of(key) == "other"] == []


def test_a_decision_changes_what_is_decided_and_not_what_the_field_is() -> None:
    decided = Field(
        key="birth", labels={"en": "Salary"}, type="number", purpose={"en": "p"}, enabled=False, section="x"
    )
    kept = merge([(7, decided)]).by_key["birth"]
    assert (kept.field.labels, kept.field.type, kept.section) == ({}, "date", "about")
    assert (kept.field.purpose, kept.field.enabled, kept.record) == ({"en": "p"}, False, 7)
    assert merge([(7, decided)]).disabled == {"birth"}


def test_a_name_a_telephone_and_what_protects_cannot_be_switched_off() -> None:
    found = merge([(at, Field(key=key, enabled=False)) for at, key in enumerate(sorted(ALWAYS), 1)])
    assert found.disabled == frozenset()


def test_own_fields_stand_in_their_section_in_their_order_and_the_rest_last() -> None:
    records = [
        (1, Field(key="c", section="about")),
        (2, Field(key="b", section="about", order=1)),
        (3, Field(key="stray", section="nowhere")),
        (4, Field(key="off", section="about", enabled=False)),
    ]
    found = merge(records)
    first, *_built_in, before_last, last = [kept.key for kept in dict(found.sections())["about"]]
    assert (first, before_last, last) == ("b", "c", "off")
    assert dict(found.sections())["other"][-1].key == "stray"
    assert [field.key for field in found.own] == ["b", "c", "stray"]


def test_of_two_records_with_one_key_the_first_counts_and_a_key_that_is_no_name_none() -> None:
    found = merge([(1, Field(key="a", type="number")), (2, Field(key="a", type="date")), (3, Field(key="a b"))])
    assert [(field.key, field.type) for field in found.own] == [("a", "number")]


def test_the_starting_standard_tells_of_every_field_why_it_is_kept_in_three_languages() -> None:
    found = merge(list(enumerate(starting_standard(), 1)))
    assert [kept.key for kept in found if sorted(kept.field.purpose) != LANGUAGES] == []
    assert [kept.key for kept in found if not kept.built_in and sorted(kept.field.labels) != LANGUAGES] == []
    values = [(kept.key, value) for kept in found for value in kept.field.values]
    assert [key for key, value in values if sorted(value.labels) != LANGUAGES] == []


def test_the_starting_standard_uses_every_type_keeps_sensitive_things_for_a_time_and_is_stored_as_it_is() -> None:
    fields = starting_standard()
    assert {field.type for field in fields if field.key not in BY_KEY} == {type_.value for type_ in OWN_TYPES}
    assert [one.key for one in fields if one.sensitive and one.enabled and not one.retention_months] == []
    assert [read_record(Field, field.fields()) for field in fields] == fields
    assert {form for field in fields for form in field.forms} == set(FORMS)


def test_what_goes_without_saying_is_where_the_field_stands_anyway() -> None:
    assert merge([(1, undecided(BY_KEY["birth"]))]).fields == tuple(
        kept if kept.key != "birth" else type(kept)(kept.field, kept.built_in, 1) for kept in merge([])
    )
