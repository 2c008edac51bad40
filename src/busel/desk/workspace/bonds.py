"""What ties a person to others, as tables in RAM: messengers, relationships, groups, events, consents, traces."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from busel.desk.workspace.columns import about_contact, text


class Messenger(models.Model):
    """A name in a messenger."""

    id = models.BigIntegerField(primary_key=True)
    contact = about_contact()
    service = text()
    name = text()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contact"], name="messenger_contact")]


class Relationship(models.Model):
    """How two people know each other; `other` is the id of the second."""

    id = models.BigIntegerField(primary_key=True)
    contact = about_contact()
    other = models.BigIntegerField()
    type = text()
    since = text()
    until = text()
    note = text()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contact"], name="relationship_contact"),
            models.Index(fields=["other"], name="relationship_other"),
        ]


class Membership(models.Model):
    """A person in a group; `group_id` is the record id of the group."""

    id = models.BigIntegerField(primary_key=True)
    contact = about_contact()
    group_id = models.BigIntegerField()
    joined = text()
    left = text()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contact"], name="membership_contact"),
            models.Index(fields=["group_id", "contact"], name="membership_group"),
        ]


class Attendance(models.Model):
    """A person and an event; `event` is the record id of the event."""

    id = models.BigIntegerField(primary_key=True)
    contact = about_contact()
    event = models.BigIntegerField()
    invited = text()
    answer = text()
    attended = text()
    code = models.IntegerField(default=0)
    codes = text()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contact"], name="attendance_contact"),
            models.Index(fields=["event", "contact"], name="attendance_event"),
        ]


class Consent(models.Model):
    """What a person agreed to."""

    id = models.BigIntegerField(primary_key=True)
    contact = about_contact()
    purpose = text()
    how = text()
    day = text()
    by_account = text()
    until = text()
    withdrawn = text()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contact"], name="consent_contact")]


class Trace(models.Model):
    """What was done to a person in the division where they were before."""

    id = models.BigIntegerField(primary_key=True)
    contact = about_contact()
    day = text()
    deed = text()
    by_account = text()
    touched = text()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contact"], name="trace_contact")]
