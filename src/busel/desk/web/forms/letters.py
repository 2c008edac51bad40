"""Forms of letters: to whom and what, and the text itself."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from busel.contacts.records import Template
from busel.desk.mailing.audience import Audience
from busel.desk.mailing.templates import KeptTemplate
from busel.desk.search.kept import RESULTS
from busel.desk.search.saved_searches import Saved
from busel.desk.web.formats import format_number
from busel.desk.web.letter_words import problem_sentence
from busel.desk.web.place_words import division_words
from busel.outreach.letters import LANGUAGES
from busel.outreach.placeholders import check, in_keys, in_words
from busel.registry.keyring import Bundle

EVERYBODY, RESULT, SEARCH = "everybody", "result", "search"
TITLE_LETTERS = 120
BODY_LETTERS = 20_000


def page_language() -> str:
    """Return the language in which placeholders are shown: the page's."""
    language = get_language() or "be"
    return language if language in {"be", "ru", "en"} else "be"


class ChooseForm(forms.Form):
    """To whom, in which division, and which letter."""

    use_required_attribute = False

    where = forms.ChoiceField(label=gettext_lazy("To whom"))
    division = forms.ChoiceField(
        label=gettext_lazy("Only in"), help_text=gettext_lazy("A region with all its districts."), required=False
    )
    template = forms.ChoiceField(
        label=gettext_lazy("Which letter"),
        help_text=gettext_lazy("Everybody gets it in the language that they are to be written to."),
    )

    one_per_household = forms.BooleanField(
        label=gettext_lazy("One letter to each household"),
        help_text=gettext_lazy("It is addressed to all of them together, and noted for each."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        saved: list[tuple[Saved, int | str | None]],
        templates: list[KeptTemplate],
        divisions: list[Bundle],
        result: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._searches = {f"{SEARCH}:{one.record}": one for one, _count in saved}
        self._templates = {str(kept.record): kept for kept in templates}
        whom = [(f"{SEARCH}:{one.record}", with_count(one.title, count)) for one, count in saved if count is not None]
        self._found = RESULTS.get(result) if result else None
        if self._found is not None:
            found = with_count(_("The people you have just found"), len(self._found.found))
            whom.insert(0, (f"{RESULT}:{result}", found))
        else:  # nobody is written to by oversight, because a search stood first
            whom.insert(0, ("", "—"))
        whom.append((EVERYBODY, _("Everybody whom you can read")))
        self._choose_from("where", whom)
        self._choose_from("template", [(str(kept.record), kept.template.title) for kept in templates])
        if len(divisions) > 1:
            named = [(one.name, division_words(one.name, page_language())) for one in divisions]
            self._choose_from("division", [("", _("All divisions")), *named])
        else:
            del self.fields["division"]

    def _choose_from(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def audience(self) -> tuple[Audience, str]:
        """Return to whom, and the title of the saved search. Valid forms only."""
        division = self.cleaned_data.get("division", "")
        where = self.cleaned_data["where"]
        if where in self._searches:
            search = self._searches[where].search
            return Audience(where=search.where, division=division), search.title
        if self._found is not None and where != EVERYBODY:
            return Audience(ids=tuple(self._found.found), division=division), ""
        return Audience(division=division), ""

    def template_chosen(self) -> KeptTemplate:
        """Return the letter. Valid forms only."""
        return self._templates[self.cleaned_data["template"]]


class TemplateForm(forms.Form):
    """A letter's text in both languages; placeholders are typed and shown in the language of the page."""

    use_required_attribute = False

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("It stands in people’s history, not in the letter."),
        max_length=TITLE_LETTERS,
        error_messages={"required": gettext_lazy("Give the letter a title.")},
    )
    body_be = forms.CharField(
        label=gettext_lazy("Belarusian text"),
        max_length=BODY_LETTERS,
        required=False,
        widget=forms.Textarea({"rows": 14, "lang": "be", "spellcheck": "false"}),
    )
    body_ru = forms.CharField(
        label=gettext_lazy("Russian text"),
        max_length=BODY_LETTERS,
        required=False,
        widget=forms.Textarea({"rows": 14, "lang": "ru", "spellcheck": "false"}),
    )
    division = forms.ChoiceField(
        label=gettext_lazy("Who can use it"), help_text=gettext_lazy("A region with all its districts."), required=False
    )
    record = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    version = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, divisions: list[Bundle], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["division"]
        if is_new and len(divisions) > 1 and isinstance(field, forms.ChoiceField):
            named = [(one.name, division_words(one.name, page_language())) for one in divisions]
            field.choices = [("", _("All divisions that you edit")), *named]
        else:
            del self.fields["division"]

    def clean(self) -> dict[str, Any]:
        """Store placeholders by their inner names; say beside the field what is wrong in a text."""
        cleaned = super().clean() or {}
        bodies = {language: cleaned.get(f"body_{language}", "") for language in LANGUAGES}
        if not any(bodies.values()) and not self.errors:
            self.add_error("body_be", _("Write the letter in one of the two languages at least."))
        for language, body in bodies.items():
            for problem in check(body) if body else []:
                self.add_error(f"body_{language}", problem_sentence(problem, page_language()))
        return cleaned

    def template(self) -> Template:
        """Return the letter as it is stored. Valid forms only."""
        bodies = {language: in_keys(self.cleaned_data[f"body_{language}"]) for language in LANGUAGES}
        return Template(
            title=self.cleaned_data["title"],
            bodies={language: body for language, body in bodies.items() if body},
        )

    def have_seen(self, kept: KeptTemplate) -> None:
        """Let the form be drawn with the version that stands beside it now."""
        self.data = MultiValueDict({**dict(cast("QueryDict", self.data).lists()), "version": [kept.version]})


def shown(template: Template) -> dict[str, str]:
    """Return what a template's form shows: its placeholders in the language of the page."""
    bodies = {f"body_{lang}": in_words(template.bodies.get(lang, ""), page_language()) for lang in LANGUAGES}
    return {"title": template.title, **bodies}


def with_count(title: str, count: int | str) -> str:
    """Return a title with the number of people; of few people words stand there."""
    return f"{title} ({count if isinstance(count, str) else format_number(count, page_language())})"
