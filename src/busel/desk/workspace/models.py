"""What a desk has opened, as tables in RAM. Columns are the fields of `contacts.records`; ids are those of the records.

There is no user, no permission and no filter here: a row that its member may not see was never opened.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


def _text() -> models.TextField[str, str]:
    return models.TextField(default="", blank=True)


def _about_contact() -> models.ForeignKey[Contact, Contact]:
    return models.ForeignKey("Contact", models.CASCADE, db_constraint=False, db_index=False)


class Division(models.Model):
    """A journal that the desk has opened; `id` is a small number of this desk's own."""

    journal = models.BinaryField()
    name = _text()
    role = _text()
    contacts = models.IntegerField(default=0)


class Contact(models.Model):
    """A person. `contacts.records.Contact` tells the fields."""

    id = models.BigIntegerField(primary_key=True)
    division = models.ForeignKey(Division, models.CASCADE, db_constraint=False, db_index=False)
    family_be = _text()
    given_be = _text()
    patronymic_be = _text()
    family_ru = _text()
    given_ru = _text()
    patronymic_ru = _text()
    nickname = _text()
    sex = _text()
    birth = _text()
    language = _text()
    support = models.IntegerField(default=0)
    source = _text()
    notes = _text()
    risk = models.BooleanField(default=False)
    no_letters = models.BooleanField(default=False)
    no_calls = models.BooleanField(default=False)
    moved = models.BooleanField(default=False)
    deceased = models.BooleanField(default=False)
    external_ids = models.JSONField(default=tuple)
    custom = models.JSONField(default=dict)
    household = models.BigIntegerField(default=0)
    constituency = _text()
    polling_station = _text()
    added = _text()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["division", "id"], name="contact_division"),
            models.Index(fields=["household"], name="contact_household", condition=models.Q(household__gt=0)),
        ]


class Phone(models.Model):
    """A telephone number; `tail` is its last seven digits, by which any written form finds it."""

    id = models.BigIntegerField(primary_key=True)
    contact = _about_contact()
    number = _text()
    written = _text()
    tail = models.IntegerField()
    type = _text()
    status = _text()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contact"], name="phone_contact"),
            models.Index(fields=["tail"], name="phone_tail"),
        ]


class Email(models.Model):
    """An e-mail address."""

    id = models.BigIntegerField(primary_key=True)
    contact = _about_contact()
    address = _text()
    status = _text()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contact"], name="email_contact"),
            models.Index(fields=["address"], name="email_address"),
        ]


class Address(models.Model):
    """A postal address."""

    id = models.BigIntegerField(primary_key=True)
    contact = _about_contact()
    region = _text()
    district = _text()
    settlement_be = _text()
    settlement_ru = _text()
    street_be = _text()
    street_ru = _text()
    house = _text()
    building = _text()
    flat = _text()
    postcode = _text()
    status = _text()
    country = _text()
    type = _text()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contact"], name="address_contact")]


class Label(models.Model):
    """A tag's text, once; `id` is a small number of this desk's own."""

    text = models.TextField(unique=True)


class Tag(models.Model):
    """A label on a contact."""

    id = models.BigIntegerField(primary_key=True)
    contact = _about_contact()
    label = models.ForeignKey(Label, models.CASCADE, db_constraint=False, db_index=False)
    value = _text()
    day = _text()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contact"], name="tag_contact"),
            models.Index(fields=["label", "contact"], name="tag_label"),
        ]


class Activity(models.Model):
    """Something that happened with a person."""

    id = models.BigIntegerField(primary_key=True)
    contact = _about_contact()
    type = _text()
    day = _text()
    subject = _text()
    outcome = _text()
    batch = models.BigIntegerField(default=0)
    details = _text()
    assignee = _text()
    due = _text()
    done = _text()
    event = models.BigIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contact"], name="activity_contact"),
            models.Index(fields=["due"], name="activity_open", condition=~models.Q(due="") & models.Q(done="")),
            models.Index(fields=["event"], name="activity_event", condition=models.Q(event__gt=0)),
        ]


class Messenger(models.Model):
    """A name in a messenger."""

    id = models.BigIntegerField(primary_key=True)
    contact = _about_contact()
    service = _text()
    name = _text()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contact"], name="messenger_contact")]


class Relationship(models.Model):
    """How two people know each other; `other` is the id of the second."""

    id = models.BigIntegerField(primary_key=True)
    contact = _about_contact()
    other = models.BigIntegerField()
    type = _text()
    since = _text()
    until = _text()
    note = _text()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contact"], name="relationship_contact"),
            models.Index(fields=["other"], name="relationship_other"),
        ]


class Membership(models.Model):
    """A person in a group; `group_id` is the record id of the group."""

    id = models.BigIntegerField(primary_key=True)
    contact = _about_contact()
    group_id = models.BigIntegerField()
    joined = _text()
    left = _text()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contact"], name="membership_contact"),
            models.Index(fields=["group_id", "contact"], name="membership_group"),
        ]


class Attendance(models.Model):
    """A person and an event; `event` is the record id of the event."""

    id = models.BigIntegerField(primary_key=True)
    contact = _about_contact()
    event = models.BigIntegerField()
    invited = _text()
    answer = _text()
    attended = _text()
    code = models.IntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contact"], name="attendance_contact"),
            models.Index(fields=["event", "contact"], name="attendance_event"),
        ]


class Consent(models.Model):
    """What a person agreed to."""

    id = models.BigIntegerField(primary_key=True)
    contact = _about_contact()
    purpose = _text()
    how = _text()
    day = _text()
    by_account = _text()
    until = _text()
    withdrawn = _text()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contact"], name="consent_contact")]


class ExternalId(models.Model):
    """An id that a list gave a contact, so that the list finds its people again."""

    contact = _about_contact()
    value = _text()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["value"], name="external_value"),
            models.Index(fields=["contact"], name="external_contact"),
        ]


class Item(models.Model):
    """A record of any other kind, as it was stored: saved searches, templates, grants, and kinds yet to come."""

    division = models.ForeignKey(Division, models.CASCADE, db_constraint=False, db_index=False)
    kind = _text()
    record = models.BigIntegerField()
    fields = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["division", "kind", "record"], name="item_once"),
        ]


TABLES: tuple[type[models.Model], ...] = (
    Division,
    Contact,
    Phone,
    Email,
    Address,
    Label,
    Tag,
    Activity,
    Messenger,
    Relationship,
    Membership,
    Attendance,
    Consent,
    ExternalId,
    Item,
)
