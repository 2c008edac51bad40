"""Many people from one paper: a line for each, typed from the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from busel.desk.inboxes.entry import EntryPerson
from busel.desk.web.forms.asked import OWN, own_of_collectors
from busel.desk.web.forms.entry import KEPT, EntryForm, SameForm
from busel.desk.web.forms.record import text
from busel.desk.web.person_words import Listed

LINES = 10
OF_A_LINE = ("family", "given", "patronymic", "phones", "birth", "street", "notes")
"""The fields of one person, in the order of the keyboard."""


class SheetForm(SameForm):
    """What holds for all lines of the page."""

    sheet = text(_("Sheet"), hint=_("Write it at the head of the paper: sheet and line find the paper again."))
    page = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def same(self) -> list[BoundField]:
        """The fields in the order of the keyboard: the sheet first."""
        return [self["sheet"], *super().same]

    @property
    def kept(self) -> dict[str, str]:
        """What stays for the next page. The form is valid."""
        return super().kept | {"sheet": self.cleaned_data.get("sheet", "")}


class LineForm(EntryForm):
    """One person. What is the same for all lines stands once on the page, without a prefix."""

    notes = text(_("Notes"))
    sure = forms.BooleanField(label=_("This is another person: add"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in OF_A_LINE:
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs.pop("autofocus", None)
        self.doubt = ""
        """Why this line waits for a nod, in words."""
        self.likely: list[Listed] = []
        """Who it may be."""

    def follow(self) -> None:
        """The line has the same few fields in every organisation; those of its own stand below them."""
        self.own = own_of_collectors()
        self.add_own()
        for field in self.own:  # why it is asked stands on the page of one person: here ten lines would repeat it
            self.fields[OWN + field.key].help_text = ""

    def add_prefix(self, field_name: str) -> str:
        """Return the name in the page: without a prefix for what holds for all."""
        return field_name if field_name in (*KEPT, "sheet") else super().add_prefix(field_name)

    @property
    def cells(self) -> Iterator[BoundField]:
        """The fields of the line, in the order of the keyboard."""
        return (self[name] for name in OF_A_LINE)

    @property
    def own_cells(self) -> list[BoundField]:
        """The organisation's own fields of the line, in their order."""
        return [self[OWN + field.key] for field in self.own]

    @property
    def own_called(self) -> str:
        """What the own fields are called, as one line: they stay folded until somebody needs them."""
        return ", ".join(str(cell.label) for cell in self.own_cells)

    @property
    def shows_own(self) -> bool:
        """Do the own fields stand open: typed in, wrong, or asked of everybody?"""
        return any(_is_typed(cell) or cell.errors or cell.field.required for cell in self.own_cells)

    @property
    def is_filled(self) -> bool:
        """Was anything typed in this line?"""
        cells = (*self.cells, *self.own_cells)
        return self.is_bound and any(_is_typed(cell) for cell in cells)

    def on_sheet(self, sheet: str) -> EntryPerson:
        """Return the person with sheet and line, by which the paper is found again. The line is valid."""
        number = self.cleaned_data.get("number")
        if not sheet or not number:
            return self.person
        place = f"{sheet}/{number}"
        contact = self.person.contact | {"external_ids": [place]}
        return msgspec.structs.replace(self.person, contact=contact, place=place)


def _is_typed(cell: BoundField) -> bool:
    return bool(str(cell.value() or "").strip(" []"))


def blank_lines(first: int, **more: Any) -> list[LineForm]:
    """Return a page of empty lines, numbered from `first`."""
    return [blank_line(at, first + at, **more) for at in range(LINES)]


def blank_line(at: int, number: int, *, divisions: Sequence[tuple[str, str]]) -> LineForm:
    """Return an empty line at a place of the page."""
    return LineForm(prefix=str(at), initial={"number": number}, divisions=divisions)
