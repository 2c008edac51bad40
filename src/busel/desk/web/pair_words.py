"""What is said of two records that may be one person: what agrees, what differs, and what they probably are."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from busel.desk.web.components import Words
from busel.matching.outcomes import PairKind, Point, Verdict

POINT_WORDS: dict[Point, Words] = {
    Point.FAMILY_SAME: _("same family name"),
    Point.FAMILY_LIKE: _("similar family name"),
    Point.FAMILY_FORMER: _("the family name of one is a former surname of the other"),
    Point.FAMILY_DIFFERS: _("different family name"),
    Point.GIVEN_SAME: _("same given name"),
    Point.GIVEN_SHORT_FORM: _("short form of the given name"),
    Point.GIVEN_LIKE: _("similar given name"),
    Point.GIVEN_INITIAL: _("first letter of the given name"),
    Point.GIVEN_DIFFERS: _("different given name"),
    Point.NAMES_SWAPPED: _("family and given name exchanged"),
    Point.PATRONYMIC_SAME: _("same patronymic"),
    Point.PATRONYMIC_LIKE: _("similar patronymic"),
    Point.PATRONYMIC_INITIAL: _("first letter of the patronymic"),
    Point.PATRONYMIC_DIFFERS: _("different patronymic"),
    Point.BIRTH_SAME: _("same day of birth"),
    Point.BIRTH_YEAR_SAME: _("same year of birth"),
    Point.BIRTH_LIKE: _("similar date of birth"),
    Point.BIRTH_DIFFERS: _("different date of birth"),
    Point.PHONE_SAME: _("same phone"),
    Point.PHONE_OF_MANY: _("same phone, which others have too"),
    Point.EMAIL_SAME: _("same e-mail"),
    Point.EMAIL_YEAR: _("year of birth in the e-mail"),
    Point.HOME_SAME: _("same address"),
    Point.HOUSE_SAME: _("same house"),
    Point.HOME_DIFFERS: _("different address"),
    Point.SETTLEMENT_SAME: _("same town or village"),
    Point.SEX_DIFFERS: _("different sex"),
}
KIND_WORDS: dict[PairKind, Words] = {
    PairKind.SAME: _("Probably one person, written twice: make one record of the two."),
    PairKind.FAMILY: _("Probably a family: make a household."),
    PairKind.FATHER_AND_SON: _("Probably parent and child of one name: make a household, and say who is whose parent."),
    PairKind.TWINS: _("Probably brothers or sisters born on one day: make a household."),
}
KIND_SHORT: dict[PairKind, Words] = {
    PairKind.SAME: _("perhaps one person"),
    PairKind.FAMILY: _("a family"),
    PairKind.FATHER_AND_SON: _("parent and child"),
    PairKind.TWINS: _("brothers or sisters"),
}


def points_words(points: Iterable[Point]) -> str:
    """Return points as one phrase."""
    return ", ".join(str(POINT_WORDS[point]) for point in points)


def reason_of(pair: Verdict) -> str:
    """Return what agrees, then what differs: "same family name, same phone; different date of birth"."""
    told = [points_words(some) for some in (pair.agree, pair.differ) if some]
    return "; ".join(told) or _now("the records as a whole are alike")
