"""One division from its first commit on: who had the keys of which epoch, and in which epochs each person stood there.

Both come from the journal itself, under the roster of each moment: keys came with a grant, and with each change of the
keys to everybody who held one then. Nothing else gives keys away.

Why that is exact: an epoch's state key opens every commit of that epoch and the snapshots in it, whoever holds a copy
of the database; its history key opens, beside them, all that was written before. No key of one epoch opens anything of
a later one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from busel.desk.freezes.freeze_notes import FREEZE
from busel.desk.journals.annals import Annals
from busel.journal.deed import Deed, Fields, Touched
from busel.journal.header import Header
from busel.journal.snapshot import Manifest
from busel.registry.entitled import Entitled, entitled
from busel.registry.roster import roster_statements
from busel.registry.statements import Epoch, Grant, Revocation

ALWAYS = 0
"""The epoch in which somebody is taken to have come of whom no deed that opens tells when."""


@dataclass(frozen=True)
class Stay:
    """The epochs in which a person stood in the division, the last one too; `went` is None while they still do."""

    came: int
    went: int | None = None
    sent: int | None = None
    """The epoch whose inbox key they were sealed to, of whom a collector sent: they could be read there before."""


@dataclass(frozen=True)
class Keys:
    """The keys of one epoch in one account's hands."""

    epoch: int
    history: bool
    since: int
    """The hour at which they came."""
    inbox: bool = False
    """With the key of the inbox."""


@dataclass(frozen=True)
class Removed:
    """Somebody who stands here no longer, as they were when they were taken out."""

    contact: Fields
    phones: tuple[str, ...]


