"""What is said of two records: how sure it is, what agrees and what differs. Words for people live in `desk/web`."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """How sure it is that two records are one person. Of pairs that are neither nothing is said."""

    CERTAIN = "certain"
    """The model is sure, something personal agrees, nothing contradicts."""
    REVIEW = "review"
    """A person should look at both."""


class PairKind(StrEnum):
    """What two records that look alike probably are."""

    SAME = "same"
    """One person, written twice."""
    FAMILY = "family"
    """Two of one household."""
    FATHER_AND_SON = "father-and-son"
    """Parent and child of one name: the younger one's patronymic may be the elder one's given name."""
    TWINS = "twins"
    """Born on one day, of one family, with given names that are not the same."""


class Point(StrEnum):
    """One thing that two records agree or differ in. Where one of them is silent there is no point."""

    FAMILY_SAME = "family-same"
    FAMILY_LIKE = "family-like"
    """Alike but for a letter or two, or for the ending of the other sex."""
    FAMILY_FORMER = "family-former"
    """The surname of one is one of before of the other: somebody has married."""
    FAMILY_DIFFERS = "family-differs"
    GIVEN_SAME = "given-same"
    """The same name, also in the other language."""
    GIVEN_SHORT_FORM = "given-short-form"
    """A pet name of the other: "Саша" and "Аляксандр"."""
    GIVEN_LIKE = "given-like"
    GIVEN_INITIAL = "given-initial"
    """One of them tells the first letter only, and it agrees."""
    GIVEN_DIFFERS = "given-differs"
    NAMES_SWAPPED = "names-swapped"
    """Family name and given name stand in each other's place."""
    PATRONYMIC_SAME = "patronymic-same"
    PATRONYMIC_LIKE = "patronymic-like"
    PATRONYMIC_INITIAL = "patronymic-initial"
    PATRONYMIC_DIFFERS = "patronymic-differs"
    BIRTH_SAME = "birth-same"
    """The whole day."""
    BIRTH_YEAR_SAME = "birth-year-same"
    """The year, where one of them tells no more or day and month differ."""
    BIRTH_LIKE = "birth-like"
    """A digit apart, or day and month exchanged."""
    BIRTH_DIFFERS = "birth-differs"
    PHONE_SAME = "phone-same"
    PHONE_OF_MANY = "phone-of-many"
    """The same number, which others of the household have too."""
    EMAIL_SAME = "email-same"
    EMAIL_YEAR = "email-year"
    """The e-mail address of one ends with the year in which the other one was born."""
    HOME_SAME = "home-same"
    """Settlement, street, house and flat."""
    HOUSE_SAME = "house-same"
    """The house; a flat is not told by both."""
    HOME_DIFFERS = "home-differs"
    SETTLEMENT_SAME = "settlement-same"
    SEX_DIFFERS = "sex-differs"


class Verdict(NamedTuple):
    """What is said of two records, the smaller key first."""

    one: int
    other: int
    outcome: Outcome
    probability: float
    agree: tuple[Point, ...]
    differ: tuple[Point, ...]
    kind: PairKind
