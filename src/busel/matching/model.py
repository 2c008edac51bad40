"""The model as settings of Splink: what is compared, how much it weighs, which pairs are looked at at all.

The same settings run on DuckDB and on Spark; they train nothing, so they work for fifty people as for a nation. How
frequent a name is in the zone is counted there: a rare one weighs more. Splink takes a fifth of a second to load, so
this is imported by the process that computes and by nobody else.
"""

from __future__ import annotations

from typing import Any

import splink.comparison_level_library as level
import splink.comparison_library as comparison
from splink import SettingsCreator
from splink.blocking_rule_library import CustomRule
from splink.internals.comparison_creator import ComparisonCreator
from splink.internals.comparison_level_creator import ComparisonLevelCreator

from busel.matching.weights import shares

TRUE_PAIRS_A_RECORD = 0.17
"""In a zone that several lists were poured into: one for every six."""
MOST_EXPECTED = 0.01
LEAST_FREQUENCY = 1e-5
ALIKE, NEAR, GIVEN_NEAR = 0.93, 0.85, 0.88
"""Jaro-Winkler similarities of keys."""

SAME_NAME = {
    "duckdb": f"(list_has_any(l.names, r.names) or jaro_winkler_similarity(l.given, r.given) > {GIVEN_NEAR})",
    "spark": f"(arrays_overlap(l.names, r.names) or jaro_winkler(l.given, r.given) > {GIVEN_NEAR})",
}
"""The gate. Telephone, home and family name of a household agree together; the given name tells its people apart."""
YEAR_IN_MAIL = "coalesce(mail_year_l, substr(year_l, 3, 2)) = coalesce(mail_year_r, substr(year_r, 3, 2))"
NO_YEAR_BESIDE_MAIL = (
    "not coalesce((mail_year_l is null and year_l is not null and mail_year_r is not null and year_r is null)"
    " or (mail_year_r is null and year_r is not null and mail_year_l is not null and year_l is null), false)"
)
"""Only one of them tells a year of birth, and only the other one an e-mail address with two digits."""
LOOKED_AT = (
    ("l.family_bones = r.family_bones and l.name = r.name", ""),
    ("l.family_bones = r.family_bones and substr(l.name, 1, 2) = substr(r.name, 1, 2)", ""),
    ("l.surnames = r.surnames and l.name = r.name", "surnames"),
    ("l.birth = r.birth", ""),
    ("l.tails = r.tails", "tails"),
    ("l.emails = r.emails", "emails"),
    ("l.houses = r.houses", "houses"),
    ("l.name = r.name and l.patronymic = r.patronymic and l.year = r.year", ""),
    ("l.name = r.name and l.patronymic = r.patronymic and l.settlement = r.settlement", ""),
    ("l.name = r.name and l.settlement = r.settlement and substr(l.family, 1, 3) = substr(r.family, 1, 3)", ""),
)
"""What brings a pair into the weighing, and which column lists several values. Always together with the gate.

Whom these can bring together with a row of a list, `within_reach` says for itself: a rule more is one more there.
"""


def settings(records: int, engine: str = "duckdb") -> SettingsCreator:
    """Return the settings for a zone of so many records, in the words of "duckdb" or "spark"."""
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=_comparisons(),
        blocking_rules_to_generate_predictions=[_rule(keys, listed, engine) for keys, listed in LOOKED_AT],
        probability_two_random_records_match=min(MOST_EXPECTED, TRUE_PAIRS_A_RECORD / max(records, 1)),
        retain_matching_columns=False,
    )


def _rule(keys: str, listed: str, engine: str) -> CustomRule:
    condition = f"{keys} and {SAME_NAME[engine]}"
    return CustomRule(condition, sql_dialect=engine, arrays_to_explode=[listed] if listed else None)


def _comparisons() -> list[ComparisonCreator | dict[str, Any]]:
    year_only = level.And(level.ExactMatchLevel("year"), level.NullLevel("birth"))
    first_letter = level.And(level.ExactMatchLevel("initial"), level.NullLevel("patronymic"))
    return [
        _Comparison("family", "family")
        .then("same", level.ExactMatchLevel("family"), frequent="family")
        .then("bones", level.ExactMatchLevel("family_bones"), frequent="family_bones")
        .then("former", level.ArrayIntersectLevel("surnames"))
        .then("alike", level.JaroWinklerLevel("family", ALIKE))
        .then("near", level.JaroWinklerLevel("family", NEAR))
        .made(),
        _Comparison("given", "given")
        .then("same", level.ArrayIntersectLevel("names"), frequent="name")
        .then("alike", level.JaroWinklerLevel("given", ALIKE))
        .then("near", level.JaroWinklerLevel("given", GIVEN_NEAR))
        .made(),
        _Comparison("patronymic", "initial")
        .then("same", level.ExactMatchLevel("patronymic"), frequent="patronymic")
        .then("initial", first_letter)
        .then("near", level.JaroWinklerLevel("patronymic", NEAR))
        .made(),
        _Comparison("birth", "year")
        .then("same", level.ExactMatchLevel("birth"))
        .then("year", year_only)
        .then("alike", level.LevenshteinLevel("birth", 1))
        .then("near", level.ExactMatchLevel("year"))
        .made(),
        _Comparison("phone", "tails")
        .then("same", level.ArrayIntersectLevel("phones"))
        .then("shared", level.ArrayIntersectLevel("shared_phones"))
        .then("tail", level.ArrayIntersectLevel("tails"))
        .made(),
        _Comparison("email", "emails").then("same", level.ArrayIntersectLevel("emails")).made(),
        _Comparison("mail_year", level.CustomLevel(NO_YEAR_BESIDE_MAIL))
        .then("same", level.CustomLevel(YEAR_IN_MAIL))
        .made(),
        _Comparison("home", "settlement")
        .then("flat", level.ArrayIntersectLevel("flats"))
        .then("house", level.ArrayIntersectLevel("houses"))
        .then("settlement", level.ExactMatchLevel("settlement"), frequent="settlement")
        .made(),
    ]


class _Comparison:
    """A comparison in the making: levels from the strongest down, with their shares."""

    def __init__(self, name: str, told: str | ComparisonLevelCreator) -> None:
        """Begin one that says nothing unless both records fill the column `told`, or where that level is met."""
        self._name = name
        silent = level.NullLevel(told) if isinstance(told, str) else told.configure(is_null_level=True)
        self._levels: list[ComparisonLevelCreator | dict[str, Any]] = [silent]

    def then(self, name: str, met: ComparisonLevelCreator, *, frequent: str = "") -> _Comparison:
        """Add a level; where `frequent` names a column, frequent values of it weigh less."""
        among_same, among_any = shares()[self._name, name]
        more: dict[str, Any] = {
            "tf_adjustment_column": frequent,
            "disable_tf_exact_match_detection": True,
            "tf_minimum_u_value": LEAST_FREQUENCY,
        }
        configured = met.configure(m_probability=among_same, u_probability=among_any, **(more if frequent else {}))
        self._levels.append(configured)
        return self

    def made(self) -> comparison.CustomComparison:
        """Return it with what is left."""
        self.then("else", level.ElseLevel())
        return comparison.CustomComparison(output_column_name=self._name, comparison_levels=self._levels)
