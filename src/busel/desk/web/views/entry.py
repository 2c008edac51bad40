"""Pages of who sends and may not read. No answer here depends on who is stored: there is nothing to ask."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from busel.contacts.person_name import PersonName
from busel.contacts.record import read_record
from busel.contacts.records import Contact
from busel.desk.actions.entries import next_number, receipts, send_entry
from busel.desk.clock import today_iso
from busel.desk.inboxes.depositing import NoInboxError
from busel.desk.inboxes.entry import Entry, EntryPerson
from busel.desk.people.entering import ENTERING
from busel.desk.running import log, member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.entry_words import receipt_row
from busel.desk.web.forms.entry import EntryForm
from busel.desk.web.place_words import SEPARATOR, division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.views.contacts import tell_folded
from busel.registry.roles import Role
from busel.shelf.protocol import ShelfError

PAGE = 50


@policy(Role.COLLECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Show the form for a person from paper, or send one and go on to the next."""
    session = member.current().session
    if request.method != "POST":
        return _show(request, session, _fresh_form(session))
    if switched(request):
        return _show(request, session, EntryForm(initial=request.POST.dict(), divisions=divisions_of(session)))
    form = EntryForm(request.POST, divisions=divisions_of(session))
    if not form.is_valid():
        return _show(request, session, form)
    try:
        number = _send(session, form)
    except NoInboxError:
        form.add_error(None, _("This division takes nothing in at the moment. Nothing was sent: ask your coordinator."))
    except ShelfError as error:
        log.note_failure(error)
        form.add_error(None, _("It could not be sent just now. What you typed stands here: send it once more."))
    else:
        told = _("No. %(number)s is sent. Write this number beside the person on the paper.")
        notices.say("success", told % {"number": number})
        tell_folded(form.folded())
        return see_other(reverse("entry"))
    return _show(request, session, form)


def _send(session: Session, form: EntryForm) -> int:
    """Send the person once, however often the page comes; return the number."""
    with ENTERING.lock:
        page = ENTERING.page(form.cleaned_data["number"] or 0, form.person)
        if not page.sent_as:
            number = next_number(session)
            division = bytes.fromhex(form.cleaned_data["division"])
            send_entry(session, division, Entry([form.person]), envelope=page.envelope)
            ENTERING.note(page, number, _called(form.person))
            ENTERING.kept = form.kept
        return page.sent_as


def _called(person: EntryPerson) -> str:
    name = PersonName.of(read_record(Contact, person.contact)).shown(get_language() or "be")
    phones = (fields.get("written") or fields["number"] for kind, fields in person.about if kind == "phone")
    return name or next(phones, "")


def _fresh_form(session: Session) -> EntryForm:
    divisions = divisions_of(session)
    language = "ru" if get_language() == "ru" else "be"
    initial = {"division": divisions[0][0], "written_in": language, "district": _district(session)}
    initial |= {name: value for name, value in ENTERING.kept.items() if name != "division" or value in dict(divisions)}
    return EntryForm(initial=initial | {"number": next_number(session)}, divisions=divisions)


def divisions_of(session: Session) -> list[tuple[str, str]]:
    """Return where this account can write, as a form offers it: (journal in hexadecimal, words)."""
    language = get_language() or "be"
    return [(one.journal.hex(), division_words(one.name, language)) for one in session.keyring.divisions()]


def _district(session: Session) -> str:
    """Return the district of who sends to one only: it stands in the form and can be changed there."""
    held = session.keyring.divisions()
    return held[0].name.split(SEPARATOR)[-1] if len(held) == 1 else ""


def _show(request: HttpRequest, session: Session, form: EntryForm) -> HttpResponse:
    divisions = divisions_of(session)
    context = {
        "place": "entry",
        "form": form,
        "groups": form.groups,
        "number": next_number(session),
        "division": divisions[0][1] if len(divisions) == 1 else "",
        "sent_today": sum(int(one.get("people", 0)) for one in receipts(session) if one.get("day") == today_iso()),
        "receipts": list(ENTERING.sent),
        "receipts_url": reverse("receipts"),
        "opens": all(session.may(Role.EDITOR, bytes.fromhex(journal)) for journal, _words in divisions),
    }
    return render(request, "entry/person.html", context)


@policy(Role.COLLECTOR)
@require_safe
def show_receipts(request: HttpRequest) -> HttpResponse:
    """Show what was sent: number, day, hour, how many, to whom. No person."""
    session = member.current().session
    page = Paginator(receipts(session), PAGE).get_page(request.GET.get("page"))
    page.object_list = [receipt_row(session, fields) for fields in page.object_list]  # type: ignore[misc]  # rows in the place of fields
    return render(request, "entry/receipts.html", {"place": "receipts", "page": page})


urlpatterns: list[URLPattern] = [
    path("entry/", enter, name="entry"),
    path("receipts/", show_receipts, name="receipts"),
]
