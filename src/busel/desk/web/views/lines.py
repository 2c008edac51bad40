"""Quick entry of a paper: ten lines on a page. Who edits the division stores them; who only sends, sends them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from itertools import count
from typing import NamedTuple

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.desk.actions.contacts import add_contacts
from busel.desk.actions.entries import send_entry
from busel.desk.inboxes.depositing import NoInboxError
from busel.desk.inboxes.entry import Entry, EntryPerson
from busel.desk.oversight.access_log import note_people
from busel.desk.people.entering import LINES_TYPED
from busel.desk.people.likely import likely_same
from busel.desk.people.to_spell import TO_SPELL
from busel.desk.running import log, member
from busel.desk.search.people import people_of
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.forms.lines import LINES, LineForm, SheetForm, blank_line, blank_lines
from busel.desk.web.person_words import listed
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.views.contacts import tell_folded
from busel.desk.web.views.entry import divisions_of
from busel.desk.workspace.models import ExternalId
from busel.registry.roles import Role
from busel.shelf.protocol import ShelfError
from busel.vault.entropy import new_id

_ENDS_IN_NUMBER = re.compile(r"\d+$")


class Typed(NamedTuple):
    """A page as it came: what holds for all, and the lines."""

    form: SheetForm
    lines: list[LineForm]


@policy(Role.COLLECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def type_lines(request: HttpRequest) -> HttpResponse:
    """Take the lines that are in order; those that are not stay on the page with a sentence."""
    session = member.current().session
    divisions = divisions_of(session)
    if request.method != "POST":
        return _show(request, session, _fresh(session))
    is_redrawn = switched(request)  # before the words of the form are chosen
    lines = [LineForm(request.POST, prefix=str(at), divisions=divisions) for at in range(LINES)]
    typed = Typed(SheetForm(request.POST, divisions=divisions), lines)
    if is_redrawn or not typed.form.is_valid():
        return _show(request, session, typed)
    if not any(line.is_filled for line in lines):
        typed.form.add_error(None, _("Nothing is typed yet. A name or a telephone in a line is enough."))
        return _show(request, session, typed)
    return _take(request, session, typed, ready=[line for line in lines if line.is_filled and line.is_valid()])


def _take(request: HttpRequest, session: Session, typed: Typed, *, ready: list[LineForm]) -> HttpResponse:
    form = typed.form
    division, sheet = bytes.fromhex(form.cleaned_data["division"]), form.cleaned_data["sheet"]
    page = _page_key(form.cleaned_data["page"], [line.on_sheet(sheet) for line in ready])
    with LINES_TYPED.lock:
        if LINES_TYPED.is_taken(page):
            return see_other(reverse("lines"))
        if session.may(Role.EDITOR, division):
            ready = [line for line in ready if line.cleaned_data["sure"] or not _is_doubted(session, line, sheet)]
        try:
            _keep(session, division, [line.on_sheet(sheet) for line in ready], page=page)
        except (NoInboxError, ShelfError) as error:
            form.add_error(None, _why_not(error))
            return _show(request, session, typed)
        LINES_TYPED.note(page)
    return _go_on(request, session, typed, taken=ready)


def _why_not(error: Exception) -> str:
    if isinstance(error, NoInboxError):
        return _("This division takes nothing in at the moment. Nothing was sent: ask your coordinator.")
    log.note_failure(error)
    return _("It could not be stored just now. What you typed stands here: press once more.")


def _keep(session: Session, division: bytes, people: list[EntryPerson], *, page: bytes) -> None:
    """Store them, or send them where this account stores nothing: once, however often the page comes."""
    if not people:
        return
    if session.may(Role.EDITOR, division):
        TO_SPELL.note(add_contacts(session, division, people, deed=page))
    else:
        send_entry(session, division, Entry(people), envelope=page)


def _go_on(request: HttpRequest, session: Session, typed: Typed, *, taken: Sequence[LineForm]) -> HttpResponse:
    """Go to the next lines; what could not be taken stays where it stood."""
    if taken:
        _say(session, typed.form, len(taken))
        tell_folded(name for line in taken for name in line.folded())
    kept = typed.form.kept
    after = max(_number(line) for line in typed.lines if line.is_filled) + 1
    if request.POST.get("then") == "sheet":
        LINES_TYPED.keep(kept | {"sheet": _next_sheet(kept["sheet"])}, 1)
    else:
        LINES_TYPED.keep(kept, after)
    left = [line for line in typed.lines if line.is_filled and line not in taken]
    if not left:
        return see_other(reverse("lines"))
    words = ngettext(
        "%(count)s line stays here: it says what is missing.",
        "%(count)s lines stay here: they say what is missing.",
        len(left),
    )
    notices.say("warning", words % {"count": len(left)})
    divisions, free = divisions_of(session), count(after)
    places = [at for at, line in enumerate(typed.lines) if line not in left]
    lines = [*left, *(blank_line(at, next(free), divisions=divisions) for at in places)]
    form = SheetForm(initial=kept | {"page": new_id().hex()}, divisions=divisions)
    return _show(request, session, Typed(form, lines))


def _number(line: LineForm) -> int:
    written = str(line["number"].value() or "")
    return int(written) if written.isdecimal() and len(written) < len("100000") else 0


def _next_sheet(sheet: str) -> str:
    """Return the next sheet's name: "12" -> "13"; empty where it does not end in a number."""
    found = _ENDS_IN_NUMBER.search(sheet)
    return sheet[: found.start()] + str(int(found[0]) + 1).zfill(len(found[0])) if found else ""


