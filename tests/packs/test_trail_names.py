"""What the trail names is there: an id, ARN or name in an event is in the world, or was deleted later."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from packs_support import pack_of

from incidentgame import bootstrap
from incidentgame.world import kinds
from incidentgame.world.change import Change
from incidentgame.world.simulation import Simulation
from incidentgame.world.state import World

BY_MEMBER = {
    "alarmname": kinds.ALARM,
    "applicationname": kinds.DEPLOY_APP,
    "autoscalinggroupname": kinds.SCALING_GROUP,
    "dbclusteridentifier": kinds.DB_CLUSTER,
    "deploymentid": kinds.DEPLOYMENT,
    "distributionid": kinds.DISTRIBUTION,
    "functionname": kinds.LAMBDA,
    "instancerefreshid": kinds.REFRESH,
    "loggroupname": kinds.LOG_GROUP,
}
"""Members (in lower case) that name a resource, whatever the event."""

BY_EVENT = {
    ("cloudfront", "name"): kinds.FUNCTION,
    ("events", "name"): kinds.EVENT_RULE,
    ("events", "rule"): kinds.EVENT_RULE,
    ("scheduler", "name"): kinds.SCHEDULE,
    ("ssm", "name"): kinds.PARAMETER,
}
"""Members that name a resource in the events of one service."""

WITHOUT_A_KIND = re.compile(r"^(ami|snap)-|:secretsmanager:|:(sns|iam|sts):")
"""Images, snapshots, secrets and topics have no table."""

AN_ID = re.compile(r"\b(?:acl|eni|i|igw|lt|nat|rtb|sg|subnet|vol|vpc)-0[0-9a-f]{16}\b|arn:aws:[^\s\"']+")
INVALIDATION = re.compile(r"/invalidation/(\w+)$")


def members(value: Any) -> Iterator[tuple[str, str]]:
    """(member, text) of every text at any depth."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            if isinstance(part, str):
                yield name.lower(), part
            else:
                yield from members(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from ((("", part),) if isinstance(part, str) else members(part))


def named(change: Change) -> Iterator[tuple[str, str]]:
    """(kind, id) of every resource an event names; the kind is empty where the id alone says enough."""
    service = change.source.partition(".")[0]
    for name, text in (*members(change.request or {}), *members(change.response or {})):
        kind = BY_MEMBER.get(name) or BY_EVENT.get((service, name))
        if change.action.endswith("Distribution") and name == "id":
            kind = kinds.DISTRIBUTION
        if found := INVALIDATION.search(text):
            yield kinds.INVALIDATION, found[1]
        elif kind:
            yield kind, f"default/{text}" if kind == kinds.SCHEDULE else text
        for id_ in AN_ID.findall(text):
            if not WITHOUT_A_KIND.search(id_):
                yield "", id_


def deleted(changes: tuple[Change, ...]) -> str:
    """What later events took away, as text."""
    gone = [c.request for c in changes if c.action.startswith(("Delete", "Terminate")) and not c.error]
    return json.dumps(gone, default=str)


def as_text(world: World) -> str:
    """All documents of a world."""
    return json.dumps({k: dict(t) for k, t in world.tables.items()}, default=str)


def was_there(sim: Simulation, change: Change, id_: str) -> bool:
    """Was it there then, and an instance that a control loop has replaced since?"""
    return id_.startswith(("i-", "eni-", "vol-")) and id_ in as_text(sim.world_at(change.at))


def nameless(sim: Simulation) -> Iterator[str]:
    """Events that name what is not there."""
    world = sim.world
    text = as_text(world)
    for number, change in enumerate(sim.changes):
        if change.recorded == "none":
            continue
        for kind, id_ in named(change):
            there = id_ in world.table(kind) if kind else id_ in text
            if not (there or id_ in deleted(sim.changes[number:]) or was_there(sim, change, id_)):
                yield f"{change.action}: {kind} {id_}"


CASES = [(pack, fault) for pack in ("api-503", "warm-up") for fault in pack_of(pack).fault_ids]


@pytest.mark.parametrize(("pack", "fault"), CASES)
def test_events_name_what_is_there(pack: str, fault: str) -> None:
    case = bootstrap.open_case(pack, fault, 7)
    sim = bootstrap.engine_for(pack, case).stage.sim
    assert len([c for c in sim.changes if c.recorded != "none"]) > 40
    assert sorted(set(nameless(sim))) == []


@pytest.mark.parametrize("fault", pack_of("api-503").fault_ids[:1])
def test_no_innocent_call_was_refused(fault: str) -> None:
    case = bootstrap.open_case("api-503", fault, 7)
    sim = bootstrap.engine_for("api-503", case).stage.sim
    meant = {"StartSession", "AuthorizeSecurityGroupIngress", "RebootInstances"}
    refused = {c.action for c in sim.changes if c.error and c.origin == "pack"}
    assert refused <= meant


def test_the_test_sees_what_is_missing() -> None:
    case = bootstrap.open_case("api-503", pack_of("api-503").fault_ids[0], 7)
    sim = bootstrap.engine_for("api-503", case).stage.sim
    group = next(iter(sim.world.table(kinds.SCALING_GROUP)))
    tables = {**sim.world.tables, kinds.SCALING_GROUP: {}}
    poorer = type(sim.world)(tables)
    broken = [n for c in sim.changes for n in named(c) if n[0] and n[1] not in poorer.table(n[0])]
    assert (kinds.SCALING_GROUP, group) in broken
