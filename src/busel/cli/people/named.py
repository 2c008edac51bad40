"""How a synthetic person is called: in both spellings, or in the one that the list had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from busel.cli.people.tables import Surname, given_names

if TYPE_CHECKING:
    from busel.cli.people.chance import Draw

WOMEN = 0.54
IN_BOTH = 0.63
IN_RUSSIAN_AT_LEAST = 0.90
"""Up to IN_BOTH both spellings are known, up to here only the Russian one, above only the Belarusian one."""
HAS_PATRONYMIC = 0.86


def draw_names(draw: Draw, surname: Surname) -> dict[str, Any]:
    """Return the names and the sex of one person of the family: fields of `Contact`."""
    woman = draw() < WOMEN
    family = surname.f if woman else surname.m
    given = given_names("f" if woman else "m").at(draw()).name
    father = given_names("m").at(draw())
    patronymic = father.daughter if woman else father.son
    known, with_patronymic = draw(), draw() < HAS_PATRONYMIC
    fields = {"sex": "f" if woman else "m"}
    if known < IN_BOTH or known >= IN_RUSSIAN_AT_LEAST:
        fields |= {"family_be": family.be, "given_be": given.be}
        if with_patronymic:
            fields["patronymic_be"] = patronymic.be
    if known < IN_RUSSIAN_AT_LEAST:
        fields |= {"family_ru": family.ru, "given_ru": given.ru}
        if with_patronymic:
            fields["patronymic_ru"] = patronymic.ru
    return fields
