"""The filters beside a search, as a form, as a condition, and as chips that can be taken away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from busel.desk.people.tag_labels import tag_labels
from busel.desk.search.conditions import Condition
from busel.desk.session import Session
from busel.desk.web.choice_words import FLAG_WORDS, LANGUAGE_WORDS, SUPPORT_WORDS
from busel.desk.web.place_words import SEPARATOR, by_name, division_words
from busel.desk.web.widgets import PlainSelect

MOST_BOXES = 12
"""Labels beyond these are typed: a longer row of boxes is no help."""
TEXT_LETTERS = 200
KEPT = 8
"""So many drawn forms stay in memory, of some ten thousand letters each."""
Chosen = dict[str, list[str]]
_Key = tuple[tuple[str, tuple[str, ...]], ...]


class Offered(NamedTuple):
    """What there is to choose: the names of the divisions, the labels in use."""

    names: tuple[str, ...]
    labels: tuple[str, ...]


def offered(session: Session) -> Offered:
    """Return what there is in a session's zone."""
    return Offered(tuple(bundle.name for bundle in session.divisions()), tag_labels(session))


@dataclass(frozen=True)
class Chip:
    """One filter that is on. `name` and `value` say to the form which."""

    label: str
    name: str
    value: str


class FiltersForm(forms.Form):
    """Everything by which people are picked out beside words."""

    all_optional = True
    use_required_attribute = False

    division = forms.ChoiceField(label=_("Division"), required=False, widget=PlainSelect)
    settlement = forms.CharField(
        label=_("Town or village"),
        required=False,
        max_length=TEXT_LETTERS,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    words = forms.CharField(
        label=_("Words in notes and addresses"),
        required=False,
        max_length=TEXT_LETTERS,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    tag = forms.MultipleChoiceField(label=_("Tags"), required=False, widget=forms.CheckboxSelectMultiple)
    other_tag = forms.CharField(
        label=_("Another tag"), required=False, max_length=TEXT_LETTERS, widget=forms.TextInput({"autocomplete": "off"})
    )
    filled = forms.MultipleChoiceField(
        label=_("Only with"),
        required=False,
        choices=[("phone", _("a phone")), ("address", _("an address"))],
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(
        label=_("Language of letters"),
        required=False,
        choices=[("", pgettext_lazy("language", "any")), *LANGUAGE_WORDS.items()],
    )
    support = forms.MultipleChoiceField(
        label=_("Support"),
        required=False,
        choices=[(str(value), words) for value, words in SUPPORT_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    without = forms.MultipleChoiceField(
        label=_("Leave out"), required=False, choices=list(FLAG_WORDS.items()), widget=forms.CheckboxSelectMultiple
    )
    marked = forms.ChoiceField(
        label=_("Only marked"), required=False, choices=[("", pgettext_lazy("mark", "any")), *FLAG_WORDS.items()]
    )

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "be"
        names, labels = offered
        tops = {name.split(SEPARATOR)[0] for name in names} - set(names)
        shown = by_name((division_words(name, language), name) for name in {*names, *tops})
        self.fields["division"].choices = [("", _("all")), *((name, words) for words, name in shown)]  # type: ignore[attr-defined]  # a ChoiceField
        chosen = [label for label in self._typed("tag") if label in labels[MOST_BOXES:]]
        boxes = [*labels[:MOST_BOXES], *chosen]
        self.fields["tag"].choices = [(label, label) for label in boxes]  # type: ignore[attr-defined]  # a ChoiceField
        if len(labels) <= MOST_BOXES:
            del self.fields["other_tag"]
        if len(names) == 1:
            del self.fields["division"]
        if not labels:
            del self.fields["tag"]

    def _typed(self, name: str) -> list[str]:
        getlist = getattr(self.data, "getlist", None)
        return getlist(name) if getlist else []

    def condition(self) -> Condition | None:
        """Return what was chosen as a condition, None for nothing. The form is valid."""
        parts = list(self._parts())
        return {"all": parts} if parts else None

    def _parts(self) -> Iterator[Condition]:
        chosen = self.cleaned_data
        for name in ("division", "settlement", "words", "language"):
            if chosen.get(name):
                yield {"field": name, "is": chosen[name]}
        for label in filter(None, [*chosen.get("tag", ()), chosen.get("other_tag")]):
            yield {"field": "tag", "is": label}
        for name in chosen["filled"]:
            yield {"field": name, "filled": True}
        if chosen["support"]:
            levels = [{"field": "support", "is": int(level)} for level in chosen["support"]]
            yield levels[0] if len(levels) == 1 else {"any": levels}
        for flag in chosen["without"]:
            yield {"not": {"field": flag, "is": True}}
        if chosen["marked"]:
            yield {"field": chosen["marked"], "is": True}

    def chips(self) -> list[Chip]:
        """Return each filter that is on, in words. The form is valid."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            values = value if isinstance(value, list) else [value] if value else []
            found += [Chip(_chip_words(field, name, one), name, one) for one in values]
        return found


def filters_of(session: Session, chosen: Chosen) -> tuple[FiltersForm | SafeString, list[Chip]]:
    """Return the filters as they stand beside a list, and what of them is on.

    They are drawn once for the same choice: it takes a third of such a page. What is wrong comes as a form, to be told.
    """
    key = tuple((name, tuple(values)) for name, values in chosen.items() if any(values))
    drawn, chips = _drawn(key, offered(session), get_language() or "be")
    return (drawn if drawn is not None else _form(key, offered(session))), list(chips)


@lru_cache(KEPT)
def _drawn(chosen: _Key, offered: Offered, _language: str) -> tuple[SafeString | None, tuple[Chip, ...]]:
    form = _form(chosen, offered)
    return (form.render(), tuple(form.chips())) if form.is_valid() else (None, ())


def _form(chosen: _Key, offered: Offered) -> FiltersForm:
    typed = QueryDict(mutable=True)
    for name, values in chosen:
        typed.setlist(name, values)
    return FiltersForm(typed, offered=offered)


def _chip_words(field: forms.Field, name: str, value: str) -> str:
    words = str(dict(getattr(field, "choices", ())).get(value, value))
    return words if name == "tag" else f"{field.label}: {words}"


class SaveSearchForm(forms.Form):
    """The name under which a search is kept."""

    use_required_attribute = False
    title = forms.CharField(
        label=_("Name of the search"),
        help_text=_("For example: volunteers in Babrujsk with an address"),
        max_length=120,
        error_messages={"required": _("Give the search a name.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
