"""Corrections of what we saw of a file: its letters, what parts its columns, the sheet, the row with the headings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from busel.desk.importing.wizards import Wizard
from busel.desk.web.formats import format_number
from busel.desk.web.seen_words import encoding_words
from busel.desk.web.separator_words import SEPARATOR_WORDS
from busel.sheets.headings import LOOK_AT
from busel.sheets.readers import TEXT_ENCODINGS, Asked
from busel.sheets.tables import Table

_SINGLE_BYTE = ("cp1251", "cp866")
"""What old databases and workbooks may be asked to be read as."""


class SeenForm(forms.Form):
    """What can be corrected of this very file; the rest is not asked."""

    use_required_attribute = False
    all_optional = True

    encoding = forms.ChoiceField(
        label=gettext_lazy("Letters of the file"),
        help_text=gettext_lazy("Choose others when names look like “Êîâàë¸â”."),
        required=False,
    )
    separator = forms.ChoiceField(label=gettext_lazy("Columns are parted by"), required=False)
    sheet = forms.TypedChoiceField(label=gettext_lazy("Sheet"), coerce=int, required=False)
    header_row = forms.IntegerField(
        label=gettext_lazy("Row with the headings"),
        help_text=gettext_lazy("0 when there are none."),
        min_value=0,
        max_value=LOOK_AT,
        required=False,
        widget=forms.NumberInput({"class": "input--short"}),
    )

    def __init__(self, *args: Any, wizard: Wizard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(_as_it_is(wizard))
        self._wizard = wizard
        kind = wizard.book.kind if wizard.book and wizard.packed else ""
        if kind:
            offered = _with(TEXT_ENCODINGS if kind == "text" else _SINGLE_BYTE, wizard, "encoding")
            self._choose("encoding", [(name, encoding_words(name)) for name in offered])
        else:
            del self.fields["encoding"]
        if kind == "text":
            signs = _with(tuple(SEPARATOR_WORDS), wizard, "separator")
            self._choose("separator", [(sign, SEPARATOR_WORDS.get(sign, sign)) for sign in signs])
        else:
            del self.fields["separator"]
        tables = wizard.book.tables if wizard.book else []
        if len(tables) > 1:
            self._choose("sheet", [(at, sheet_words(table)) for at, table in enumerate(tables)])
            if wizard.book and wizard.book.kind == "access":
                self.fields["sheet"].label = _("Table")
        else:
            del self.fields["sheet"]

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def asked(self) -> Asked | None:
        """What is asked of the reader; None when it is what it found itself. Valid forms only."""
        book, said = self._wizard.book, self.cleaned_data
        if book is None or "encoding" not in said:
            return None
        encoding, separator = said["encoding"] or book.encoding, said.get("separator") or book.separator
        is_other = (encoding, separator) != (book.encoding, book.separator)
        return Asked(encoding, separator, get_language() or "") if is_other else None

    @property
    def table(self) -> tuple[Table, int | None] | None:
        """The chosen sheet, and the row of its headings: None where we look for it. Valid forms only."""
        wizard = self._wizard
        if wizard.book is None or wizard.table is None:
            return None
        at = self.cleaned_data.get("sheet")
        table = wizard.book.tables[at] if isinstance(at, int) else wizard.table
        row = self.cleaned_data["header_row"]
        is_other = isinstance(at, int) and at != wizard.place
        return table, None if is_other or row is None else min(row, len(table.rows))


def sheet_words(table: Table) -> str:
    """Return a sheet's name with the number of its rows, and whether it is hidden."""
    rows = ngettext("%(n)s row", "%(n)s rows", table.data_count) % {
        "n": format_number(table.data_count, get_language() or "be")
    }
    words = _("%(name)s: %(rows)s, hidden") if table.hidden else _("%(name)s: %(rows)s")
    return words % {"name": table.name, "rows": rows}


def _with(known: tuple[str, ...], wizard: Wizard, name: str) -> list[str]:
    """Return what is offered, and first what was found where it is not among that."""
    found = getattr(wizard.book, name, "")
    return [*([found] if found and found not in known else []), *known]


def _as_it_is(wizard: Wizard) -> dict[str, Any]:
    book, table = wizard.book, wizard.table
    if book is None or table is None:
        return {}
    return {
        "encoding": book.encoding,
        "separator": book.separator,
        "sheet": wizard.place,
        "header_row": table.header_row,
    }
