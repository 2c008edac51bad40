"""`busel demo`: a throwaway organisation with synthetic people, to try everything on."""

from __future__ import annotations

import argparse
import shutil
from typing import Any

from busel.cli import output
from busel.cli.demo_making import Making
from busel.cli.folder import Charter, Folder
from busel.cli.output import Bar, CommandError
from busel.cli.serving import serve
from busel.vault.entropy import new_id

HELP = "make a throwaway organisation with synthetic people and serve it on loopback"
CONTACTS = 113_220
PORT = 8075


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    parser.add_argument("--contacts", type=int, default=CONTACTS, metavar="N", help=f"how many people ({CONTACTS:,})")
    parser.add_argument("--port", type=int, default=PORT, metavar="P", help=f"where to serve on 127.0.0.1 ({PORT})")
    parser.add_argument("--no-serve", action="store_true", help="make it and stop")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="other people for another number")


def run(options: argparse.Namespace) -> int:
    """Make the demo and serve it."""
    if options.contacts < 0:
        raise CommandError("--contacts takes a number from 0 up.")
    folder = Folder.chosen(options.dir, default="demo")
    _clear(folder)
    document = make(folder, options.contacts, options.seed, bar=Bar(quiet=options.json))
    if options.json:
        output.say_json(document)
    else:
        _tell(document)
    if options.no_serve:
        return 0
    # With --json the document is all that stands on stdout.
    return serve(folder.path, port=options.port, tell=output.complain if options.json else output.say)


def make(folder: Folder, contacts: int, seed: int, *, bar: Bar) -> dict[str, Any]:
    """Found the organisation in an empty folder and fill it; return what `--json` prints."""
    folder.make()
    charter = Charter(organisation=new_id().hex(), demo=True)
    with folder.shelf(charter) as shelf:
        making = Making(shelf, bytes.fromhex(charter.organisation), bar)
        accounts = making.found()
        folder.write(charter)
        making.fill(contacts, seed, again=True)
        accounts = [account | exposed for account, exposed in zip(accounts, making.exposed(), strict=True)]
    return {"dir": str(folder.path), "contacts": contacts, "accounts": accounts}


def _clear(folder: Folder) -> None:
    """Make room for a new demo; a folder that is not a demo's is never touched."""
    if not folder.path.exists():
        return
    if folder.exists and folder.read().demo:
        shutil.rmtree(folder.path)
    elif any(folder.path.iterdir()):
        raise CommandError(f"{folder.path} is not empty and not a demo: choose another --dir.")


def _tell(document: dict[str, Any]) -> None:
    output.say(f"A demo organisation with {document['contacts']:,} synthetic people in {document['dir']}")
    output.say("Some of them stand there twice, as lists leave it, or look so: “Duplicates” finds them.")
    output.say()
    output.say(f"  {'role':<14} {'account name':<22} passphrase")
    for account in document["accounts"]:
        output.say(f"  {account['role']:<14} {account['handle']:<22} {account['passphrase']}")
        output.say(f"  {'':<14} freeze code  {account['freeze_code']}")
        if account["divisions"]:
            more = len(account["divisions"]) - 1
            output.say(f"  {'':<14} {account['divisions'][0]}{f' and {more} more' if more else ''}")
    output.say()
    output.say("  If one account is taken, so many people are exposed, and this share of the organisation:")
    for account in document["accounts"]:
        exposed = f"{account['people']:>9,}  {account['share']:>6.1%}"
        output.say(f"  {account['role']:<14} {account['handle']:<22} {exposed}")
    output.say()
