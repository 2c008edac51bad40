"""What giving or ending access would do, told before it happens: what is held, what will be, and how many people."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from busel.desk.access.asked import Asked
from busel.desk.access.drafts import Draft
from busel.desk.access.grants import Terms
from busel.desk.access.holders import Holder
from busel.desk.access.proposing import takes_two
from busel.desk.access.reach import reach_after, reach_of
from busel.desk.freezes.thaw_halves import administers
from busel.desk.session import Session
from busel.desk.web.access_words import ROLE_SENTENCES, names_of, until_words
from busel.desk.web.components import Change, Fact
from busel.desk.web.reach_words import divisions_words, reach_change
from busel.desk.web.role_words import ROLE_WORDS
from busel.registry.roles import Role
from busel.registry.statements import Member

NAMED = 6
"""Of many divisions, so many are named; the others are counted."""


@dataclass(frozen=True)
class Told:
    """What would be, for the page that asks once more."""

    facts: list[Fact]
    consequences: list[str | Promise]
    changes: list[Change]
    """What they can read, before and after."""
    refused: str = ""
    """Why it cannot be done; then there is no button."""
    names: list[str] = field(default_factory=list)
    """All divisions, where the facts only count them."""
    only_proposed: bool = False
    """Nothing is given at once: a second coordinator has to agree everywhere."""


def summary(session: Session, draft: Draft) -> Told:
    """Return what a draft, with every question answered, would do."""
    divisions, terms = draft.divisions(session), draft.terms
    if terms is None:
        raise ValueError
    names = names_of(session, divisions)
    facts = _facts(draft.handle, names, terms)
    account, takes = draft.member.account, draft.takes_away(session)
    ended = divisions if takes else ()
    after = reach_after(session, account, granted=dict.fromkeys(divisions, terms), ended=ended)
    consequences: list[str | Promise] = []
    if takes:
        consequences.append(
            _("What they held there before ends, and the keys are to be changed: the next page does it.")
        )
    if two := [one for one in divisions if takes_two(session, one)]:
        words = {"divisions": _listed(names_of(session, two))}
        consequences.append(
            _("A second coordinator must agree first for %(divisions)s. Until then nothing is given there.") % words
        )
    consequences += _if_administrator(session, draft.member, terms)
    refused = ""
    if takes and account == session.account:
        refused = _("Nobody takes from their own access: another coordinator does it.")
    change = reach_change(reach_of(session, account), after)
    return Told(facts, consequences, [change], refused, _if_many(names), only_proposed=len(two) == len(divisions))


def summary_of_end(session: Session, who: Holder, divisions: list[bytes]) -> Told:
    """Return what ending all that is held on these divisions would do."""
    before, after = reach_of(session, who.account), reach_after(session, who.account, ended=divisions)
    reads = any(one.role.reads for one in who.holdings if one.division in divisions)
    consequences: list[str | Promise] = [_("They held no key there, so no keys are to be changed.")]
    if reads:
        consequences = [
            _("The pages of these divisions close on their desk with the next click."),
            _("What they have read or copied before, nobody can take back."),
            _("Then the keys are to be changed, so that old copies open nothing new: the next page does it."),
        ]
    names = names_of(session, divisions)
    facts = [Fact(_("Who"), who.handle), Fact(_("Where"), _listed(names))]
    return Told(facts, consequences, [reach_change(before, after)], names=_if_many(names))


def summary_of_asked(session: Session, asked: Asked) -> Told:
    """Return what agreeing to a proposal would do."""
    names, account = names_of(session, asked.divisions), asked.member.account
    after = reach_after(session, account, granted=dict.fromkeys(asked.divisions, asked.terms))
    change = reach_change(reach_of(session, account), after)
    consequences = _if_administrator(session, asked.member, asked.terms)
    return Told(_facts(asked.member.handle, names, asked.terms), consequences, [change], names=_if_many(names))


def _if_administrator(session: Session, member: Member, terms: Terms) -> list[str | Promise]:
    """Return what is to be known where an administrator would coordinate, and so keep both halves of a thaw."""
    if terms.role is not Role.COORDINATOR or not administers(session, member.account):
        return []
    return [
        _(
            "“%(handle)s” is an administrator, too, and would keep both agreements that open a frozen account. Whoever"
            " takes this account over could open others with it. Better: somebody else coordinates."
        )
        % {"handle": member.handle}
    ]


def _facts(handle: str, names: list[str], terms: Terms) -> list[Fact]:
    facts = [
        Fact(_("Who"), handle),
        Fact(_("Where"), _listed(names)),
        Fact(_("Role"), ROLE_WORDS[terms.role], str(ROLE_SENTENCES.get(terms.role, ""))),
        Fact(_("How long"), until_words(terms.not_after)),
    ]
    if terms.role.reads:
        history = _("yes, with the history") if terms.history else _("no: from now on only")
        facts.append(Fact(_("Reads what was before"), history))
        facts.append(Fact(_("Takes people out in a file"), _("yes") if terms.may_export else _("no")))
    return facts


def _listed(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= NAMED else divisions_words(len(names))


def _if_many(names: list[str]) -> list[str]:
    return names if len(names) > NAMED else []
