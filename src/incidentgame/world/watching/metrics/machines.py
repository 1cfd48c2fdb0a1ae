"""AWS/EC2, CWAgent, AWS/AutoScaling and AWS/RDS: metrics of machines.

How busy a machine is follows from the requests it answers; what no mechanism of this world moves wanders
about a level of its own by the dice (house rule).
"""

from collections.abc import Callable

from incidentgame.kernel.instant import MINUTE, Instant
from incidentgame.world import kinds
from incidentgame.world.database.backends import connections
from incidentgame.world.path import Path
from incidentgame.world.state import Doc, World, sim
from incidentgame.world.view import View
from incidentgame.world.watching.metrics.model import Definition, Dimensions, Minutes, Sampler
from incidentgame.world.watching.metrics.sampling import sampled, wobbling

_PER_REQUEST = 0.01
"""CPU percent that one request a minute costs an instance (house rule); `top` there shows about as much."""


def _requests(view: View, instance: str, start: Instant, end: Instant) -> list[int]:
    def where(path: Path) -> bool:
        return path.proxy is not None and path.proxy.host == instance

    return view.traffic.counts(start, end, MINUTE, where)


def _per_request(idle: float, each: float, limit: float = 0.0) -> Sampler:
    """A level that grows with the requests of the minute."""

    def sample(view: View, dimensions: Dimensions, start: Instant, end: Instant) -> Minutes:
        instance = dimensions["InstanceId"]
        noise = wobbling(view, start, end, idle, idle / 5, instance, str(each))
        out: Minutes = []
        for level, count in zip(noise, _requests(view, instance, start, end), strict=True):
            values = [value + count * each for value, _ in level]
            out.append([(round(min(v, limit) if limit else v, 3), 1) for v in values])
        return out

    return sample


_one_cpu = _per_request(2.0, _PER_REQUEST, 100.0)


def _cpu(view: View, dimensions: Dimensions, start: Instant, end: Instant) -> Minutes:
    """Of one instance, or of all that are in an Auto Scaling group now."""
    if "InstanceId" in dimensions:
        return _one_cpu(view, dimensions, start, end)
    group = view.world.find(kinds.SCALING_GROUP, dimensions["AutoScalingGroupName"]) or {}
    members = [item["InstanceId"] for item in group.get("Instances", ())]
    each = [_one_cpu(view, {"InstanceId": member}, start, end) for member in members]
    return [sorted(sample for minute in minutes for sample in minute) for minutes in zip(*each, strict=True)]


def _instances_and_groups(view: View) -> list[Dimensions]:
    groups: list[Dimensions] = [{"AutoScalingGroupName": id} for id in view.world.table(kinds.SCALING_GROUP)]
    return [*_instances(view), *groups]


def _instances(view: View) -> list[Dimensions]:
    found: list[Dimensions] = []
    for id, doc in view.world.table(kinds.INSTANCE).items():
        if (doc.get("State") or {}).get("Name", "running") == "running":
            found.append({"InstanceId": id})
    return found


def _status_check(view: View, dimensions: Dimensions, start: Instant, end: Instant) -> Minutes:
    def failed(world: World) -> float | None:
        doc = world.find(kinds.INSTANCE, dimensions["InstanceId"])
        if doc is None or (doc.get("State") or {}).get("Name", "running") != "running":
            return None
        return 0.0 if sim(doc).get("status", "ok") == "ok" else 1.0

    return sampled(view, start, end, failed)


def _level(low: int, high: int, swing: float, *names: str) -> Sampler:
    """A level of its own for each set of dimensions, between low and high."""

    def sample(view: View, dimensions: Dimensions, start: Instant, end: Instant) -> Minutes:
        key = [dimensions.get(name, "") for name in names]
        middle = view.dice.between(low, high, "level", *key, low, high)
        return wobbling(view, start, end, float(middle), swing, *key, str(low))

    return sample


def _agents(view: View) -> list[Dimensions]:
    return [
        d
        for d in _instances(view)
        if f"{d['InstanceId']}|amazon-cloudwatch-agent.service" in view.world.table(kinds.UNIT)
    ]


def _disks(view: View) -> list[Dimensions]:
    return [{**d, "path": "/", "device": "nvme0n1p1", "fstype": "ext4"} for d in _agents(view)]


