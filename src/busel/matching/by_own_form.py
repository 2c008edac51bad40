"""Given names that meet by nothing but a short form that the organisation added: two such people are never certain.

Why: an administrator, who reads nobody, adds these forms for the whole organisation. A false one would else make twins,
or a mother and her daughter, one person with nobody looking.
"""

from __future__ import annotations

from busel.matching.given_names import meant_by
from busel.matching.preparing import Keyed


def meet_by_own_form(one: Keyed, other: Keyed) -> bool:
    """Would the table of given names alone not let these two bear one name?"""
    if one.given == other.given or set(one.names).isdisjoint(other.names):
        return False
    return meant_by(one.given).isdisjoint(meant_by(other.given))
