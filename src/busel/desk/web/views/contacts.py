"""One person: the page, correcting a section, adding somebody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from busel.desk.actions.contacts import edit_contact
from busel.desk.oversight.access_log import note
from busel.desk.people.consent_purposes import consent_purposes
from busel.desk.people.editing import ChangedMeanwhileError
from busel.desk.people.person import Person, means_today, person
from busel.desk.people.tag_labels import tag_labels
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.clash_words import clash_lines
from busel.desk.web.error_views import forbidden
from busel.desk.web.forms.addresses import AddressForm, streets_offered
from busel.desk.web.forms.names import NamesForm
from busel.desk.web.forms.reach import PhoneForm
from busel.desk.web.forms.section import (
    PANELS,
    SECTIONS,
    Part,
    Section,
    asking_for_former,
    with_another_row,
    with_newer_base,
    with_suggestions,
)
from busel.desk.web.person_page import page_context, title_of
from busel.desk.web.policy import policy, repeatable
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.problem_words import sentence
from busel.registry.roles import Role


@repeatable
@policy(Role.VIEWER)
@require_safe
def contact(request: HttpRequest, id_: int) -> HttpResponse:
    """Show all that is known about a person."""
    session = member.current().session
    found = person(session, id_)
    if found is None:
        return _made_one_with(id_)
    note(session, "open_contact", found.journal, [id_])
    context = page_context(session, found, get_language() or "be", only=request.GET.get("happened", ""))
    return render(request, "contacts/contact.html", context)


def _made_one_with(id_: int) -> HttpResponse:
    """Lead from the address of a record that went to the one that it was made one with: a tab or a step back has it."""
    stands = means_today(id_)
    if stands == id_:
        raise Http404
    notices.say("info", _("The record that you looked for was made one with this one."))
    return see_other(reverse("contact", args=[stands]))


@repeatable
@policy(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, id_: int, section: str) -> HttpResponse:
    """Correct one section. Viewing here and editing elsewhere is common, so the role is asked of this division."""
    found = person_or_404(id_)
    if section not in SECTIONS:
        raise Http404
    if not found.may_edit(member.current().session):
        return forbidden(request)
    note(member.current().session, "open_contact", found.journal, [id_])
    _title, parts = SECTIONS[section]
    if request.method != "POST":
        return _draw(request, found, section, drawn=Section.opened(parts, id_, found.records))
    if switched(request):
        return _draw(request, found, section, drawn=Section.typed(parts, request.POST))
    if "more" in request.POST:
        data = with_another_row(request.POST, request.POST["more"])
        return _draw(request, found, section, drawn=Section.typed(parts, data))
    if "suggest" in request.POST:
        return _suggest(request, found, section, parts=parts)
    return _save(request, found, section, parts=parts)


def _suggest(request: HttpRequest, found: Person, section: str, *, parts: tuple[Part, ...]) -> HttpResponse:
    filled = with_suggestions(parts, request.POST)
    drawn = Section.typed(parts, filled.data)
    filled.tell(drawn.forms)
    return _draw(request, found, section, drawn=drawn, suggested=suggested_words(filled.count))


def suggested_words(count: int) -> str:
    """Return the sentence about what was suggested: a person looks at it before it is saved."""
    if not count:
        return _("Nothing to suggest: the other language is filled in, or this is no whole name.")
    return ngettext(
        "%(n)s field was filled in from the other language. Look at it, then save.",
        "%(n)s fields were filled in from the other language. Look at them, then save.",
        count,
    ) % {"n": count}


def _save(request: HttpRequest, found: Person, section: str, *, parts: tuple[Part, ...]) -> HttpResponse:
    drawn = Section.typed(parts, request.POST)
    if not drawn.is_valid():
        return _draw(request, found, section, drawn=drawn)
    if section == "names" and _leaves_nobody(found, drawn):
        drawn.drawn[0].rows[0].add_error(None, _("A name in one language or a telephone is needed."))
        return _draw(request, found, section, drawn=drawn)
    if asking := asking_for_former(request.POST, drawn):
        asked = Section.typed(parts, asking.data)
        asking.tell(asked.forms)
        told = suggested_words(asking.count) if asking.count else ""
        return _draw(request, found, section, drawn=asked, is_asked=True, suggested=told)
    session = member.current().session
    try:
        written = edit_contact(session, found.journal, found.id, edits=drawn.edits())
    except ChangedMeanwhileError as error:
        newer = Section.typed(parts, with_newer_base(request.POST, drawn, error.clashes))
        return _draw(request, found, section, drawn=newer, conflict=clash_lines(error.clashes))
    except LookupError as error:
        raise Http404 from error
    tell_warnings(drawn)
    if written is None:
        notices.say("info", _("Nothing was different, so nothing was changed."))
    else:
        notices.say("success", _("Saved."))
    return see_other(place_of(found.id, section))


def place_of(contact: int, section: str) -> str:
    """Return the place on a person's page where a section stands."""
    return f"{reverse('contact', args=[contact])}#s-{PANELS.get(section, 'top')}"


def tell_warnings(drawn: Section) -> None:
    """Say what is odd about numbers that were kept all the same, and which letters were folded in names."""
    for form in drawn.forms:
        if isinstance(form, NamesForm | AddressForm):
            tell_folded(form.folded())
        if isinstance(form, AddressForm):
            tell_doubts(form.doubts())
        if isinstance(form, PhoneForm) and (code := form.warning()) is not None:
            notices.say("warning", f"{form.cleaned_data['text']}: {sentence(code)}")


def tell_folded(names: Iterable[str]) -> None:
    """Say which names are kept otherwise than they were typed, for a letter of the other alphabet."""
    for name in names:
        told = _("A letter of the other alphabet was typed in this name. It is kept as “%(name)s”.")
        notices.say("info", told % {"name": name})


def tell_doubts(doubts: Iterable[tuple[str, list[str]]]) -> None:
    """Say which places and streets nothing is called here, and what they may be: kept as typed all the same."""
    for name, meant in doubts:
        told = _("“%(name)s” is kept as you typed it, though nothing here is called so. Did you mean %(meant)s?")
        notices.say("warning", told % {"name": name, "meant": ", ".join(f"“{one}”" for one in meant)})


def _leaves_nobody(found: Person, drawn: Section) -> bool:
    return all(form.is_empty for form in drawn.forms) and not found.records["phone"]


def _draw(request: HttpRequest, found: Person, section: str, *, drawn: Section, **more: Any) -> HttpResponse:
    title, parts = SECTIONS[section]
    context = {
        "place": "find",
        "called": title_of(found, get_language() or "be"),
        "section": title,
        "drawn": drawn.drawn,
        "forms": list(drawn.forms),
        "streets": streets_offered(drawn.forms),
        "suggests": any(part.suggest for part in parts),
        "labels": tag_labels(member.current().session) if section == "tags" else (),
        "purposes": consent_purposes(member.current().session) if section == "consents" else (),
        "back_url": place_of(found.id, section),
    }
    return render(request, "contacts/edit.html", context | more)


def person_or_404(id_: int) -> Person:
    """Return a person of the zone."""
    found = person(member.current().session, id_)
    if found is None:
        raise Http404
    return found


urlpatterns: list[URLPattern] = [
    path("contacts/<int:id_>", contact, name="contact"),
    path("contacts/<int:id_>/correct/<str:section>", edit, name="contact_edit"),
]
