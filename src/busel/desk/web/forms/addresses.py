"""Postal addresses: places are known in both languages, regions and districts by one name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from busel.contacts.answers import read_postcode
from busel.contacts.postal import read_house
from busel.desk.people.streets import MOST, meant_streets, other_spelling, place_names, streets_of
from busel.desk.web.choice_words import ADDRESS_TYPE_WORDS, STATUS_WORDS
from busel.desk.web.country_words import country_choices
from busel.desk.web.forms.filled import Suggested
from busel.desk.web.forms.record import RepeatedForm, read, text
from busel.journal.deed import Fields
from busel.names.clean import fold_homoglyphs
from busel.names.countries import HOME
from busel.names.place_spelling import suggested_place, suggested_street
from busel.names.places import districts, division, meant_settlements, regions
from busel.names.spelling import Language
from busel.names.written import has_look_alikes

_LANGUAGES: tuple[tuple[Language, Language], ...] = (("be", "ru"), ("ru", "be"))
_LEAST = 0.5
"""What is wrong more often than right is not filled in."""
_WRITTEN = ("settlement_be", "settlement_ru", "street_be", "street_ru")


class AddressForm(RepeatedForm):
    """One address. A district brings its region with it."""

    kind: ClassVar = "address"
    keys: ClassVar = {"status": "address_status"}
    columns: ClassVar = (
        "region",
        "district",
        "settlement_be",
        "settlement_ru",
        "street_be",
        "street_ru",
        "house",
        "building",
        "flat",
        "postcode",
        "status",
        "country",
        "type",
    )
    settlement_be = text(_("Town or village in Belarusian"), lang="be")
    settlement_ru = text(_("Town or village in Russian"), lang="ru")
    street_be = text(_("Street in Belarusian"), lang="be", list="streets-be")
    street_ru = text(_("Street in Russian"), lang="ru", list="streets-ru")
    house = text(_("House"), css="input--short")
    building = text(_("Building"), css="input--short")
    flat = text(_("Flat"), css="input--short")
    postcode = text(_("Postcode"), css="input--short", inputmode="numeric")
    region = forms.ChoiceField(label=_("Region"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    type = forms.ChoiceField(label=_("What kind"), required=False, choices=[("", "—"), *ADDRESS_TYPE_WORDS.items()])
    status = forms.ChoiceField(
        label=_("The address is"), required=False, choices=[("", _("not looked at yet")), *STATUS_WORDS.items()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "be"
        base = self.opened_on or {}
        choices: dict[str, list[Any]] = {
            "region": [(one.en, one.shown(language)) for one in regions()],
            "district": [
                (one.shown(language), [(each.en, each.shown(language)) for each in districts(one.en)])
                for one in regions()
                if districts(one.en)
            ],
        }
        for name, known in choices.items():
            held = base.get(name, "")
            # What a list wrote and no table knows stays as it is.
            own = [(held, held)] if held and not _is_known(held) else []
            self.fields[name].choices = [("", "—"), *own, *known]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["country"].choices = country_choices(language)  # type: ignore[attr-defined]  # the same

    def folded(self) -> list[str]:
        """Return the places and streets as they are kept of which some letter was typed in the other alphabet."""
        return [self.cleaned_data[name] for name in _WRITTEN if has_look_alikes(str(self[name].value() or ""))]

    @property
    def place(self) -> tuple[str, ...]:
        """What the place that stands in the form is called in both languages."""
        return place_names(*(str(self[name].value() or "") for name in ("settlement_be", "settlement_ru")))

    def doubts(self) -> list[tuple[str, list[str]]]:
        """Return places and streets, typed anew, that nothing is called here, with what may be meant by each."""
        found, before = self.cleaned_data, self.opened_on or {}
        if found.get("country") not in ("", HOME):
            return []
        language = get_language() or "be"
        lies_in = found.get("district") or found.get("region") or ""
        doubted = []
        for name in _WRITTEN:
            typed = found.get(name, "")
            if not typed or typed == before.get(name, ""):
                continue
            if name.startswith("settlement"):
                meant = [one.shown(language) for one in meant_settlements(typed, within=lies_in)]
            else:
                meant = meant_streets(typed, self.place)
            doubted += [(typed, meant)] if meant else []
        return doubted

    @property
    def is_empty(self) -> bool:
        """Is no part of an address there? Country, kind and status alone are none."""
        return not any(self.cleaned_data.get(name) for name in self.columns[:-3])

    def clean(self) -> dict[str, Any]:
        """Fold letters of the other alphabet, read house and (in Belarus) postcode; a district brings its region."""
        found = super().clean() or self.cleaned_data
        for name in _WRITTEN:
            found[name] = fold_homoglyphs(found.get(name, ""))
        if not found.get("country"):
            found["postcode"] = read(self, "postcode", read_postcode)
        self._read_house(found)
        district = division(found.get("district") or "")
        if district and district.parent:
            found["region"] = district.parent
        return found

    def _read_house(self, found: dict[str, Any]) -> None:
        """Take "12а/3 корп.2" apart: house 12а/3, building 2. What has a field of its own already stays there."""
        if found.get("house", "") == (self.opened_on or {}).get("house", ""):
            return
        house = read_house(found.get("house", ""))
        parts = {"building": house.building, "flat": house.flat}
        if all(not value or found.get(name, "").lower() in ("", value) for name, value in parts.items()):
            found |= {"house": house.house} | {name: value for name, value in parts.items() if value}


def _is_known(name: str) -> bool:
    found = division(name)
    return found is not None and found.en == name


def suggest_places(typed: dict[str, str]) -> dict[str, Suggested]:
    """Return names of place and street where the other language's is missing. A person looks and saves, or not."""
    found = {}
    near = place_names(typed.get("settlement_be", ""), typed.get("settlement_ru", ""))
    for have, lack in _LANGUAGES:
        place, street = (typed.get(f"{name}_{have}", "") for name in ("settlement", "street"))
        lies_in = typed.get("district", "") or typed.get("region", "")
        if place and not typed.get(f"settlement_{lack}") and (known := suggested_place(place, to=lack, within=lies_in)):
            found[f"settlement_{lack}"] = Suggested(known.text)
        if street and not typed.get(f"street_{lack}") and (told := _other_street(street, lack, near)):
            found[f"street_{lack}"] = told
    return found


def _other_street(street: str, to: Language, near: tuple[str, ...]) -> Suggested | None:
    """Return what most people here call a street in the other language, else what the words of its name come to."""
    if learned := other_spelling(street, to, near):
        return Suggested(learned)
    known = suggested_street(street, to=to)
    return Suggested(known.text, known.is_likely) if known and known.confidence >= _LEAST else None


def streets_offered(shown: Iterable[forms.Form], *, also: Iterable[Fields] = ()) -> dict[str, list[str]]:
    """Return the streets, by language, of the places that stand in address forms, or else in these addresses."""
    near = [place for form in shown if isinstance(form, AddressForm) for place in form.place]
    near = near or [
        name for one in also for name in place_names(one.get("settlement_be", ""), one.get("settlement_ru", ""))
    ]
    known = streets_of(near)[:MOST] if near else []
    spelt = {language: [one.spelt(language) for one in known] for language in ("be", "ru")}
    return {language: sorted(filter(None, names)) for language, names in spelt.items()}
