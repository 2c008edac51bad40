"""What is to be founded: divisions, first accounts, and how the root key is split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from busel.desk.account.accounts import FreshAccount
from busel.journal.deed import Fields
from busel.registry.roles import Role
from busel.vault.shares import IN_ALL, NEEDED


@dataclass(frozen=True)
class Plan:
    """A division to found: its full name and its parent's (empty: the root), which is planned before it."""

    name: str
    parent: str = ""
    signatures: int = 1
    """How many coordinators sign a grant there: two for what stands above others (`above_others`)."""


def above_others(plans: Sequence[Plan]) -> list[Plan]:
    """Return the plans so that a grant takes two coordinators wherever a division has others below it."""
    parents = {plan.parent for plan in plans}
    return [replace(plan, signatures=2 if plan.name in parents else 1) for plan in plans]


@dataclass(frozen=True)
class Post:
    """An account to make. `role` on each division named; administrators and auditors name none."""

    role: Role
    divisions: tuple[str, ...] = ()
    key_file: bool = False
    """Does the account take a key file to sign in?"""


@dataclass(frozen=True)
class Charter:
    """What to found. `standard` are fields of the data standard, laid into commons."""

    plans: Sequence[Plan]
    posts: Sequence[Post]
    language: str = "en"
    standard: Sequence[Fields] = ()
    shares: int = IN_ALL
    """Into so many the root key is split, for the trustees."""
    needed: int = NEEDED

    def holders(self, accounts: Sequence[FreshAccount], division: str) -> list[tuple[FreshAccount, Role]]:
        """Return the accounts with a post on a division, and their roles."""
        pairs = zip(accounts, self.posts, strict=True)
        return [(account, post.role) for account, post in pairs if division in post.divisions]

    def without_division(self, accounts: Sequence[FreshAccount]) -> list[FreshAccount]:
        """Return the accounts with no post on any: the topmost divisions' coordinators keep their codes."""
        return [account for account, post in zip(accounts, self.posts, strict=True) if not post.divisions]
