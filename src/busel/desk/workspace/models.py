"""What a desk has opened, as tables in RAM. Columns are the fields of `contacts.records`; ids are those of the records.

There is no user, no permission and no filter here: a row that its member may not see was never opened.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from busel.desk.workspace.bonds import Attendance, Consent, Membership, Messenger, Relationship, Trace
from busel.desk.workspace.columns import about_contact, text


class Division(models.Model):
    """A journal that the desk has opened; `id` is a small number of this desk's own."""

    journal = models.BinaryField()
    name = text()
    role = text()
    contacts = models.IntegerField(default=0)


class Contact(models.Model):
    """A person. `contacts.records.Contact` tells the fields."""

    id = models.BigIntegerField(primary_key=True)
    division = models.ForeignKey(Division, models.CASCADE, db_constraint=False, db_index=False)
    family_be = text()
    given_be = text()
    patronymic_be = text()
    family_ru = text()
    given_ru = text()
    patronymic_ru = text()
    nickname = text()
    former_family = text()
    sex = text()
    birth = text()
    language = text()
    support = models.IntegerField(default=0)
    source = text()
    notes = text()
    risk = models.BooleanField(default=False)
    no_letters = models.BooleanField(default=False)
    no_calls = models.BooleanField(default=False)
    moved = models.BooleanField(default=False)
    deceased = models.BooleanField(default=False)
    external_ids = models.JSONField(default=tuple)
    custom = models.JSONField(default=dict)
    household = models.BigIntegerField(default=0)
    constituency = text()
    polling_station = text()
    added = text()
    suggested = text()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["division", "id"], name="contact_division"),
            models.Index(fields=["household"], name="contact_household", condition=models.Q(household__gt=0)),
        ]


class Alias(models.Model):
    """A contact whose stored id stood here already, in another division: `id` is the one of this desk."""

    id = models.BigIntegerField(primary_key=True)
    division = models.ForeignKey(Division, models.CASCADE, db_constraint=False, db_index=False)
    stored = models.BigIntegerField()


class Phone(models.Model):
    """A telephone number; `tail` is its last seven digits, by which any written form finds it."""

    id = models.BigIntegerField(primary_key=True)
    contact = about_contact()
    number = text()
    written = text()
    tail = models.IntegerField()
    type = text()
    status = text()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contact"], name="phone_contact"),
            models.Index(fields=["tail"], name="phone_tail"),
        ]


class Email(models.Model):
    """An e-mail address."""

    id = models.BigIntegerField(primary_key=True)
    contact = about_contact()
    address = text()
    status = text()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contact"], name="email_contact"),
            models.Index(fields=["address"], name="email_address"),
        ]


class Address(models.Model):
    """A postal address."""

    id = models.BigIntegerField(primary_key=True)
    contact = about_contact()
    region = text()
    district = text()
    settlement_be = text()
    settlement_ru = text()
    street_be = text()
    street_ru = text()
    house = text()
    building = text()
    flat = text()
    postcode = text()
    status = text()
    country = text()
    type = text()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contact"], name="address_contact")]


class Label(models.Model):
    """A tag's text, once; `id` is a small number of this desk's own."""

    text = models.TextField(unique=True)


class Tag(models.Model):
    """A label on a contact."""

    id = models.BigIntegerField(primary_key=True)
    contact = about_contact()
    label = models.ForeignKey(Label, models.CASCADE, db_constraint=False, db_index=False)
    value = text()
    day = text()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contact"], name="tag_contact"),
            models.Index(fields=["label", "contact"], name="tag_label"),
        ]


class Activity(models.Model):
    """Something that happened with a person."""

    id = models.BigIntegerField(primary_key=True)
    contact = about_contact()
    type = text()
    day = text()
    subject = text()
    outcome = text()
    batch = models.BigIntegerField(default=0)
    details = text()
    assignee = text()
    due = text()
    done = text()
    event = models.BigIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contact"], name="activity_contact"),
            models.Index(fields=["due"], name="activity_open", condition=~models.Q(due="") & models.Q(done="")),
            models.Index(fields=["event"], name="activity_event", condition=models.Q(event__gt=0)),
        ]


class ExternalId(models.Model):
    """An id that a list gave a contact, so that the list finds its people again."""

    contact = about_contact()
    value = text()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["value"], name="external_value"),
            models.Index(fields=["contact"], name="external_contact"),
        ]


class Item(models.Model):
    """A record of any other kind, as it was stored: saved searches, templates, grants, and kinds yet to come."""

    division = models.ForeignKey(Division, models.CASCADE, db_constraint=False, db_index=False)
    kind = text()
    record = models.BigIntegerField()
    fields = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["division", "kind", "record"], name="item_once"),
        ]


TABLES: tuple[type[models.Model], ...] = (
    Division,
    Contact,
    Alias,
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
    Trace,
    ExternalId,
    Item,
)
