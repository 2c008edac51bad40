"""`busel init`: a real organisation in an empty folder. What opens it is shown once, on paper's terms."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

from busel.cli import output
from busel.cli.card_file import card_file
from busel.cli.claiming import claimed
from busel.cli.division_plans import plans_of
from busel.cli.folder import Charter, Folder
from busel.cli.founding_page import found_by_page
from busel.cli.output import Bar, CommandError
from busel.cli.slips import slip, tell_slip, tell_what_slips_are_for
from busel.contacts.starting_standard import starting_standard
from busel.desk.account.accounts import Credentials
from busel.desk.clock import this_hour
from busel.desk.running import confine
from busel.desk.trustees import founding
from busel.desk.trustees.founders import first_posts, words_in
from busel.desk.trustees.founding import Founded, Plan, Post, found
from busel.desk.web.card_words import founding_cards
from busel.outreach.card import Card
from busel.vault.entropy import new_id
from busel.vault.share_checks import EIGHT, FIRST
from busel.vault.shares import IN_ALL, LEAST, MOST, NEEDED, may_split

HELP = "found a real organisation in an empty folder: an administrator, two coordinators, the root key on paper"
LANGUAGES = ("be", "ru", "en")
WORDS_A_LINE = 11


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    parser.add_argument("--language", choices=LANGUAGES, default="be", help="of the pages before sign-in (be)")
    parser.add_argument(
        "--divisions", metavar="FILE.tsv", help="a division a line: name, tab, parent; without it regions and Minsk"
    )
    parser.add_argument(
        "--shares", type=int, default=IN_ALL, help=f"how many trustees get a share of the root key ({IN_ALL})"
    )
    parser.add_argument(
        "--needed", type=int, default=NEEDED, help=f"how many of them together bring everything back ({NEEDED})"
    )
    parser.add_argument(
        "--page", action="store_true", help="found by pages on 127.0.0.1 instead: choose, print, type back"
    )
    parser.add_argument("--port", type=int, default=0, help="of those pages; without it the kernel chooses one")
    parser.add_argument(
        "--cards", metavar="FILE.pdf", help="print shares and slips as cards into a new file, not on the terminal"
    )


def run(options: argparse.Namespace) -> int:
    """Found it, show what is shown once, and only then write what makes the folder an organisation."""
    confine.leave_no_core()
    confine.keep_out_of_swap()
    if options.page:
        return _by_page(options)
    plans = plans_of(options.divisions)
    refuse_split(options.shares, options.needed)
    folder = Folder.chosen(options.dir)
    with card_file(options.cards) as cards, claimed(folder):
        charter = Charter(organisation=new_id().hex(), language=options.language)
        split = (options.shares, options.needed)
        founded = _found(folder, charter, plans, split=split, bar=Bar(quiet=options.json))
        if cards is not None:
            cards.write(_cards(founded, plans, language=options.language))
        _show(_document(folder, founded, plans), as_json=options.json, cards=options.cards)
        folder.write(charter)
    return 0


def _by_page(options: argparse.Namespace) -> int:
    folder = Folder.chosen(options.dir)
    folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found_by_page(folder, port=options.port, language=options.language)
    if options.json:
        output.say_json({"dir": str(folder.path)})
    else:
        output.say(f"The organisation is in {folder.path}; busel serve serves it.")
    return 0


def refuse_split(shares: int, needed: int) -> None:
    """Raise CommandError where a root key cannot be split so."""
    if not LEAST <= shares <= MOST:
        raise CommandError(f"The root key is split into {LEAST} to {MOST} shares.")
    if not may_split(shares, needed):
        raise CommandError(
            f"Of {shares} shares at least {LEAST} and at most all {shares} are needed: with one, a single trustee would"
            " hold everything."
        )


def _cards(founded: Founded, plans: Sequence[Plan], *, language: str) -> list[Card]:
    pairs = zip(founded.accounts, first_posts(plans), strict=True)
    accounts = [(account.credentials, post.role) for account, post in pairs]
    return founding_cards(founded.shares, accounts, language=language)


def _found(folder: Folder, charter: Charter, plans: Sequence[Plan], *, split: tuple[int, int], bar: Bar) -> Founded:
    shares, needed = split
    folder.make()
    with folder.shelf(charter) as shelf:
        return found(
            shelf,
            founding.Charter(
                plans,
                first_posts(plans),
                language=words_in(charter.language),
                standard=[field.fields() for field in starting_standard()],
                shares=shares,
                needed=needed,
            ),
            organisation=bytes.fromhex(charter.organisation),
            hour=this_hour(),
            told=lambda done, of_all: bar.show("Making accounts", done, of_all),
        )


def _document(folder: Folder, founded: Founded, plans: Sequence[Plan]) -> dict[str, Any]:
    pairs = zip(founded.accounts, first_posts(plans), strict=True)
    return {
        "dir": str(folder.path),
        "divisions": [plan.name for plan in plans],
        "accounts": [_account(account.credentials, post) for account, post in pairs],
        "shares": [share.text for share in founded.shares],
        "shares_needed": founded.shares[0].needed,
    }


def _account(credentials: Credentials, post: Post) -> dict[str, Any]:
    return slip(credentials) | {"role": post.role.value, "divisions": list(post.divisions)}


def _show(document: dict[str, Any], *, as_json: bool, cards: str | None) -> None:
    """Show everything, and be sure that it is out."""
    try:
        if as_json:
            output.say_json(document | ({"cards": cards} if cards else {}))
        elif cards:
            _tell_cards(document, cards)
        else:
            _tell(document)
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python tries once more as it ends
        raise


def _tell_cards(document: dict[str, Any], cards: str) -> None:
    output.say(f"An organisation with {len(document['divisions']):,} divisions in {document['dir']}")
    output.say(
        f"Everything that is given out once stands in {cards}: print it now, cut it, give each card to its keeper,"
    )
    output.say("then delete the file. Who has it holds the organisation. It is best kept in memory only (/dev/shm).")
    output.say(f"Of the {len(document['shares'])} shares any {document['shares_needed']} together open everything.")
    for account in document["accounts"]:
        output.say(f"  {account['role']:<14} {account['handle']}")


def _tell(document: dict[str, Any]) -> None:
    output.say(f"An organisation with {len(document['divisions']):,} divisions in {document['dir']}")
    output.say("Write what follows on paper now. It is shown this once and kept nowhere; then clear the terminal.")
    output.say()
    for account in document["accounts"]:
        output.say(f"{account['role'].capitalize()}")
        tell_slip(account)
        output.say()
    tell_what_slips_are_for()
    output.say()
    shares, needed = document["shares"], document["shares_needed"]
    output.say(f"The root key in {len(shares)} shares (SLIP-39), one for each trustee; never two in one place.")
    output.say(f"Any {needed} of them together with a copy of this folder open everything; fewer can do nothing.")
    output.say("busel recover brings a division back with them, busel successor names the next address.")
    asked = f"the words {FIRST} to {FIRST + EIGHT - 1}"
    output.say(f"Underline {asked} of each: a yearly check asks for four of these, and nobody ever for another one.")
    for number, share in enumerate(shares, 1):
        words = share.split()
        output.say()
        output.say(f"  Share {number} of {len(shares)}")
        for at in range(0, len(words), WORDS_A_LINE):
            output.say(f"    {' '.join(words[at : at + WORDS_A_LINE])}")
    output.say()
