"""A program: `python founding_cheaply.py FOLDER demo|small [DATABASE]`. It founds an organisation and tells of it.

A program of its own, because founding needs Django's settings and a workspace, which the tests' process is spared. Its
passphrases cost next to nothing (`vault.lock.CHEAP`): whoever serves it must be told so.

The words that `small` is made of come as JSON on standard input: {"region", "districts", "people" by division,
"profile", "administrators"}. Told on standard output: {"organisation", "accounts": one `fixtures.served.Person` each,
"slips": one `fixtures.served.Invited` each, to the first division}.
"""

# ruff: noqa: E402 - ours is read once Django is set up

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "busel.desk.settings")

sys.path.insert(0, str(Path(__file__).parent.parent))

import django

django.setup()

from busel.cli.demo_making import DISTRICT, Making
from busel.cli.folder import Charter, Folder
from busel.cli.output import Bar
from busel.desk.access.grants import Terms, grant
from busel.desk.access.inviting import Wish, invite, outstanding
from busel.desk.clock import this_hour
from busel.desk.freezes import freezing
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.opening import open_zone
from busel.desk.journals.writing import write
from busel.desk.session import open_locker
from busel.desk.trustees import founding
from busel.desk.trustees.founding import Founded, Plan, Post
from busel.journal.deed import Op
from busel.registry.locker import Unlocked
from busel.registry.roles import Role
from busel.shelf.client import RemoteShelf
from busel.vault.entropy import new_id, new_record_id
from busel.vault.lock import CHEAP, PROFILES
from factories.desks import Desk

PEOPLE = 3000
SLIPS = 5


class CheapDemo(Making):
    """The demo, with a second editor of the region who has a key file."""

    def _posts(self) -> list[Post]:
        posts = super()._posts()
        return [*posts, Post(Role.EDITOR, posts[2].divisions, key_file=True), Post(Role.EDITOR, (DISTRICT,))]


def demo(shelf: RemoteShelf, organisation: bytes, _words: dict[str, Any]) -> tuple[Founded, list[Post]]:
    making = CheapDemo(shelf, organisation, Bar(quiet=True), profile=CHEAP)
    making.found()
    making.fill(PEOPLE, 1, again=True)
    assert making._founded is not None
    return making._founded, making._posts()


def small(shelf: RemoteShelf, organisation: bytes, words: dict[str, Any]) -> tuple[Founded, list[Post]]:
    """One region with its districts; an account of each role. The first editor may export out of one district.

    "administrators" says how many run the office: one, if it is not told.
    """
    region = words["region"]
    districts = [f"{region} / {name}" for name in words["districts"]]
    everything = (region, *districts)
    posts = [
        Post(Role.ADMINISTRATOR),
        Post(Role.COORDINATOR, everything),
        Post(Role.EDITOR, everything, key_file=True),
        Post(Role.VIEWER, (districts[0],)),
        Post(Role.COLLECTOR, (districts[0],)),
        Post(Role.AUDITOR),
        Post(Role.EDITOR, (districts[0],)),
        *[Post(Role.ADMINISTRATOR)] * (words.get("administrators", 1) - 1),
    ]
    plans = [Plan(region), *(Plan(name, region) for name in districts)]
    profile = PROFILES[words.get("profile", CHEAP.name)]
    charter = founding.Charter(plans, posts)
    founded = founding.found(shelf, charter, organisation=organisation, hour=this_hour(), profile=profile)
    _fill(shelf, founded, words.get("people", {}), may_export=districts[0])
    return founded, posts


def _fill(shelf: RemoteShelf, founded: Founded, people: dict[str, list[dict[str, str]]], *, may_export: str) -> None:
    """Write the people of each division; the first half of each lies in a snapshot, the rest in the tail."""
    coordinator = founded.accounts[1]
    session = open_locker(shelf, founded.organisation, Unlocked(coordinator.locker, coordinator.user_key))
    open_zone(session)
    by_name = {bundle.name: bundle.journal for bundle in session.divisions()}
    grant(
        session,
        by_name[may_export],
        founded.accounts[2].credentials.handle,
        Terms(Role.EDITOR, may_export=True),
    )
    for name, those in people.items():
        for at, fields in enumerate(those):
            contact = new_record_id()
            write(session, by_name[name], "add_contact", [(contact, [Op("contact", contact, fields)])])
            if at + 1 == len(those) // 2:
                fold_journal(session, by_name[name])
    session.close()


def main(path: str, kind: str, database: str = "") -> None:
    words = json.loads(sys.stdin.read() or "{}")
    organisation = new_id()
    folder, charter = Folder(Path(path)), Charter(organisation=organisation.hex(), demo=True, database=database)
    folder.make()
    with folder.shelf(charter) as shelf:
        founded, posts = {"demo": demo, "small": small}[kind](shelf, organisation, words)
        slips = [] if words.get("profile", CHEAP.name) != CHEAP.name else _invite(shelf, founded, posts)
    folder.write(charter)
    accounts = list(map(_told, founded.accounts, posts))
    print(json.dumps({"organisation": charter.organisation, "accounts": accounts, "slips": slips}))


def _invite(shelf: RemoteShelf, founded: Founded, posts: list[Post]) -> list[dict[str, str]]:
    administrator = next(at for at, post in enumerate(posts) if post.role is Role.ADMINISTRATOR)
    told = []
    with Desk(shelf, founded.organisation, founded.accounts[administrator].credentials).open().at_work() as session:
        named = {name: division for division, name in session.certificates.divisions().items()}
        wished = next(post.divisions[-1] for post in posts if post.role is Role.COLLECTOR)
        for _ in range(SLIPS):
            slip = invite(session, Wish(named[wished], Role.EDITOR), profile=CHEAP)
            id_ = next(one.id for one in outstanding(session) if one.handle == slip.handle)
            told.append({"handle": slip.handle, "code": slip.code, "division": wished, "id": id_.hex()})
        session.close()
    return told


def _told(account: Any, post: Post) -> dict[str, Any]:
    credentials = account.credentials
    return {
        "handle": credentials.handle,
        "passphrase": credentials.passphrase,
        "key_file": credentials.key_file.hex() if credentials.key_file else None,
        "freeze_code": freezing.written(credentials.freeze_code),
        "thaw_halves": [freezing.written(half) for half in credentials.thaw_halves],
        "locker": account.locker.hex(),
        "user_key": account.user_key.hex(),
        "role": post.role.value,
        "divisions": list(post.divisions),
        "journals": {bundle.name: bundle.journal.hex() for bundle in account.keyring.bundles.values()},
        "secrets": [key.hex() for key in _secrets(account)],
    }


def _secrets(account: Any) -> Iterator[bytes]:
    """Yield what must be in no memory once the account's desk has ended."""
    own = account.keyring.account
    yield from (account.user_key, own.signing_seed, own.sealing_seed)
    for bundle in account.keyring.bundles.values():
        yield from (keys.state for keys in bundle.epochs.values())
        yield from (seed for seed in (bundle.division_seed, *bundle.inbox_seeds.values()) if seed)


if __name__ == "__main__":
    main(*sys.argv[1:])
