"""Sessions end with the program that opened them: an app that stops or restarts lets go of its pool."""

from collections.abc import Iterator

from incidentgame.kernel.instant import Instant
from incidentgame.world import kinds
from incidentgame.world.change import CONTROLLER, Change
from incidentgame.world.compute.roles import app_unit
from incidentgame.world.state import Doc, Drop, World, sim
from incidentgame.world.view import View


class Clients:
    """A control loop (`Controller`): drops the sessions whose app no longer runs as it did when they began.

    House rule: the server notices at once; a real one may finish the statement first.
    """

    name = "database-clients"

    def due(self, view: View) -> Instant | None:
        """Now, as soon as a session has lost its client."""
        return view.now if view.world.once(("lost sessions",), lambda: bool([*_lost(view.world)])) else None

    def act(self, view: View) -> tuple[Change, ...]:
        """The sessions' end, which no trail records."""
        edits = tuple(Drop(kinds.DB_SESSION, id) for id in _lost(view.world))
        return (
            Change(
                at=view.now,
                principal=CONTROLLER,
                source=f"controller:{self.name}",
                action="database.disconnected",
                edits=edits,
                recorded="none",
                origin="controller",
            ),
        )


def _lost(world: World) -> Iterator[str]:
    for id, doc in world.table(kinds.DB_SESSION).items():
        host = str(sim(doc).get("host") or "")
        if host and _gone(world, host, doc):
            yield id


def _gone(world: World, host: str, session: Doc) -> bool:
    """Is the host away, or its app stopped or started again since the session's statement began?"""
    if world.find(kinds.HOST, host) is None:
        return True
    unit = world.find(kinds.UNIT, f"{host}|{app_unit(world, host)}")
    if unit is None:
        return False
    begun = int(session.get("query_start") or session.get("backend_start") or 0)
    return unit.get("ActiveState", "active") != "active" or int(unit.get("Since") or 0) > begun


CONTROLLERS = [Clients()]
"""The control loops of this module."""
