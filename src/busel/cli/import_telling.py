"""What `busel import` tells: the sum, each problem row and, before anything is written, each effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import translation

from busel.cli import lists, output
from busel.contacts.busel_ids import show_busel_id
from busel.desk.importing.outcomes import Outcome
from busel.desk.importing.plan import Plan
from busel.desk.importing.rules import Candidate, Likely
from busel.desk.web.match_words import LIKENESS_WORDS, RULE_WORDS
from busel.journal.deed import Op
from busel.sheets.draft import Problem

_NOT_TOLD = ("contact", "batch")
"""Fields that join records."""


def described(plan: Plan) -> dict[str, Any]:
    """Return what `--json` prints: rows = new + updated + skipped + problems + blank."""
    plan.counts.check(plan.rows)
    return {
        "rows": plan.rows,
        **plan.counts.as_stored(),
        "problem_rows": [_problem(plan, problem) for problem in sorted(plan.problems, key=lambda one: one.row)],
        "warnings": dict(plan.warned),
        "rules": {rule.name.lower(): count for rule, count in sorted(plan.fates.by_rule.items())},
        **({"made": dict(Counter(kind for kind, _title in plan.made))} if plan.made else {}),
    }


def effects(plan: Plan) -> dict[str, Any]:
    """Return what `--dry-run --json` prints beside: each row by what becomes of it, and each change, old and new."""
    fates = plan.fates
    return {
        "new_rows": list(fates.rows(Outcome.NEW)),
        "changes": list(_changes(plan)),
        "known": [
            {"row": row, "contact": show_busel_id(fates.known(row)), "rule": fates.rule(row).name.lower()}
            for row in fates.rows(Outcome.SKIPPED, Outcome.UNCHANGED)
            if fates.known(row)
        ],
        "same_as": [{"row": row, "same_as_row": above} for row, above in sorted(fates.same_as.items())],
        "likely": [
            {"row": row, "why": one.why.name.lower(), **_candidate(Candidate(one.contact, one.row)), **_weighed(one)}
            for row, one in sorted(fates.likely.items())
        ],
        "weighed": plan.found.was_weighed,
        "blank_rows": list(fates.rows(Outcome.BLANK)),
    }


def _changes(plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield each known person who changes; a piece at a time, for the operations of all would not fit."""
    wanted = set(plan.fates.rows(Outcome.UPDATED))
    found: dict[int, list[dict[str, Any]]] = {}
    for at in range(len(plan.pieces)):
        for row, _contact, ops in plan.piece(at):
            if row in wanted:
                found.setdefault(row, []).extend(_fields(ops))
    for row, fields in sorted(found.items()):
        known, rule = show_busel_id(plan.fates.known(row)), plan.fates.rule(row)
        yield {"row": row, "contact": known, "rule": rule.name.lower(), "fields": fields}


def _fields(ops: Sequence[Op]) -> Iterator[dict[str, Any]]:
    for op in ops:
        for name, value in (op.now or {}).items():
            if name not in _NOT_TOLD or op.kind == "relationship":
                yield {"kind": op.kind, "field": name, "old": op.was.get(name), "new": value}


def _problem(plan: Plan, problem: Problem) -> dict[str, Any]:
    candidates = plan.fates.candidates.get(problem.row, ())
    return {
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "code": str(problem.code),
        "message": lists.message(problem),
        **({"candidates": [_candidate(one) for one in candidates]} if candidates else {}),
    }


def _candidate(one: Candidate) -> dict[str, Any]:
    return {"same_as_row": one.row} if one.row else {"contact": show_busel_id(one.contact)}


def _weighed(one: Likely) -> dict[str, Any]:
    if one.pair is None:
        return {}
    others = {"others": list(map(show_busel_id, one.others))} if one.others else {}
    return {"probability": one.pair.probability, "agree": one.pair.agree, "differ": one.pair.differ, **others}


def tell(plan: Plan, notes: Sequence[str], *, done: str, unit: str = "row") -> None:
    """Tell it in lines. `done`: what was done with the rows; `unit`: what one is called, "card" in an address book."""
    document = described(plan)
    told = [f"{document[name]:,} {name}" for name in ("new", "updated", "skipped", "problems", "blank")]
    output.say(f"{plan.rows:,} {unit}s {done}: {', '.join(told)}")
    with translation.override("en"):
        for rule, count in sorted(plan.fates.by_rule.items()):
            output.say(f"  {count:,} known by {RULE_WORDS[rule]}")
        for why, count in sorted(Counter(one.why for one in plan.fates.likely.values()).items()):
            output.say(f"  {count:,} likely known already: {LIKENESS_WORDS[why]}")
    if not plan.found.was_weighed:
        output.say("  the comparison with who is known ended early: only name and telephone told who is likely known")
    if made := document.get("made"):
        output.say(f"  made along with them: {', '.join(f'{count:,} {kind}s' for kind, count in made.items())}")
    for note in notes:
        output.say(f"  {lists.noted(note)}")
    for problem in document["problem_rows"]:
        output.say(f"  {unit} {problem['row']}: {problem['message']} {problem['value']}".rstrip())
        for one in problem.get("candidates", ()):
            who = one.get("contact") or f"somebody in {unit} {one['same_as_row']}"
            output.say(f"    may be {who}")
