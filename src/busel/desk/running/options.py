"""What an operator decides about the desks: chosen once, before the fork server imports Django.

The fork server reads them as one JSON document from its standard input. `busel.desk.settings` takes them from `chosen`,
so a process that never chose (a test, the type checker, the command line) has the defaults.
"""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long a desk lives. Seconds of the clock that also counts a suspended machine's sleep."""

    idle: float = 20 * 60.0
    """Without activity. A page's own refresh is none; running work holds the desk until it ends."""
    absolute: float = 4 * 3600.0
    """In all, whatever happens."""
    work: float = 30 * 60.0
    """Work that runs at the absolute limit may still go on so long, then the fork server kills the desk."""
    signin: float = 30.0
    """From a blank desk's connection to a signed-in member; then it is killed."""


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that a deployment may choose."""

    demo: bool = False
    """Loopback and synthetic people: unsafe surroundings are a warning."""
    shelf_socket: str = ""
    """The shelf's unix socket. Relative paths start at the server's folder."""
    command_socket: str = ""
    """Where the fork server listens for `kill` and `status`; empty for nowhere."""
    organisation: str = ""
    """The organisation's id, 32 hexadecimal digits."""
    lock_profile: str = "standard"
    """The cost of a passphrase: "standard"; "cheap" is for tests."""
    language: str = "be"
    """The organisation's language: for everybody until sign-in."""
    time_zone: str = "Europe/Minsk"
    given_up: str = ""
    """The root's statement of the next address, where this one was given up: the pages before sign-in show it."""
    hosts: tuple[str, ...] = (".onion", "localhost", "127.0.0.1")
    """Names under which pages may be asked for. No page holds an absolute URL, so any onion name is harmless."""
    secure_cookies: bool = False
    """`Secure` and `__Host-`: Tor Browser keeps such cookies on http onions, plain Firefox drops them."""
    signin_path: str = "/sign-in"
    blanks_waiting: int = 2
    threads: int = 4
    upload_bytes: int = 40 * 1024 * 1024
    limits: Limits = Limits()
    heartbeat: float = 20.0
    """Seconds between two questions to the shelf: so long can a desk outlive a freeze on another server."""
    quiet: float = 120.0
    """Seconds without activity after which an editor's desk folds a journal that grew long, one a heartbeat."""
    apps: tuple[str, ...] = ("busel.desk.workspace", "busel.desk.web")
    porch_urls: str = "busel.desk.web.porch_urls"
    blank_urls: str = "busel.desk.web.blank_urls"
    keyed_urls: str = "busel.desk.web.urls"
    newcomer_urls: str = "busel.desk.web.newcomer_urls"
    around: tuple[str, ...] = (
        "busel.desk.web.views.around.NewsFirst",
        "busel.desk.web.views.logged.LoggedFirst",
    )
    """Middleware that stands around the keyed pages and needs a signed-in member."""
    preload: tuple[str, ...] = (
        "busel.vault",
        "busel.journal",
        "busel.registry",
        "busel.names",
        "busel.contacts",
        "busel.sheets",
        "busel.outreach",
        "busel.shelf",
        "busel.desk",
    )
    """Packages whose modules are imported before the first fork. `server` and `cli` are other processes' business."""

    @property
    def cookie_name(self) -> str:
        """Return the session cookie's name; the door is told the same."""
        return "__Host-busel" if self.secure_cookies else "busel"


chosen = Options()


def choose(options: Options) -> None:
    """Take these from now on. Call it before anything reads `busel.desk.settings`."""
    global chosen  # noqa: PLW0603 - one choice for a process, made once at its start
    chosen = options
