"""A founding by pages, in the RAM of one process: from the one-time code to the moment when everything is laid at once.

Nothing is on a disk before that moment, so whatever ends the process before it leaves an empty folder.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from busel.contacts.starting_standard import starting_standard
from busel.desk.clock import this_hour
from busel.desk.trustees import founding
from busel.desk.trustees.founding import Plan, Post, Prepared, prepare
from busel.desk.web.card_words import founding_cards
from busel.outreach.card import Card
from busel.registry.roles import Role
from busel.vault.entropy import new_id, random_bytes
from busel.vault.hidden import hidden
from busel.vault.lock import STANDARD, Profile, plain

CODE_BYTES = 10
TRIES = 20
"""So many wrong codes end a founding: who is at the terminal begins it anew."""
_GROUP = 4


def words_in(language: str) -> str:
    """Return the language that handles and passphrases are generated in: there is no Belarusian list of words."""
    return "ru" if language == "be" else language


def first_posts(plans: Sequence[Plan]) -> list[Post]:
    """Return the first accounts. Two top coordinators: when one is lost, the other lets a new one in."""
    everywhere = tuple(plan.name for plan in plans)
    return [Post(Role.ADMINISTRATOR), Post(Role.COORDINATOR, everywhere), Post(Role.COORDINATOR, everywhere)]


@hidden
@dataclass(frozen=True)
class Made:
    """The keys of an organisation that is not laid yet, and what is asked back of its cards."""

    language: str
    plans: list[Plan]
    prepared: Prepared
    asked: list[int]
    """For each share the number of the word, from 1, that is to be typed back."""

    @property
    def posts(self) -> list[Post]:
        """The first accounts' posts, in their order."""
        return first_posts(self.plans)

    def cards(self) -> list[Card]:
        """Return all cards."""
        pairs = zip(self.prepared.founded.accounts, self.posts, strict=True)
        accounts = [(account.credentials, post.role) for account, post in pairs]
        return founding_cards(self.prepared.founded.shares, accounts, language=self.language)

    def wrong_passphrases(self, typed: Sequence[str]) -> list[int]:
        """Return which accounts' passphrases were typed wrongly."""
        accounts = self.prepared.founded.accounts
        right = [plain(account.credentials.passphrase) for account in accounts]
        return [at for at, one in enumerate(right) if plain(typed[at]) != one]

    def wrong_words(self, typed: Sequence[str]) -> list[int]:
        """Return for which shares the word that was asked was typed wrongly; its first four letters are enough."""
        shares = self.prepared.founded.shares
        right = [share.words[number - 1] for share, number in zip(shares, self.asked, strict=True)]
        return [at for at, one in enumerate(right) if plain(typed[at]) not in (one, one[:_GROUP])]


@hidden
@dataclass
class Founders:
    """Who founds: proven by the code from the terminal, then by a cookie; and how far they are."""

    profile: Profile = STANDARD
    lay: Callable[[Made], None] = lambda _made: None
    """Makes the folder an organisation's. Raises OSError or ShelfError; then nothing was founded."""
    code: str = field(default_factory=lambda: new_code())  # noqa: PLW0108 - it stands below
    cookie: str = ""
    wrong: int = 0
    made: Made | None = None
    is_done: bool = False

    def enter(self, typed: str) -> str | None:
        """Return the cookie of who typed the code; None for a wrong one. It works once, and for so many tries.

        Why safe: 80 random bits and twenty tries; compared in constant time.
        """
        letters = "".join(letter for letter in typed.upper() if letter.isalnum())
        right = hmac.compare_digest(letters.encode(), self.code.replace("-", "").encode())
        if self.cookie or self.wrong >= TRIES or not right:
            self.wrong += 1
            return None
        self.cookie = random_bytes(32).hex()
        return self.cookie

    def is_known(self, cookie: str) -> bool:
        """Is it the cookie of who typed the code?"""
        return bool(self.cookie) and hmac.compare_digest(cookie.encode(), self.cookie.encode())

    def make(self, language: str, plans: list[Plan], *, shares: int, needed: int) -> None:
        """Make all keys; nothing is laid. What was made before is void. Raises ValueError for an unsafe split."""
        charter = founding.Charter(
            plans,
            first_posts(plans),
            language=words_in(language),
            standard=[one.fields() for one in starting_standard()],
            shares=shares,
            needed=needed,
        )
        prepared = prepare(charter, organisation=new_id(), hour=this_hour(), profile=self.profile)
        words = len(prepared.founded.shares[0].words)
        asked = [1 + random_bytes(1)[0] % words for _ in prepared.founded.shares]
        self.made = Made(language, plans, prepared, asked)

    def finish(self) -> None:
        """Lay everything, and forget it. Raises what `lay` does; then everything is still here."""
        if self.made is None:
            raise LookupError
        self.lay(self.made)
        self.made, self.is_done = None, True


def new_code() -> str:
    """Return a one-time code: four groups of four letters and digits."""
    letters = base64.b32encode(random_bytes(CODE_BYTES)).decode()
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


_current: list[Founders] = []


def found_here(founders: Founders) -> None:
    """From now on this process's pages are those of a founding."""
    _current[:] = [founders]


def current() -> Founders:
    """Return whose founding this process serves. Raises LookupError where none is."""
    if not _current:
        raise LookupError
    return _current[0]
