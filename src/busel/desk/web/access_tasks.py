"""What waits about access and keys: for the home page and the page of members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from busel.desk.access import jobs, rotating
from busel.desk.access.asked import asked
from busel.desk.access.granting import Work, unfinished
from busel.desk.access.holders import coordinated
from busel.desk.access.newcomers import ENTRANCE
from busel.desk.access.renewed import ALARMS
from busel.desk.access.stating import roster_of
from busel.desk.freezes.freeze_notes import frozen_in_present_epoch
from busel.desk.keys.certifying import can_certify, certificate_is_owed
from busel.desk.keys.owing import owed_for_deputies, rotations_owed
from busel.desk.keys.posting import handles_of
from busel.desk.session import Session
from busel.desk.web.access_words import names_of
from busel.desk.web.components import Task
from busel.desk.web.reach_words import divisions_words
from busel.registry.former_deputies import ended_with_a_removal
from busel.registry.roles import Role

NAMED = 3
"""Of divisions whose keys are to be changed, so many are named."""


@dataclass(frozen=True)
class KeysOwed:
    """The divisions whose keys are to be changed, as the home page tells it."""

    text: str
    names: list[str]
    rotate_url: str
    """Where this person's one press goes; empty where somebody else has to do it."""
    action: str = ""
    progress_url: str = ""
    """Where it is shown how far it is, while it is being done."""
    name: str = "division"
    """Whose keys: it tells this part of the page apart from another one."""


def unfinished_works(session: Session) -> list[dict[str, str]]:
    """Return the access that was begun and not finished, each with its words and where to go on."""
    at_work = {job.id for job in jobs.under_way() if job.stage is jobs.Stage.AT_WORK}
    return [
        {"text": _work_words(work), "url": reverse("access_work", args=[work.deed])}
        for work in unfinished(session)
        if work.deed not in at_work
    ]


def _work_words(work: Work) -> str:
    words = {"handle": work.member.handle, "divisions": divisions_words(len(work.divisions))}
    if work.terms is None:
        return _("Ending the access of %(handle)s in %(divisions)s was cut off.") % words
    return _("Giving access to %(handle)s in %(divisions)s was cut off.") % words


def access_tasks(session: Session) -> list[Task]:
    """Return the lines of "what waits" for coordinators: newcomers, and access that is half given."""
    if not coordinated(session):
        return []
    tasks = []
    if arrived := ENTRANCE.look(session):
        text = _("Compare six words with them, then decide what they may see.")
        url = arrived[0].name
        link = reverse("newcomer", args=[url]) if len(arrived) == 1 else reverse("newcomers")
        title = ngettext("A newcomer asks for access", "Newcomers ask for access", len(arrived))
        tasks.append(Task(len(arrived), title, text, link))
    if renewed := ALARMS.look(session):
        text = _("The account may have been taken, and has new keys. Compare six words, then give the keys anew.")
        title = ngettext("An account asks for new keys", "Accounts ask for new keys", len(renewed))
        tasks.append(Task(len(renewed), title, text, reverse("renewed", args=[renewed[0].name])))
    second = [one for one in asked(session) if not one.is_own]
    if second:
        link = reverse("asked_one", args=[second[0].name]) if len(second) == 1 else reverse("asked")
        text = _("Another coordinator proposes access. Compare the six words too, then agree or refuse.")
        tasks.append(Task(len(second), _("Waits for your agreement"), text, link))
    unsigned = [one for one in coordinated(session) if _waits_for_a_certificate(session, one.journal)]
    if unsigned:
        text = _(
            "Somebody who coordinated there does so no more, and may still know the key that signs for the division."
            " Whoever coordinates the division above renews it by changing the keys; for a division at the top the"
            " trustees do it together."
        )
        tasks.append(
            Task(len(unsigned), _("The division’s own key is to be renewed"), text, reverse("member_divisions"))
        )
    tasks += _deputies_tasks(session)
    works = unfinished_works(session)
    if works:
        url = works[0]["url"] if len(works) == 1 else reverse("members")
        text = _("Access was cut off half way. Nothing is lost: go on where it stopped.")
        tasks.append(Task(len(works), _("Access half given"), text, url))
    return tasks


def _deputies_tasks(session: Session) -> list[Task]:
    """Return the line that tells where deputies ended with a removal: nobody else says so."""
    over = [one.journal for one in coordinated(session) if ended_with_a_removal(roster_of(session, one.journal))]
    if not over:
        return []
    text = _("One of the two, or who named them, was let go. Name two again, so that somebody can go on.")
    link = reverse("division_deputies", args=[over[0].hex()]) if len(over) == 1 else reverse("member_divisions")
    title = ngettext("A division has no deputies any more", "Divisions have no deputies any more", len(over))
    return [Task(len(over), title, text, link)]


def _waits_for_a_certificate(session: Session, division: bytes) -> bool:
    """Is the division's next certificate owed, and has somebody else to give it?"""
    return certificate_is_owed(session, division) and not can_certify(session, division)


def keys_owed(session: Session) -> KeysOwed | None:
    """Return which keys are to be changed, for whoever reads there; None where none are."""
    now = rotating.current()
    owed = rotations_owed(session, [bundle.journal for bundle in session.divisions()])
    mine = {bundle.journal for bundle in session.divisions(least=Role.COORDINATOR)} & set(owed)
    if not owed and not now.at_work:
        return None
    names = names_of(session, owed)
    url = reverse("rotate_all")
    if now.at_work:
        return KeysOwed(_("The keys are being changed. You can go on working."), names, "", progress_url=url)
    count = len(owed)
    words = {"divisions": divisions_words(count)}
    why = _frozen_words(session, owed) or _ended_words(session, owed)
    if not mine:
        text = _(
            "Until a coordinator changes the keys of %(divisions)s, the old keys still open what is written there. You"
            " can go on working."
        )
        return KeysOwed(f"{why} {text % words}", names, "")
    text = _(
        "The old keys of %(divisions)s still open what is written there. Change them now; everybody goes on working"
        " meanwhile."
    )
    action = ngettext("Change the keys of %(n)s division", "Change the keys of %(n)s divisions", len(mine))
    return KeysOwed(f"{why} {text % words}", names, url, action % {"n": len(mine)})


def _ended_words(session: Session, divisions: Sequence[bytes]) -> str:
    """Return why keys are owed where nobody is frozen: deputies who are it no more, and nothing else, are said so."""
    if len(owed_for_deputies(session, divisions)) == len(divisions):
        return _("Two who are deputies no more still hold the keys together.")
    return _("Somebody’s access has ended.")


def _frozen_words(session: Session, divisions: Sequence[bytes]) -> str:
    """Return whose accounts were frozen in the divisions whose keys are owed; nothing where nobody's was."""
    found = frozen_in_present_epoch(session, divisions)
    handles = {handles_of(session, division).get(account, account.hex()[:8]) for division, account in found}
    if not handles:
        return ""
    told = ", ".join(_("“%(handle)s”") % {"handle": handle} for handle in sorted(handles))
    return ngettext("The account %(handles)s was frozen.", "The accounts %(handles)s were frozen.", len(handles)) % {
        "handles": told
    }
