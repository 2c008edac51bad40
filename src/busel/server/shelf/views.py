"""The one view: decode, call, encode. A refusal is a status and a code; a fault tells the asker nothing."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from busel.server.shelf import log
from busel.server.shelf.store import store
from busel.shelf import wire
from busel.shelf.protocol import SessionEndedError, ShelfError, TooLargeError, UnreachableError

CHUNK_BYTES = 128 * 1024
"""About what a unix socket takes at once; longer pieces are copied again and again by the server's writer."""
BEARER = "Bearer "


def ask(request: HttpRequest, name: str) -> HttpResponseBase:
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


def _answered(result: Any) -> HttpResponseBase:
    body = msgspec.msgpack.encode(result)
    headers = {"Content-Length": str(len(body))}
    if len(body) <= CHUNK_BYTES:
        return HttpResponse(body, content_type=wire.MEDIA_TYPE, headers=headers)
    return StreamingHttpResponse(_chunks(body), content_type=wire.MEDIA_TYPE, headers=headers)


def _chunks(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), CHUNK_BYTES):
        yield body[start : start + CHUNK_BYTES]


def _refused(error: ShelfError) -> HttpResponse:
    body = msgspec.msgpack.encode(wire.Refusal(error.code))
    status = wire.STATUS.get(type(error), HTTPStatus.BAD_REQUEST)
    return HttpResponse(body, content_type=wire.MEDIA_TYPE, status=status, headers={"Content-Length": str(len(body))})
