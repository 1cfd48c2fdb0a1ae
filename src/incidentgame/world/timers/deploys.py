"""Deployments in progress: one host at a time, files first, then the services restarted.

A revision is what its deployment's `sim` says: files {path: content}, units to restart, the role deployed to.
One without files changes nothing on the hosts and only takes its time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from incidentgame.kernel.instant import SECOND, Instant
from incidentgame.world import kinds
from incidentgame.world.actions import ActRefused, Done, perform_act
from incidentgame.world.change import CONTROLLER, Act, Change
from incidentgame.world.compute.hosts import hosts_of_role
from incidentgame.world.state import Doc, Put, sim, with_sim
from incidentgame.world.view import View

PER_HOST = 35 * SECOND
_RESTART_AFTER = 3 * SECOND


@dataclass(frozen=True, slots=True)
class DeployController:
    """Carries out deployments whose status is InProgress."""

    name: str = "deploys"

    def due(self, view: View) -> Instant | None:
        """When the next step of any deployment is to be done."""
        return min((max(view.now, step) for _, _, step in _running(view)), default=None)

    def act(self, view: View) -> tuple[Change, ...]:
        """Do the step that is due."""
        for id, doc, at in _running(view):
            if at <= view.now:
                return (
                    *_effects(view, doc),
                    _change(view, "deploy.step", Put(kinds.DEPLOYMENT, id, _next(view, doc))),
                )
        return ()


def _running(view: View) -> Iterator[tuple[str, Doc, Instant]]:
    for id, doc in view.world.table(kinds.DEPLOYMENT).items():
        if doc.get("status") == "InProgress" and "next_at" in sim(doc):
            yield id, doc, int(sim(doc)["next_at"])


def begun(view: View, doc: Doc, revision: Doc | None, role: str) -> Doc:
    """A new deployment to a role, ready to be carried out; without a known revision it will fail."""
    known = sim(revision) if revision else {}
    role = str(known.get("role") or role)
    return with_sim(
        doc,
        files=known.get("files", {}),
        units=known.get("units", ()),
        role=role,
        queue=tuple(hosts_of_role(view.world, role)) if revision else (),
        restarting=False,
        fails=revision is None,
        next_at=view.now + 8 * SECOND,
    )


def _effects(view: View, doc: Doc) -> Iterator[Change]:
    state = sim(doc)
    if not state["queue"]:
        return
    host = state["queue"][0]
    if not state["restarting"]:
        for path, content in state["files"].items():
            yield from _acted(view, "host.write_file", host=host, path=path, content=content)
        return
    for unit in state["units"] if state["files"] else ():
        yield from _acted(view, "host.systemctl", host=host, command="restart", unit=unit)


def _acted(view: View, verb: str, **parameters: Any) -> Iterator[Change]:
    try:
        done: Done = perform_act(view, Act(verb, parameters, CONTROLLER))
    except ActRefused:
        return
    yield Change(
        at=view.now,
        principal=CONTROLLER,
        source=f"host:{parameters['host']}",
        action=verb,
        request=parameters,
        edits=done.edits,
        recorded="none",
        origin="controller",
    )


def _next(view: View, doc: Doc) -> Doc:
    state = sim(doc)
    if not state["queue"]:
        return _finished(view, doc)
    if not state["restarting"]:
        return with_sim(doc, restarting=True, next_at=view.now + _RESTART_AFTER)
    overview = dict(doc["deploymentOverview"])
    overview["Succeeded"] += 1
    overview["Pending"] = max(0, overview["Pending"] - 1)
    moved = {**doc, "deploymentOverview": overview}
    return with_sim(moved, queue=state["queue"][1:], restarting=False, next_at=view.now + PER_HOST)


def _finished(view: View, doc: Doc) -> Doc:
    state = {
        name: value for name, value in sim(doc).items() if name not in ("next_at", "queue", "restarting")
    }
    status = "Failed" if state.pop("fails", False) else "Succeeded"
    done = {**doc, "status": status, "completeTime": view.now, "sim": state}
    if status == "Failed":
        done["errorInformation"] = {
            "code": "REVISION_MISSING",
            "message": "The specified revision could not be found.",
        }
    return done


def _change(view: View, action: str, *edits: Put) -> Change:
    return Change(
        at=view.now,
        principal=CONTROLLER,
        source="controller:deploys",
        action=action,
        edits=edits,
        recorded="none",
        origin="controller",
    )
