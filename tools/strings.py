"""Gather every string for people and bring the translators' catalogues up to date: `make strings`.

Python modules and Django templates under src/busel are read with Babel (Django's own `templatize` turns a template into
something that it can read), so no other program is needed. With `--check` nothing is written: each missing,
fuzzy or stale string and each differing placeholder is a line, and the exit code says whether there is one.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).parent.parent / "src/busel"
LANGUAGES = ("be", "ru")
KEYWORDS: dict[str, Any] = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def catalogue_path(language: str) -> Path:
    """Return where a language's catalogue lies."""
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def read_messages() -> Iterator[tuple[str, object, object, list[str]]]:
    """Yield file, arguments, their meaning and comments of each call that marks a string, in the order of the files."""
    for file in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.html")]):
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".html":
            # A template has no indentation that Python's tokenizer would accept.
            text = "\n".join(line.lstrip() for line in templatize(text, origin=str(file)).splitlines())
        name = file.relative_to(SOURCE.parent).as_posix()
        for _line, function, messages, comments in extract_python(
            io.BytesIO(text.encode()), KEYWORDS, ["Translators:"], {}
        ):
            if function is not None and messages:
                yield name, messages, KEYWORDS.get(str(function)), comments  # type: ignore[misc]  # Babel annotates it as extract()'s result


def split_messages(messages: object, spec: object) -> tuple[str | tuple[str, str] | None, str | None]:
    """Return the id (a pair for plurals) and the context out of a call's arguments."""
    arguments = messages if isinstance(messages, tuple) else (messages,)
    context, picked = None, []
    for part in spec if isinstance(spec, tuple) else (1,):
        at = part[0] if isinstance(part, tuple) else part
        value = arguments[at - 1] if at <= len(arguments) else None
        if not isinstance(value, str):
            return None, None
        if isinstance(part, tuple):
            context = value
        else:
            picked.append(value)
    return (picked[0] if len(picked) == 1 else (picked[0], picked[1])), context


def gather() -> Catalog:
    """Return the template catalogue of all strings in the source."""
    catalogue = Catalog(charset="utf-8")
    for name, messages, spec, comments in read_messages():
        found, context = split_messages(messages, spec)
        if found:
            catalogue.add(found, locations=[(name, None)], auto_comments=comments, context=context)  # type: ignore[list-item]  # a file without a line
    return catalogue


def load(language: str) -> Catalog:
    """Return a language's catalogue, empty if there is none yet."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Busel", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def save(catalogue: Catalog, language: str) -> None:
    """Write a catalogue so that only changed strings change in it: sorted, without lines and dates."""
    catalogue.fuzzy = False
    out = io.BytesIO()
    write_po(out, catalogue, width=0, sort_output=True, omit_header=True, include_lineno=False, ignore_obsolete=True)
    header = (
        f"# Busel: {Locale(language).english_name} catalogue.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    catalogue_path(language).parent.mkdir(parents=True, exist_ok=True)
    catalogue_path(language).write_text(header + out.getvalue().decode(), encoding="utf-8")


def texts(message: Message) -> list[str]:
    """Return all translations of a message."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def complaints(message: Message | None, wanted: Message) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    if message is None or not texts(message) or not all(texts(message)):
        yield "missing"
        return
    if message.fuzzy:
        yield "fuzzy"
    ids = [wanted.id] if isinstance(wanted.id, str) else list(wanted.id)
    known = {mark for one in ids for mark in PLACEHOLDER.findall(one)}
    # A plural form may leave out its number ("one person"), never name something unknown.
    asked = set(PLACEHOLDER.findall(ids[-1]))
    for at, text in enumerate(texts(message)):
        found = set(PLACEHOLDER.findall(text))
        if found - known or (asked - found and (len(ids) == 1 or at > 0)):
            yield f"placeholders {sorted(found)} instead of {sorted(asked)}"


def check(language: str, source: Catalog) -> list[str]:
    """Return a line for each string that is missing, fuzzy, stale or has other placeholders."""
    own = load(language)
    lines = [
        f"{language}: {wrong}: {wanted.id!r}"
        for wanted in source
        if wanted.id
        for wrong in complaints(own.get(wanted.id, wanted.context), wanted)
    ]
    lines += [
        f"{language}: stale: {message.id!r}"
        for message in own
        if message.id and source.get(message.id, message.context) is None
    ]
    return lines


def main() -> int:
    """Update the catalogues, or check them."""
    if not settings.configured:
        settings.configure(USE_I18N=False)
        django.setup()
    source = gather()
    if "--check" not in sys.argv:
        for language in LANGUAGES:
            own = load(language)
            own.update(source, no_fuzzy_matching=True)
            save(own, language)
    lines = [line for language in LANGUAGES for line in check(language, source)]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.write(f"{len(source)} strings, {len(lines)} to look at\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
