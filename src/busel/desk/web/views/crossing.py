"""Reports: people counted by two things crossed. What was asked stands in RAM under an id that says nothing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from busel.desk.clock import today_date
from busel.desk.oversight.counting import FEW, note_counted, note_counted_in, some
from busel.desk.running import member
from busel.desk.search.cells import ALL, people_in
from busel.desk.search.conditions import BadConditionError, some_where
from busel.desk.search.crosstab import Crosstab, Dimension, Value, crossed
from busel.desk.search.dimensions import dimensions
from busel.desk.search.kept import RESULTS, ask
from busel.desk.search.saved_searches import Saved, saved_search, saved_searches
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.dimension_words import dimension_choices, dimension_words, value_said
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.widgets import PlainSelect
from busel.registry.roles import Role
from busel.vault.entropy import random_bytes

KEPT = 20
_ID_BYTES = 12


@dataclass
class Asked:
    """What a report counts: keys of two dimensions, and the record of a saved search; 0 for everybody."""

    rows: str
    columns: str
    who: int = 0
    shown: tuple[Sequence[Value], Sequence[Value]] = ((), ())
    """The values of the rows and columns as they were shown last: a cell is named by where it stands."""


_asked: OrderedDict[str, Asked] = OrderedDict()


class CrossForm(forms.Form):
    """Of whom, and by which two things."""

    use_required_attribute = False
    who = forms.ChoiceField(label=gettext_lazy("Of whom"), required=False, widget=PlainSelect)
    rows = forms.ChoiceField(label=gettext_lazy("Rows"), widget=PlainSelect)
    columns = forms.ChoiceField(label=gettext_lazy("Columns"), widget=PlainSelect)
    all_optional = True

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = dimension_choices()
        saved = [(str(one.record), one.title) for one in saved_searches(session)]
        everybody = [("", _("Everybody whom you can read"))]
        for name, choices in (("who", everybody + saved), ("rows", offered), ("columns", offered)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


@policy(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def cross(request: HttpRequest) -> HttpResponse:
    """Ask what to cross."""
    session = member.current().session
    who = request.GET.get("who", "")
    initial = {"who": who if who.isdecimal() else "", "rows": "division", "columns": "support"}
    form = CrossForm(request.POST if request.method == "POST" else None, session=session, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        name = random_bytes(_ID_BYTES).hex()
        _asked[name] = Asked(chosen["rows"], chosen["columns"], int(chosen["who"] or 0))
        while len(_asked) > KEPT:
            _asked.popitem(last=False)
        return see_other(reverse("crossed", args=[name]))
    return render(request, "reports/cross.html", {"place": "reports", "form": form})


@policy(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, name: str) -> HttpResponse:
    """Count, and show the table; lead to the people of the cell that was pressed."""
    session, asked, known = member.current().session, _asked.get(name), dimensions()
    if asked is None or not {asked.rows, asked.columns} <= known.keys():
        notices.say("info", _("This report is no longer kept. Ask for it once more."))
        return see_other(reverse("cross"))
    saved = saved_search(session, asked.who) if asked.who else None
    if asked.who and saved is None:
        notices.say("warning", _("This saved search is gone. Choose another."))
        return see_other(reverse("cross"))
    rows, columns = known[asked.rows], known[asked.columns]
    try:
        if request.method == "POST":
            return _people(asked, rows, columns, saved=saved, cell=request.POST.get("cell", ""))
        table = crossed(rows, columns, saved.search.where if saved else None)
    except BadConditionError:
        notices.say("warning", _("This search was made with a newer version and cannot be run here."))
        return see_other(reverse("cross"))
    asked.shown = (table.rows, table.columns)
    initial = {"who": str(asked.who or ""), "rows": asked.rows, "columns": asked.columns}
    context = {
        "place": "reports",
        "form": CrossForm(session=session, initial=initial),
        "who": saved.title if saved else "",
        "day": today_date(),
        "row_words": dimension_words(asked.rows),
        "column_words": dimension_words(asked.columns),
        **_drawn(table, rows, columns, exact=_is_noted(session, saved)),
    }
    return render(request, "reports/cross.html", context)


def _is_noted(session: Session, saved: Saved | None) -> bool:
    """Are so few people counted that they were noted, as in a list? Else a cell of fewer than ten says no more."""
    if saved is None:
        return note_counted_in(session, 0)
    return note_counted(session, some_where(saved.search.where, FEW))


def _people(asked: Asked, rows: Dimension, columns: Dimension, *, saved: Saved | None, cell: str) -> HttpResponse:
    """Keep who stands in a cell, and lead there. `cell`: "row-column", each counted from 0; empty is all."""
    at = [int(part) if part.isdecimal() else -1 for part in cell.split("-")]
    if len(at) != len(asked.shown) or any(one >= len(own) for one, own in zip(at, asked.shown, strict=True)):
        raise Http404
    row, column = (own[one] if one >= 0 else ALL for one, own in zip(at, asked.shown, strict=True))
    where = {"search": saved.record} if saved else None
    result = ask("", people_in(where, (rows, row), (columns, column), kept=asked.shown))
    said = [value_said(one, value) for one, value in ((rows, row), (columns, column)) if value != ALL]
    result.title = " × ".join([*([saved.title] if saved else []), *said]) or _("Everybody whom you can read")
    return see_other(reverse("results", args=[RESULTS.keep(result)]))


def _drawn(table: Crosstab, rows: Dimension, columns: Dimension, *, exact: bool) -> dict[str, Any]:
    said = int if exact else some
    heads = [value_said(columns, value) for value in table.columns]
    lines = []
    for at, value in enumerate(table.rows):
        numbers = zip(heads, map(said, table.line(value)), strict=True)
        cells = [(head, count, f"{at}-{place}") for place, (head, count) in enumerate(numbers)]
        lines.append((value_said(rows, value), cells, said(table.row_sums[value]), f"{at}-"))
    sums = zip(heads, table.columns, strict=True)
    return {
        "heads": heads,
        "lines": lines,
        "sums": [(head, said(table.column_sums[value]), f"-{at}") for at, (head, value) in enumerate(sums)],
        "exact": exact,
        "some_few": any(isinstance(count, str) for line in lines for _head, count, _cell in line[1]),
        "people": table.total,
        "several": table.several,
    }


urlpatterns: list[URLPattern] = [
    path("reports/cross", cross, name="cross"),
    path("reports/cross/<str:name>", show, name="crossed"),
]
