"""What is due next: enabled rules, enabled schedules, and functions somebody invoked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from incidentgame.kernel.instant import SECOND, Instant
from incidentgame.world import kinds
from incidentgame.world.state import Doc, sim
from incidentgame.world.timers.expressions import following
from incidentgame.world.view import View

_LATEST = 4 * SECOND
"""A timer fires up to this long after its time (house rule: 1–4 s)."""


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule, schedule or invocation at its time. `scheduled` is the time it was meant for."""

    kind: str
    id: str
    doc: Doc
    scheduled: Instant
    due: Instant


def firings(view: View) -> Iterator[Firing]:
    """The next firing of everything that has one."""
    for kind in (kinds.EVENT_RULE, kinds.SCHEDULE):
        for id, doc in view.world.table(kind).items():
            if doc.get("ScheduleExpression") and str(doc.get("State", "ENABLED")).startswith("ENABLED"):
                yield from _next(view, kind, id, doc)
    for id, doc in view.world.table(kinds.LAMBDA).items():
        for order in sim(doc).get("queue", ())[:1]:
            yield Firing(kinds.LAMBDA, id, doc, order["at"], max(order["at"], view.now))


def _next(view: View, kind: str, id: str, doc: Doc) -> Iterator[Firing]:
    state = sim(doc)
    anchor = int(state.get("anchor", doc.get("CreationDate", view.account.begins)))
    since = max(
        int(state.get("last_fired", 0)),
        int(state.get("enabled_at", 0)),
        view.now - _LATEST,
    )
    for _ in range(6):
        scheduled = following(doc["ScheduleExpression"], since, anchor)
        if scheduled is None or not _within(doc, scheduled):
            return
        due = scheduled + view.dice.between(SECOND, _LATEST, "timer", kind, id, scheduled)
        if due >= view.now:
            yield Firing(kind, id, doc, scheduled, due)
            return
        since = scheduled


def _within(doc: Doc, at: Instant) -> bool:
    start, end = doc.get("StartDate"), doc.get("EndDate")
    return (start is None or at >= start) and (end is None or at <= end)


def targets(view: View, firing: Firing) -> list[dict[str, Any]]:
    """What a firing starts: [{Arn, Input, RoleArn}]."""
    if firing.kind == kinds.EVENT_RULE:
        table = view.world.table(kinds.EVENT_TARGET)
        return [dict(doc) for id, doc in table.items() if id.startswith(f"{firing.id}|")]
    return [dict(firing.doc.get("Target") or {})]
