"""`busel init`: a real organisation in an empty folder. What opens it is shown once, on paper's terms."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from busel.cli import output
from busel.cli.division_plans import plans_of
from busel.cli.folder import CHARTER, Charter, Folder
from busel.cli.output import Bar, CommandError
from busel.cli.slips import slip, tell_slip, tell_what_slips_are_for
from busel.desk import confine, founding
from busel.desk.accounts import Credentials
from busel.desk.clock import this_hour
from busel.desk.founding import Founded, Plan, Post, found
from busel.registry.roles import Role
from busel.vault.entropy import new_id

HELP = "found a real organisation in an empty folder: an administrator, two coordinators, the root key on paper"
LANGUAGES = ("be", "ru", "en")
WORDS_A_LINE = 11


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    parser.add_argument("--language", choices=LANGUAGES, default="be", help="of the pages before sign-in (be)")
    parser.add_argument(
        "--divisions", metavar="FILE.tsv", help="a division a line: name, tab, parent; without it regions and Minsk"
    )


def run(options: argparse.Namespace) -> int:
    """Found it, show what is shown once, and only then write what makes the folder an organisation."""
    confine.leave_no_core()
    confine.keep_out_of_swap()
    plans = plans_of(options.divisions)
    folder = Folder.chosen(options.dir)
    with _claimed(folder):
        charter = Charter(organisation=new_id().hex(), language=options.language)
        founded = _found(folder, charter, plans, bar=Bar(quiet=options.json))
        _show(_document(folder, founded, plans), as_json=options.json)
        folder.write(charter)
    return 0


def words_in(language: str) -> str:
    """Return the language that handles and passphrases are generated in: there is no Belarusian list of words."""
    return "ru" if language == "be" else language


@contextmanager
def _claimed(folder: Folder) -> Iterator[None]:
    """Take an empty folder; what fails inside leaves it as it was. Raises CommandError."""
    existed = folder.path.exists()
    try:
        _take(folder)
    except FileExistsError as error:
        raise CommandError(f"{folder.path} is not an empty folder: choose another --dir.") from error
    except OSError as error:
        raise CommandError(f"The folder {folder.path} cannot be made.") from error
    try:
        yield
    except BaseException as error:
        _clear(folder, existed=existed)
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise CommandError(
                "Something could not be written. Nothing was founded; what was shown is void."
            ) from error
        raise


def _take(folder: Folder) -> None:
    folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.path.iterdir()):
        raise FileExistsError
    (folder.path / "shelf").mkdir(mode=0o700)  # of two who begin together, one is told that it is not empty


def _clear(folder: Folder, *, existed: bool) -> None:
    for ours in ("shelf", "run"):
        shutil.rmtree(folder.path / ours, ignore_errors=True)
    for ours in (CHARTER, f"{CHARTER}.new"):
        (folder.path / ours).unlink(missing_ok=True)
    if not existed:
        with suppress(OSError):
            folder.path.rmdir()


def _posts(plans: Sequence[Plan]) -> list[Post]:
    """Two top coordinators: when one is lost, the other lets a new one in."""
    everywhere = tuple(plan.name for plan in plans)
    return [Post(Role.ADMINISTRATOR), Post(Role.COORDINATOR, everywhere), Post(Role.COORDINATOR, everywhere)]


def _found(folder: Folder, charter: Charter, plans: Sequence[Plan], *, bar: Bar) -> Founded:
    folder.make()
    with folder.shelf(charter) as shelf:
        return found(
            shelf,
            founding.Charter(plans, _posts(plans), language=words_in(charter.language)),
            organisation=bytes.fromhex(charter.organisation),
            hour=this_hour(),
            told=lambda done, of_all: bar.show("Making accounts", done, of_all),
        )


def _document(folder: Folder, founded: Founded, plans: Sequence[Plan]) -> dict[str, Any]:
    pairs = zip(founded.accounts, _posts(plans), strict=True)
    return {
        "dir": str(folder.path),
        "divisions": [plan.name for plan in plans],
        "accounts": [_account(account.credentials, post) for account, post in pairs],
        "shares": [share.text for share in founded.shares],
        "shares_needed": founded.shares[0].needed,
    }


def _account(credentials: Credentials, post: Post) -> dict[str, Any]:
    return slip(credentials) | {"role": post.role.value, "divisions": list(post.divisions)}


def _show(document: dict[str, Any], *, as_json: bool) -> None:
    """Show everything, and be sure that it is out."""
    try:
        if as_json:
            output.say_json(document)
        else:
            _tell(document)
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python tries once more as it ends
        raise


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
    output.say(f"Any {needed} of them together certify divisions in the organisation's name; fewer can do nothing.")
    output.say("This version seals nothing to the root key: the shares bring no lost passphrase and no data back.")
    for number, share in enumerate(shares, 1):
        words = share.split()
        output.say()
        output.say(f"  Share {number} of {len(shares)}")
        for at in range(0, len(words), WORDS_A_LINE):
            output.say(f"    {' '.join(words[at : at + WORDS_A_LINE])}")
    output.say()
