"""What can be mended in what we keep, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHECK_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "unreachable": (_("Nobody can reach them"), _("No telephone, e-mail, messenger or address that works.")),
    "lacks-required": (_("Something required is missing"), _("Fields that your data standard asks of everybody.")),
    "bad-phone": (_("A telephone that does not work"), _("It cannot be dialled, or leads to somebody else.")),
    "bad-address": (_("A bad address"), _("A letter came back, or nobody of this name lives there.")),
    "unknown-place": (_("A place that we do not know"), _("Perhaps a slip of the pen. Villages may be right.")),
    "one-language": (_("A family name in one language only"), _("They are found all the same; letters need theirs.")),
    "silent": (_("Nobody spoke with them for a year"), _("No call, visit, letter or meeting is written down.")),
    "overdue": (_("Somebody promised to come back"), _("The day has passed.")),
}
"""Key of `quality.CHECKS` -> heading, what it means."""
