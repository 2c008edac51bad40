"""XML taken piece by piece with Python's own expat: what a file unpacks to never stands in memory as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol
from xml.parsers import expat

from busel.sheets.readers import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE = 1 << 16
_BETWEEN = "}"


class Source(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end."""


class Handler(Protocol):
    """What is told of elements and text. Names are "namespace}name", the namespace in the words of the file."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Tell of a beginning."""

    def end(self, name: str) -> None:
        """Tell of an end."""

    def text(self, text: str) -> None:
        """Tell of text, maybe only a part of it."""


def pieces_parsed(source: Source, handler: Handler) -> Iterator[None]:
    """Parse a source, and stop after each piece so that what the handler has gathered can be taken from it.

    Raises Refused("damaged") for what is no XML. Why safe: expat opens nothing by itself, and a document that declares
    a type, and so could declare entities that grow, is refused before one is used.
    """
    parser = expat.ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        while piece := source.read(_PIECE):
            parser.Parse(piece, False)
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refused("damaged") from error
    yield


def _refuse(*_declared: Any) -> None:
    raise Refused("damaged")


class _PlainNames(dict[str, str]):
    """Names without their namespaces, each cut once: a sheet has a dozen names a million times."""

    def __missing__(self, name: str) -> str:
        self[name] = plain = name.rpartition(_BETWEEN)[2]
        return plain


local_name = _PlainNames().__getitem__
"""An element's or an attribute's name without its namespace."""


def plain_names(attributes: dict[str, str]) -> dict[str, str]:
    """Return attributes by their names without namespaces."""
    return {local_name(name): value for name, value in attributes.items()}
