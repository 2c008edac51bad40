"""A person's page where the organisation keeps two hundred fields of its own, beside the same page with a few."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from bench import organisations
from bench.fresh import in_fresh_process, spent
from bench.table import Row, row

if TYPE_CHECKING:
    from django.test import Client

FIELDS, FILLED, TIMES = 200, 30, 100
VALUES: dict[str, Any] = {
    "text": "нешта",
    "number": 5,
    "date": "2026-05",
    "yes_no": True,
    "choice": "a",
    "choices": ["a", "b"],
    "long_text": "доўга",
}


def run(contacts: int) -> list[Row]:
    """Return the row: the CPU of a desk of one district for a page, somebody having a value in thirty of the fields."""
    told = in_fresh_process("standard", str(contacts))
    what = f"contact page with {FIELDS} fields of the organisation's own, CPU of the desk"
    return [row(what, 1000 * told["many"], "ms", floor=1000 * told["few"], most_ratio=1.33)]


def _main(contacts: int) -> None:
    with organisations.signed_in(contacts, organisations.VIEWER) as session:
        from django.test import Client  # noqa: PLC0415 - after Django

        from busel.desk.journals.opening import open_zone  # noqa: PLC0415 - after Django
        from busel.desk.running import member, process  # noqa: PLC0415 - after Django
        from busel.desk.web import frame  # noqa: PLC0415 - after Django
        from busel.desk.web.views.around import frame_of_member  # noqa: PLC0415 - after Django
        from busel.desk.workspace.load import insert_items, raw_connection  # noqa: PLC0415 - after Django

        here = member.Member(session, 0)
        member._members[:] = [here]
        open_zone(session)
        here.zone = member.Zone.OPEN
        here.opened.set()
        process.current.mode = process.Mode.KEYED
        frame.frame_from(frame_of_member)
        raw, browser = raw_connection(), Client(SERVER_NAME="127.0.0.1")
        [(person,)] = raw.execute("SELECT id FROM workspace_contact WHERE custom != '{}' ORDER BY id LIMIT 1")
        few = _page(browser, person)
        commons = next(
            session.numbers[one.journal] for one in session.keyring.bundles.values() if one.name == "commons"
        )
        insert_items(raw, commons, [("field", number, fields) for number, fields in enumerate(_fields(), 1)])
        held = {fields["key"]: VALUES[fields["type"]] for fields in _fields()[:FILLED]}
        raw.execute("UPDATE workspace_contact SET custom = ? WHERE id = ?", (json.dumps(held), person))
        many = _page(browser, person)
        session.shelf.close_session(session.token)
    print(json.dumps({"few": few, "many": many}))


def _fields() -> list[dict[str, Any]]:
    types, sections = list(VALUES), ("about", "reach", "place", "politics", "other")
    return [
        {
            "key": f"own{number}",
            "labels": {"be": f"Поле {number}", "ru": f"Поле {number}"},
            "purpose": {"be": "Каб мераць."},
            "type": types[number % len(types)],
            "section": sections[number % len(sections)],
            "values": [{"key": "a", "labels": {"be": "а"}}, {"key": "b", "labels": {"be": "б"}}],
        }
        for number in range(FIELDS)
    ]


def _page(browser: Client, person: int) -> float:
    """Return the least CPU that the page took: a busy machine only adds to it."""
    assert browser.get(f"/contacts/{person}").status_code == 200
    pages = [spent(lambda: browser.get(f"/contacts/{person}")).cpu for _time in range(TIMES)]
    return min(pages)


if __name__ == "__main__":
    _main(int(sys.argv[1]))
