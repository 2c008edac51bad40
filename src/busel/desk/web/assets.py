"""The stylesheet and the two pictures, served from RAM under a name made of their content.

The name changes with the content, so no page ever meets the stylesheet of another version. Still `no-store`: nothing of
ours stays in a browser, which is also why the stylesheet goes out small.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from busel.desk.web.policy import public

if TYPE_CHECKING:
    from django.http import HttpRequest

TYPES = {"css": "text/css; charset=utf-8", "png": "image/png"}
NAMES = ("busel.css", "mark.png", "favicon.png")


@dataclass(frozen=True)
class Asset:
    """One file as it is sent."""

    path: str
    """The last part of its URL: hash and ending."""
    type: str
    body: bytes
    packed: bytes
    """The same, gzipped. Why safe: it is public and never holds anything of a person."""


def shrink_styles(text: str) -> str:
    """Return the stylesheet without comments and indentation."""
    without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return "\n".join(line for line in (raw.strip() for raw in without_comments.splitlines()) if line)


def load_asset(name: str) -> Asset:
    """Return the file `name` of the package's `static` folder."""
    body = (files(__package__) / "static" / name).read_bytes()
    ending = name.rpartition(".")[2]
    if ending == "css":
        body = shrink_styles(body.decode()).encode()
    return Asset(f"{sha256(body).hexdigest()[:16]}.{ending}", TYPES[ending], body, gzip.compress(body, mtime=0))


ASSETS = {name: load_asset(name) for name in NAMES}
BY_PATH = {asset.path: asset for asset in ASSETS.values()}


@public
@require_safe
def send_asset(request: HttpRequest, path: str) -> HttpResponse:
    """Send one of our own files; there are no others."""
    asset = BY_PATH.get(path)
    if asset is None:
        raise Http404
    packs = asset.type.startswith("text/") and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(asset.packed if packs else asset.body, content_type=asset.type)
    if packs:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
