"""The health checker: what one check finds, and when a target's state changes because of it.

The controller never ticks: from the present outcome it computes when the next transition would happen
(aws-request-path §3.4; INV-17) and acts then.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from incidentgame.kernel.instant import SECOND, Instant, Millis
from incidentgame.world import kinds
from incidentgame.world.balancing.schedule import (
    first_check,
    interval_of,
    own_node,
    timeout_of,
)
from incidentgame.world.balancing.states import (
    CHECKING,
    HEALTHY,
    REGISTERING,
    unhealthy,
    unused,
)
from incidentgame.world.balancing.wiring import balancers_by_group, group_of
from incidentgame.world.change import CONTROLLER, Change
from incidentgame.world.state import Doc, Drop, Edit, Put, World, sim, with_sim
from incidentgame.world.view import View

Probe = Callable[[View, str, str, int, Millis], int | str]
"""(view, host id, path, port, patience) → the HTTP status a check on the host gets, `refused`, `timeout` …"""

Reaches = Callable[[World, str, Sequence[str], str, int], str]
"""(world, node's subnet, the balancer's security groups, host id, port) → `open`, `refused`, `timeout` …"""

REGISTRATION = 10 * SECOND
"""How long a new target shows RegistrationInProgress (house rule)."""

Users = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one health check found; reason and description are AWS's, empty when it passed."""

    ok: bool
    reason: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """The next thing that happens to one target: when, and what it becomes (None: it is gone)."""

    at: Instant
    doc: Doc | None


def matches(codes: str, status: int) -> bool:
    """Does a matcher such as `200`, `200,302` or `200-299` accept the status?"""
    for part in codes.split(","):
        low, _, high = part.strip().partition("-")
        if low.isdigit() and int(low) <= status <= int(high if high.isdigit() else low):
            return True
    return False


def judge(group: Doc, answer: int | str) -> CheckResult:
    """The verdict on what a check got (aws-request-path §3.4)."""
    if isinstance(answer, int):
        if matches(str(group.get("Matcher", {}).get("HttpCode", "200")), answer):
            return CheckResult(True)
        said = f"Health checks failed with these codes: [{answer}]"
        return CheckResult(False, "Target.ResponseCodeMismatch", said)
    if answer == "timeout":
        return CheckResult(False, "Target.Timeout", "Request timed out")
    return CheckResult(False, "Target.FailedHealthChecks", "Health checks failed")


def check_port(group: Doc, target: Doc) -> int:
    """The port the checks go to."""
    port = str(target.get("HealthCheckPort") or group.get("HealthCheckPort") or "traffic-port")
    return int(port) if port.isdigit() else int(target["Target"]["Port"])


def host_of(world: World, instance: str) -> str:
    """The host id of an instance."""
    return str(sim(world.find(kinds.INSTANCE, instance) or {}).get("host", instance))


class HealthChecker:
    """The controller of target health: use, registration, checks, draining. Stateless."""

    name = "health"

    def __init__(self, probe: Probe, reaches: Reaches | None = None) -> None:
        self._probe = probe
        self._reaches = reaches

    def due(self, view: View) -> Instant | None:
        """When the next target changes state, given how things stand; None when nothing is on its way."""
        return min((step.at for _, step in self._steps(view)), default=None)

    def act(self, view: View) -> tuple[Change, ...]:
        """The changes of state that are due now, as one change."""
        now = [(key, step) for key, step in self._steps(view) if step.at <= view.now]
        edits = tuple(_edit(key, step) for key, step in now)
        if not edits:
            return ()
        return (controller_change(view, self.name, "TargetHealthChanged", edits),)

    def check(self, view: View, target: Doc, users: Users | None = None) -> CheckResult:
        """What a health check of the target finds at this instant."""
        group = view.world.table(kinds.TARGET_GROUP).get(group_of(target), {})
        host = host_of(view.world, target["Target"]["Id"])
        port = check_port(group, target)
        if self._reaches is not None:
            used_by = balancers_by_group(view.world) if users is None else users
            node, balancer = own_node(view.world, target, used_by)
            verdict = self._reaches(view.world, node, balancer.get("SecurityGroups", ()), host, port)
            if verdict not in ("open", "refused"):
                return judge(group, "timeout")
        path = str(group.get("HealthCheckPath", "/"))
        return judge(group, self._probe(view, host, path, port, timeout_of(group)))

    def _steps(self, view: View) -> list[tuple[str, Step]]:
        users = balancers_by_group(view.world)
        found = [(key, self._step(view, doc, users)) for key, doc in view.world.table(kinds.TARGET).items()]
        return [(key, step) for key, step in found if step is not None]

    def _step(self, view: View, target: Doc, users: Users) -> Step | None:
        settled = _without_checks(view, target, users)
        if settled is not None or target["TargetHealth"]["State"] in (
            "draining",
            "unused",
        ):
            return settled
        group = view.world.table(kinds.TARGET_GROUP).get(group_of(target), {})
        if not group.get("HealthCheckEnabled", True):
            return None if target["TargetHealth"] == HEALTHY else Step(view.now, _became(target, HEALTHY))
        return self._checked(view, target, group, users)

    def _checked(self, view: View, target: Doc, group: Doc, users: Users) -> Step | None:
        found = self.check(view, target, users)
        if _streak(target) != _kind(found):
            changed = with_sim(target, streak=_kind(found), streak_since=view.now)
            return Step(view.now, changed)
        becomes = HEALTHY if found.ok else unhealthy(found.reason, found.description)
        if target["TargetHealth"] == becomes:
            return None
        return Step(_transition(view, target, group, users, found), _became(target, becomes))


