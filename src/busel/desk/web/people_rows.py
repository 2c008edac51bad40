"""The rows of a list of people, drawn in one go: as a template they took as long as all else on such a page.

Why safe: whatever is not written in this file goes through `escape`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from busel.desk.search.people import Flags
from busel.desk.web.components import Words
from busel.desk.web.formats import format_phone
from busel.desk.web.person_words import Called, Listed


def draw_rows(rows: Iterable[Listed], usual: Collection[str], heads: Sequence[Words]) -> SafeString:
    """Return rows of a table: the name, those of the usual columns that are shown, the cells under `heads`."""
    draw = _Drawn(usual, [escape(str(head)) for head in heads])
    return SafeString("".join(map(draw.row, rows)))


class _Drawn:
    """One list, with the words that its cells bear on a narrow page."""

    def __init__(self, usual: Collection[str], heads: Sequence[str]) -> None:
        self._usual, self._heads = usual, heads
        self._phone, self._where, self._tagged = (escape(word) for word in (_("Phone"), _("Place"), _("Tags")))

    def row(self, row: Listed) -> str:
        usual = self._usual
        return (
            f"<tr>\n{self._name(row)}\n"
            f"{self._phones(row.phones) if 'phone' in usual else ''}\n"
            f"{self._place(row) if 'place' in usual else ''}\n"
            f"{self._tags(row) if 'tags' in usual else ''}\n"
            f"{''.join(map(_cell, self._heads, row.more))}\n</tr>"
        )

    def _name(self, row: Listed) -> str:
        why = f' <span class="chip chip--accent why">{escape(row.reason)}</span>' if row.reason else ""
        flagged = row.contact.any and "tags" not in self._usual
        flags = f'<ul class="chips">{_flags(row.contact)}</ul>' if flagged else ""
        return f'<th scope="row">{_called(row.called, row.url)}{why}{flags}</th>'

    def _phones(self, numbers: Sequence[str]) -> str:
        shown = "<br>".join(f'<span class="nowrap">{escape(format_phone(one))}</span>' for one in numbers)
        return f'<td data-label="{self._phone}">{shown}</td>'

    def _place(self, row: Listed) -> str:
        division = f'<span class="other">{escape(row.division)}</span>'
        return f'<td data-label="{self._where}"><span>{escape(row.settlement)}{division}</span></td>'

    def _tags(self, row: Listed) -> str:
        flags = _flags(row.contact) if row.contact.any else ""
        labels = "".join(f'<li class="chip">{escape(label)}</li>' for label in row.tags)
        return f'<td data-label="{self._tagged}"><ul class="chips">{flags}{labels}</ul></td>'


def _called(called: Called, url: str) -> str:
    spelt = f' lang="{escape(called.first_language)}"' if called.first_language else ""
    other = f'<span class="other" lang="{escape(called.other_language)}">{escape(called.other)}</span>'
    return f'<a class="main" href="{escape(url)}"{spelt}>{escape(called.first)}</a>{other if called.other else ""}'


def _flags(contact: Flags) -> str:
    return render_to_string("components/flags.html", {"contact": contact})


def _cell(head: str, cell: str) -> str:
    label = f' data-label="{head}"' if cell else ""
    return f"<td{label}>{escape(cell)}</td>"
