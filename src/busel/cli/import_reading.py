"""How `busel import` reads a list: what the person says of the file and of its columns wins over what is guessed."""

from __future__ import annotations

import argparse
from dataclasses import replace

from busel.cli.folder import Folder
from busel.cli.output import CommandError
from busel.desk.account.preferences import read_preferences
from busel.desk.importing.mappings import kept_mappings
from busel.desk.importing.outcomes import OnMatch
from busel.desk.importing.wizards import Wizard
from busel.desk.keeping.standard import own_fields
from busel.desk.session import Session
from busel.names.phones import read_area_code
from busel.sheets.drafts import column_name
from busel.sheets.readers import TEXT_ENCODINGS, Asked
from busel.sheets.targets import REPEATABLE, is_target, own_field

_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "bar": "|", "\\t": "\t"}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how a file is read."""
    parser.add_argument("--sheet", metavar="S", help="which sheet or table, by name; else the first that holds people")
    parser.add_argument("--header-row", metavar="N", type=int, help="the row with the headings, from 1; 0 for none")
    parser.add_argument("--encoding", choices=TEXT_ENCODINGS, help="of a text; else it is found out")
    parser.add_argument("--separator", metavar="C", help="of a text: tab, comma, semicolon, or the sign itself")
    parser.add_argument("--mapping", metavar="TITLE", help="read the columns as this kept mapping says")
    parser.add_argument(
        "--map",
        metavar="HEADING=TARGET",
        action="append",
        default=[],
        help="what a column becomes, by its heading or its letter; may be said for several. `busel look` tells targets",
    )
    parser.add_argument("--area-code", metavar="CODE", help="the code of telephones that are written without one")


def language_of(session: Session, options: argparse.Namespace) -> str:
    """Return the language of headings of our own making: the member's, else the organisation's."""
    chosen = (read_preferences(session) or {}).get("language", "")
    return chosen or Folder.chosen(options.dir).read().language


def asked(options: argparse.Namespace) -> Asked:
    """Return what is said of a text. Raises CommandError."""
    separator = _SEPARATORS.get(options.separator, options.separator) or ""
    if len(separator) > 1:
        raise CommandError("A separator is one sign, or one of the words tab, comma and semicolon.")
    return Asked(options.encoding or "", separator)


def adjust(session: Session, wizard: Wizard, options: argparse.Namespace) -> None:
    """Read the list as the options say. Raises CommandError for what it has not."""
    _look_at(wizard, options.sheet, options.header_row)
    if options.mapping is not None:
        kept = [one for one in kept_mappings(session) if one.title == options.mapping]
        if not kept:
            raise CommandError(f"There is no mapping called “{options.mapping}”.")
        wizard.use(kept[0])
    _map(wizard, options.map)
    if options.area_code is not None:
        wizard.area_code = read_area_code(options.area_code)
        if not wizard.area_code:
            raise CommandError(f"“{options.area_code}” is no area code: it has two to four digits, for example 0232.")
    if options.on_match is not None:
        wizard.on_match = OnMatch(options.on_match)
    if options.group:
        wizard.whole = replace(wizard.whole, group=options.group)
    if options.suggest_names:
        wizard.whole = replace(wizard.whole, suggest=True)
    wizard.tags = tuple(dict.fromkeys([*wizard.tags, *options.tag]))
    wizard.erased_too = wizard.erased_too or options.erased_too
    wizard.likely_out = wizard.likely_out or options.likely_out
    wizard.same_too = wizard.same_too or options.same_too


def _look_at(wizard: Wizard, sheet: str | None, header_row: int | None) -> None:
    tables = wizard.book.tables if wizard.book else []
    table = wizard.table
    if sheet is not None:
        table = next((one for one in tables if one.name == sheet), None)
        if table is None:
            names = ", ".join(f"“{one.name}”" for one in tables if one.name)
            has = f" It has {names}." if names else ""
            raise CommandError(f"There is no sheet called “{sheet}”.{has}")
    if table is None or (sheet is None and header_row is None):
        return
    if header_row is not None and not 0 <= header_row <= len(table.rows):
        raise CommandError(f"There is no row {header_row}: the list has {len(table.rows)}.")
    wizard.look_at(table, header_row=header_row)


def _map(wizard: Wizard, wanted: list[str]) -> None:
    headers = wizard.table.headers if wizard.table else []
    keys = {column_name((), at).casefold(): at for at in reversed(range(len(headers)))}
    keys |= {header.casefold(): at for at, header in reversed(list(enumerate(headers))) if header}
    chosen: dict[int, str] = {}
    for one in wanted:
        heading, _sign, target = one.rpartition("=")
        if heading.casefold() not in keys:
            raise CommandError(f"There is no column “{heading}”.")
        if not is_target(target) or own_field(target) not in {"", *(field.key for field in own_fields())}:
            raise CommandError(f"A column cannot become “{target}”.")
        chosen[keys[heading.casefold()]] = target
    taken = {target for target in chosen.values() if target not in REPEATABLE}
    if len(taken) < sum(target not in REPEATABLE for target in chosen.values()):
        raise CommandError("Two columns are said to be one thing that a person has only once.")
    # What a person says takes a guess's place, also where the guess stands in another column.
    wizard.targets = [
        chosen.get(at, "ignore" if target in taken else target) for at, target in enumerate(wizard.targets)
    ]
