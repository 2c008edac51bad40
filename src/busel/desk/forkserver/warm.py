"""Everything that a desk will need, imported and prepared once, so that a fork has it at no cost."""

from __future__ import annotations

import datetime as dt
import gc
import importlib
import pkgutil

from busel.desk.forkserver import holes, packing
from busel.desk.running import confine, options
from busel.desk.web.formats import format_day
from busel.vault.labels import SEAL_BLOCK
from busel.vault.seal import KEY_BYTES, derive
from busel.vault.sign import SigningKey
from busel.vault.wrap import OpeningKey

_OTHER_PROGRAMS = ("__main__", "_child")
"""Ends of the names of modules that are programs of their own."""
_IN_CHILDREN = "busel.sheets.readers"
"""What reads files from outside is imported by locked children alone: no desk could run it, were it asked to."""
_ANY_DAY = dt.date(2000, 1, 1)


def warm() -> None:
    """Import all of ours, set Django up, and put what lives out of the collector's reach. Choose the options before."""
    gc.disable()
    confine.keep_malloc_lean()
    import django  # noqa: PLC0415 - after the options were chosen, as settings read them

    django.setup(set_prefix=False)
    for package in options.chosen.preload:
        _import_all(package)
    _prepare_opening()
    _prepare_pages()
    _prepare_searching()
    holes.fill()
    packing.pack()
    holes.fill()  # what was packed left its old places
    gc.freeze()


def _import_all(package: str) -> None:
    found = importlib.import_module(package)
    for module in pkgutil.iter_modules(found.__path__, f"{package}."):
        if module.name.endswith(_OTHER_PROGRAMS) or module.name == _IN_CHILDREN:
            continue
        if module.ispkg:
            _import_all(module.name)
        else:
            importlib.import_module(module.name)


def _prepare_opening() -> None:
    """Derive once: its first use sets the library of ciphers up, two megabytes that each desk would have for itself.

    The first public key loads the library's names, a megabyte more.

    Why safe: these are nobody's keys, and they are thrown away; no randomness is drawn before the fork.
    """
    seed = derive(bytes(KEY_BYTES), label=SEAL_BLOCK)
    _ = SigningKey(seed).public, OpeningKey(seed).public


def _prepare_pages() -> None:
    """Load what the first request would load: catalogues, dates' words, URL tables, the template engine."""
    from django.template import Engine  # noqa: PLC0415 - needs the settings
    from django.urls import get_resolver  # noqa: PLC0415 - the same
    from django.utils import formats, translation  # noqa: PLC0415 - the same

    for language in ("be", "ru", "en"):
        with translation.override(language):
            translation.gettext("")
            format_day(_ANY_DAY, language)
            for pages in (options.chosen.porch_urls, options.chosen.blank_urls, options.chosen.keyed_urls):
                _ = get_resolver(pages).reverse_dict
            formats.get_format("DATE_FORMAT")
    engine = Engine.get_default()
    _ = engine.template_loaders, engine.template_context_processors


def _prepare_searching() -> None:
    """Make the tables that the first search would make: of names, of places, of the workspace."""
    from django.db import connection  # noqa: PLC0415 - needs the settings

    from busel.desk.workspace.schema import statements  # noqa: PLC0415 - the same
    from busel.names.given import given_ids, names_of, usual_first, whole_ids  # noqa: PLC0415 - with what needs it
    from busel.names.places import division, settlements  # noqa: PLC0415 - the same
    from busel.names.streets import street_key  # noqa: PLC0415 - the same

    given_ids("")
    whole_ids("")
    usual_first(names_of("Оля"))
    for text in ("-", "Бабруйск"):
        _ = division(text), settlements(text)
    _ = street_key("вул. Якуба Коласа")
    statements()
    connection.close()  # a fork must inherit none
