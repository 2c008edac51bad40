"""What is said of two records that were weighed: certain, for a person to look at, or nothing."""

from __future__ import annotations

import pytest

from busel.matching.evidence import PERSONAL, Context, traits
from busel.matching.judging import Weighed, judge
from busel.matching.outcomes import Outcome, PairKind, Point, Verdict
from busel.matching.preparing import prepare
from busel.matching.records import Home, Record
from busel.matching.scores import _weights

HEAVY, LIGHT = 12.0, -2.0
HOME = (Home("Жлобін", "вул. Міру", "5", "12"),)
IVAN = Record(1, ("Кавалёў",), ("Іван",), phones=("+375291234567",), homes=HOME)
JOHN = Record(2, ("Ковалёв",), ("Иван",), phones=("80291234567",), homes=HOME)


def said(*people: Record, weight: float = HEAVY, families: bool = False) -> list[Verdict]:
    keys = [one.key for one in people]
    weighed = [Weighed(one, other, weight) for one in keys for other in keys if one < other]
    return judge(prepare(people), weighed, families=families)


def test_one_person_in_two_languages_with_one_telephone_is_certain() -> None:
    [verdict] = said(IVAN, JOHN)
    assert (verdict.outcome, verdict.kind) == (Outcome.CERTAIN, PairKind.SAME)
    assert verdict.agree == (Point.FAMILY_SAME, Point.GIVEN_SAME, Point.PHONE_SAME, Point.HOME_SAME)
    assert verdict.differ == ()


def test_names_alone_are_never_certain_however_much_they_weigh() -> None:
    [verdict] = said(IVAN._replace(phones=(), homes=()), JOHN._replace(phones=(), homes=()), weight=60)
    assert verdict.outcome is Outcome.REVIEW


def test_what_weighs_too_little_is_not_told() -> None:
    assert said(IVAN, JOHN, weight=LIGHT) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"patronymic": ("Пятровіч",)}, {"patronymic": ("Сергеевич",)}),
        ({"patronymic": ("П.",)}, {"patronymic": ("Сергеевич",)}),
        ({"birth": "1950-01-01"}, {"birth": "1975"}),
        ({"sex": "m"}, {"sex": "f"}),
        ({"given": ("Іван",)}, {"given": ("Сяргей",)}),
    ],
)
def test_nothing_outweighs_what_one_person_does_not_have_twice(
    one: dict[str, object], other: dict[str, object]
) -> None:
    assert said(IVAN._replace(**one), JOHN._replace(**other), weight=60) == []


def test_father_and_son_of_one_name_at_one_address_are_told_as_such_where_families_are_asked_for() -> None:
    son = JOHN._replace(patronymic=("Іванавіч",), birth="1990-05-05")
    [verdict] = said(IVAN._replace(birth="1960-01-02"), son, families=True)
    assert (verdict.outcome, verdict.kind) == (Outcome.REVIEW, PairKind.FATHER_AND_SON)
    assert verdict.differ == (Point.BIRTH_DIFFERS,)


def test_two_of_one_day_with_other_names_in_one_home_are_twins() -> None:
    one, other = IVAN._replace(birth="1990-05-05"), JOHN._replace(given=("Іна",), sex="f", birth="1990-05-05")
    assert [verdict.kind for verdict in said(one, other, families=True)] == [PairKind.TWINS]


def test_namesakes_who_share_no_home_and_contradict_are_no_family() -> None:
    one, other = IVAN._replace(phones=(), homes=(), birth="1950"), JOHN._replace(phones=(), homes=(), birth="1990")
    assert said(one, other, families=True) == []


def test_father_and_son_may_share_name_and_home_so_for_a_man_it_is_not_enough() -> None:
    assert said(IVAN._replace(phones=()), JOHN._replace(phones=()))[0].outcome is Outcome.REVIEW


def test_a_telephone_that_the_household_shares_says_less() -> None:
    wife = Record(3, ("Кавалёва",), ("Вера",), phones=("+375291234567",))
    found = judge(prepare([IVAN._replace(homes=()), JOHN._replace(homes=()), wife]), [Weighed(1, 2, HEAVY)])
    assert [(verdict.outcome, verdict.agree[-1]) for verdict in found] == [(Outcome.REVIEW, Point.PHONE_OF_MANY)]


