"""A deed that is refused leaves nothing behind: not one of its statements, not even its id."""

from __future__ import annotations

import msgspec
import pytest

from busel.desk.clock import this_hour
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import append, store, to_commit
from busel.desk.keys.posting import members_of
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.commit import seal_commit
from busel.journal.deed import Deed, Draft, Op, encode_parts
from busel.registry.authored import NOT_EDITORS
from busel.registry.roles import Role
from busel.registry.statements import Grant, statement_fields
from busel.vault.entropy import new_id, new_record_id
from busel.vault.sign import SigningKey
from factories.desks import DISTRICT, Organisation


def put(session: Session, journal: bytes, draft: Draft, key: SigningKey) -> None:
    """Append whatever a changed desk would."""
    ledger = session.ledgers[journal]
    header = ledger.next_header()
    sealed = seal_commit(ledger.keys, header, draft.sign(header, key))
    session.shelf.append(session.token, journal, ledger.bundle.write, to_commit(sealed))


@pytest.mark.parametrize("signed_by_author", [True, False], ids=["second statement unsigned", "deed unsigned"])
def test_no_statement_of_a_refused_deed_stays(organisation: Organisation, signed_by_author: bool) -> None:  # noqa: FBT001 - a parameter of pytest's
    journal, collector = organisation.journal(DISTRICT), organisation.account("collector")
    with organisation.desk("deputy").open().at_work() as session:
        member, key = members_of(session, journal)[collector], session.keyring.account.signing
        good = Grant(
            **session.ledgers[journal].roster.place(since=this_hour(), by=session.account),
            id=new_id(),
            account=member.account,
            signing=member.signing,
            role=Role.EDITOR,
            not_after=0,
            from_epoch=0,
            may_export=False,
        ).sign(key)
        after = session.ledgers[journal].roster.with_all([good])
        bad = msgspec.structs.replace(good, **after.place(since=this_hour(), by=session.account), signature=b"")
        bad = bad.sign(SigningKey.new())
        records = [(new_record_id(), one) for one in ((good, bad) if signed_by_author else (good,))]
        draft = Draft(
            id=new_id(),
            name="grant",
            author=session.account,
            hour=this_hour(),
            places=[journal],
            parts=encode_parts([(id_, [Op("grant", id_, statement_fields(one))]) for id_, one in records]),
        )
        put(session, journal, draft, key if signed_by_author else SigningKey.new())
    editor = organisation.desk("editor").open()
    with editor.at_work() as session:
        assert session.aside == [Aside(journal, 1, Cause.FORGED)]
        assert session.ledgers[journal].roster.role_of(collector, this_hour()) is Role.COLLECTOR
        fold_journal(session, journal)
    with organisation.desk("viewer").open().at_work() as session:
        assert session.ledgers[journal].roster.role_of(collector, this_hour()) is Role.COLLECTOR


def test_keys_in_commons_take_no_deeds_id(organisation: Organisation) -> None:
    """Nobody signs the id of a deed that puts keys there: it must not stop the administrator's deed of that id."""
    commons = organisation.founded.accounts[0].keyring.named("commons").journal
    about = [(5, [Op("field", 5, {"key": "x", "name": "X"})])]
    viewer, administrator = organisation.desk("viewer").open(), organisation.desk("administrator").open()
    with administrator.at_work() as session:
        draft = Draft(
            id=new_id(),
            name="set_standard",
            author=session.account,
            hour=this_hour(),
            places=[commons],
            parts=encode_parts(about),
        )
    with organisation.desk("deputy").open().at_work() as session:
        taking = Draft(id=draft.id, name="publish_keys", author=new_id(), hour=this_hour(), places=[commons], parts=[])
        append(session, session.ledgers[commons], taking, key=SigningKey.new())
    with administrator.at_work() as session:
        pull(session)
        assert not store(session, commons, draft, about).already
        fold_journal(session, commons)
    with viewer.at_work() as session:
        pull(session)
    for desk in (viewer, organisation.desk("collector").open()):
        assert desk.workspace(commons)["field"] == {5: {"key": "x", "name": "X"}}
        assert desk.session.aside == []


@pytest.mark.parametrize("by_stranger", [True, False], ids=["no role", "another's name"])
def test_who_may_not_write_has_nothing_decoded(
    organisation: Organisation,
    by_stranger: bool,  # noqa: FBT001 - a parameter of pytest's
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Operations in memory are many times as large as in JSON: that much only for whom the roster knows."""
    journal = organisation.journal(DISTRICT)
    with organisation.desk("other").open().at_work() as session:
        draft = Draft(
            id=new_id(),
            name="add_contact",
            author=session.account if not by_stranger else new_id(),
            hour=this_hour(),
            places=[journal],
            parts=encode_parts([(7, [Op("contact", 7, {"notes": "x"})])]),
        )
        put(session, journal, draft, SigningKey.new())
    decoded: list[str] = []
    read_parts = Deed.read_parts
    monkeypatch.setattr(Deed, "read_parts", lambda deed: decoded.append(deed.name) or read_parts(deed))
    with organisation.desk("viewer").open().at_work() as session:
        assert session.aside == [Aside(journal, 1, Cause.FORGED)]
    assert set(decoded) == {"found_division", "found_organisation", "found_own_journal"}


@pytest.mark.parametrize("kind", sorted(NOT_EDITORS))
def test_an_editor_touches_nothing_that_shuts_opens_or_tells_of_accounts(organisation: Organisation, kind: str) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        lying = Op(kind, 77, {"account": "ab" * 16, "epoch": 0})
        draft = _one(session, journal, "note_freeze", lying)
        put(session, journal, draft, session.keyring.account.signing)
    with organisation.desk("editor").open().at_work() as session:
        for op in (Op(kind, 77, None, lying.now), Op(kind, 77, {"until": 1}), Op(kind, 78, lying.now)):
            pull(session)
            put(session, journal, _one(session, journal, "edit_contact", op), session.keyring.account.signing)
    with organisation.desk("viewer").open().at_work() as session:
        assert [aside.cause for aside in session.aside] == [Cause.FORGED] * 3
        rows = Item.objects.filter(division=session.numbers[journal], kind=kind, record__in=(77, 78))
        assert list(rows.values_list("record", "fields")) == [(77, lying.now)]


def _one(session: Session, journal: bytes, name: str, op: Op) -> Draft:
    parts = encode_parts([(op.id, [op])])
    return Draft(id=new_id(), name=name, author=session.account, hour=this_hour(), places=[journal], parts=parts)
