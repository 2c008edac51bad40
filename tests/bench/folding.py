"""How long a page waits while its desk folds a journal: everything that a list brought in lies in one tail."""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from bench import organisations
from bench.fresh import in_fresh_process, spent
from bench.table import Row, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from busel.desk.session import Session

_PRESSED_SECONDS = 0.05
"""Between two presses: more than anybody does."""


def run(rows: int) -> list[Row]:
    """Return the longest wait for each piece of a page's work while so many people are folded."""
    from factories.lists import supporter_list  # noqa: PLC0415 - not in the process that is measured
    from factories.spreadsheets import cached, supporters_csv  # noqa: PLC0415 - the same

    cached(organisations.BUILD / f"bench-list-{rows}.csv", lambda: supporters_csv(supporter_list(rows)).data)
    organisations.make(0)
    told = in_fresh_process("folding", str(rows))
    return [
        *(
            row(f"the longest wait for {what} while {rows:,} people are folded", 1000 * told[what], "ms")
            for what in ("news", "a search", "an edit")
        ),
        row(f"folding {rows:,} people beside pages", told["folding"], "s"),
    ]


def _bring_in(session: Session, data: bytes) -> bytes:
    """Bring a list in and fold nothing; return the division's journal."""
    from busel.cli.lists import read_list  # noqa: PLC0415 - after Django
    from busel.desk.actions.imports import preview_import  # noqa: PLC0415 - after Django
    from busel.desk.importing.run import Run, carry_out  # noqa: PLC0415 - after Django
    from busel.desk.importing.steps import new_wizard, take  # noqa: PLC0415 - after Django

    wizard = new_wizard(session, data, name="list", division=session.keyring.divisions()[0])
    take(session, wizard, read_list(data))
    plan = preview_import(session, wizard.journal, wizard.reading, seed=wizard.seed, first_deed=wizard.first_deed)
    carry_out(session, Run(wizard.journal, wizard.name, plan))
    return wizard.journal


def _page_work(session: Session, journal: bytes) -> dict[str, Callable[[], object]]:
    """Return what pages ask of their desk, by name."""
    from busel.desk.journals.opening import pull  # noqa: PLC0415 - after Django
    from busel.desk.journals.writing import write  # noqa: PLC0415 - after Django
    from busel.desk.search.find import find  # noqa: PLC0415 - after Django
    from busel.journal.deed import Op  # noqa: PLC0415 - after Django
    from busel.vault.entropy import new_record_id  # noqa: PLC0415 - after Django

    def edit() -> None:
        contact = new_record_id()
        write(session, journal, "add_contact", [(contact, [Op("contact", contact, {"family_be": "Бусел"})])])

    return {"news": lambda: pull(session), "a search": lambda: find("Кавал"), "an edit": edit}


def _fold_beside(session: Session, journal: bytes, work: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Fold in a thread of its own; return the longest wait for each piece of work meanwhile, and what folding took."""
    from busel.desk.journals.folding import fold_journal  # noqa: PLC0415 - after Django

    with ThreadPoolExecutor(1) as aside:
        folding = aside.submit(lambda: (fold_journal(session, journal), time.perf_counter()))
        begun, longest = time.perf_counter(), dict.fromkeys(work, 0.0)
        while not folding.done():
            for name, do in work.items():
                longest[name] = max(longest[name], spent(do).wall)
            time.sleep(_PRESSED_SECONDS)
    folded, ended = folding.result()
    assert folded
    return {**longest, "folding": ended - begun}


def _main(rows: str) -> None:
    data = (organisations.BUILD / f"bench-list-{rows}.csv").read_bytes()
    with organisations.signed_in(0, organisations.EDITOR) as session:
        from busel.desk.journals.opening import open_zone  # noqa: PLC0415 - after Django

        open_zone(session)
        journal = _bring_in(session, data)
        told = _fold_beside(session, journal, _page_work(session, journal))
        session.shelf.close_session(session.token)
    print(json.dumps(told))


if __name__ == "__main__":
    _main(sys.argv[1])
