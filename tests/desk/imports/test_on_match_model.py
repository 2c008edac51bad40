"""Update and fill beside a plain model of what the page promises, for every kind that a row can tell."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from busel.desk.importing.bringing import Held, Wish, changes_of_known
from busel.desk.importing.outcomes import OnMatch
from busel.journal.deed import Fields, Op
from busel.sheets.draft import Draft
from busel.sheets.ties import Tie

CONTACT = 7
WORDS = st.sampled_from(["а", "б", "в"])
SCALARS = ("family_be", "given_ru", "birth", "sex", "support", "source", "nickname", "household")
ABOUT = ("phone", "email", "address", "tag", "messenger", "consent", "membership", "attendance")
KEYS = {
    "phone": ("number",),
    "email": ("address",),
    "tag": ("label",),
    "messenger": ("service", "name"),
    "consent": ("purpose", "day"),
    "membership": ("group",),
    "attendance": ("event",),
}
MORE = {"phone": ("type",), "consent": ("how",), "attendance": ("answer",)}
NEVER_HELD_BACK = ("membership",)

contacts = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(SCALARS, WORDS),
        "former_family": st.lists(WORDS, unique=True, min_size=1, max_size=2).map(", ".join),
        "notes": st.sampled_from(["а", "б", "а\nб"]),
        "external_ids": st.lists(WORDS, unique=True, min_size=1, max_size=3),
        "custom": st.dictionaries(st.sampled_from(["x", "y"]), WORDS, min_size=1),
    },
)
addresses = st.fixed_dictionaries({"house": WORDS}, optional={"flat": WORDS, "settlement_be": WORDS})


def records(kind: str) -> st.SearchStrategy[list[Fields]]:
    """Return some records of a kind, each told apart from the others."""
    told = dict.fromkeys(KEYS[kind], WORDS)
    more = dict.fromkeys(MORE.get(kind, ()), WORDS)
    return st.lists(
        st.fixed_dictionaries(told, optional=more),
        max_size=3,
        unique_by=lambda one: tuple(one[name] for name in KEYS[kind]),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Fields, dict[str, list[Fields]], Draft, list[tuple[str, Fields]]]:
    """Return who is stored, with what belongs to them, and a row about them with its ties."""
    kinds = [kind for kind in ABOUT if kind != "address"]
    about = {kind: draw(records(kind)) for kind in kinds} | {"address": draw(st.lists(addresses, max_size=2))}
    draft = Draft(2, contact=draw(contacts))
    draft.phones = [{"written": one["number"], **one} for one in draw(records("phone"))]
    draft.emails = [one["address"] for one in draw(records("email"))]
    draft.address = draw(st.one_of(st.just({}), addresses))
    draft.tags = [one["label"] for one in draw(records("tag"))]
    draft.messengers = [(one["service"], one["name"]) for one in draw(records("messenger"))]
    draft.consents = [
        Tie(one["purpose"], {name: value for name, value in one.items() if name != "purpose"})
        for one in draw(records("consent"))
    ]
    ties = [(kind, one) for kind in ("membership", "attendance") for one in draw(records(kind))]
    return draw(contacts), about, draft, ties


def said(draft: Draft, ties: list[tuple[str, Fields]]) -> dict[str, list[Fields]]:
    """Return what a row tells beside the contact, kind by kind."""
    found: dict[str, list[Fields]] = {
        "phone": [{name: value for name, value in one.items() if name != "written"} for one in draft.phones],
        "email": [{"address": one} for one in draft.emails],
        "tag": [{"label": one} for one in draft.tags],
        "messenger": [{"service": service, "name": name} for service, name in draft.messengers],
        "consent": [{"purpose": one.text, **one.details} for one in draft.consents],
    }
    for kind, one in ties:
        found.setdefault(kind, []).append(one)
    return found


def model(stored: Fields, row: Fields, *, fill: bool) -> Fields:
    """Say what stands in the contact then, as the product page says it."""
    now = dict(stored)
    row = surnames(now, row, fill=fill)
    for name, value in row.items():
        if name == "external_ids":
            now[name] = [*stored.get(name, []), *(one for one in value if one not in stored.get(name, []))]
        elif name == "custom":
            now[name] = {
                key: stored.get(name, {}).get(key) if fill and key in stored.get(name, {}) else one
                for key, one in value.items()
            }
            now[name] = {**stored.get(name, {}), **now[name]}
        elif name not in stored:
            now[name] = value
        elif name == "notes" and not fill:
            now[name] = stored[name] if value in stored[name] else f"{stored[name]}\n{value}"
        elif not fill:
            now[name] = value
    return now


def surnames(now: Fields, row: Fields, *, fill: bool) -> Fields:
    """Lay surnames of before into what stands, and return what else a row says."""
    before = [*filter(None, now.get("former_family", "").split(", "))]
    known = [*before, *filter(None, row.get("former_family", "").split(", "))]
    rest = {name: value for name, value in row.items() if name != "former_family"}
    held, said = now.get("family_be", ""), rest.get("family_be", "")
    if held and said in known:
        said = rest.pop("family_be") and ""
    today = held if held and (fill or not said) else said
    more = [*known, *([held] if held and today != held else [])]
    if new := [one for one in dict.fromkeys(more) if one not in (today, *before)]:
        now["former_family"] = ", ".join([*(one for one in before if one != today), *new])
    return rest


def model_of_records(kind: str, stored: list[Fields], row: list[Fields], *, fill: bool) -> list[Fields]:
    """Say which records stand then: added, never replaced; filling adds only where there is none."""
    now = deepcopy(stored)
    for one in row:
        same = [held for held in now[: len(stored)] if all(held[name] == one[name] for name in KEYS[kind])]
        for held in same:
            for name in MORE.get(kind, ()):
                if name in one and not (fill and name in held):
                    held[name] = one[name]
        if not same and not (fill and stored and kind not in NEVER_HELD_BACK):
            now.append(one)
    return now


def carried_out(contact: Fields, about: dict[str, list[tuple[int, Fields]]], ops: list[Op]) -> tuple[Fields, Any]:
    """Apply operations to what is stored, and insist that each names what stood there."""
    contact, by_kind = dict(contact), {kind: {id_: dict(one) for id_, one in some} for kind, some in about.items()}
    for op in ops:
        assert op.now is not None
        target = contact if op.kind == "contact" else by_kind[op.kind].setdefault(op.id, {})
        assert all(target.get(name) == was for name, was in op.was.items())
        assert all(op.now.values())
        target.update(op.now)
    return contact, {kind: list(some.values()) for kind, some in by_kind.items()}


def plainly(records: list[Fields]) -> list[list[tuple[str, Any]]]:
    kept = [{name: value for name, value in one.items() if name not in ("contact", "written")} for one in records]
    return sorted(sorted(one.items()) for one in kept)


@given(case=cases(), fill=st.booleans())
def test_a_row_about_a_known_person_does_what_the_page_says(case: Any, fill: bool) -> None:  # noqa: FBT001 - hypothesis passes by name
    contact, about, draft, ties = case
    numbered = {
        kind: [(at * 100 + n, one) for n, one in enumerate(some)] for at, (kind, some) in enumerate(about.items(), 1)
    }
    wish = Wish(OnMatch.FILL if fill else OnMatch.UPDATE, (), ties)
    ops = changes_of_known(CONTACT, Held(contact, numbered), draft, wish=wish)
    now, records_now = carried_out(contact, numbered, ops)
    assert now == model(contact, draft.contact, fill=fill)
    told = said(draft, ties)
    for kind in told:
        assert plainly(records_now[kind]) == plainly(model_of_records(kind, about[kind], told[kind], fill=fill))


@given(case=cases(), fill=st.booleans())
def test_the_same_row_again_changes_nothing(case: Any, fill: bool) -> None:  # noqa: FBT001 - the same
    contact, about, draft, ties = case
    numbered = {
        kind: [(at * 100 + n, one) for n, one in enumerate(some)] for at, (kind, some) in enumerate(about.items(), 1)
    }
    wish = Wish(OnMatch.FILL if fill else OnMatch.UPDATE, ("усім",), ties)
    now, then = carried_out(contact, numbered, changes_of_known(CONTACT, Held(contact, numbered), draft, wish=wish))
    again = {kind: list(enumerate(some, 10_000 * at)) for at, (kind, some) in enumerate(then.items(), 1)}
    assert changes_of_known(CONTACT, Held(now, again), draft, wish=wish) == []


@given(case=cases(), fill=st.booleans())
def test_an_address_is_changed_or_added_and_none_is_lost(case: Any, fill: bool) -> None:  # noqa: FBT001 - the same
    contact, about, draft, _ties = case
    numbered = {"address": list(enumerate(about["address"], 1))} | {kind: [] for kind in ABOUT if kind != "address"}
    wish = Wish(OnMatch.FILL if fill else OnMatch.UPDATE)
    _now, then = carried_out(contact, numbered, changes_of_known(CONTACT, Held(contact, numbered), draft, wish=wish))
    stored, row, now = (
        about["address"],
        draft.address,
        [{n: v for n, v in one.items() if n != "contact"} for one in then["address"]],
    )
    is_there = any(row.items() <= one.items() for one in stored)
    if not row or is_there or (fill and len(stored) > 1):
        assert now == stored
    elif len(stored) == 1:
        assert now == [{**row, **stored[0]} if fill else {**stored[0], **row}]
    else:
        assert now == [*stored, row]


@given(case=cases(), fill=st.booleans())
def test_a_tag_for_everybody_is_on_everybody(case: Any, fill: bool) -> None:  # noqa: FBT001 - the same
    contact, about, draft, _ties = case
    numbered = {
        kind: [(at * 100 + n, one) for n, one in enumerate(some)] for at, (kind, some) in enumerate(about.items(), 1)
    }
    wish = Wish(OnMatch.FILL if fill else OnMatch.UPDATE, ("усім", "а"))
    _now, then = carried_out(contact, numbered, changes_of_known(CONTACT, Held(contact, numbered), draft, wish=wish))
    labels = [one["label"] for one in then["tag"]]
    assert (labels.count("усім"), labels.count("а")) == (1, 1)
