"""A coordinator's key reaches what lies below the own division, and nothing else, whatever is written into commons."""

from __future__ import annotations

import msgspec
import pytest

from busel.desk.clock import this_hour
from busel.desk.journals.writing import append
from busel.desk.keys.mailbox import open_mailbox
from busel.desk.keys.posting import members_of, post, publish
from busel.desk.trustees import founding
from busel.journal.deed import Draft, Op, encode_parts
from busel.registry.keyring import Bundle
from busel.registry.letters import GRANT, GrantLetter
from busel.registry.roles import Role
from busel.registry.statements import (
    BEFORE_ALL,
    BY_DIVISION_KEY,
    ROOT,
    Certificate,
    Grant,
    InboxKey,
    division_id,
    statement_fields,
)
from busel.shelf.memory import MemoryShelf
from busel.vault.entropy import new_id
from busel.vault.sign import SigningKey
from busel.vault.wrap import OpeningKey
from factories.desks import DISTRICT, REGION, Organisation, found

BREST, MINSK, BARYSAU = "Brest region", "Minsk region", "Minsk region / Barysaŭ district"


@pytest.fixture
def neighbours(shelf: MemoryShelf) -> Organisation:
    posts = {
        "administrator": founding.Post(Role.ADMINISTRATOR),
        "brest": founding.Post(Role.COORDINATOR, (BREST,)),
        "minsk": founding.Post(Role.COORDINATOR, (BREST, MINSK, BARYSAU)),
        "ann": founding.Post(Role.EDITOR, (MINSK,)),
        "collector": founding.Post(Role.COLLECTOR, (MINSK,)),
    }
    return found(shelf, posts, (BREST, ""), (MINSK, ""), (BARYSAU, MINSK))


def test_no_coordinator_takes_over_a_division_that_is_not_below(neighbours: Organisation) -> None:
    brest, minsk = neighbours.journal(BREST), neighbours.journal(MINSK)
    evil = SigningKey.new()
    with neighbours.desk("brest").open().at_work() as session:
        mine, genuine = SigningKey(session.keyring.bundle(brest).division_seed), session.certificates.inbox_key(minsk)
        taken = Certificate(
            organisation=session.keyring.organisation,
            division=minsk,
            parent=brest,
            name=f"{BREST} / {MINSK}",
            number=99,
            first=evil.public,
            public=evil.public,
            sealing=b"",
        ).sign(mine)
        box = InboxKey(
            organisation=session.keyring.organisation,
            division=minsk,
            epoch=9,
            public=OpeningKey.new().public,
            deposit=genuine.deposit,
        ).sign(evil)
        publish(session, [taken], mine)
        publish(session, [box], evil)
    for who in ("collector", "ann", "minsk"):
        desk = neighbours.desk(who).open()
        assert desk.session.certificates.inbox_key(minsk) == genuine
        assert desk.session.certificates.name(minsk) == MINSK
        assert desk.session.aside == []


@pytest.mark.parametrize("name", ["commons", "office", "own", DISTRICT, f"{DISTRICT} / commons"])
def test_a_division_that_a_coordinator_founds_is_taken_for_nothing_else(organisation: Organisation, name: str) -> None:
    journal, evil, victim = organisation.journal(DISTRICT), SigningKey.new(), organisation.desk("collector").open()
    before = {id_: bundle.name for id_, bundle in victim.session.keyring.bundles.items()}
    with organisation.desk("deputy").open().at_work() as session:
        new, ours = division_id(session.keyring.organisation, journal, evil.public), session.keyring.organisation
        chain = [
            Certificate(
                organisation=ours,
                division=new,
                parent=journal,
                name=name,
                number=0,
                first=evil.public,
                public=evil.public,
                sealing=b"",
            ).sign(SigningKey(session.keyring.bundle(journal).division_seed))
        ]
        publish(session, chain, evil)
        while chain[-1].parent != ROOT:
            chain.append(session.certificates.certificate(chain[-1].parent))
        member = members_of(session, journal)[organisation.account("collector")]
        let_in = Grant(
            organisation=ours,
            id=new_id(),
            division=new,
            account=member.account,
            signing=member.signing,
            role=Role.COLLECTOR,
            since=1,
            not_after=0,
            from_epoch=0,
            may_export=False,
            by=BY_DIVISION_KEY,
            number=0,
            previous=BEFORE_ALL,
        ).sign(evil)
        bundle = Bundle(journal=new, name="commons", role=Role.COLLECTOR, division_seed=evil.seed)
        letter = GrantLetter(grant=let_in, chain=chain, bundle=bundle)
        post(session, bundle, member, (GRANT, letter), id_=new_id())
    with victim.at_work() as session:
        open_mailbox(session)
        after = {id_: bundle.name for id_, bundle in session.keyring.bundles.items()}
    honest = name.startswith(DISTRICT + " / ")
    assert after == ({**before, new.hex(): name} if honest else before)


def test_a_new_division_has_no_other_divisions_place(organisation: Organisation) -> None:
    assert len({organisation.journal(name) for name in (REGION, DISTRICT)}) == 2
    for name, above in ((REGION, ROOT), (DISTRICT, organisation.journal(REGION))):
        certificate = organisation.desk("viewer").open().session.certificates.certificate(organisation.journal(name))
        assert (certificate.parent, certificate.names_its_place()) == (above, True)


@pytest.mark.parametrize("kind", ["certificate", "inbox_key"])
def test_a_number_beyond_all_bounds_keeps_nobody_out(neighbours: Organisation, kind: str) -> None:
    """JSON's numbers have no end, and what is signed has 16 bytes for one: such a statement is none."""
    brest, minsk = neighbours.journal(BREST), neighbours.journal(MINSK)
    with neighbours.desk("brest").open().at_work() as session:
        mine, genuine = SigningKey(session.keyring.bundle(brest).division_seed), session.certificates.inbox_key(minsk)
        statement = session.certificates.certificate(minsk) if kind == "certificate" else genuine
        name = b'"number":' if kind == "certificate" else b'"epoch":'
        [part] = encode_parts([(7, [Op(kind, 7, statement_fields(statement))])])
        assert bytes(part).count(name + b"0") == 1
        draft = Draft(
            id=new_id(),
            name="publish_keys",
            author=brest,
            hour=this_hour(),
            places=[session.keyring.named("commons").journal],
            parts=[msgspec.Raw(bytes(part).replace(name + b"0", name + b"%d" % 2**200))],
        )
        append(session, session.ledgers[session.keyring.named("commons").journal], draft, key=mine)
    for who in ("collector", "ann", "minsk"):
        assert neighbours.desk(who).open().session.certificates.inbox_key(minsk) == genuine
