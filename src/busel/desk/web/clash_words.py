"""What somebody else changed while a form was open, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from busel.desk.people.editing import Clash
from busel.desk.web.components import Change
from busel.desk.web.field_words import field_words, value_words

AT_ONCE = _("Somebody else changed this at the same moment. Look, and try again.")


def clash_lines(clashes: list[Clash]) -> list[Change]:
    """Return each field: what stood there when the form was opened, and what stands there now."""
    return [
        Change(
            field_words(clash.edit.kind, clash.field),
            value_words(clash.edit.kind, clash.field, (clash.edit.base or {}).get(clash.field)),
            value_words(clash.edit.kind, clash.field, clash.theirs),
        )
        for clash in clashes
    ]
