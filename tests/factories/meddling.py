"""A shelf where somebody comes between: just before a chosen call of one desk, something else happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from busel.shelf.memory import MemoryShelf
from factories.mortal import cloned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from busel.desk.session import Session
    from factories.desks import Organisation


class Meddling:
    """Stands before another shelf and counts its calls. `held`: those that were made while pages had to wait."""

    def __init__(self, session: Session, meanwhile: Callable[[], object], *, at: int) -> None:
        self._session, self._shelf, self._meanwhile, self._at = session, session.shelf, meanwhile, at
        self.calls, self.happened = 0, False
        self.held: set[str] = set()
        self.free: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._shelf, name)

        def ask(*args: Any) -> Any:
            number, self.calls = self.calls, self.calls + 1
            is_held = self._session.lock._is_owned()  # type: ignore[attr-defined]  # a page could not come between
            (self.held if is_held else self.free).add(name)
            if number >= self._at and not is_held and not self.happened:
                self.happened = True
                self._session.shelf = self._shelf
                self._meanwhile()
                self._session.shelf = self  # type: ignore[assignment]  # it stands for one
            return call(*args)

        return ask


def between(
    begun: Organisation,
    who: str,
    deed: Callable[[Session], object],
    meanwhile: Callable[[Organisation, Session], object],
) -> Iterator[tuple[Organisation, Session]]:
    """Yield the organisation and who did the deed, after each place where something may come between its calls."""
    at, happened = 0, True
    while happened:
        organisation = type(begun)(cloned(_twin(begun)), begun.founded, begun.names, begun.known)
        desk = organisation.desk(who).open()
        with desk.at_work() as session:
            meddling = Meddling(session, lambda: meanwhile(organisation, session), at=at)  # noqa: B023 - called in this turn
            session.shelf, real = meddling, session.shelf  # type: ignore[assignment]  # it stands for one
            deed(session)
            session.shelf, happened = real, meddling.happened
            if happened:
                assert not meddling.held & {"stage", "switch", "history", "reseal", "drop_stage", "deposit"}
                yield organisation, session
        desk.end()
        at += 1
    assert at > 1


def _twin(organisation: Organisation) -> MemoryShelf:
    assert isinstance(organisation.shelf, MemoryShelf)
    return organisation.shelf
