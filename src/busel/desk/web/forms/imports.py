"""Forms of bringing a list in: the file, and what is done with known people and with everybody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from busel.desk.importing.outcomes import WAS_ERASED, OnMatch
from busel.desk.importing.whole import Whole
from busel.desk.importing.wizards import Wizard
from busel.desk.session import Session
from busel.desk.web.import_words import ON_MATCH_WORDS
from busel.desk.web.place_words import by_name, division_words
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.sheets.readers import SUFFIXES, Asked

TAG_LETTERS = 200
GROUP_LETTERS = 100


class UploadForm(forms.Form):
    """The file or the pasted rows, and the division that they are for."""

    use_required_attribute = False
    all_optional = True

    file = forms.FileField(
        label=gettext_lazy("The file"),
        allow_empty_file=True,
        required=False,
        error_messages={"invalid": gettext_lazy("Choose a file.")},
        widget=forms.FileInput({"accept": ",".join(SUFFIXES)}),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Rows from a spreadsheet or a message"),
        help_text=gettext_lazy(
            "Copy them there and paste them here, a person a line, with the headings if there are any."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )
    division = forms.ChoiceField(
        label=gettext_lazy("Division"),
        help_text=gettext_lazy("Where these people live. Only who works there sees them."),
        error_messages={
            "required": gettext_lazy("Choose the division."),
            "invalid_choice": gettext_lazy("Choose one of your divisions."),
        },
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bundles = [one for one in session.keyring.divisions() if session.may(Role.COLLECTOR, one.journal)]
        self._bundles = {bundle.journal.hex(): bundle for bundle in bundles}
        shown = by_name((self._words(session, bundle), journal) for journal, bundle in self._bundles.items())
        first = [] if len(shown) == 1 else [("", "—")]
        self.fields["division"].choices = [*first, *((journal, words) for words, journal in shown)]  # type: ignore[attr-defined]  # a ChoiceField
        if len(shown) == 1:
            self.fields["division"].widget = forms.HiddenInput()
            self.fields["division"].required = False

    def clean(self) -> dict[str, Any]:
        """Take a file or pasted rows; of a refused form the browser lets go of the file, and is told of that."""
        file, pasted = self.cleaned_data.get("file"), self.cleaned_data.get("pasted", "").strip()
        if not file and not pasted and "file" not in self.errors:
            self.add_error("file", _("Choose a file, or paste the rows."))
        if file and pasted:
            self.add_error("pasted", _("Choose a file or paste rows, not both: empty this, or choose no file."))
        if self.errors and self.cleaned_data.get("file"):
            self.add_error(
                "file", _("Choose the file once more: the browser does not keep it when something is refused.")
            )
        return self.cleaned_data

    def clean_division(self) -> str:
        """Take the only division there is where nothing was asked."""
        return self.cleaned_data["division"] or next(iter(self._bundles))

    @staticmethod
    def _words(session: Session, bundle: Bundle) -> str:
        words = division_words(bundle.name, get_language() or "be")
        return (
            words
            if session.may(Role.EDITOR, bundle.journal)
            else _("%(division)s (to the inbox)") % {"division": words}
        )

    @property
    def brought(self) -> tuple[bytes, str, Asked]:
        """What was brought: its bytes, its name, what is known of how it is written. Valid forms only."""
        file, language = self.cleaned_data["file"], get_language() or ""
        if file:
            return file.read(), file.name, Asked(language=language)
        return self.cleaned_data["pasted"].encode(), _("Pasted rows"), Asked("utf-8", language=language)

    @property
    def bundle(self) -> Bundle:
        """The chosen division. Valid forms only."""
        return self._bundles[self.cleaned_data["division"]]


@dataclass(frozen=True)
class Chosen:
    """What is done with known people and with everybody."""

    on_match: OnMatch
    tags: tuple[str, ...]
    erased_too: bool
    likely_out: bool
    same_too: bool
    whole: Whole

    @classmethod
    def of(cls, wizard: Wizard) -> Chosen:
        """Return what stands for a list."""
        return cls(wizard.on_match, wizard.tags, wizard.erased_too, wizard.likely_out, wizard.same_too, wizard.whole)

    def give(self, wizard: Wizard) -> None:
        """Let it stand for a list."""
        wizard.on_match, wizard.tags = self.on_match, self.tags
        wizard.erased_too, wizard.likely_out, wizard.whole = self.erased_too, self.likely_out, self.whole
        wizard.same_too = self.same_too


class EffectsForm(forms.Form):
    """What is done with people who are known, and tags for everybody in the list."""

    use_required_attribute = False

    on_match = forms.TypedChoiceField(
        label=gettext_lazy("When a person is known already"),
        choices=[(one.value, ON_MATCH_WORDS[one]) for one in OnMatch],
        coerce=OnMatch,
        widget=forms.RadioSelect,
    )
    tags = forms.CharField(
        label=gettext_lazy("Tag for everybody in this list"),
        help_text=gettext_lazy("By it you find these people again. Several are parted by commas."),
        max_length=TAG_LETTERS,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    group = forms.CharField(
        label=gettext_lazy("Group that everybody joins"),
        help_text=gettext_lazy("Choose one of yours, or write the name of a new one."),
        max_length=GROUP_LETTERS,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "list": "import-groups"}),
    )
    source = forms.CharField(
        label=gettext_lazy("Where these people come from"),
        help_text=gettext_lazy("For example: signatures in March. Rows that say it themselves keep theirs."),
        max_length=TAG_LETTERS,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    erased_too = forms.BooleanField(
        label=gettext_lazy("Bring in the people who were erased, too"),
        help_text=gettext_lazy("Only if they asked for it themselves. They come in as new people, without a history."),
        required=False,
    )

    same_too = forms.BooleanField(
        label=gettext_lazy("Take who is surely known for the person who is known"),
        help_text=gettext_lazy(
            "Then they are no new people: what you chose for known people happens with them. Taking the list back "
            "takes it back, too."
        ),
        required=False,
    )
    likely_out = forms.BooleanField(
        label=gettext_lazy("Keep out who is likely known already"),
        help_text=gettext_lazy("They come back with the rows that stay out, so that you can say who is meant."),
        required=False,
    )

    def __init__(self, *args: Any, wizard: Wizard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(on_match=wizard.on_match.value, tags=", ".join(wizard.tags))
        self.initial.update(erased_too=wizard.erased_too, likely_out=wizard.likely_out, same_too=wizard.same_too)
        self.initial.update(group=wizard.whole.group, source=wizard.whole.source)
        if not (wizard.plan and (wizard.plan.fates.likely or wizard.likely_out)):
            del self.fields["likely_out"]
        if not (wizard.plan and (wizard.plan.fates.sure or wizard.same_too)):
            del self.fields["same_too"]
        if wizard.to_inbox:  # who may not read learns nothing about who or what is known: there is nothing to choose
            del self.fields["on_match"], self.fields["group"]
        if not _has_erased(wizard):
            del self.fields["erased_too"]

    def chosen(self, wizard: Wizard) -> Chosen:
        """Return what was chosen, and what was chosen before where that is wrong."""
        said = self.cleaned_data
        tags = wizard.tags
        if "tags" in said:
            tags = tuple(dict.fromkeys(filter(None, (tag.strip() for tag in said["tags"].split(",")))))
        group, source = (" ".join(said.get(name, "").split()) for name in ("group", "source"))
        return Chosen(
            said.get("on_match") or wizard.on_match,
            tags,
            bool(said.get("erased_too")),
            bool(said.get("likely_out")),
            bool(said.get("same_too")),
            replace(wizard.whole, group=group, source=source),
        )


def _has_erased(wizard: Wizard) -> bool:
    """Is it a question whether erased people come in? It is not asked where nobody in the list was erased."""
    problems = wizard.plan.problems if wizard.plan else []
    return wizard.erased_too or any(problem.code == WAS_ERASED for problem in problems)
