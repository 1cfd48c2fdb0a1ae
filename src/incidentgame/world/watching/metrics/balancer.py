"""AWS/ApplicationELB, from the same paths the access log is made of (aws-request-path §3.9, INV-5–7)."""

from collections.abc import Callable, Sequence
from itertools import product

from incidentgame.kernel.instant import MINUTE, Instant
from incidentgame.world import kinds
from incidentgame.world.balancing.routing import members_of
from incidentgame.world.balancing.wiring import balancers_by_group
from incidentgame.world.path import BalancerHop, Path
from incidentgame.world.state import World
from incidentgame.world.traffic.streams import SPREAD as SPREAD
from incidentgame.world.view import View
from incidentgame.world.watching.metrics.model import (
    Definition,
    Dimensions,
    Minutes,
    Sampler,
    counted,
)
from incidentgame.world.watching.metrics.sampling import sampled

_NAMESPACE = "AWS/ApplicationELB"
Test = Callable[[Path, BalancerHop], bool]


def short(arn: str) -> str:
    """The dimension value of an ARN: `app/name/id` or `targetgroup/name/id`."""
    tail = arn.split(":", 5)[-1]
    return tail.removeprefix("loadbalancer/")


def _own(path: Path, hop: BalancerHop) -> bool:
    """Did the load balancer make the answer itself?"""
    return hop.target_status == 0


def _own_code(code: int) -> Test:
    return lambda path, hop: _own(path, hop) and hop.action == "forward" and hop.status == code


def _own_class(first: int) -> Test:
    """House rule: fixed responses and redirects do not count as HTTPCode_ELB_nXX (§3.9: UNVERIFIED)."""
    return lambda path, hop: (
        _own(path, hop) and hop.action in ("forward", "none") and hop.status // 100 == first
    )


def _target_class(first: int) -> Test:
    return lambda path, hop: hop.target_status // 100 == first


_BALANCER: dict[str, Test] = {
    **{f"HTTPCode_ELB_{code}_Count": _own_code(code) for code in (500, 502, 503, 504)},
    "HTTPCode_ELB_4XX_Count": _own_class(4),
    "HTTPCode_ELB_5XX_Count": _own_class(5),
    "HTTP_Fixed_Response_Count": lambda path, hop: hop.action == "fixed-response",
    "HTTP_Redirect_Count": lambda path, hop: hop.action == "redirect",
}
"""Published by LoadBalancer and AvailabilityZone, never by TargetGroup (INV-7)."""

_GROUP: dict[str, Test] = {
    "RequestCount": lambda path, hop: bool(hop.target),
    **{f"HTTPCode_Target_{n}XX_Count": _target_class(n) for n in (2, 3, 4, 5)},
    "TargetConnectionErrorCount": lambda path, hop: (
        bool(hop.target) and hop.status in (502, 504) and not hop.target_status and not hop.waited_ms
    ),
}


def _counter(test: Test) -> Sampler:
    def sample(view: View, dimensions: Dimensions, start: Instant, end: Instant) -> Minutes:
        def where(path: Path) -> bool:
            hop = path.balancer
            return hop is not None and _inside(hop, dimensions) and test(path, hop)

        return counted(view.traffic.counts(start, end, MINUTE, where))

    return sample


def _per_target(view: View, dimensions: Dimensions, start: Instant, end: Instant) -> Minutes:
    """Requests of a minute by the targets that get them: the healthy ones, or all in fail-open. Only its Sum
    means anything (§3.9)."""
    requests = _counter(_GROUP["RequestCount"])(view, dimensions, start, end)
    states = [_hosts(state)(view, dimensions, start, end) for state in ("healthy", "unhealthy")]
    out: Minutes = []
    for minute, healthy, sick in zip(requests, *states, strict=True):
        many = _most(healthy) or _most(sick) or 1
        out.append([(round(times / many, 2), 1) for _, times in minute])
    return out


def _most(samples: Sequence[tuple[float, int]]) -> int:
    return max((round(value) for value, _ in samples), default=0)


def _inside(hop: BalancerHop, dimensions: Dimensions) -> bool:
    zone, group = dimensions.get("AvailabilityZone"), dimensions.get("TargetGroup")
    if dimensions.get("LoadBalancer", short(hop.load_balancer)) != short(hop.load_balancer):
        return False
    return zone in (None, hop.zone) and group in (None, short(hop.target_group))


