"""Words of names and their keys lie in a desk once, however many people and languages bring them."""

from __future__ import annotations

from busel.contacts.records import Contact
from busel.desk.search.names import NameIndex
from busel.journal.snapshot import Words
from busel.names.keys import RULES_VERSION, key_tokens


def _index() -> NameIndex:
    """Return an index whose keys came with snapshots, as strings of their own."""
    index = NameIndex()
    for words in (["навіцкі", "іван"], ["новицкий"]):
        keyed = [("".join([*one.token]), "".join([*one.k1]), "".join([*one.k2])) for one in key_tokens(words)]
        index.know(Words(RULES_VERSION, keyed))
    index.add(
        [(1, Contact(family_be="Навіцкі", family_ru="Новицкий", given_be="Іван")), (2, Contact(nickname="Новік"))]
    )
    index.settle()
    return index


def test_a_word_and_the_keys_that_others_have_too_are_one_string_each() -> None:
    index = _index()
    one, other = index.keyed["навіцкі"], index.keyed["новицкий"]
    assert one.k1 is other.k1
    assert one.k2 is other.k2
    assert all(index.keyed[word].token is word for word in index.words)
    assert all(known is word for known, word in zip(index.numbers, index.words, strict=True))


def test_people_are_found_by_words_whose_keys_were_known_and_by_those_that_are_new() -> None:
    index = _index()
    assert set(index.bearers(index.with_k1(index.keyed["новицкий"].k1))) == {1}
    assert set(index.bearers(index.with_k1(key_tokens(["новик"])[0].k1))) == {2}
