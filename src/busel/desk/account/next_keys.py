"""What an account that may have been taken becomes: new keys for all that is its own, made before anything ends."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from busel.desk.account.accounts import (
    OWN_DEED,
    TICKET_BYTES,
    Credentials,
    digest,
    first_commit,
    rows_of,
)
from busel.desk.account.unlock_rows import Owner
from busel.desk.clock import this_hour
from busel.desk.journals.writing import About
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Op
from busel.registry.keyring import NOT_DIVISIONS, Account, Bundle, Keyring, own_journal, own_keys, session_ticket
from busel.registry.locker import seal_keyring
from busel.registry.member import Handover
from busel.registry.roles import Role
from busel.shelf.protocol import NewJournal, UnlockRow
from busel.shelf.renewing_calls import GivenUp, Renewal
from busel.vault.entropy import random_bytes
from busel.vault.hidden import hidden
from busel.vault.lock import STANDARD, Profile
from busel.vault.seal import new_key
from busel.vault.sign import SigningKey
from busel.vault.wrap import OpeningKey


@hidden
@dataclass(frozen=True)
class NextKeys:
    """Drawn once, and laid as often as it takes: who tries again after a lost answer makes no second set."""

    told: Credentials
    user_key: bytes
    signing_seed: bytes
    sealing_seed: bytes
    own: Bundle
    """The new own journal, whose inbox is the new mailbox."""
    rows: dict[str, UnlockRow]


def next_keys(session: Session, told: Credentials, *, profile: Profile = STANDARD) -> NextKeys:
    """Return new keys that the words in `told` open. Costs one Argon2id for each row; asks the shelf nothing.

    Why safe: all of them are drawn anew; nothing comes from what somebody else may hold.
    """
    user_key, sealing, write = new_key(), OpeningKey.new(), random_bytes(TICKET_BYTES)
    owner = Owner(session.keyring.organisation, session.keyring.account.handle, session.locker)
    own = Bundle(
        journal=own_journal(write),
        name="own",
        role=Role.EDITOR,
        epochs={0: own_keys(user_key)},
        write=write,
        inbox_seeds={0: sealing.seed},
        deposit=random_bytes(TICKET_BYTES),
    )
    rows = rows_of(owner, told, user_key, profile=profile)
    return NextKeys(told, user_key, SigningKey.new().seed, sealing.seed, own, rows)


def renewed(session: Session, keys: NextKeys) -> tuple[Keyring, NewJournal]:
    """Return the keyring as it is to be, and the new own journal with all that the account keeps in the present one."""
    before = session.keyring
    keyring = msgspec.structs.replace(
        before,
        account=_account(before, keys),
        bundles={**_without_own(before), keys.own.journal.hex(): keys.own},
        heads={journal: link for journal, link in session.heads().items() if journal != before.account.mailbox.hex()},
        rosters=session.rosters(),
        tags={kind: row.tag for kind, row in keys.rows.items()},
        used=keys.told.used,
        untold=_to_tell(before),
        **session.logbook.kept(before),
    )
    journal, link = first_commit(keyring, keys.own, OWN_DEED, _own_records(session), hour=this_hour())
    heads = {**keyring.heads, keys.own.journal.hex(): link}
    return msgspec.structs.replace(keyring, heads=heads), journal


def renewal_of(session: Session, keys: NextKeys, keyring: Keyring) -> Renewal:
    """Return what the shelf is to put in place of everything that opens the account."""
    sealed = seal_keyring(keys.user_key, session.locker, keyring)
    return Renewal(sealed, digest(session_ticket(keys.user_key)), list(keys.rows.values()))


def given_up(session: Session) -> GivenUp:
    """Return the own journal that the account has now."""
    own = session.keyring.bundles[session.keyring.account.mailbox.hex()]
    return GivenUp(own.journal, own.write)


def _account(before: Keyring, keys: NextKeys) -> Account:
    account, signing = before.account, SigningKey(keys.signing_seed)
    handover = Handover(
        organisation=before.organisation,
        account=account.id,
        number=len(account.handovers) + 1,
        before=account.signing.public,
        signing=signing.public,
        sealing=OpeningKey(keys.sealing_seed).public,
    ).sign(account.signing)
    return msgspec.structs.replace(
        account,
        signing_seed=keys.signing_seed,
        sealing_seed=keys.sealing_seed,
        mailbox=keys.own.journal,
        handovers=[*account.handovers, handover],
        past_signing=[account.signing_seed, *account.past_signing],
        past_sealing=[account.sealing_seed, *account.past_sealing] if before.audit else [],
    )


def _without_own(keyring: Keyring) -> dict[str, Bundle]:
    own = keyring.account.mailbox.hex()
    return {journal: bundle for journal, bundle in keyring.bundles.items() if journal != own}


def _to_tell(keyring: Keyring) -> list[bytes]:
    """Return every journal whose inbox has to know: the divisions of the account, those left to it, and the office."""
    divisions = [bundle.journal for bundle in keyring.bundles.values() if bundle.name not in NOT_DIVISIONS]
    divisions += [one.journal for one in keyring.deputyships.values() if one.journal not in divisions]
    office = keyring.named("office") or keyring.office
    return [*divisions, *([office.journal] if office else [])]


def _own_records(session: Session) -> About:
    number = session.numbers.get(session.keyring.account.mailbox)
    held = Item.objects.filter(division=number).order_by("kind", "record").values_list("kind", "record", "fields")
    return [(record, [Op(kind, record, fields)]) for kind, record, fields in held]
