"""Trustees name another auditor: new entries are sealed to that one, and to nobody who audited before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from busel.desk.journals.opening import pull
from busel.desk.journals.writing import write
from busel.desk.oversight import access_log
from busel.desk.oversight.auditing import auditors
from busel.desk.oversight.log_reports import read_log
from busel.desk.trustees.naming_auditors import name_auditor
from busel.journal.deed import Op
from busel.registry.log_reading import Flaw
from busel.registry.root import Root
from busel.registry.statements import Auditor, statement_fields
from busel.vault.entropy import new_record_id
from busel.vault.shares import add_share, are_enough, join_shares, read_share
from busel.vault.sign import SigningKey
from desk.conftest import ZLOBIN

if TYPE_CHECKING:
    from busel.desk.session import Session
    from busel.vault.shares import Share
    from desk.conftest import Arrive, Organisation


@pytest.fixture
def root(organisation: Organisation) -> Root:
    """The root, as three of the cards give it back."""
    held: list[Share] = []
    for number in (4, 0, 2):
        held = add_share(held, read_share(organisation.founded.shares[number].text))
    assert are_enough(held)
    return Root(join_shares(held))


def opened(session: Session, journal: bytes, contact: int) -> None:
    access_log.note(session, "open_contact", journal, [contact])


def read(session: Session, journal: bytes) -> tuple[list[int], list[Flaw]]:
    """Return whom the entries that open here name, and what does not hold together."""
    told = read_log(session, journal)
    return [contact for entry in told.entries for contact in entry.contacts], [one.flaw for one in told.findings]


@pytest.mark.parametrize("who", ["collector", "viewer", "coordinator", "administrator"])
def test_whoever_signs_in_reads_what_is_logged_from_then_on_and_the_one_before_does_not(
    arrive: Arrive, organisation: Organisation, root: Root, who: str
) -> None:
    journal = organisation.journal(ZLOBIN)
    editor = arrive("editor").session
    opened(editor, journal, 1)
    chosen = arrive(who).session
    old = organisation.session("auditor").account
    named = name_auditor(chosen, root)
    assert (named.auditors, named.ended) == (1, 1)
    assert auditors(chosen) == {chosen.account: chosen.keyring.account.sealing.public}
    assert bool(chosen.keyring.named("commons").write) is (who == "administrator")
    again = name_auditor(chosen, root)
    assert (again.auditors, again.ended) == (1, 0)
    working = arrive("editor").session
    opened(working, journal, 2)
    contacts, flaws = read(arrive(who).session, journal)
    assert 2 in contacts
    assert 1 not in contacts or who == "coordinator"
    assert set(flaws) <= {Flaw.SHUT}
    before = arrive("auditor").session
    assert before.account == old
    contacts, flaws = read(before, journal)
    assert 1 in contacts
    assert 2 not in contacts
    assert flaws == [Flaw.CHANGED]  # who audits no more cannot tell it from what was changed


def test_a_session_that_is_at_work_begins_another_chain_once_it_reads_of_it(
    arrive: Arrive, organisation: Organisation, root: Root
) -> None:
    journal = organisation.journal(ZLOBIN)
    name_auditor(arrive("viewer").session, root, beside=True)
    editor = arrive("editor").session
    opened(editor, journal, 1)
    first = editor.logbook.chains[journal]
    opened(editor, journal, 2)
    assert editor.logbook.chains[journal] is first
    record = new_record_id()
    over = Auditor(
        organisation=editor.keyring.organisation,
        account=organisation.session("auditor").account,
        sealing=b"",
        number=1,
        since=1,
        signing=bytes(32),
    ).sign(root.signing)
    commons = arrive("administrator").session
    write(
        commons,
        organisation.journal("commons"),
        "set_standard",
        [(record, [Op("auditor", record, statement_fields(over))])],
    )
    editor = arrive("editor").session
    editor.logbook.chains[journal] = first
    pull(editor)
    opened(editor, journal, 3)
    assert editor.logbook.chains[journal] is not first
    assert len(editor.logbook.chains[journal].recipients) == 2


def test_without_the_root_nobody_is_named(arrive: Arrive, organisation: Organisation) -> None:
    session = arrive("administrator").session
    before = auditors(session)
    liar = SigningKey.new()
    mine = Auditor(
        organisation=session.keyring.organisation,
        account=session.account,
        sealing=session.keyring.account.sealing.public,
        number=5,
        since=1,
        signing=session.keyring.account.signing.public,
    ).sign(liar)
    record = new_record_id()
    about = [(record, [Op("auditor", record, statement_fields(mine))])]
    write(session, organisation.journal("commons"), "set_standard", about)
    assert auditors(arrive("editor").session) == before
