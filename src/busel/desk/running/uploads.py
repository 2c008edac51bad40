"""Uploads stay in RAM. Django's own memory handler silently drops what is above its size; this one takes it whole.

What is too large is refused before a byte of it is read, with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse

from busel.desk.web.error_views import too_large


class InMemoryUpload(FileUploadHandler):
    """Collects one file after the other in RAM; the request's length was checked before."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]  # passed on as it came
        self._held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece; whole files never come near the cap that `BodyLimit` holds for the body."""
        if start + len(raw_data) > settings.UPLOAD_BYTES:
            raise RequestDataTooBig
        self._held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Hand the file over."""
        self._held.seek(0)
        return InMemoryUploadedFile(
            file=self._held,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


class BodyLimit:
    """Middleware: a body above `UPLOAD_BYTES` is answered 413 and not read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on, or answer."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) <= settings.UPLOAD_BYTES:
            return self.get_response(request)
        response = too_large(request)
        response["Connection"] = "close"
        return response
