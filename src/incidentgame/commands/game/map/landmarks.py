"""What may stand on the map: the hops of a request's path, and the texts by which each is recognised.

Hops in path order: name, edge, origin, balancer, listener, rule, group, instance, database.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from incidentgame.world import kinds
from incidentgame.world.state import World, sim

Doc = Mapping[str, Any]

HOPS = ("name", "edge", "origin", "balancer", "listener", "rule", "group", "instance", "database")

_OFF_PATH = ("laptop", "bastion")


@dataclass(frozen=True, slots=True)
class Landmark:
    """A thing on the path. `marks` identify it on a screen; `above` are ids of what sends requests to it.

    `name` is too common a word to identify it, but beside one of `above` it shows the link.
    """

    hop: str
    id: str
    marks: tuple[str, ...]
    label: str
    details: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    name: str = ""


def landmarks(world: World, paged: str) -> Iterator[Landmark]:
    """Everything on the path of this world; `paged` is the name the page is about."""
    yield Landmark("name", paged, (paged,), paged)
    yield from _edges(world, paged)
    yield from _balancers(world)
    yield from _groups(world)
    yield from _machines(world)
    yield from _databases(world)


def mentions(text: str, mark: str) -> bool:
    """Does a screen name it, as a whole and not as a part of a longer name?"""
    if mark not in text:
        return False
    return re.search(rf"(?<![\w-]){re.escape(mark)}(?![\w-]|\.\d)", text) is not None


def _edges(world: World, paged: str) -> Iterator[Landmark]:
    for id_, doc in world.table(kinds.DISTRIBUTION).items():
        config = doc.get("DistributionConfig", doc)
        aliases = config.get("Aliases", {}).get("Items", ())
        above = (paged,) if paged in aliases else ()
        name = str(doc.get("DomainName", ""))
        marks = tuple(filter(None, (id_, name, str(doc.get("ARN", "")))))
        yield Landmark("edge", id_, marks, f"CloudFront {id_}", (name,), above)
        for origin in config.get("Origins", {}).get("Items", ()):
            domain = str(origin.get("DomainName", ""))
            yield Landmark("origin", domain, (domain,), f"origin {domain}", (), (id_,))


def _balancers(world: World) -> Iterator[Landmark]:
    for arn, doc in world.table(kinds.LOAD_BALANCER).items():
        name, dns = str(doc["LoadBalancerName"]), str(doc["DNSName"])
        marks = (arn, dns, arn.rpartition("loadbalancer/")[2])
        yield Landmark("balancer", arn, marks, f"load balancer {name}", (), _aliases(world, dns))
    for arn, doc in world.table(kinds.LISTENER).items():
        label = f"listener {doc.get('Protocol', '')}:{doc.get('Port', '')}"
        yield Landmark("listener", arn, (arn,), label, (), (str(doc["LoadBalancerArn"]),))
    for arn, doc in world.table(kinds.RULE).items():
        details = (str(doc.get("Priority", "")), *_conditions(doc), *_answers(doc))
        yield Landmark("rule", arn, (arn,), "rule", details, (str(sim(doc).get("listener", "")),))


def _aliases(world: World, dns: str) -> tuple[str, ...]:
    """Names that stand for a DNS name, without their final dot."""
    return tuple(
        str(doc["Name"]).rstrip(".") for doc in world.table(kinds.RECORD).values() if _points(doc, dns)
    )


def _points(record: Doc, dns: str) -> bool:
    values = [record.get("AliasTarget", {}).get("DNSName", "")]
    values += [one.get("Value", "") for one in record.get("ResourceRecords", ())]
    return any(str(value).rstrip(".").removeprefix("dualstack.") == dns for value in values)


def _conditions(rule: Doc) -> list[str]:
    return [str(value) for condition in rule.get("Conditions", ()) for value in condition.get("Values", ())]


def _answers(rule: Doc) -> list[str]:
    return [
        a["FixedResponseConfig"]["StatusCode"] for a in rule.get("Actions", ()) if "FixedResponseConfig" in a
    ]


def _groups(world: World) -> Iterator[Landmark]:
    senders: dict[str, list[str]] = {}
    for kind, member in ((kinds.RULE, "Actions"), (kinds.LISTENER, "DefaultActions")):
        for id_, doc in world.table(kind).items():
            for arn in _forwarded(doc.get(member, ())):
                senders.setdefault(arn, []).append(id_)
    for arn, doc in world.table(kinds.TARGET_GROUP).items():
        name, above = str(doc["TargetGroupName"]), tuple(senders.get(arn, ()))
        marks = (arn, arn.rpartition(":")[2])
        yield Landmark("group", arn, marks, f"target group {name}", (), above, name)


def _forwarded(actions: Any) -> list[str]:
    several = [g for a in actions for g in a.get("ForwardConfig", {}).get("TargetGroups", ())]
    return [str(one["TargetGroupArn"]) for one in (*actions, *several) if "TargetGroupArn" in one]


def _machines(world: World) -> Iterator[Landmark]:
    for id_, doc in world.table(kinds.INSTANCE).items():
        host = world.find(kinds.HOST, str(sim(doc).get("host", id_))) or {}
        if host.get("Role") in _OFF_PATH:
            continue
        address = str(doc.get("PrivateIpAddress", ""))
        marks = tuple(filter(None, (id_, address, str(host.get("Hostname", "")))))
        yield Landmark("instance", id_, marks, f"instance {id_}", (address,))


def _databases(world: World) -> Iterator[Landmark]:
    for id_, doc in world.table(kinds.DB_CLUSTER).items():
        endpoints = [str(doc.get(member, "")) for member in ("Endpoint", "ReaderEndpoint") if doc.get(member)]
        names = [name for endpoint in endpoints for name in _aliases(world, endpoint)]
        members = [str(m["DBInstanceIdentifier"]) for m in doc.get("DBClusterMembers", ())]
        marks = (str(doc.get("DBClusterArn", "")), *endpoints, *names, *members)
        yield Landmark("database", id_, tuple(filter(None, marks)), f"database {id_}")
