"""People to find and to correct, and what a page says of them."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from busel.desk.actions.contacts import add_contact
from busel.desk.clock import this_hour
from busel.desk.journals.rereading import reread
from busel.desk.journals.writing import to_commit
from busel.desk.people.person import person
from busel.journal.commit import seal_commit
from busel.journal.deed import Draft, Op, encode_parts
from busel.registry.statements import Certificate, read_statement
from busel.vault.entropy import new_id

if TYPE_CHECKING:
    from desk.conftest import Desk, Organisation

KAVALOU = {
    "family_be": "Кавалёў",
    "family_ru": "Ковалёв",
    "given_be": "Сяргей",
    "given_ru": "Сергей",
    "patronymic_ru": "Иванович",
    "language": "ru",
    "support": 1,
}
PHONE = ("phone", {"number": "+375291234567"})
HOME = (
    "address",
    {
        "region": "Homieĺ region",
        "district": "Žlobin district",
        "settlement_be": "Жлобін",
        "settlement_ru": "Жлобин",
        "street_ru": "ул. Мира",
        "house": "5",
        "flat": "12",
    },
)
VOLUNTEER = ("tag", {"label": "валанцёр"})


def add(desk: Desk, division: str, about: Any = (), **person: Any) -> int:
    """Add somebody by name of the division."""
    bundle = desk.session.keyring.named(division)
    assert bundle is not None
    return add_contact(desk.session, bundle.journal, person=person, about=about)


def kavalou(desk: Desk, division: str) -> int:
    """Add Siarhei Kavalioŭ of Žlobin."""
    return add(desk, division, [PHONE, HOME, VOLUNTEER], **KAVALOU)


def fields_of(desk: Desk, id_: int) -> dict[str, Any]:
    """Return a contact's own stored fields, without the day on which it was added."""
    found = person(desk.session, id_)
    assert found is not None
    return {name: value for name, value in found.contact.items() if name != "added"}


def records_of(desk: Desk, id_: int, kind: str) -> dict[int, dict[str, Any]]:
    """Return a contact's records of a kind, by id."""
    found = person(desk.session, id_)
    assert found is not None
    return found.records[kind]


def journal_of(desk: Desk, division: str) -> bytes:
    """Return the id of a division that the desk holds."""
    bundle = desk.session.keyring.named(division)
    assert bundle is not None
    return bundle.journal


def words(answer: Any) -> str:
    """Return the text of a page as it is read, without its markup."""
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def typed(answer: Any) -> dict[str, str]:
    """Return the fields of the last form of a page as a browser would send them."""
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    form = re.findall(r"<form[^>]*>.*?</form>", main, re.DOTALL)[-1]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        at = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if at.get("type") in ("checkbox", "radio") and " checked" not in tag:
            continue
        if "name" in at:
            found[at["name"]] = html.unescape(at.get("value", "on" if at.get("type") == "checkbox" else ""))
    for name, inner in re.findall(r'<select\b[^>]*? name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        found[name] = html.unescape(chosen[1]) if chosen else ""
    for name, inner in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = html.unescape(inner).strip()
    return found


def elsewhere(organisation: Organisation, who: str, division: str, ops: list[Op], *, subject: int) -> None:
    """Let somebody else change a person from another desk: stored on the shelf, not yet seen on this one."""
    session = organisation.session(who)
    bundle = session.keyring.named(division)
    commons = session.keyring.named("commons")
    assert bundle is not None
    assert commons is not None
    for deed in reread(session, commons).tail:
        statements = [read_statement(op.kind, op.now) for op in deed.ops() if op.now and op.kind == "certificate"]
        session.certificates.add([one for one in statements if isinstance(one, Certificate)])
    ledger = reread(session, bundle).ledger
    draft = Draft(
        id=new_id(),
        name="edit_contact",
        author=session.account,
        hour=this_hour(),
        places=[bundle.journal],
        parts=encode_parts([(subject, ops)]),
    )
    header = ledger.next_header()
    sealed = seal_commit(ledger.keys, header, draft.sign(header, session.keyring.account.signing))
    session.shelf.append(session.token, bundle.journal, bundle.write, to_commit(sealed))
