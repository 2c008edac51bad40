"""What a row tells: its names, what it calls its person, whether another row tells more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from busel.contacts.former import formers_in
from busel.desk.importing.reach import emails, phones
from busel.journal.deed import Op
from busel.sheets.draft import Draft


def names_in(drafts: Iterable[Draft]) -> Iterator[str]:
    """Yield the names in some rows."""
    for draft in drafts:
        for name, value in draft.contact.items():
            if name.endswith(("_be", "_ru")):
                yield value
            elif name == "former_family":
                yield from formers_in(value)


def called(draft: Draft) -> str:
    """Return what the row calls its person, for the list of problems."""
    names = [value for name, value in draft.contact.items() if name.endswith(("_be", "_ru"))]
    return " ".join(names) or next((phone["written"] for phone in draft.phones), "")


def told_by(draft: Draft) -> set[int]:
    """Return a hash of each thing that a row tells. What a list has no column for costs its rows nothing."""
    told: list[tuple[object, ...]] = [
        item if type(item[1]) is str else (item[0], repr(item[1])) for item in draft.contact.items()
    ]
    for address in draft.addresses:
        told += address.items()
    told += [
        ("phone", phone["number"] or phone["written"], phone.get("type"), phone.get("status"))
        for phone in phones(draft)
    ]
    if draft.emails or draft.wrong_emails:
        told += [("email", *fields.items()) for fields in emails(draft)]
    if draft.tags or draft.valued_tags:
        told += [("tag", label) for label in [*draft.tags, *draft.valued_tags]]
    if draft.messengers or draft.consents or draft.ties or draft.related:
        told += _told_of_others(draft)
    return set(map(hash, told))


def _told_of_others(draft: Draft) -> Iterator[tuple[object, ...]]:
    yield from (("messenger", *one) for one in draft.messengers)
    yield from (("consent", repr(one)) for one in draft.consents)
    yield from ((target, repr(one)) for target, ties in draft.ties.items() for one in ties)
    yield from (("related", role, *sorted(told_by(other))) for role, other in draft.related.items())


def changed_fields(ops: Iterable[Op]) -> set[tuple[str, str]]:
    """Return (kind, field) of what operations change; the field is "" for a record that is added.

    That a spelling is no longer only suggested is told by the name that replaces it.
    """
    named = {(op.kind, name) for op in ops for name in ((op.now or {}) if op.was else ("",))}
    return named - {("contact", "suggested")}
