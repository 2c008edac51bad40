"""Keeping what is known about tags."""

from __future__ import annotations

from busel.contacts.shared import TagType
from busel.desk.actions import action
from busel.desk.journals.writing import write
from busel.desk.people.tag_types import KIND, TypeHeld
from busel.desk.session import Session
from busel.journal.deed import Fields, Op
from busel.vault.entropy import new_record_id


@action("save_tag_type")
def add_tag_type(session: Session, journal: bytes, type_: TagType) -> int:
    """Write down a tag of a division; return the record's id. Raises NotAllowedError or ShelfError."""
    record = new_record_id()
    write(session, journal, "save_tag_type", [(record, [Op(KIND, record, type_.fields())])])
    return record


@action("save_tag_type")
def change_tag_type(session: Session, held: TypeHeld, now: TagType, *, was: Fields) -> None:
    """Change what differs from `was`. Raises NotAllowedError, ConflictError (somebody else did) or ShelfError."""
    fields = now.fields()
    names = [name for name in {**was, **fields} if was.get(name) != fields.get(name)]
    if names:
        op = Op(KIND, held.record, {n: fields.get(n) for n in names}, {n: was.get(n) for n in names})
        write(session, held.journal, "save_tag_type", [(held.record, [op])])


@action("save_tag_type")
def drop_tag_type(session: Session, held: TypeHeld) -> None:
    """Forget it; people keep the tag. Raises as `change_tag_type` does."""
    write(session, held.journal, "save_tag_type", [(held.record, [Op(KIND, held.record, None, held.fields)])])
