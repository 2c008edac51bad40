"""What to look for in the access log."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from busel.desk.oversight.log_looking import DAYS, Look, Wanted
from busel.desk.web.log_words import LOG_DEEDS, log_deed_words
from busel.desk.web.place_words import by_name, division_words
from busel.desk.web.widgets import PlainSelect


class LogForm(forms.Form):
    """Whose, what, where and since when. What is asked for stays among the choices."""

    all_optional = True
    use_required_attribute = False

    days = forms.ChoiceField(label=_("Since when"), required=False, widget=PlainSelect)
    account = forms.ChoiceField(label=_("Account"), required=False, widget=PlainSelect)
    deed = forms.ChoiceField(label=_("What was done"), required=False, widget=PlainSelect)
    division = forms.ChoiceField(label=_("Division"), required=False, widget=PlainSelect)

    def __init__(self, wanted: Wanted, look: Look, divisions: dict[bytes, str]) -> None:
        super().__init__(initial=_typed(wanted))
        language = get_language() or "be"
        accounts = sorted((handle, account.hex()) for account, handle in look.accounts.items())
        if wanted.account and wanted.account not in look.accounts:
            accounts.append((str(_("somebody who did nothing in these days")), wanted.account.hex()))
        kinds = {*LOG_DEEDS, *look.deeds, *([wanted.deed] if wanted.deed else [])}
        deeds = sorted((str(log_deed_words(deed)), deed) for deed in kinds)
        shown = by_name((division_words(name, language), id_.hex()) for id_, name in divisions.items())
        choices: dict[str, list[tuple[str, Any]]] = {
            "days": [(str(days), _days_words(days)) for days in DAYS],
            "account": [("", _("everybody")), *((id_, handle) for handle, id_ in accounts)],
            "deed": [("", _("everything")), *((deed, words) for words, deed in deeds)],
            "division": [
                ("", _("all")),
                *((id_, words) for words, id_ in shown),
            ],
        }
        for name, some in choices.items():
            self.fields[name].choices = some  # type: ignore[attr-defined]  # each is a ChoiceField


def _days_words(days: int) -> str:
    return (
        ngettext("the last %(n)s day", "the last %(n)s days", days) % {"n": days}
        if days > 1
        else str(_("since yesterday"))
    )


def wanted_from(posted: dict[str, str]) -> Wanted:
    """Return what was asked for; what cannot be understood is left aside."""
    days = posted.get("days", "")
    return Wanted(
        days=int(days) if days in map(str, DAYS) else Wanted().days,
        account=_id(posted.get("account", "")),
        division=_id(posted.get("division", "")),
        deed=posted.get("deed", "")[:40],
    )


def _typed(wanted: Wanted) -> dict[str, str]:
    return {
        "days": str(wanted.days),
        "account": wanted.account.hex(),
        "division": wanted.division.hex(),
        "deed": wanted.deed,
    }


def _id(typed: str) -> bytes:
    try:
        return bytes.fromhex(typed)
    except ValueError:
        return b""