def _say(session: Session, form: SheetForm, people: int) -> None:
    if _stores(session, form):
        words = ngettext("%(count)s person is added.", "%(count)s people are added.", people)
    else:
        words = ngettext("%(count)s person is sent.", "%(count)s people are sent.", people)
    notices.say("success", words % {"count": people})


def _stores(session: Session, form: SheetForm) -> bool:
    """Does this account add people to the chosen division itself? Else it sends them."""
    return session.may(Role.EDITOR, bytes.fromhex(form["division"].value() or ""))


def _is_doubted(session: Session, line: LineForm, sheet: str) -> bool:
    """Must somebody look before this line is added? Then the line says why. Only who reads the people is told."""
    person = line.on_sheet(sheet)
    same_line = ExternalId.objects.filter(value__in=person.contact.get("external_ids", ()))
    if found := list(same_line.values_list("contact", flat=True)[:1]):
        line.doubt = _("This line of the sheet is stored already:")
    else:
        numbers = [fields.get("number", "") for kind, fields in person.about if kind == "phone"]
        found = likely_same(person.contact, numbers)
        line.doubt = _("Is it one of these?") if found else ""
    note_people(session, "find_contacts", found)
    line.likely = listed(session, people_of(found), {}, get_language() or "be")
    return bool(found)


def _page_key(page: str, people: Sequence[EntryPerson]) -> bytes:
    """Return the id of the deed or envelope: the same page with the same people is the same one."""
    return hashlib.sha256(page.encode() + msgspec.json.encode(people, order="deterministic")).digest()[:16]


def _fresh(session: Session) -> Typed:
    divisions = divisions_of(session)
    kept = LINES_TYPED.kept if LINES_TYPED.kept.get("division") in dict(divisions) else {}
    language = "ru" if get_language() == "ru" else "be"
    initial = {"division": divisions[0][0], "written_in": language, **kept, "page": new_id().hex()}
    form = SheetForm(initial=initial, divisions=divisions)
    return Typed(form, blank_lines(LINES_TYPED.next_line if kept else 1, divisions=divisions))


def _show(request: HttpRequest, session: Session, typed: Typed) -> HttpResponse:
    typed.form.fields["division"].label = _("Division")
    for line in [line for line in typed.lines if not line.is_filled][:1]:
        line.fields["family"].widget.attrs["autofocus"] = "autofocus"
    context = {"place": "entry", "form": typed.form, "lines": typed.lines, "stores": _stores(session, typed.form)}
    context["to_spell"] = len(TO_SPELL.lacking(session))
    return render(request, "entry/lines.html", context)


urlpatterns: list[URLPattern] = [path("entry/lines/", type_lines, name="lines")]