_GROUP_METRICS: dict[str, Callable[[Doc], int]] = {
    "GroupMinSize": lambda doc: int(doc["MinSize"]),
    "GroupMaxSize": lambda doc: int(doc["MaxSize"]),
    "GroupDesiredCapacity": lambda doc: int(doc["DesiredCapacity"]),
    "GroupInServiceInstances": lambda doc: _in_state(doc, "InService"),
    "GroupPendingInstances": lambda doc: _in_state(doc, "Pending"),
    "GroupStandbyInstances": lambda doc: _in_state(doc, "Standby"),
    "GroupTerminatingInstances": lambda doc: _in_state(doc, "Terminating"),
    "GroupTotalInstances": lambda doc: len(doc.get("Instances", ())),
}


def _in_state(doc: Doc, state: str) -> int:
    return sum(1 for item in doc.get("Instances", ()) if item["LifecycleState"].startswith(state))


def _group(name: str) -> Definition:
    def value(doc: Doc | None) -> float | None:
        enabled = [item["Metric"] for item in (doc or {}).get("EnabledMetrics", ())]
        return float(_GROUP_METRICS[name](doc)) if doc is not None and name in enabled else None

    def sample(view: View, dimensions: Dimensions, start: Instant, end: Instant) -> Minutes:
        group = dimensions["AutoScalingGroupName"]
        return sampled(view, start, end, lambda world: value(world.find(kinds.SCALING_GROUP, group)))

    def sets(view: View) -> list[Dimensions]:
        table = view.world.table(kinds.SCALING_GROUP)
        return [{"AutoScalingGroupName": id} for id, doc in table.items() if value(doc) is not None]

    return Definition("AWS/AutoScaling", name, "None", sets, sample)


def _databases(view: View) -> list[Dimensions]:
    return [{"DBInstanceIdentifier": id} for id in view.world.table(kinds.DB_INSTANCE)]


def _replicas(view: View) -> list[Dimensions]:
    table = view.world.table(kinds.DB_INSTANCE)
    return [{"DBInstanceIdentifier": id} for id, doc in table.items() if sim(doc).get("lag_ms")]


def _of_database(member: str, otherwise: float, swing: float) -> Sampler:
    def sample(view: View, dimensions: Dimensions, start: Instant, end: Instant) -> Minutes:
        id = dimensions["DBInstanceIdentifier"]
        doc = view.world.find(kinds.DB_INSTANCE, id) or {}
        middle = float(sim(doc).get(member) or otherwise)
        return wobbling(view, start, end, middle, middle * swing, id, member)

    return sample


def _connections(view: View, dimensions: Dimensions, start: Instant, end: Instant) -> Minutes:
    """The writer's clients as psql counts them there; nobody asks a reader anything (house rule)."""
    id = dimensions["DBInstanceIdentifier"]

    def value(world: World) -> float:
        members = [m for doc in world.all(kinds.DB_CLUSTER) for m in doc.get("DBClusterMembers", ())]
        if not any(m["DBInstanceIdentifier"] == id and m.get("IsClusterWriter") for m in members):
            return 0.0
        return float(connections(world))

    return sampled(view, start, end, value)


DEFINITIONS: tuple[Definition, ...] = (
    Definition("AWS/EC2", "CPUUtilization", "Percent", _instances_and_groups, _cpu),
    Definition("AWS/EC2", "NetworkIn", "Bytes", _instances, _per_request(42_000.0, 1_900.0)),
    Definition("AWS/EC2", "NetworkOut", "Bytes", _instances, _per_request(51_000.0, 3_400.0)),
    *(
        Definition("AWS/EC2", name, "Count", _instances, _status_check)
        for name in ("StatusCheckFailed", "StatusCheckFailed_Instance", "StatusCheckFailed_System")
    ),
    Definition("CWAgent", "mem_used_percent", "Percent", _agents, _level(36, 48, 1.5, "InstanceId")),
    Definition("CWAgent", "disk_used_percent", "Percent", _disks, _level(31, 44, 0.02, "InstanceId")),
    *(_group(name) for name in _GROUP_METRICS),
    Definition("AWS/RDS", "CPUUtilization", "Percent", _databases, _of_database("cpu", 14.0, 0.15)),
    Definition("AWS/RDS", "DatabaseConnections", "Count", _databases, _connections),
    Definition("AWS/RDS", "FreeableMemory", "Bytes", _databases, _of_database("free_memory", 5.1e9, 0.01)),
    Definition("AWS/RDS", "AuroraReplicaLag", "Milliseconds", _replicas, _of_database("lag_ms", 18.0, 0.3)),
)