def _without_checks(view: View, target: Doc, users: Users) -> Step | None:
    """What happens to a target whatever a check would find: leaving, use, registration."""
    state, hidden = target["TargetHealth"]["State"], sim(target)
    if view.world.find(kinds.INSTANCE, target["Target"]["Id"]) is None:
        return Step(view.now, None)
    if state == "draining":
        return Step(max(view.now, int(hidden.get("drain_until", view.now))), None)
    reason = unused(view.world, target, users)
    if reason is not None:
        same = target["TargetHealth"] == reason
        return None if same else Step(view.now, _became(target, reason))
    if state == "unused":
        return Step(view.now, registered(target, view.now))
    if target["TargetHealth"] == REGISTERING:
        at = max(view.now, int(hidden.get("registered_at", view.now)) + REGISTRATION)
        return Step(at, _became(target, CHECKING))
    return None


def registered(target: Doc, now: Instant) -> Doc:
    """The target at the start of a registration."""
    fresh = {**target, "TargetHealth": REGISTERING}
    return with_sim(fresh, registered_at=now, streak="", streak_since=now, drain_until=0)


def _became(target: Doc, health: Doc) -> Doc:
    return {**target, "TargetHealth": health}


def _kind(found: CheckResult) -> str:
    return "pass" if found.ok else "fail"


def _streak(target: Doc) -> str:
    """What the last checks found: `pass`, `fail`, or empty when there were none yet."""
    stored = sim(target).get("streak")
    if stored is not None:
        return str(stored)
    return {"healthy": "pass", "unhealthy": "fail"}.get(target["TargetHealth"]["State"], "")


def _transition(view: View, target: Doc, group: Doc, users: Users, found: CheckResult) -> Instant:
    """When the state changes if checks keep finding this: thresholds counted in checks, never before now.

    One pass is enough for an `initial` target; one check is enough to change the reason of an unhealthy one.
    """
    node, _ = own_node(view.world, target, users)
    interval = interval_of(group)
    state = target["TargetHealth"]["State"]
    if state == "unhealthy" and not found.ok:
        return first_check(view.dice, node, target, interval, view.now)
    since = int(sim(target).get("streak_since", view.now))
    first = first_check(view.dice, node, target, interval, since)
    late = timeout_of(group) if found.reason == "Target.Timeout" else 0
    return max(view.now, first + (_needed(group, state, found) - 1) * interval + late)


def _needed(group: Doc, state: str, found: CheckResult) -> int:
    if not found.ok:
        return int(group.get("UnhealthyThresholdCount", 2))
    return 1 if state == "initial" else int(group.get("HealthyThresholdCount", 5))


def _edit(key: str, step: Step) -> Edit:
    return Drop(kinds.TARGET, key) if step.doc is None else Put(kinds.TARGET, key, step.doc)


def controller_change(view: View, name: str, action: str, edits: tuple[Edit, ...]) -> Change:
    """A control loop's doing that no trail records."""
    return Change(
        at=view.now,
        principal=CONTROLLER,
        source=f"controller:{name}",
        action=action,
        region=view.account.region,
        edits=edits,
        recorded="none",
        origin="controller",
    )
