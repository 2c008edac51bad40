"""Letters: their texts, and that they were written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from busel.contacts.records import Template
from busel.contacts.shared import Sender
from busel.desk.actions import action
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.mailing.noting import Noting
from busel.desk.mailing.senders import KIND as SENDER
from busel.desk.mailing.senders import RECORD
from busel.desk.mailing.templates import KIND, KeptTemplate
from busel.desk.session import Session
from busel.journal.deed import Fields, Op
from busel.journal.fold import changes
from busel.registry.keyring import Bundle
from busel.vault.entropy import new_id


@action("save_template")
def save_template(
    session: Session, record: int, template: Template, *, kept: KeptTemplate | None, divisions: Sequence[Bundle]
) -> int:
    """Keep a letter's text in these divisions, under one id in one deed; return in how many it changed.

    `kept` is what they hold now. Raises NotAllowedError, ConflictError or a ShelfError; saving again is harmless.
    """
    if not divisions:
        raise NotAllowedError
    held = kept.held if kept else {}
    wanted = template.fields()
    ops = {}
    for bundle in divisions:
        now, was = changes(held.get(bundle.journal), wanted)
        if now:
            ops[bundle.journal] = Op(KIND, record, now, was)
    deed = new_id()
    for journal, op in ops.items():
        write(session, journal, "save_template", [(record, [op])], deed=deed, places=list(ops))
    return len(ops)


@action("save_sender")
def save_sender(session: Session, journal: bytes, now: Sender, *, was: Fields) -> bool:
    """Keep what stands at the head of a division's letters; say whether anything was different.

    `was` is what stood there when the person looked. Raises NotAllowedError, ConflictError or a ShelfError.
    """
    told, before = changes(was or None, now.fields())
    if told:
        write(session, journal, "save_sender", [(RECORD, [Op(SENDER, RECORD, told, before)])])
    return bool(told)


@action("print_letters")
def note_letters(session: Session, noting: Noting, *, told: Callable[[int], None] = lambda _noted: None) -> int:
    """Note printed letters in the history of everybody they are written to; return how many.

    Doing it again changes nothing: every id was chosen before. Raises NotAllowedError, ConflictError or a ShelfError;
    what was noted until then stays, and `told` knows how many.
    """
    noted = 0
    for commit in noting.commits:
        write(
            session,
            commit.journal,
            "print_letters",
            noting.about(commit),
            deed=commit.deed,
            places=commit.places,
        )
        noted += len(commit.notes)
        told(noted)
    return noted
