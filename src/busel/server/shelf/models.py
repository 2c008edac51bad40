"""The store's tables. Every column has its reason in docs/stored-columns.md; a test fails on one without.

Ids are random, keys are the rows' own, and no row tells a time finer than a day. There is no table of who works where.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Locker(models.Model):
    """A sealed keyring with the hashes of the capabilities that open, freeze and thaw it."""

    id = models.BinaryField(primary_key=True)
    version = models.IntegerField()
    sealed = models.BinaryField()
    session_digest = models.BinaryField()
    freeze_digest = models.BinaryField(unique=True)
    thaw_first_digest = models.BinaryField()
    thaw_second_digest = models.BinaryField()
    is_frozen = models.BooleanField()
    last_day = models.IntegerField()
    is_renewable = models.BooleanField()
    shown_half = models.SmallIntegerField()
    shown_until = models.IntegerField()


class Limit(models.Model):
    """What an administrator sets for all accounts: one row, or none while nothing was set."""

    id = models.SmallIntegerField(primary_key=True)
    idle_days = models.SmallIntegerField()


class UnlockRow(models.Model):
    """Found by what only a passphrase, a code or a slip gives."""

    tag = models.BinaryField(primary_key=True)
    locker = models.BinaryField(db_index=True)
    sealed = models.BinaryField()


class Invitation(models.Model):
    """What a slip of paper opens once. Its unlock row stands among the others; used or withdrawn, both are gone."""

    id = models.BinaryField(primary_key=True)
    ticket_digest = models.BinaryField(unique=True)
    last_day = models.IntegerField()


class Journal(models.Model):
    """A journal's head, its newest snapshot, and the hashes of its tickets."""

    id = models.BinaryField(primary_key=True)
    epoch = models.IntegerField()
    sequence = models.IntegerField()
    digest = models.BinaryField()
    snapshot = models.IntegerField()
    adopted = models.BinaryField()
    retired = models.BinaryField()
    read_digest = models.BinaryField()
    write_digest = models.BinaryField()
    deposit_digest = models.BinaryField()
    append_digest = models.BinaryField()
    is_sponsor = models.BooleanField()
    audit_digest = models.BinaryField()
    log_told = models.IntegerField()


class LogEntry(models.Model):
    """One entry of a journal's access log."""

    pk = models.CompositePrimaryKey("journal", "place")
    journal = models.BinaryField()
    place = models.IntegerField()
    chain = models.BinaryField()
    number = models.IntegerField()
    body = models.BinaryField()

    class Meta:
        """Each number of a chain is there once, and the newest is found at once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["journal", "chain", "number"], name="shelf_logentry_chain"),
        ]


class LogMonth(models.Model):
    """Where a month of a journal's access log begins: what is younger than thirteen months is not let go."""

    pk = models.CompositePrimaryKey("journal", "month")
    journal = models.BinaryField()
    month = models.IntegerField()
    place = models.IntegerField()


class Commit(models.Model):
    """One link of a journal's chain."""

    pk = models.CompositePrimaryKey("journal", "sequence")
    journal = models.BinaryField()
    sequence = models.IntegerField()
    epoch = models.IntegerField()
    previous = models.BinaryField()
    body_digest = models.BinaryField()
    segment = models.SmallIntegerField()
    key_epoch = models.IntegerField()
    body = models.BinaryField()


class Block(models.Model):
    """One block of a snapshot, adopted or put aside."""

    pk = models.CompositePrimaryKey("journal", "stage", "position")
    journal = models.BinaryField()
    stage = models.BinaryField()
    position = models.IntegerField()
    body = models.BinaryField()


class Stage(models.Model):
    """Blocks that were put aside and that nobody adopted yet, and the day on which they were added to."""

    pk = models.CompositePrimaryKey("journal", "stage")
    journal = models.BinaryField()
    stage = models.BinaryField()
    day = models.IntegerField()


class KeptBody(models.Model):
    """A commit's body as it lay before a fold made it history, for some days."""

    pk = models.CompositePrimaryKey("journal", "sequence")
    journal = models.BinaryField()
    sequence = models.IntegerField()
    day = models.IntegerField()
    body = models.BinaryField()


class KeptSnapshot(models.Model):
    """A snapshot that a fold replaced, for some days; its blocks stay where they lie."""

    pk = models.CompositePrimaryKey("journal", "sequence")
    journal = models.BinaryField()
    sequence = models.IntegerField()
    stage = models.BinaryField()
    day = models.IntegerField()


class Envelope(models.Model):
    """One sealed message that waits in a journal's inbox."""

    pk = models.CompositePrimaryKey("journal", "id")
    journal = models.BinaryField()
    id = models.BinaryField()
    body = models.BinaryField()