def _response_time(view: View, dimensions: Dimensions, start: Instant, end: Instant) -> Minutes:
    """Seconds from the request leaving the load balancer to the target's answer."""

    def keys(path: Path) -> Sequence[str]:
        hop = path.balancer
        if hop is None or not hop.target_status or not _inside(hop, dimensions):
            return ()
        varies = path.app is not None and path.app.status < 500
        return (f"{path.target_ms}|{path.app_ms if varies else 0}",)

    tables = view.traffic.tables(start, end, MINUTE, keys)
    return [_spread_times(tables, step) for step in range((end - start) // MINUTE)]


def _spread_times(tables: dict[str, list[int]], step: int) -> list[tuple[float, int]]:
    found: dict[float, int] = {}
    for key, row in tables.items():
        took, varies = (int(part) for part in key.split("|"))
        for place, percent in enumerate(SPREAD):
            share = row[step] // len(SPREAD) + (place < row[step] % len(SPREAD))
            seconds = (took + varies * percent // 100 - varies) / 1000
            if share:
                found[seconds] = found.get(seconds, 0) + share
    return sorted(found.items())


def _hosts(state: str) -> Sampler:
    def sample(view: View, dimensions: Dimensions, start: Instant, end: Instant) -> Minutes:
        return sampled(view, start, end, lambda world: _hosts_now(world, dimensions, state))

    return sample


def _hosts_now(world: World, dimensions: Dimensions, state: str) -> float | None:
    """Targets in a state. House rules: a used group without any publishes 0, an unused one nothing."""
    arn = next((a for a in world.table(kinds.TARGET_GROUP) if short(a) == dimensions["TargetGroup"]), "")
    users = balancers_by_group(world).get(arn, [])
    if dimensions["LoadBalancer"] not in [short(user) for user in users]:
        return None
    zone = dimensions.get("AvailabilityZone")
    found = [m for m in members_of(world, arn) if m.state == state and zone in (None, m.zone)]
    return float(len(found))


def _unhealthy_routing(path: Path, hop: BalancerHop) -> bool:
    return hop.fail_open


def _balancer_sets(view: View) -> list[Dimensions]:
    found: list[Dimensions] = []
    for arn, doc in view.world.table(kinds.LOAD_BALANCER).items():
        name = short(arn)
        found.append({"LoadBalancer": name})
        zones = [zone["ZoneName"] for zone in doc["AvailabilityZones"]]
        found += [{"LoadBalancer": name, "AvailabilityZone": zone} for zone in zones]
    return found


def _pair_sets(view: View) -> list[Dimensions]:
    """TargetGroup with LoadBalancer, and with the zone added."""
    found: list[Dimensions] = []
    users = balancers_by_group(view.world)
    for group, zoned in product(view.world.table(kinds.TARGET_GROUP), (False, True)):
        for user in users.get(group, []):
            base = {"TargetGroup": short(group), "LoadBalancer": short(user)}
            zones = view.world.get(kinds.LOAD_BALANCER, user)["AvailabilityZones"]
            found += [{**base, "AvailabilityZone": z["ZoneName"]} for z in zones] if zoned else [base]
    return found


def _unzoned_pairs(view: View) -> list[Dimensions]:
    return [found for found in _pair_sets(view) if "AvailabilityZone" not in found]


def _all_sets(view: View) -> list[Dimensions]:
    return [*_balancer_sets(view), *_pair_sets(view)]


DEFINITIONS: tuple[Definition, ...] = (
    *(
        Definition(_NAMESPACE, n, "Count", _balancer_sets, _counter(t), sparse=True)
        for n, t in _BALANCER.items()
    ),
    *(
        Definition(_NAMESPACE, n, "Count", _all_sets, _counter(t), sparse=n != "RequestCount")
        for n, t in _GROUP.items()
    ),
    Definition(_NAMESPACE, "RequestCountPerTarget", "Count", _unzoned_pairs, _per_target),
    Definition(_NAMESPACE, "TargetResponseTime", "Seconds", _all_sets, _response_time),
    Definition(_NAMESPACE, "HealthyHostCount", "Count", _pair_sets, _hosts("healthy")),
    Definition(_NAMESPACE, "UnHealthyHostCount", "Count", _pair_sets, _hosts("unhealthy")),
    Definition(
        _NAMESPACE,
        "UnhealthyRoutingRequestCount",
        "Count",
        _pair_sets,
        _counter(_unhealthy_routing),
        sparse=True,
    ),
)
