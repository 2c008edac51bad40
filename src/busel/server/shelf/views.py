"""The one view: decode, call, encode. A refusal is a status and a code; a fault tells the asker nothing."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from busel.server.shelf import log
from busel.server.shelf.store import store
from busel.shelf import wire
from busel.shelf.protocol import SessionEndedError, ShelfError, TooLargeError, UnreachableError

BEARER = "Bearer "


def ask(request: HttpRequest, name: str) -> HttpResponse:
    """Answer one call."""
    call = wire.CALLS.get(name)
    if call is None or request.method != "POST":
        return _refused(ShelfError())
    try:
        return _answered(_carry_out(call, request))
    except ShelfError as error:
        return _refused(error)
    except msgspec.MsgspecError:
        return _refused(ShelfError())
    except Exception as error:  # noqa: BLE001 - whatever it was, the asker learns only that the shelf failed
        log.note_fault(name, error)
        return _refused(UnreachableError())


def _carry_out(call: wire.Call, request: HttpRequest) -> Any:
    if int(request.headers.get("Content-Length") or 0) > wire.MAX_REQUEST_BYTES:
        raise TooLargeError
    decoded = call.request.decode(request.body)
    session = (_session(request),) if call.needs_session else ()
    return getattr(store, call.name)(*session, **{name: getattr(decoded, name) for name in decoded.__struct_fields__})


def _session(request: HttpRequest) -> bytes:
    """Return the session token of the Authorization header. Raises SessionEndedError."""
    try:
        return bytes.fromhex(request.headers.get("Authorization", "").removeprefix(BEARER))
    except ValueError:
        raise SessionEndedError from None


def _answered(result: Any) -> HttpResponse:
    body = msgspec.msgpack.encode(result)
    return HttpResponse(body, content_type=wire.MEDIA_TYPE, headers={"Content-Length": str(len(body))})


def _refused(error: ShelfError) -> HttpResponse:
    body = msgspec.msgpack.encode(wire.Refusal(error.code))
    status = wire.STATUS.get(type(error), HTTPStatus.BAD_REQUEST)
    return HttpResponse(body, content_type=wire.MEDIA_TYPE, status=status, headers={"Content-Length": str(len(body))})
