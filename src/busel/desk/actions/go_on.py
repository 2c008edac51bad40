"""Letting a colleague go on whom the brake stopped."""

from __future__ import annotations

from busel.desk.actions import action
from busel.desk.clock import today
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.registry.go_on import KIND, GoOn
from busel.registry.statements import statement_fields
from busel.vault.entropy import new_record_id


@action("let_go_on")
def let_go_on(session: Session, division: bytes, account: bytes) -> None:
    """Let an account open as many people again today. Raises NotAllowedError (for oneself, too) or a ShelfError."""
    if account == session.account:
        raise NotAllowedError
    leave = GoOn(
        organisation=session.keyring.organisation, division=division, account=account, day=today(), by=session.account
    ).sign(session.keyring.account.signing)
    record = new_record_id()
    write(session, division, "let_go_on", [(record, [Op(KIND, record, statement_fields(leave))])])
