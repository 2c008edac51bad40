"""One person from paper: as few fields as a notebook line needs, from the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from busel.contacts.birth import read_birth
from busel.contacts.postal import House, read_house, split_street
from busel.contacts.problems import Code
from busel.desk.clock import today_date
from busel.desk.inboxes.entry import EntryPerson
from busel.desk.web.choice_words import LANGUAGE_WORDS
from busel.desk.web.forms.asked import OWN, AskedForm
from busel.desk.web.forms.record import LONG_LETTERS, read, text
from busel.desk.web.problem_words import sentence
from busel.journal.deed import Fields
from busel.names.phone_cells import split_phones
from busel.names.phones import Phone, shown
from busel.names.places import districts, regions
from busel.names.places import division as place_named
from busel.names.words import language_of
from busel.names.written import has_look_alikes, written_name

KEPT = ("division", "written_in", "settlement", "district", "tags", "source")
"""What stays in the form for the next person."""
ODD_NUMBERS = {
    Code.PHONE_POSSIBLE: _("This number is in no range that we know. Correct it, or send once more to keep it so."),
    Code.PHONE_NOT_DIALABLE: _("This number cannot be dialled. Correct it, or send once more to keep it so."),
}
_BETWEEN_TAGS = re.compile(r"\s*[,;\n]\s*")


def _area() -> forms.Textarea:
    return forms.Textarea({"rows": 2, "autocomplete": "off"})


@dataclass(frozen=True)
class Group:
    """Fields that stand together."""

    title: str | Promise
    hint: str | Promise
    fields: Sequence[BoundField]
    css: str = ""


class SameForm(forms.Form):
    """What stays the same from one person of a paper to the next."""

    all_optional = True
    use_required_attribute = False

    division = forms.ChoiceField(label=_("Whose inbox"))
    written_in = forms.ChoiceField(label=_("The paper is written in"), choices=list(LANGUAGE_WORDS.items()))
    settlement = text(_("Town or village"))
    district = forms.ChoiceField(label=_("District"), required=False)
    tags = text(_("Tags"), hint=_("With commas between them."))
    source = text(_("Source"), hint=_("What paper this is: “signatures, market, 21 November”."))

    def __init__(self, *args: Any, divisions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].choices = divisions  # type: ignore[attr-defined]  # a ChoiceField
        known = [("", "—"), *_districts(get_language() or "be")]
        self.fields["district"].choices = known  # type: ignore[attr-defined]  # the same
        if len(divisions) == 1:
            self.fields["division"].widget = forms.HiddenInput()

    @property
    def same(self) -> list[BoundField]:
        """These fields in the order of the keyboard."""
        names = ("settlement", "district", "tags", "source", "written_in")
        same = [self[name] for name in names if name in self.fields]
        return same if self["division"].is_hidden else [self["division"], *same]

    @property
    def kept(self) -> dict[str, str]:
        """What stays for the next person. The form is valid."""
        return {name: self.cleaned_data.get(name, "") for name in KEPT}


class EntryForm(AskedForm, SameForm):
    """What is typed about one person. `person` is the result; `number` that of the receipt which the page announced."""

    family = text(_("Family name"), spellcheck="false", autofocus="autofocus")
    given = text(_("Given name"), spellcheck="false")
    patronymic = text(_("Patronymic"), spellcheck="false")
    phones = text(_("Phones"), hint=_("As written; several with commas between them."), inputmode="tel")
    birth = text(_("Date of birth"), css="input--medium", hint=_("29.02.1960, 02.1960 or only the year."))
    street = text(_("Street, house, flat"), hint=_("For example: Savieckaja 12-4"))
    notes = forms.CharField(label=_("Notes"), required=False, max_length=LONG_LETTERS, widget=_area())
    asked: ClassVar = {
        "patronymic": ("patronymic_be", "patronymic_ru"),
        "birth": ("birth",),
        "street": ("street_be", "street_ru", "house"),
        "notes": ("notes",),
        "settlement": ("settlement_be", "settlement_ru"),
        "district": ("district",),
        "tags": ("tag",),
        "source": ("source",),
    }
    number = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    kept_as_written = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.follow()
        self.person = EntryPerson({})

    @property
    def groups(self) -> list[Group]:
        """The fields in the order of the keyboard: the person first, then what stays the same."""
        who = [self[name] for name in ("family", "given", "patronymic") if name in self.fields]
        more = [self[name] for name in ("phones", "birth", "street", "notes") if name in self.fields]
        own = [self[OWN + field.key] for field in self.own]
        enough = _("A name or a telephone is enough. Spell it as the paper does.")
        stays = _("This stays in the form until you change it.")
        return [
            Group(_("Who"), enough, who, "fields--three"),
            Group(_("How to find them"), "", more, "fields--two"),
            *([Group(_("What else they tell"), "", own, "fields--two")] if own else []),
            Group(_("The same for the next person"), stays, self.same, "fields--two"),
        ]

    def clean(self) -> dict[str, Any]:
        """Read the values; what is odd is said once, what cannot be is refused."""
        found = super().clean() or self.cleaned_data
        birth = read(self, "birth", lambda written: read_birth(written, today=today_date()))
        names = {name: written_name(found.get(name, "")) for name in ("family", "given", "patronymic")}
        phones = [Phone.read(written) for written in split_phones(found.get("phones", ""))]
        if not any(names.values()) and not phones:
            self.add_error("family", str(sentence(Code.NAME_MISSING)))
        self._warn(phones)
        self.person = EntryPerson(self._contact(names, birth), self._about(phones))
        return found

    def folded(self) -> list[str]:
        """Return the names as they are kept of which some letter was typed in the other alphabet. The form is valid."""
        typed = {
            name: str(self[name].value() or "") for name in ("family", "given", "patronymic") if name in self.fields
        }
        return [written_name(name) for name in typed.values() if has_look_alikes(name)]

    def _warn(self, phones: Sequence[Phone]) -> None:
        """Say once what is odd about a number: it can be corrected only now. Sent once more, it is kept as written."""
        typed = self.cleaned_data.get("phones", "")
        odd = next((phone.problem for phone in phones if phone.problem), None)
        if odd and typed != self.cleaned_data.get("kept_as_written"):
            self.add_error("phones", ODD_NUMBERS[Code(odd)])
            data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            data[self.add_prefix("kept_as_written")] = typed
            self.data = data

    def _contact(self, names: Fields, birth: str) -> Fields:
        language = language_of(" ".join(names.values())) or self.cleaned_data.get("written_in", "be")
        fields = {f"{name}_{language}": value for name, value in names.items()}
        fields |= {"birth": birth, "source": self.cleaned_data.get("source", "")}
        fields |= {"notes": self.cleaned_data.get("notes", "").strip(), "custom": self.custom}
        return {name: value for name, value in fields.items() if value}

    def _about(self, phones: Sequence[Phone]) -> list[tuple[str, Fields]]:
        about: list[tuple[str, Fields]] = [("phone", stored_phone(phone)) for phone in phones]
        if address := self._address():
            about.append(("address", address))
        labels = _BETWEEN_TAGS.split(self.cleaned_data.get("tags", "").strip())
        return about + [("tag", {"label": label}) for label in dict.fromkeys(filter(None, labels))]

    def _address(self) -> Fields:
        street, house = _street(self.cleaned_data.get("street", ""))
        settlement, district = (self.cleaned_data.get(name, "") for name in ("settlement", "district"))
        language = language_of(settlement) or self.cleaned_data.get("written_in", "be")
        known = place_named(district) if district else None
        fields = {
            "region": (known.parent or known.en) if known else "",
            "district": known.en if known and known.parent else "",
            f"settlement_{language}": settlement,
            f"street_{language}": street,
            "house": house.house,
            "building": house.building,
            "flat": house.flat,
        }
        return {name: value for name, value in fields.items() if value} if settlement or street or house.shown else {}


def stored_phone(phone: Phone) -> Fields:
    """Return E.164, and what was written where the two differ."""
    differs = phone.written not in (phone.number, shown(phone.number))
    fields = {"number": phone.number, "written": phone.written if differs else ""}
    return {name: value for name, value in fields.items() if value}


def _street(written: str) -> tuple[str, House]:
    """Return street and house; villages have houses without streets."""
    text = " ".join(written.split())
    return ("", read_house(text)) if text[:1].isdigit() and " " not in text else split_street(text)


def _districts(language: str) -> list[tuple[str, Any]]:
    whole = [(one.shown(language), [(one.en, one.shown(language))]) for one in regions() if not districts(one.en)]
    return whole + [
        (one.shown(language), [(each.en, each.shown(language)) for each in districts(one.en)])
        for one in regions()
        if districts(one.en)
    ]
