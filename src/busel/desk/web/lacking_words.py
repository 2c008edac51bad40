"""What the organisation asks of everybody and somebody lacks, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext

from busel.contacts.kept import Kept
from busel.desk.keeping.standard import label_of, standard
from busel.journal.deed import Fields


def lacking(person: Fields, about: Iterable[tuple[str, Fields]], language: str) -> list[str]:
    """Return the labels of required fields that are empty: of a contact's own fields and of what is about it."""
    held = [("contact", person), *about]
    return [_words(kept, language) for kept in standard().required if not _is_filled(kept, held)]


def _is_filled(kept: Kept, held: list[tuple[str, Fields]]) -> bool:
    if kept.built_in is None:
        return any(fields.get("custom", {}).get(kept.key) not in (None, "", []) for _kind, fields in held)
    place = kept.built_in
    return any(kind == place.kind and fields.get(place.field) not in (None, "", 0, False) for kind, fields in held)


def _words(kept: Kept, language: str) -> str:
    return gettext(kept.built_in.label) if kept.built_in else label_of(kept.field, language)
