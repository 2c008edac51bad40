"""A newcomer comes with a slip: nothing is made before the passphrase was typed back, and then the slip is dead."""

from __future__ import annotations

from typing import Any

from fixtures.first_sign_in import begin, choose, six, with_slip
from fixtures.served import Served, eventually
from fixtures.visitor import Visitor


def test_from_slip_to_hello(serve: Any) -> None:
    served: Served = serve()
    slip = served.at_rest.slips[0]
    visitor, (passphrase,), _key = begin(served, slip)
    page = eventually(lambda: (one := visitor.open("/papers/")).path == "/papers/" and six(one) and one)
    (code,) = six(page)
    assert len({slip.code, passphrase, code}) == 3
    assert visitor.open("/papers/cards").body.startswith(b"%PDF")
    page = visitor.send(visitor.open("/papers/").form("csrfmiddlewaretoken", action=""), {})
    page = visitor.open("/hello")
    assert page.links("access-log") == []  # no place to go that is not for who awaits access
    form = page.form("division")
    assert dict(form.fields)["division"] != ""
    home = visitor.send(form, {})
    (words,) = six(home)
    assert (home.path, len(words.split())) == ("/", 6)
    # A coordinator sees the same six words.
    coordinator = served.at_rest.person("coordinator")
    other = Visitor(served.port)
    other.sign_in(coordinator.handle, coordinator.passphrase)
    listed = eventually(lambda: other.open("/members/newcomers/").links("members/newcomers/."))
    assert six(other.open(listed[0])) == [words]
    # The slip is dead, and the passphrase opens.
    assert Visitor(served.port).try_to_sign_in(slip.handle, slip.code).status == 200
    assert Visitor(served.port).try_to_sign_in(slip.handle, passphrase).status == 303


def test_a_browser_that_is_lost_before_the_end_leaves_the_slip_as_it_was(serve: Any) -> None:
    served: Served = serve()
    slip = served.at_rest.slips[0]
    first = with_slip(served, slip)
    (lost,) = six(choose(first))
    second = with_slip(served, slip)
    assert eventually(lambda: served.open_desks() == 1)
    assert six(choose(second)) != [lost]
    assert Visitor(served.port).try_to_sign_in(slip.handle, lost).status == 200


def test_what_is_typed_wrong_is_told_word_by_word_and_makes_nothing(serve: Any) -> None:
    served: Served = serve()
    slip = served.at_rest.slips[0]
    visitor = with_slip(served, slip)
    (passphrase,) = six(choose(visitor))
    form = visitor.open("/first/again").form("passphrase")
    words = passphrase.split()
    for typed in (" ".join([*words[:3], "zzz", *words[4:]]), " ".join(words[:6]), ""):
        page = visitor.send(form, {"passphrase": typed})
        assert (page.status, page.path) == (200, "/first/again")
        assert "error" in page.text
    assert Visitor(served.port).try_to_sign_in(slip.handle, passphrase).status == 200
    page = visitor.send(form, {"passphrase": passphrase.upper()})
    assert page.path == "/papers/"


def test_a_newcomers_desk_shows_no_page_of_the_organisation(serve: Any) -> None:
    served: Served = serve()
    visitor = with_slip(served, served.at_rest.slips[0])
    for path in ("/search", "/inbox/", "/members/", "/account/", "/papers/", "/hello", "/contacts/1"):
        assert visitor.open(path).status == 404, path


def test_quiet_passphrase_key_file_and_recovery_code_do_what_they_are_for(serve: Any) -> None:
    served: Served = serve()
    slip = served.at_rest.slips[0]
    visitor, (passphrase, quiet), key = begin(served, slip, quiet=True, key=True)
    page = eventually(lambda: (one := visitor.open("/papers/")) and six(one) and one)
    (code,) = six(page)
    assert Visitor(served.port).try_to_sign_in(slip.handle, passphrase).status == 200
    with_key = Visitor(served.port)
    assert with_key.try_to_sign_in(slip.handle, passphrase, key).status == 303
    # The recovery code opens nothing but the making of new papers, which drop every old way in.
    visitor = Visitor(served.port)
    assert visitor.try_to_sign_in(slip.handle, code).status == 303
    assert eventually(lambda: visitor.open("/account/").path == "/account/renew")
    form = next(one for one in visitor.open("/account/renew").forms if one.action == "" and one.fields)
    form.fields = [one for one in form.fields if not one[0].startswith("new-")]  # neither of them any more
    (renewed,) = six(visitor.send(form, {}))
    page = visitor.send(visitor.open("/account/renew/again").form("passphrase"), {"passphrase": renewed})
    assert page.path == "/papers/"
    (new_code,) = six(page)
    for old in ((passphrase, key), (code, None), (quiet, key)):
        assert Visitor(served.port).try_to_sign_in(slip.handle, *old).status == 200
    for new in (renewed, new_code):
        assert Visitor(served.port).try_to_sign_in(slip.handle, new).status == 303
