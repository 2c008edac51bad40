"""The page "Which column is what?": its forms, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from busel.desk.importing.mappings import KeptMapping, fitting
from busel.desk.importing.wizards import Wizard
from busel.desk.running import member
from busel.desk.web import import_pages as pages
from busel.desk.web.components import IMPORT_STEPS
from busel.desk.web.forms.import_columns import CellsForm, ColumnsForm, KeepForm, ReadAsForm
from busel.desk.web.import_apart import columns_apart

NOT_KEPT = gettext_lazy(
    "In the row with the headings stands something of a person, so it is not kept. Leave this empty, or go back and "
    "say which row holds the headings."
)


@dataclass(frozen=True)
class ColumnsForms:
    """What is asked on the page. Who sends to an inbox reads no kept mappings and keeps none."""

    columns: ColumnsForm
    cells: CellsForm
    keep: KeepForm | None
    read_as: ReadAsForm | None

    @classmethod
    def of(cls, wizard: Wizard, request: HttpRequest | None = None) -> ColumnsForms:
        """Return the forms as they stand for a list, or as they were sent."""
        sent = request.POST if request else None
        mappings = fitting_mappings(wizard)
        cells = {
            "area_code": wizard.area_code,
            "names_in": wizard.whole.names_in,
            "suggest": wizard.whole.suggest,
        }
        return cls(
            ColumnsForm(sent, wizard=wizard),
            CellsForm(sent, initial=cells),
            None if wizard.to_inbox else KeepForm(sent),
            ReadAsForm(sent, mappings=mappings, initial={"mapping": wizard.mapping}) if mappings else None,
        )

    def are_valid(self) -> bool:
        """Can all of it be used? Asks each form, so that all say what is wrong."""
        return all([self.columns.is_valid(), self.cells.is_valid(), self.keep is None or self.keep.is_valid()])


def fitting_mappings(wizard: Wizard) -> list[KeptMapping]:
    """Return the kept mappings that fit a list."""
    return fitting(member.current().session, wizard.table.headers) if wizard.table and not wizard.to_inbox else []


def show_columns(request: HttpRequest, wizard: Wizard, forms: ColumnsForms) -> HttpResponse:
    """Draw the page."""
    context = {
        "place": "import",
        "step_labels": IMPORT_STEPS,
        "file_name": wizard.name,
        "form": forms.columns,
        "columns": pages.columns(wizard, forms.columns),
        "apart": columns_apart(wizard, forms.columns),
        "unnamed": wizard.refusal is not None,
        "cells_form": forms.cells,
        "keep_form": forms.keep,
        "read_as_form": forms.read_as,
        "mapping": wizard.mapping,
        "new_headings": wizard.new_headings,
        "gone_headings": wizard.gone_headings,
        "to_inbox": wizard.to_inbox,
        "begun": wizard.begun,
    }
    return render(request, "imports/columns.html", context)
