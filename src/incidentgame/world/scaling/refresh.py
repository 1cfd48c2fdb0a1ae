"""Instance refreshes: replacing a group's instances a few at a time (api-503-aws §3.3)."""

from collections.abc import Iterator
from typing import Any

from incidentgame.kernel.instant import SECOND, Instant
from incidentgame.world import kinds
from incidentgame.world.balancing.health import controller_change
from incidentgame.world.change import Change
from incidentgame.world.scaling import activities, leaving
from incidentgame.world.scaling.groups import (
    in_service,
    in_service_since,
    is_suspended,
    live,
    warmup,
)
from incidentgame.world.state import Doc, Edit, Put, sim
from incidentgame.world.view import View

PREPARING = 5 * SECOND
"""How long a refresh stays Pending, and how long one takes to be cancelled (house rule)."""

OPEN = ("Pending", "InProgress", "Cancelling", "RollbackInProgress", "Baking")
"""The states of a refresh that is not over."""


def open_refresh(refreshes: Iterator[Doc], group: str) -> Doc | None:
    """The group's refresh that is not over yet."""
    return next((r for r in refreshes if r["AutoScalingGroupName"] == group and r["Status"] in OPEN), None)


class RefreshController:
    """Takes old instances out of service as fast as the preferences allow; the scaler replaces them."""

    name = "refresh"

    def due(self, view: View) -> Instant | None:
        """When a refresh next moves on."""
        return min((at for at, _ in self._next(view)), default=None)

    def act(self, view: View) -> tuple[Change, ...]:
        """Move on every refresh that is due."""
        edits = tuple(e for at, found in self._next(view) if at <= view.now for e in found)
        return (controller_change(view, self.name, "InstanceRefresh", edits),) if edits else ()

    def _next(self, view: View) -> Iterator[tuple[Instant, tuple[Edit, ...]]]:
        for refresh in view.world.all(kinds.REFRESH):
            group = view.world.find(kinds.SCALING_GROUP, refresh["AutoScalingGroupName"])
            if group is not None and refresh["Status"] in OPEN:
                yield from _moves(view, refresh, group)


def _moves(view: View, refresh: Doc, group: Doc) -> Iterator[tuple[Instant, tuple[Edit, ...]]]:
    if refresh["Status"] == "Pending":
        begin = {
            "Status": "InProgress",
            "PercentageComplete": 0,
            "InstancesToUpdate": len(_queue(refresh)),
        }
        yield max(view.now, refresh["StartTime"] + PREPARING), (_save({**refresh, **begin}),)
    elif refresh["Status"] == "Cancelling":
        over = {"Status": "Cancelled", "EndTime": view.now}
        yield (
            max(view.now, int(sim(refresh).get("cancelled_at", 0)) + PREPARING),
            (_save({**refresh, **over}),),
        )
    elif not is_suspended(group, "InstanceRefresh"):
        yield from _rolling(view, refresh, group)


def _save(refresh: Doc) -> Put:
    return Put(kinds.REFRESH, refresh["InstanceRefreshId"], refresh)


def _queue(refresh: Doc) -> list[str]:
    """The instances the refresh set out to replace."""
    return list(sim(refresh).get("queue", ()))


def _rolling(view: View, refresh: Doc, group: Doc) -> Iterator[tuple[Instant, tuple[Edit, ...]]]:
    shown = _progress(view, refresh, group)
    if shown != refresh:
        yield view.now, (_save(shown),)
    old = [entry["InstanceId"] for entry in in_service(group) if entry["InstanceId"] in _queue(refresh)]
    if old and not is_suspended(group, "Terminate") and _room(view, refresh, group) > 0:
        yield view.now, _take(view, group, old[0])
    elif not old and _room_is_full(view, refresh, group):
        over = {
            "Status": "Successful",
            "EndTime": view.now,
            "PercentageComplete": 100,
            "InstancesToUpdate": 0,
        }
        done = {name: value for name, value in {**shown, **over}.items() if name != "StatusReason"}
        yield view.now, (_save(done),)
    warming = [at for at in _warm_times(refresh, group).values() if at > view.now]
    if warming:
        yield min(warming), ()


def _warm_times(refresh: Doc, group: Doc) -> dict[str, Instant]:
    """When each new instance is warm."""
    wait = warmup(group, refresh.get("Preferences", {}))
    new = [e["InstanceId"] for e in in_service(group) if e["InstanceId"] not in _queue(refresh)]
    return {id: in_service_since(group, id) + wait for id in new}


def _available(view: View, refresh: Doc, group: Doc) -> int:
    """Instances in service: the old ones, and the new ones that are warm."""
    old = [e for e in in_service(group) if e["InstanceId"] in _queue(refresh)]
    return len(old) + sum(at <= view.now for at in _warm_times(refresh, group).values())


def _room(view: View, refresh: Doc, group: Doc) -> int:
    """How many more may be taken out now. House rule: at least one at a time, whatever the percentage."""
    desired = int(group["DesiredCapacity"])
    least = int(refresh.get("Preferences", {}).get("MinHealthyPercentage", 90))
    allowed = max(1, desired - -(-desired * least // 100))
    return allowed - (desired - _available(view, refresh, group))


def _room_is_full(view: View, refresh: Doc, group: Doc) -> bool:
    desired = int(group["DesiredCapacity"])
    return len(live(group)) >= desired and _available(view, refresh, group) >= desired


def _take(view: View, group: Doc, id: str) -> tuple[Edit, ...]:
    cause = activities.removed_for_refresh(view.now, id)
    new, begun = leaving.mark_leaving(view.world, view.dice, group, id, cause, view.now, "refresh")
    return leaving.save(new), activities.put(begun)


def _progress(view: View, refresh: Doc, group: Doc) -> Doc:
    """The refresh with its counters and reason as they now are: only healthy, warm replacements count."""
    total = len(_queue(refresh)) or 1
    finished = min(total, _finished(view, refresh, group))
    shown: dict[str, Any] = {
        **refresh,
        "PercentageComplete": max(int(refresh.get("PercentageComplete", 0)), finished * 100 // total),
        "InstancesToUpdate": total - finished,
    }
    reason = _reason(view, refresh, group)
    return {**shown, "StatusReason": reason} if reason else shown


def _finished(view: View, refresh: Doc, group: Doc) -> int:
    """How many instances launched since the refresh began are warm."""
    warm = [id for id, at in _warm_times(refresh, group).items() if at <= view.now]
    return sum(in_service_since(group, id) > refresh["StartTime"] for id in warm)


def _reason(view: View, refresh: Doc, group: Doc) -> str:
    pending = [e["InstanceId"] for e in live(group) if e["LifecycleState"] == "Pending"]
    if pending:
        return (
            f"Waiting for remaining instances to be available. For example: {pending[0]} has insufficient "
            "data to evaluate its health with Amazon EC2."
        )
    warming = [id for id, at in _warm_times(refresh, group).items() if at > view.now]
    if warming:
        return f"Waiting for instances to warm up before continuing. For example: {warming[0]} is warming up."
    return ""
