"""Two programs over one database: `python -m bench.plain tables URL` makes the tables, `… serve URL` serves the pages.

The plain application has the desk's tables, words and templates, and neither door nor shelf nor keys. Connections to
PostgreSQL stay open. What it is told stands as one JSON document on its standard input (see `bench.plain.filling`).
"""

from __future__ import annotations

import gc
import sys

import django
from cheroot import wsgi
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from psycopg.conninfo import conninfo_to_dict

from busel.desk import settings as desk
from busel.desk.running import options

MIDDLEWARE = [
    "busel.desk.web.headers.HeadersMiddleware",
    "busel.desk.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]


def _set_up(url: str) -> None:
    place = conninfo_to_dict(url)
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": place["dbname"],
        "HOST": place["host"],
        "USER": place["user"],
        "CONN_MAX_AGE": None,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2},
    }
    chosen = {name: getattr(desk, name) for name in dir(desk) if name.isupper()}
    own = {"DATABASES": {"default": database}, "MIDDLEWARE": MIDDLEWARE, "ROOT_URLCONF": "bench.plain.urls"}
    settings.configure(**chosen | own)
    django.setup(set_prefix=False)


def _serve() -> None:
    from bench.plain.views import show  # noqa: PLC0415 - after the settings

    show(sys.stdin.buffer.read())
    server = wsgi.Server(("127.0.0.1", 0), get_wsgi_application(), numthreads=options.chosen.threads)
    server.prepare()
    print(server.bind_addr[1], flush=True)
    gc.collect()
    gc.freeze()  # as the fork server does
    server.serve()


def _main(what: str, url: str) -> None:
    _set_up(url)
    if what == "tables":
        call_command("migrate", run_syncdb=True, verbosity=0)
    else:
        _serve()


if __name__ == "__main__":
    _main(*sys.argv[1:])
