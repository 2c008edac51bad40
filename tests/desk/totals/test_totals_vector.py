"""The message that carries totals: what was put into an inbox once is read for ever."""

from __future__ import annotations

import msgspec

from busel.desk.inboxes.totals import TOTALS, Told
from busel.journal.envelope import open_envelope
from busel.journal.header import Place
from busel.vault.wrap import OpeningKey
from factories.vectors import raw, vectors


def test_a_message_with_totals_names_who_sent_it_and_holds_what_the_division_signed() -> None:
    [vector] = [one for one in vectors("envelope") if (one["kind"], one["expect"]) == (TOTALS, "success")]
    place = Place(raw(vector, "organisation"), raw(vector, "journal"))
    message = open_envelope(OpeningKey(raw(vector, "seed")), place, raw(vector, "sealed"))
    told: Told = message.read(Told)
    assert (told.member.account, told.member.signing) == (message.author, raw(vector, "public"))
    assert told.member.is_sound()
    assert told.statement.above == place.journal
    [signed] = [one for one in vectors("totals") if one["expect"] == "success"]
    assert told.statement.is_signed_by(raw(signed, "public"))
    assert msgspec.to_builtins(told) == msgspec.json.decode(vector["content"])
