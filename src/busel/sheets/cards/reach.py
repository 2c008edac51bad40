"""How a card says that somebody is reached: telephones by kind, e-mail, messengers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from busel.sheets.quoting import in_quotes, write_items
from busel.sheets.reach_cells import email_cell
from busel.sheets.targets import OUR_ID
from busel.sheets.ties import write_messengers

if TYPE_CHECKING:
    from collections.abc import Callable

    from busel.sheets.cards.cells import Cells
    from busel.sheets.cards.text import Property

_KINDS = (
    ("mobile", ("cell", "mobile", "iphone", "x-mobile", "car", "pcs", "мобильный", "мабільны")),
    ("home", ("home", "x-home", "домашний", "хатні")),
    ("work", ("work", "x-work", "company_main", "рабочий", "працоўны")),
    ("other", ("other",)),
)
"""Kind of a telephone -> the words of cards for it; the first that one has."""
_ASIDE = {"fax": ("fax", "homefax", "workfax", "otherfax"), "pager": ("pager", "bbs", "modem", "tlx", "telex")}
_SPOKEN = ("voice", "cell")
_PLAIN = re.compile(r"[+(]?[\d\s().-]+")
_PAUSES = re.compile(r"(\+\d{7,15})\s*(?:[,;pPwWxX]|;ext=).*")
_E164 = re.compile(r"\+\d{4,20}")
_MOST_DIGITS = 15
_ADDRESS = re.compile(r"<([^<>]*@[^<>]*)>")
_SIGNS = re.compile(r"[\s().-]+")
_SERVICES = {
    "telegram": "telegram", "signal": "signal", "whatsapp": "whatsapp", "viber": "viber", "threema": "threema",
    "matrix": "element", "element": "element",
}  # fmt: skip
_CALLED = {
    "xmpp": "Jabber", "jabber": "Jabber", "skype": "Skype", "skype-username": "Skype", "icq": "ICQ", "aim": "AIM",
    "msn": "MSN", "ymsgr": "Yahoo", "yahoo": "Yahoo", "qq": "QQ", "gtalk": "Google Talk", "google-talk": "Google Talk",
    "google talk": "Google Talk", "irc": "IRC", "messaging/twitter-all": "Twitter", "twitter": "Twitter",
    "gadu-gadu": "Gadu-Gadu", "groupwise": "GroupWise", "facebook": "Facebook", "instagram": "Instagram",
    "ms-imaddress": "IM", "netmeeting": "NetMeeting", "vk": "VK", "discord": "Discord", "wire": "Wire",
    "wickr": "Wickr",
    "messaging/irc-all": "IRC", "messaging/xmpp-all": "Jabber", "session": "Session", "briar": "Briar",
}  # fmt: skip
WRONG = "wrong"
_BETWEEN_NAMES = "\ue000"
"""A sign of KDE's address book, from Unicode's private use."""


def _phones(cells: Cells, some: list[Property]) -> None:
    for one in sorted(some, key=lambda one: not _is_preferred(one)):
        types = [*one.types, *cells.label(one.group).lower().split()]
        aside = next((kind for kind, words in _ASIDE.items() if set(words) & set(types)), "")
        if not one.text.strip():
            continue
        if aside and not set(_SPOKEN) & set(types):
            cells.aside[aside] += 1
            continue
        kind = next((kind for kind, words in _KINDS if set(words) & set(types)), "")
        number = one.text.strip()
        cells.add(f"phone_{kind}" if kind else "phone", _phone_cell(number))
        if one.parameter("X-STATUS") == WRONG:
            dialled = number.removeprefix("tel:")
            item = (dialled, dialled if _E164.fullmatch(dialled) else "")
            cells.found.setdefault("phones_wrong", []).append(write_items([item]))


def _phone_cell(written: str) -> str:
    """Return the cell of one telephone: in quotation marks where a list would take it for several, or for none."""
    number = unquote(written[4:]) if written[:4].lower() == "tel:" else written
    if _PLAIN.fullmatch(number) and sum(map(str.isdecimal, number)) <= _MOST_DIGITS:
        return " ".join(number.split())
    paused = _PAUSES.fullmatch(_SIGNS.sub("", number))
    return in_quotes(number, paused[1] if paused else None)


def _is_preferred(one: Property) -> bool:
    return "pref" in one.types or "PREF" in one.parameters


def _emails(cells: Cells, some: list[Property]) -> None:
    for one in sorted(some, key=lambda one: not _is_preferred(one)):
        inside = _ADDRESS.search(one.text)
        address = (
            one.text if OUR_ID in cells.found else (inside[1] if inside else one.text).removeprefix("mailto:").strip()
        )
        if not address:
            continue
        cells.add("email", email_cell(address) if OUR_ID in cells.found or _is_odd(address) else address)
        if one.parameter("X-STATUS") == WRONG:
            cells.found.setdefault("emails_wrong", []).append(email_cell(address))


def _is_odd(address: str) -> bool:
    return "@" in address and any(sign in address for sign in ",;")


def _messengers(cells: Cells, some: list[Property]) -> None:
    """Take IMPP, whose value is an address with a scheme: `telegram:@name`, `x-apple:name` with the service beside."""
    for one in some:
        scheme, colon, name = one.text.partition(":")
        service = (one.parameter("X-SERVICE-TYPE") or (scheme if colon else "")).lower()
        if service == "x-apple":
            service = ""
        _keep(cells, service.removeprefix("x-"), unquote(name if colon else one.text))


def _keep(cells: Cells, service: str, name: str) -> None:
    if not name.strip():
        return
    if service == "sip":
        cells.says("sip", name)
        return
    known = _SERVICES.get(service) or _CALLED.get(service) or service or "other"
    for one in name.split(_BETWEEN_NAMES):
        cells.add("messengers", write_messengers([(known, one.strip())], cells.language))


def _of_service(service: str) -> Callable[[Cells, list[Property]], None]:
    def take(cells: Cells, some: list[Property]) -> None:
        for one in some:
            _keep(cells, service, one.text)

    return take


def _social(cells: Cells, some: list[Property]) -> None:
    for one in some:
        kind = next(iter(one.types), "")
        if kind in _SERVICES or kind in _CALLED:
            _keep(cells, kind, one.parameter("X-USER") or one.text)
        else:
            cells.says("social", one.text)


def _sip(cells: Cells, some: list[Property]) -> None:
    cells.says("sip", *(one.text.removeprefix("sip:") for one in some))


TAKERS = {
    "TEL": _phones,
    "X-MS-TEL": _phones,
    "EMAIL": _emails,
    "IMPP": _messengers,
    "X-SOCIALPROFILE": _social,
    "X-SIP": _sip,
    **{f"X-{service.upper()}": _of_service(service) for service in (*_SERVICES, *_CALLED)},
}
