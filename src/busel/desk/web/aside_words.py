"""Why something was kept aside, in words: each cause has one sentence, a test proves it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from busel.desk.journals.ledger import Cause

WORDS: dict[Cause, str | Promise] = {
    Cause.NOT_OPENED: _("It is sealed with a key that your account does not hold. Your coordinator can give it."),
    Cause.DAMAGED: _("It is damaged: its bytes cannot be read."),
    Cause.BROKEN_CHAIN: _("It does not follow what came before. Nothing after it was read."),
    Cause.FORGED: _("It is not signed by somebody who may do this. It may be forged."),
    Cause.CONFLICT: _("It contradicts what was stored before it."),
    Cause.ROLLED_BACK: _(
        "The server shows an older state than you have seen. Somebody may have put an old copy there."
    ),
    Cause.ROSTER_CUT: _(
        "Somebody laid this division together so that a change of access is missing which you have seen. It was not"
        " opened."
    ),
    Cause.AHEAD: _(
        "A change of access bears an hour that has not come yet. It counts. A clock may have been wrong, or somebody"
        " wants it to look later than it was. Ask the coordinators whose it is."
    ),
    Cause.FALSE_SNAPSHOT: _(
        "Here this division was laid together, and it does not say what was written before: entries are missing, made"
        " up or changed without a trace. Let a coordinator run “busel verify”: it tells what differs and who laid it"
        " together last."
    ),
    Cause.HISTORY_GONE: _(
        "What was written here is missing in part, or does not open any more, though your account holds the key:"
        " somebody replaced it. Tell the administrator at once: for a week it can be put back."
    ),
    Cause.SHUT: _("This division could not be opened at all. The others are not touched by it."),
    Cause.NO_CERTIFICATE: _("No chain of certificates leads to this division. It was not opened."),
    Cause.FALSE_INBOX_KEY: _(
        "Others seal what they send to this division with a key that is not its own: somebody else may read it. "
        "Tell a coordinator to change the keys."
    ),
    Cause.UNINVITED: _(
        "Somebody asks for an account, and no open invitation is theirs. They were not noted. If you invited them, "
        "make them a new invitation."
    ),
    Cause.UNFREEZABLE: _(
        "An invited account sent no freeze code of its own that the server knows, so nobody could freeze it. It was not"
        " noted. Tell the coordinators to give it no access, and make a new invitation."
    ),
    Cause.THROWN_OUT: _(
        "Something came into your mailbox that was not a letter of one of our divisions. It was thrown out."
    ),
    Cause.CROWDED: _(
        "The office’s inbox was half full of what nobody waits for, and it was thrown out. Somebody may want to keep"
        " newcomers and alarms from you."
    ),
    Cause.NO_LETTER: _("A member's mailbox takes no letter, so new keys cannot reach it. Let this member in anew."),
}
JOURNALS = {
    "commons": _("What all members share"),
    "office": _("The office"),
    "own": _("Your own settings"),
}
"""Journals that are no divisions."""
