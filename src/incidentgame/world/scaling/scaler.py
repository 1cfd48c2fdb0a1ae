"""The scaling controller: keeps each group at its desired capacity, and moves instances through their phases.

It looks for the one next step of any group and takes one step at a time; the state is in the groups.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from incidentgame.kernel.instant import Instant
from incidentgame.world import kinds
from incidentgame.world.balancing.health import controller_change
from incidentgame.world.change import Change
from incidentgame.world.scaling import activities, launching, leaving
from incidentgame.world.scaling.groups import (
    in_service,
    is_suspended,
    live,
    record,
    records,
    with_member,
    with_record,
)
from incidentgame.world.scaling.sickness import Diagnosis, diagnoses
from incidentgame.world.state import Doc, sim, with_sim
from incidentgame.world.view import View

Doing = Callable[[View, Doc], tuple[Change, ...]]


@dataclass(frozen=True)
class Step:
    """Something a group will do, and when."""

    at: Instant
    group: str
    do: Doing


_PHASES: dict[str, Callable[[View, Doc, str], tuple[Change, ...]]] = {
    "launching": launching.join,
    "leaving": leaving.begin,
    "draining": leaving.end,
    "ending": leaving.forget,
}


class ScalingController:
    """Launches, terminates and replaces the instances of every group. Stateless."""

    name = "scaling"

    def due(self, view: View) -> Instant | None:
        """When the next step of any group is due."""
        return min((step.at for step in self._steps(view)), default=None)

    def act(self, view: View) -> tuple[Change, ...]:
        """Take the first step that is due."""
        for step in self._steps(view):
            if step.at <= view.now:
                return step.do(view, view.world.get(kinds.SCALING_GROUP, step.group))
        return ()

    def _steps(self, view: View) -> Iterator[Step]:
        for name, group in view.world.table(kinds.SCALING_GROUP).items():
            yield from (Step(at, name, do) for at, do in _plans(view, group))


def _plans(view: View, group: Doc) -> Iterator[tuple[Instant, Doing]]:
    for id, kept in records(group).items():
        if kept.get("phase"):
            yield max(view.now, int(kept["at"])), _phase(str(kept["phase"]), id)
    if not is_suspended(group, "HealthCheck"):
        for diagnosis in diagnoses(view, group):
            yield diagnosis.at, _condemn(diagnosis)
    if not is_suspended(group, "ReplaceUnhealthy") and not is_suspended(group, "Terminate"):
        for entry in in_service(group):
            if entry["HealthStatus"] == "Unhealthy":
                yield view.now, _replace(entry["InstanceId"])
    yield from _capacity(view, group)


def _phase(phase: str, id: str) -> Doing:
    return lambda view, group: _PHASES[phase](view, group, id)


def _capacity(view: View, group: Doc) -> Iterator[tuple[Instant, Doing]]:
    missing = int(group["DesiredCapacity"]) - len(live(group))
    if missing > 0 and not is_suspended(group, "Launch") and launching.can_launch(view, group):
        yield view.now, launching.launch
    elif missing < 0 and not is_suspended(group, "Terminate") and victim(group):
        yield view.now, _shrink


def _condemn(diagnosis: Diagnosis) -> Doing:
    def do(view: View, group: Doc) -> tuple[Change, ...]:
        new = with_member(group, diagnosis.instance, HealthStatus="Unhealthy")
        new = with_record(new, diagnosis.instance, why=diagnosis.why)
        return (controller_change(view, "scaling", "InstanceUnhealthy", (leaving.save(new),)),)

    return do


def _replace(id: str) -> Doing:
    def do(view: View, group: Doc) -> tuple[Change, ...]:
        cause = activities.removed_for_health(view.now, str(record(group, id).get("why", "user")))
        return _leave(view, group, id, cause, "unhealthy")

    return do


def _leave(view: View, group: Doc, id: str, cause: str, owed: str = "") -> tuple[Change, ...]:
    new, begun = leaving.mark_leaving(view.world, view.dice, group, id, cause, view.now, owed)
    edits = (leaving.save(new), activities.put(begun))
    return (controller_change(view, "scaling", "TerminatingInstance", edits),)


def _shrink(view: View, group: Doc) -> tuple[Change, ...]:
    id, before = victim(group), len(live(group))
    said = activities.removed_for_difference(view.now, before, int(group["DesiredCapacity"]), id)
    asked = str(sim(group).get("asked", ""))
    cause = activities.GAP.join(filter(None, (asked, said)))
    return _leave(view, with_sim(group, asked=""), id, cause)


def victim(group: Doc) -> str:
    """Who goes when the group shrinks: fullest zone, oldest template, oldest instance; none if all protected.

    The default termination policy without billing hours; a group's own policies are not followed
    (house rule), but scale-in protection is.
    """
    members = live(group)
    zones = [entry["AvailabilityZone"] for entry in members]
    free = [entry for entry in members if not entry.get("ProtectedFromScaleIn")]
    if not free:
        return ""

    def rank(entry: Doc) -> tuple[int, int, int]:
        version = str(entry.get("LaunchTemplate", {}).get("Version", "0"))
        age = int(record(group, entry["InstanceId"]).get("in_service_at", 0))
        return (
            -zones.count(entry["AvailabilityZone"]),
            int(version) if version.isdigit() else 0,
            age,
        )

    return str(min(free, key=rank)["InstanceId"])
