"""What a restart of the writer does: every session ends, pending settings take effect."""

from incidentgame.world import kinds
from incidentgame.world.state import Drop, Edit, Put, World, sim, with_sim
from incidentgame.world.view import View


def is_writer(world: World, instance: str) -> bool:
    """Is the instance the writer of its cluster? An instance of no cluster is its own."""
    found = [m for doc in world.all(kinds.DB_CLUSTER) for m in doc.get("DBClusterMembers", ())]
    return next(
        (bool(m.get("IsClusterWriter")) for m in found if m["DBInstanceIdentifier"] == instance), True
    )


def ended(view: View, cluster: str) -> list[Edit]:
    """Every session ends; the pools connect again to a server that has just started."""
    edits: list[Edit] = [Drop(kinds.DB_SESSION, id) for id in view.world.table(kinds.DB_SESSION)]
    doc = view.world.find(kinds.DATABASE, cluster)
    if doc is not None:
        edits.append(Put(kinds.DATABASE, cluster, with_sim(doc, started=view.now, opened={})))
    return edits


def applied(view: View, cluster: str) -> tuple[Edit, ...]:
    """The edits of a start: parameters that waited for it now hold."""
    doc = view.world.find(kinds.DATABASE, cluster)
    if doc is None:
        return ()
    part = sim(doc)
    settings = {**part.get("settings", {}), **part.get("pending", {})}
    fresh = with_sim(doc, settings=settings, pending={}, started=view.now, opened={})
    return (Put(kinds.DATABASE, cluster, fresh),)
