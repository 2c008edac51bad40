"""The few answers that the door gives itself."""

from __future__ import annotations

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""The desk sends the same ones (`busel.desk.web.headers`, a test compares them): `server` may not import `desk`."""


def answer(status: str, page: bytes = b"") -> bytes:
    """Return a whole HTTP answer that ends its connection."""
    fixed = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
    head = (
        f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(page)}\r\n{fixed}\r\n"
    )
    return head.encode() + page


HEAD_TIMEOUT = answer("408 Request Timeout")
HEAD_TOO_LARGE = answer("431 Request Header Fields Too Large")
LENGTH_REQUIRED = answer("411 Length Required")
BODY_TOO_LARGE = answer("413 Content Too Large")
UNAVAILABLE = answer("503 Service Unavailable")
