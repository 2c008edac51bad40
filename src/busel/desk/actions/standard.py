"""Deciding what is kept: administrators write it into commons, coordinators propose it to the office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from busel.contacts.kept import LAST, STEP, Kept, Standard
from busel.contacts.records import Field
from busel.desk.actions import action
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.keeping.field_answers import answer_ops
from busel.desk.keeping.field_proposals import Proposal, Waiting, deposit, take_out
from busel.desk.keeping.standard import KIND, standard
from busel.desk.session import Session
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Fields, Op
from busel.journal.envelope import accepted_record_id
from busel.registry.keyring import Bundle


@action("set_standard")
def set_fields(session: Session, fields: Iterable[Field], *, deed: bytes = b"") -> int:
    """Write what is decided about these fields; return how many are different now.

    Raises NotAllowedError, ConflictError when somebody else changed one meanwhile, or a ShelfError.
    """
    commons, known = _commons(session), standard()
    about = [(op.id, [op]) for field in fields if (op := _operation(commons.journal, known, field)) is not None]
    if about:
        write(session, commons.journal, "set_standard", about, deed=deed)
    return len(about)


@action("propose_field")
def propose_field(session: Session, proposal: Proposal) -> None:
    """Send a proposal to the office's inbox, where administrators see it. Raises LookupError or a ShelfError."""
    deposit(session, proposal)


@action("set_standard")
def accept_proposal(session: Session, waiting: Waiting) -> bool:
    """Do what is proposed, say so in commons, and take it out of the office's inbox.

    False when the field is another than it was then. The deed has the envelope's id: two administrators who accept at
    once do it once.
    """
    kept = standard().by_key.get(waiting.proposal.field.key)
    if (kept.field if kept else None) != waiting.proposal.before:
        if kept is not None and kept.field == waiting.proposal.field:
            take_out(session, waiting)
            return True
        return False
    commons, known = _commons(session), standard()
    op = _operation(commons.journal, known, waiting.proposal.field)
    about = [(op.id, [op])] if op is not None else []
    about += answer_ops(commons.journal, waiting, accepted=True)
    write(session, commons.journal, "set_standard", about, deed=waiting.envelope)
    take_out(session, waiting)
    return True


@action("refuse_field")
def refuse_proposal(session: Session, waiting: Waiting) -> None:
    """Say in commons that it is refused, and take it out of the office's inbox.

    Raises NotAllowedError, ConflictError when another one answers at this moment, or a ShelfError.
    """
    commons = _commons(session).journal
    about = answer_ops(commons, waiting, accepted=False)
    if about:
        write(session, commons, "refuse_field", about)
    take_out(session, waiting)


def moved(known: Standard, key: str, *, down: bool) -> Sequence[Field]:
    """Return the fields as they are once one has changed places with its neighbour in the section; none at its ends."""
    sections = ([one for one in some if one.field.enabled] for _section, some in known.sections())
    section = next((some for some in sections if any(one.key == key for one in some)), [])
    at = next((at for at, one in enumerate(section) if one.key == key), 0)
    other = at + (1 if down else -1)
    if not section or not 0 <= other < len(section):
        return []
    order = [*section]
    order[at], order[other] = order[other], order[at]
    return _renumbered(order, section[at])


def _renumbered(order: list[Kept], mover: Kept) -> list[Field]:
    """Return the fewest decisions that make this order: the mover's alone where there is room between neighbours."""
    at = order.index(mover)
    before = _order(order[at - 1]) if at else 0
    after = _order(order[at + 1]) if at + 1 < len(order) else before + 2 * STEP
    between = (before + min(after, before + 2 * STEP)) // 2
    if before < between < after:
        return [replace(mover.field, order=between)]
    numbered = [replace(kept.field, order=number * STEP) for number, kept in enumerate(order, 1)]
    return [field for field, kept in zip(numbered, order, strict=True) if field != kept.field]


def _order(kept: Kept) -> int:
    return kept.field.order or LAST


def _operation(journal: bytes, known: Standard, field: Field) -> Op | None:
    kept = known.by_key.get(field.key)
    wanted = field.fields()
    if kept is None or not kept.record:
        # Named by its key: two administrators who add one field at once do not make two.
        return Op(KIND, accepted_record_id(journal + KIND.encode() + field.key.encode(), 0), wanted)
    held: Fields = current_fields(raw_connection(), KIND, kept.record) or {}
    names = [name for name in Field.__struct_fields__ if held.get(name) != wanted.get(name)]
    if not names:
        return None
    return Op(KIND, kept.record, {n: wanted.get(n) for n in names}, {n: held.get(n) for n in names})


def _commons(session: Session) -> Bundle:
    commons = session.keyring.named("commons")
    if commons is None:
        raise NotAllowedError
    return commons