@dataclass
class Chronicle(Annals):
    """The reader of a division that remembers both."""

    hands: dict[bytes, dict[int, Keys]] = field(default_factory=dict)
    """Account -> epoch -> keys."""
    begins: dict[int, int] = field(default_factory=lambda: {0: 0})
    """Epoch -> the hour at which it began."""
    stays: dict[int, list[Stay]] = field(default_factory=dict)
    """Contact -> when it stood here, the latest last."""
    removed: dict[int, Removed] = field(default_factory=dict)
    frozen: dict[int, str] = field(default_factory=dict)
    """Record of a freeze that is in force -> the account, in hexadecimal digits."""
    _touched: tuple[bytes, list[tuple[int, list[Touched]]]] = (b"", [])
    """The deed that was believed last, and what it touches."""

    def note(self, deed: Deed) -> list[int]:
        """Take in a deed that was just read: grants, and people who came or went. Return whom it is about."""
        epoch, sent = 0 if self.link is None else self.link.epoch, _sent(deed)
        touched = self._touched[1] if self._touched[0] == deed.id else list(deed.touched())
        self._touched = (b"", [])
        return [subject for subject, some in touched if self._note_part(deed, subject, some, epoch=epoch, sent=sent)]

    def _note_part(self, deed: Deed, subject: int, touched: list[Touched], *, epoch: int, sent: int | None) -> bool:
        """Take in what a deed does about one subject. Is it a person?"""
        is_person = is_about_hands = False
        for one in touched:
            if one.kind == "contact":
                self._note_person(one, touched, epoch, sent)
                is_person = True
            elif one.kind in ("grant", FREEZE):
                is_about_hands = True
            is_person = is_person or one.id != subject
        if is_about_hands:
            self._note_hands(deed, subject, epoch)
        return is_person

    def _kinds_in(self, deed: Deed) -> set[str]:
        """Return what a ledger does, and keep what was decoded for it: `note` asks for it at once.

        People's fields are not decoded. So a deed of an editor whose fields nobody can read counts here: too many
        people are named then, never too few. Statements are decoded wherever they stand.
        """
        self._touched = (deed.id, list(deed.touched()))
        return {one.kind for _subject, some in self._touched[1] for one in some}

    def learn_from_roster(self, ended_in: Mapping[bytes, int]) -> None:
        """Take from the roster's own statements who had which keys: where older deeds do not open, nothing else tells.

        `ended_in` says in which epoch each revocation, by its digest, was written. It may say a little too much, never
        too little: an epoch is stated just after it began, and who was let in between counts for the one before too.
        """
        epoch, given, left = 0, dict[bytes, Grant](), list[tuple[Grant, int]]()
        for one in self.today.statements if self.today else ():
            if isinstance(one, Grant):
                given[one.digest()] = one
                self._hand_by(one, epoch, one.since)
            elif isinstance(one, Revocation):
                known = ended_in.get(one.digest(), epoch + 1)
                left += [(given.pop(digest), known) for digest in one.grants if digest in given]
            elif isinstance(one, Epoch):
                epoch = one.epoch
                self.begins.setdefault(epoch, one.since)
                for grant in [*given.values(), *(grant for grant, ended in left if ended >= epoch)]:
                    if grant.holds_at(one.since):
                        self._hand_by(grant, epoch, one.since, began=one.by == grant.account)
                left.clear()

    def _hand_by(self, grant: Grant, epoch: int, hour: int, *, began: bool = False) -> None:
        """Note the keys that come with a grant; whoever begins an epoch makes both of its keys."""
        if grant.role.reads:
            self._hand(grant.account, Keys(epoch, began or not grant.from_epoch, hour, grant.role.writes))

    def ends(self, epoch: int) -> int | None:
        """Return the hour at which an epoch's keys were changed; None for the present one."""
        return min((hour for later, hour in self.begins.items() if later > epoch), default=None)

    def _note_person(self, one: Touched, beside: list[Touched], epoch: int, sent: int | None) -> None:
        stays = self.stays.setdefault(one.id, [])
        standing = bool(stays) and stays[-1].went is None
        if one.gone:
            stays.append(replace(stays.pop() if standing else Stay(ALWAYS), went=epoch))
            phones = (also.fields_before() for also in beside if also.kind == "phone" and also.gone)
            numbers = tuple(str(phone.get("number") or phone.get("written") or "") for phone in phones)
            self.removed[one.id] = Removed(one.fields_before(), numbers)
        elif not standing:
            stays.append(Stay(epoch if one.is_new else ALWAYS, sent=sent))
            self.removed.pop(one.id, None)

    def _note_hands(self, deed: Deed, subject: int, epoch: int) -> None:
        """Take in grants; and freezes, for new keys go to nobody frozen, and to who is thawed at once."""
        ops = deed.about(subject)
        for grant in roster_statements((op.kind, op.now) for op in ops if op.now is not None):
            if isinstance(grant, Grant):
                self._hand_by(grant, epoch, grant.since)
        for op in ops:
            if op.kind == FREEZE and op.now and "account" in op.now:
                self.frozen[op.id] = str(op.now["account"])
            elif op.kind == FREEZE and op.now and op.now.get("until"):
                self._note_thaw(self.frozen.pop(op.id, ""), epoch, deed.hour)

    def _note_thaw(self, account: str, epoch: int, hour: int) -> None:
        for one, mine in entitled(self.roster, hour).items():
            if one.hex() == account:
                self._hand_all(one, mine, epoch, hour)

    def _hand_all(self, account: bytes, mine: Entitled, epoch: int, hour: int, *, began: bool = False) -> None:
        """Note the keys that a new epoch's letter brings, on all grants in force."""
        if mine.role.reads:
            self._hand(account, Keys(epoch, began or mine.history, hour, mine.role.writes))

    def _hand(self, account: bytes, keys: Keys) -> None:
        held = self.hands.setdefault(account, {})
        before = held.get(keys.epoch, keys)
        history, inbox = keys.history or before.history, keys.inbox or before.inbox
        held[keys.epoch] = Keys(keys.epoch, history, min(keys.since, before.since), inbox)

    def _take_manifest(self, manifest: Manifest, header: Header, digests: list[bytes], *, stepped: bool) -> None:
        super()._take_manifest(manifest, header, digests, stepped=stepped)
        if not stepped or self.roster is None:
            return
        self.begins[header.epoch] = manifest.hour
        frozen = set(self.frozen.values())
        for account, mine in entitled(self.roster, manifest.hour).items():
            if account.hex() not in frozen or account == manifest.author:
                self._hand_all(account, mine, header.epoch, manifest.hour, began=account == manifest.author)


def _sent(deed: Deed) -> int | None:
    """Return the epoch of the inbox key to which an accepted envelope was sealed; None for other deeds."""
    if deed.name != "accept_entry":
        return None
    counted = (op.now.get("counts") for op in deed.ops() if op.kind == "batch" and op.now)
    epochs = (counts.get("epoch", 0) for counts in counted if isinstance(counts, dict))
    return next((epoch for epoch in epochs if isinstance(epoch, int)), 0)
