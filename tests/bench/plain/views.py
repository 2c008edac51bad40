"""A result page and a contact page as plain Django makes them: ordinary queries, and the desk's words and templates.

Whose page it is, and whom the search found, is held in memory: a real application would ask its database for that too.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import msgspec
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bench.plain.people import people_of
from busel.contacts.kept import merge
from busel.contacts.record import read_record
from busel.contacts.records import ABOUT_A_CONTACT, KINDS, Field
from busel.desk.people.person import Person
from busel.desk.search.text import Reason
from busel.desk.web.forms.filters import FiltersForm, SaveSearchForm, offered
from busel.desk.web.frame import BY_ROLE, Frame, frame_from
from busel.desk.web.person_page import own_context
from busel.desk.web.person_words import listed
from busel.desk.web.place_words import division_words
from busel.desk.web.views.searches import PAGE
from busel.desk.workspace import models
from busel.desk.workspace.bonds import Relationship
from busel.desk.workspace.models import Contact, Item
from busel.desk.workspace.rows import column_of

MODELS = {kind: getattr(models, kind.capitalize()) for kind in ABOUT_A_CONTACT}


class Visitor(msgspec.Struct):
    """An editor of a zone, who has just searched; the words of pages ask it what they ask a desk's session."""

    handle: str
    zone: str
    names: list[str]
    query: str
    found: list[int]
    reasons: dict[int, tuple[Reason, ...]]
    ledgers: dict[bytes, Any] = {}

    @property
    def keyring(self) -> Visitor:
        return self

    def divisions(self, **_least: object) -> list[SimpleNamespace]:
        return [SimpleNamespace(name=name) for name in self.names]

    def may(self, *_deed: object) -> bool:
        return True


_visitors: list[Visitor] = []


def show(told: bytes) -> None:
    """Show this visitor's pages from now on."""
    visitor = msgspec.json.decode(told, type=Visitor)
    _visitors[:] = [visitor]
    frame_from(
        lambda: Frame(
            where=division_words(visitor.zone, get_language() or "be"),
            person=visitor.handle,
            places=BY_ROLE["editor"],
            inbox=0,
            searches=True,
        )
    )


@require_safe
def results(request: HttpRequest, name: str) -> HttpResponse:
    """Show a page of who was found: four queries."""
    (visitor,) = _visitors
    language = get_language() or "be"
    page = Paginator(visitor.found, PAGE).get_page(request.GET.get("page"))
    page.object_list = listed(visitor, people_of(list(page.object_list)), visitor.reasons, language)
    context = {
        "place": "find",
        "query": visitor.query,
        "texts_ready": True,
        "has_names": True,
        "filters": FiltersForm({}, offered=offered(visitor)),
        "chips": [],
        "page": page,
        "usual": ("phone", "place", "tags"),
        "may_save": True,
        "may_print": True,
        "letters_query": f"result={name}",
        "may_add": True,
        "result_id": name,
        "save_form": SaveSearchForm(),
    }
    return render(request, "contacts/results.html", context)


@require_safe
def contact(request: HttpRequest, id_: int) -> HttpResponse:
    """Show a person: one query for the contact and its division, one for each kind of record about it."""
    (visitor,) = _visitors
    names = KINDS["contact"].__struct_fields__
    row = Contact.objects.values_list("division__name", *names).filter(pk=id_).first()
    if row is None:
        raise Http404
    records = {"contact": {id_: dict(zip(names, row[1:], strict=True))}} | {kind: _about(kind, id_) for kind in MODELS}
    found, language = Person(id_, b"", row[0], records), get_language() or "be"
    own = merge((at, read_record(Field, fields)) for at, fields in _items("field")).own
    context = own_context(visitor, found, language, own=own) | _tied(found)
    return render(request, "contacts/contact.html", context)


def _tied(found: Person) -> dict[str, Any]:
    """Ask for headings of tags, and for relationships from either side; the demo has neither, nor households."""
    known = {fields["label"]: fields for _record, fields in _items("tag_type")}
    related = Relationship.objects.filter(Q(contact=found.id) | Q(other=found.id))
    tags = [{"label": one["label"], "value": one["value"]} for one in found.all("tag") if one["label"] not in known]
    groups = [("", tags)] if tags else []
    return {"tag_groups": groups, "groups": [], "household": None, "related": list(related)}


def _items(kind: str) -> list[tuple[int, dict[str, Any]]]:
    return list(Item.objects.filter(kind=kind).order_by("record").values_list("record", "fields"))


def _about(kind: str, id_: int) -> dict[int, dict[str, Any]]:
    names = KINDS[kind].__struct_fields__
    columns = ["label__text" if name == "label" else column_of(name) for name in names]
    rows = MODELS[kind].objects.filter(contact=id_).values_list("pk", *columns)
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