def test_two_names_of_their_own_that_are_alike_are_two_people() -> None:
    one, other = IVAN._replace(given=("Паліна",)), JOHN._replace(given=("Галіна",))
    assert said(one, other, weight=60) == []


def test_a_slip_of_the_pen_in_the_given_name_needs_more_than_a_household() -> None:
    slip = JOHN._replace(given=("Людмла",), family=("Ковалёва",), phones=())
    [verdict] = said(IVAN._replace(given=("Людміла",), family=("Кавалёва",), phones=()), slip)
    assert (verdict.outcome, Point.GIVEN_LIKE in verdict.agree) == (Outcome.REVIEW, True)


def test_a_chain_of_four_may_be_certain_and_one_of_five_is_not() -> None:
    people = [IVAN._replace(key=key) for key in range(1, 6)]
    assert {verdict.outcome for verdict in said(*people[:4])} == {Outcome.CERTAIN}
    assert {verdict.outcome for verdict in said(*people)} == {Outcome.REVIEW}


def test_a_chain_whose_ends_contradict_is_not_certain() -> None:
    born, other = IVAN._replace(birth="1960-01-02"), JOHN._replace(key=3, birth="1990-05-05")
    assert {verdict.outcome for verdict in said(born, JOHN, other)} == {Outcome.REVIEW}


def test_certain_ones_come_first_then_the_likelier_and_the_smaller_key_stands_first() -> None:
    poor = Record(3, ("Ковалёв",), ("Иван",), homes=HOME)
    found = judge(prepare([IVAN, JOHN, poor]), [Weighed(3, 1, 8.0), Weighed(3, 2, 12.0), Weighed(2, 1, 14.0)])
    assert [(one.one, one.other) for one in found] == [(1, 2), (2, 3), (1, 3)]


def test_a_chain_whose_ends_contradict_is_not_certain_though_nobody_weighed_them_as_a_pair() -> None:
    born = IVAN._replace(birth="1960-01-02", phones=(), emails=("i@example.org",))
    both = JOHN._replace(emails=("i@example.org",))
    other = JOHN._replace(key=3, birth="1990-05-05")
    found = judge(prepare([born, both, other]), [Weighed(1, 2, HEAVY), Weighed(2, 3, HEAVY)])
    assert [(one.one, one.other, one.outcome) for one in found] == [(1, 2, Outcome.REVIEW), (2, 3, Outcome.REVIEW)]


def test_the_far_ends_of_a_longer_chain_may_not_contradict_either() -> None:
    born, other = IVAN._replace(birth="1960-01-02"), JOHN._replace(key=4, birth="1990-05-05")
    near = [Weighed(one, one + 1, HEAVY) for one in (1, 2, 3)] + [Weighed(1, 3, 1.0), Weighed(2, 4, 1.0)]
    for last, outcome in ((other, Outcome.REVIEW), (other._replace(birth="1960-01-02"), Outcome.CERTAIN)):
        found = judge(prepare([born, JOHN, JOHN._replace(key=3), last]), near)
        assert {one.outcome for one in found if one.other == one.one + 1} == {outcome}


def test_who_bears_the_fathers_name_may_be_taken_for_the_father_so_one_telephone_is_not_enough() -> None:
    father, son = IVAN._replace(homes=()), JOHN._replace(homes=(), patronymic=("Иванович",))
    assert said(father, son)[0].outcome is Outcome.REVIEW
    assert said(father, son._replace(patronymic=("Петрович",)))[0].outcome is Outcome.CERTAIN
    day = "1984-05-17"
    assert said(father._replace(birth=day), son._replace(birth=day))[0].outcome is Outcome.CERTAIN


def test_two_addresses_of_e_mail_speak_against_one_telephone() -> None:
    one, other = IVAN._replace(emails=("one@example.org",)), JOHN._replace(emails=("other@example.org",))
    assert said(one._replace(homes=()), other._replace(homes=()))[0].outcome is Outcome.REVIEW


