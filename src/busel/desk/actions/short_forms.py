"""Adding short forms of given names, and taking them out: administrators write them into commons."""

from __future__ import annotations

from busel.contacts.shared import ShortForm
from busel.desk.actions import action
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.keeping.short_forms import KIND, Kept
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.journal.envelope import accepted_record_id
from busel.names.clean import clean


@action("keep_short_form")
def add_short_form(session: Session, one: ShortForm) -> None:
    """Add one. Raises NotAllowedError, ConflictError where it is there already, or a ShelfError."""
    journal = _commons(session)
    # Named by its words: two administrators who add one at once do not make two.
    words = f"{KIND} {clean(one.form)} {clean(one.name)}"
    record = accepted_record_id(journal + words.encode(), 0)
    write(session, journal, "keep_short_form", [(record, [Op(KIND, record, one.fields())])])


@action("keep_short_form")
def take_out_short_form(session: Session, kept: Kept) -> None:
    """Take one out. Raises NotAllowedError, ConflictError where it is gone already, or a ShelfError."""
    held = ShortForm(form=kept.form, name=kept.name).fields()
    write(session, _commons(session), "keep_short_form", [(kept.record, [Op(KIND, kept.record, None, held)])])


def _commons(session: Session) -> bytes:
    commons = session.keyring.named("commons")
    if commons is None:
        raise NotAllowedError
    return commons.journal
