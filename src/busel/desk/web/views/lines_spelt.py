"""After quick entry: how the other language spells the names of those just added. Nothing is stored without a nod."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.desk.actions.contacts import keep_spellings
from busel.desk.journals.writing import ConflictError
from busel.desk.oversight.access_log import note_people
from busel.desk.people.to_spell import TO_SPELL, Lacking, Offer, offers
from busel.desk.running import log, member
from busel.desk.search.people import people_of
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.person_words import Listed, listed
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.target_words import TARGET_WORDS
from busel.desk.workspace.load import divisions_of, raw_connection
from busel.journal.deed import Fields
from busel.registry.roles import Role
from busel.shelf.protocol import ShelfError

AT_ONCE = 60
"""Names on a page: some twenty people."""


class Row(NamedTuple):
    """One name with its suggestion, as the page shows it."""

    value: str
    """What the page sends back: another suggestion by then is another value, and is looked at first."""
    text: str
    language: str
    part: str | Promise
    is_likely: bool
    is_kept: bool


class Block(NamedTuple):
    """A person with the names that lack the other language."""

    person: Listed
    correct_url: str
    rows: list[Row]


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def spell_lines(request: HttpRequest) -> HttpResponse:
    """Show the suggestions for those just added, and write the ticked ones."""
    session = member.current().session
    waiting = TO_SPELL.lacking(session)
    if request.method != "POST":
        return _show(request, session, waiting)
    ticked = set(request.POST.getlist("keep"))
    if switched(request):
        return _show(request, session, waiting, ticked=ticked)
    return _keep(request, session, offers(waiting), ticked=ticked)


def _keep(request: HttpRequest, session: Session, offered: list[Offer], *, ticked: set[str]) -> HttpResponse:
    shown = set(request.POST.getlist("shown"))
    looked_at = [one for one in offered if _value(one) in shown]
    chosen = [one for one in looked_at if _value(one) in ticked]
    try:
        kept = _write(session, chosen)
    except (ConflictError, ShelfError) as error:
        notices.say("error", _why_not(error))
        return _show(request, session, TO_SPELL.lacking(session), ticked=ticked)
    TO_SPELL.settle(one.lacking for one in looked_at)
    _say(len(ticked), kept, missed=sum(not TO_SPELL.is_settled(_key(value)) for value in ticked))
    return see_other(reverse("line_spellings" if TO_SPELL.lacking(session) else "lines"))


def _write(session: Session, chosen: Sequence[Offer]) -> int:
    """Write them, one deed for each division; return how many. Those of a division that was written are settled."""
    of_contacts = divisions_of(raw_connection(), {one.lacking.contact for one in chosen})
    kept = 0
    for journal, number in list(session.numbers.items()):
        here = [one for one in chosen if of_contacts.get(one.lacking.contact) == number]
        spelt: dict[int, Fields] = {}
        for lacking, suggestion in here:
            spelt.setdefault(lacking.contact, {})[lacking.field] = suggestion.text
        kept += keep_spellings(session, journal, spelt) if spelt else 0
        TO_SPELL.settle(one.lacking for one in here)
    return kept


def _why_not(error: Exception) -> str:
    if isinstance(error, ConflictError):
        return _("Somebody else has just corrected one of these people: look once more.")
    log.note_failure(error)
    return _("It could not be stored just now. Your ticks stand here: press once more.")


def _say(ticked: int, kept: int, *, missed: int) -> None:
    if kept:
        words = ngettext("%(count)s spelling is kept.", "%(count)s spellings are kept.", kept)
        notices.say("success", words % {"count": kept})
    elif not ticked:
        notices.say("info", _("No spelling is kept. “Correct” on a person’s page suggests it again."))
    if missed:
        words = ngettext(
            "%(count)s name was changed meanwhile. Nothing was written there.",
            "%(count)s names were changed meanwhile. Nothing was written there.",
            missed,
        )
        notices.say("warning", words % {"count": missed})


def _show(
    request: HttpRequest, session: Session, waiting: Sequence[Lacking], *, ticked: Collection[str] | None = None
) -> HttpResponse:
    shown = offers(waiting[:AT_ONCE])
    contacts = list(dict.fromkeys(one.lacking.contact for one in shown))
    note_people(session, "find_contacts", contacts)
    called = dict(zip(contacts, listed(session, people_of(contacts), {}, get_language() or "be"), strict=True))
    blocks = [
        Block(called[contact], reverse("contact_edit", args=[contact, "names"]), list(_rows(some, ticked)))
        for contact, some in groupby(shown, key=lambda one: one.lacking.contact)
    ]
    context = {"place": "entry", "blocks": blocks, "more": len(waiting) - len(shown)}
    return render(request, "entry/spellings.html", context)


def _rows(shown: Iterable[Offer], ticked: Collection[str] | None) -> Iterable[Row]:
    for one in shown:
        value, likely = _value(one), one.suggestion.is_likely
        is_kept = likely if ticked is None else value in ticked
        yield Row(value, one.suggestion.text, one.lacking.to, TARGET_WORDS[one.lacking.part], likely, is_kept)


def _value(one: Offer) -> str:
    """Return what stands for an offer on the page: the person, the field, both spellings."""
    return f"{one.lacking.key} {one.lacking.name} {one.suggestion.text}"


def _key(value: str) -> str:
    """Return the key of the name that a value of the page is of."""
    return " ".join(value.split(" ", 2)[:2])


urlpatterns: list[URLPattern] = [path("entry/lines/spellings/", spell_lines, name="line_spellings")]
