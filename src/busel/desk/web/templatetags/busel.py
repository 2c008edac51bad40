"""The components as template tags and filters: `{% load busel %}`. What each is for stands in docs/how-to/pages.md."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from busel.desk.running import options
from busel.desk.web import formats
from busel.desk.web.assets import ASSETS
from busel.desk.web.people_rows import draw_rows
from busel.registry.six_words import list_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from django.core.paginator import Page
    from django.forms import BaseForm, BoundField
    from django.utils.safestring import SafeString

    from busel.desk.web.components import Words
    from busel.desk.web.person_words import Listed

register = template.Library()

NOTICE_WORDS = {"info": _("Note"), "success": _("Done"), "warning": _("Attention"), "error": _("Problem")}


def _language() -> str:
    language = get_language() or "be"
    return language if language in formats.LOCALES else "en"


@register.simple_tag
def asset(name: str) -> str:
    """Return the URL of our own file: `{% asset "mark.png" %}`."""
    return f"/assets/{ASSETS[name].path}"


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Return label, hint, error and control of one field: `{% field form.family %}`."""
    return bound.as_field_group()


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | str | None) -> dict[str, Any]:
    """Return the list of what must be mended, each a link to its field; nothing while all is well."""
    bound = [form for form in forms if form and not isinstance(form, str) and form.is_bound and form.errors]
    fields = [
        {"id": found.id_for_label or found.auto_id, "label": found.label, "errors": found.errors}
        for form in bound
        for found in form
        if found.errors
    ]
    return {"fields": fields, "general": [error for form in bound for error in form.non_field_errors()]}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Return the links to the pages; they keep `?sort=`. A URL holds page number and opaque result id only."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "numbers": [number if isinstance(number, int) else None for number in numbers],
        "request": context.get("request"),
    }


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context: template.Context, key: str, label: str, css: str = "") -> dict[str, Any]:
    """Return a heading that sorts: `{% sort_header "name" _("Name") %}`; `?sort=name`, pressed again `?sort=-name`."""
    request = context.get("request")
    now = request.GET.get("sort", "") if request else ""
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    sort = f"-{key}" if direction == "ascending" else key
    return {"request": request, "sort": sort, "label": label, "direction": direction, "css": css}


@register.simple_tag
def people_rows(page: Iterable[Listed], usual: Collection[str] = (), heads: Sequence[Words] = ()) -> SafeString:
    """Return the rows of a list of people: `{% people_rows page usual heads %}`."""
    return draw_rows(page, usual or (), heads or ())


@register.inclusion_tag("components/progress.html")
def progress(value: float, maximum: float, label: str = "") -> dict[str, Any]:
    """Return a bar that also says its share in words: `{% progress done total _("Sealing rows") %}`."""
    share = formats.format_share(value, maximum)
    return {"share": share, "value": value, "maximum": maximum, "label": label}


@register.inclusion_tag("components/steps.html")
def steps(labels: Iterable[str], current: int) -> dict[str, Any]:
    """Return the steps of a longer job; `current` counts from 1."""
    states = ["done" if at < current else "current" if at == current else "" for at, _label in enumerate(labels, 1)]
    return {"steps": list(zip(labels, states, strict=True)), "current": current, "total": len(states)}


@register.inclusion_tag("components/words_note.html")
def words_note() -> dict[str, Any]:
    """Return why generated words are not Belarusian, where they are not: it goes below them."""
    return {"is_borrowed": list_of(options.chosen.language) != options.chosen.language}


@register.simple_block_tag
def notice(content: str, kind: str = "info") -> SafeString:
    """Return a framed remark that says its kind in words: `{% notice "warning" %}…{% endnotice %}`."""
    return _notice(content, kind)


@register.simple_tag
def notice_line(kind: str, text: str) -> SafeString:
    """Return a remark of one sentence: `{% notice_line "success" _("Saved.") %}`."""
    return _notice(text, kind)


def _notice(content: str, kind: str) -> SafeString:
    return render_to_string(
        "components/notice.html", {"kind": kind, "kind_word": NOTICE_WORDS[kind], "content": content}
    )


@register.filter
def number(value: float | str | None) -> str:
    """Return a number with its digits in groups; words pass as they are."""
    return formats.format_number(value, _language()) if isinstance(value, (int, float)) else (value or "")


@register.filter
def day(value: dt.date | str) -> str:
    """Return a day in words: "21 лістапада 2026"."""
    return formats.format_day(_as_date(value), _language()) if value else ""


@register.filter
def day_short(value: dt.date | str) -> str:
    """Return a day for tables: "21.11.2026"."""
    return formats.format_day_short(_as_date(value), _language()) if value else ""


@register.filter
def hour(value: dt.datetime) -> str:
    """Return a day and an hour: "21 лістапада 2026, 14:00"."""
    return f"{formats.format_day(value, _language())}, {value:%H:%M}"


@register.filter
def partial_date(value: str) -> str:
    """Return a birth date as far as it is known."""
    return formats.format_partial(value, _language())


@register.filter
def phone(value: str) -> str:
    """Return a telephone number as people write it."""
    return formats.format_phone(value)


def _as_date(value: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
