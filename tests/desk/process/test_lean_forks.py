"""What a fork writes lies on few pages: its parent has no holes left, and what a desk calls lies together."""

from __future__ import annotations

import json
import subprocess
import sys

from busel.desk.forkserver.packing import called

HOLES = """
import gc, json, random
from busel.desk.forkserver import holes

PAGE = 4096
gc.disable()
before = [bytes(random.randrange(20, 2000)) for _ in range(100_000)] + [(n, n, n) for n in range(20_000)]
random.Random(1).shuffle(before)
pages = {id(one) // PAGE for one in before}
del before[: 9 * len(before) // 10]
%s
made = [bytes(random.randrange(20, 2000)) for _ in range(5_000)] + [(n, n) for n in range(5_000)]
kept = {id(one) // PAGE for one in before}
print(json.dumps({"on": len({id(one) // PAGE for one in made} & kept)}))
"""
"""A tenth of what was made stays, strewn over all pages. Then a child's objects are made."""

PACKED = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "busel.desk.settings"
import gc, json
from types import FunctionType
from busel.desk.forkserver import packing, warm

def codes():
    return {
        (one.__globals__.get("__name__", ""), one.__code__.co_qualname): id(one.__code__) // 4096
        for one in gc.get_objects() if isinstance(one, FunctionType)
    }

def spread():
    held = codes()
    found = [held[name] for name in packing.called() if name in held]
    return len(found), len(set(found))

apart = []
pack = packing.pack

def packed():
    apart.append(spread())
    count = pack()
    apart.append(spread())
    return count

packing.pack = packed
warm.warm()

from busel.names.clean import tokens
from django.utils.html import escape
print(json.dumps({
    "before": apart[0][1], "after": apart[1][1], "known": apart[0][0],
    "works": [tokens("Іван-Марыя"), escape("<"), [one.__name__ for one in (tokens, escape)]],
}))
"""
"""The fork server's warming up, and on how many pages the code of what desks call lies before and after."""


def told(program: str) -> dict[str, object]:
    ran = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, check=True)
    return dict(json.loads(ran.stdout))


def test_new_objects_go_where_nothing_lies_once_the_holes_are_filled() -> None:
    strewn, filled = (told(HOLES % line) for line in ("", "holes.fill()"))
    assert int(str(strewn["on"])) > 1000
    assert int(str(filled["on"])) < 50


def test_what_desks_call_lies_together_and_answers_as_before() -> None:
    found = told(PACKED)
    assert int(str(found["after"])) < int(str(found["before"])) / 3
    assert int(str(found["known"])) > 0.7 * len(called()), "python -m bench.called makes the list anew"
    assert found["works"] == [["іван", "марыя"], "&lt;", ["tokens", "escape"]]