def test_a_telephone_of_the_household_is_enough_for_a_name_that_few_bear() -> None:
    wife = Record(3, ("Кавалёва",), ("Вера",), phones=("+375291234567",))
    crowd = [Record(key, ("Новак",), ("Пётр",)) for key in range(10, 110)]
    two = [IVAN._replace(homes=()), JOHN._replace(homes=())]
    [verdict] = judge(prepare([*two, wife, *crowd]), [Weighed(1, 2, HEAVY)])
    assert (verdict.outcome, Point.PHONE_OF_MANY in verdict.agree) == (Outcome.CERTAIN, True)


def test_of_several_who_could_as_well_be_meant_all_are_shown_and_none_is_certain() -> None:
    days = ((5, "1950-01-02"), (7, "1971-05-06"), (9, "1993-09-10"))
    sons = [JOHN._replace(key=key, birth=day) for key, day in days]
    for number in (2, 3):
        found = said(IVAN, *sons[:number])
        assert {(one.one, one.other) for one in found} == {(1, son.key) for son in sons[:number]}
        assert {one.outcome for one in found} == {Outcome.REVIEW}


def test_the_year_of_birth_in_an_address_of_e_mail_speaks_for_one_who_was_born_then() -> None:
    one, other = IVAN._replace(phones=(), birth="1984-05-17"), JOHN._replace(phones=())
    for mail, told in (
        ("ivan.kavaliou84@example.org", True),
        ("ivan1984@example.org", True),
        ("i83@example.org", False),
    ):
        [verdict] = said(one, other._replace(emails=(mail,)))
        assert (Point.EMAIL_YEAR in verdict.agree) is told
    both = other._replace(emails=("i84@example.org",), birth="1984")
    assert Point.EMAIL_YEAR not in said(one, both)[0].agree


def test_who_bears_the_fathers_name_as_the_father_does_is_not_certain_by_home_and_patronymic() -> None:
    one, other = (each._replace(phones=(), patronymic=("Іванавіч",)) for each in (IVAN, JOHN))
    assert said(one, other, weight=20)[0].outcome is Outcome.REVIEW
    assert (
        said(one._replace(patronymic=("Пятровіч",)), other._replace(patronymic=("Пятровіч",)), weight=20)[0].outcome
        is Outcome.CERTAIN
    )


def test_each_weight_is_of_a_trait_that_is_asked_for() -> None:
    silent = Context(20.0, 1.0, 1e-9, 1e-9, 0, 0, 9.0, 0, 0, 0, 0, other_email=False, other_phone=False)
    contexts = [
        silent._replace(of_father=number, births=number, emails=number, phones=number, patronymics=number)._replace(
            other_email=number == 2, other_phone=number == 2
        )
        for number in (0, 1, 2)
    ]
    asked = {name for context in contexts for name, _strength in traits(frozenset(Point), context)} | set(PERSONAL)
    assert {name for name, _column in _weights()} == asked


MARRIED = Record(3, ("Иванова",), ("Елена",), birth="1980-02-01", former=("Ковальчук",))


@pytest.mark.parametrize(
    ("other", "point"),
    [
        (Record(4, ("Кавальчук",), ("Алена",), birth="1980-02-01"), Point.FAMILY_FORMER),
        (Record(4, ("Ліс",), ("Алена",), birth="1980-02-01", former=("Кавальчук",)), Point.FAMILY_FORMER),
        (Record(4, ("Іванова",), ("Алена",), birth="1980-02-01", former=("Кавальчук",)), Point.FAMILY_SAME),
        (Record(4, ("Мядзведзева",), ("Алена",), birth="1980-02-01"), Point.FAMILY_DIFFERS),
    ],
)
def test_a_surname_of_before_that_the_other_one_bears_agrees(other: Record, point: Point) -> None:
    [verdict] = said(MARRIED, other)
    of_family = {Point.FAMILY_SAME, Point.FAMILY_LIKE, Point.FAMILY_FORMER, Point.FAMILY_DIFFERS}
    assert of_family & {*verdict.agree, *verdict.differ} == {point}
    assert (point in verdict.agree) is (point is not Point.FAMILY_DIFFERS)
