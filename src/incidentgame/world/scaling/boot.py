"""New machines: the instance a launch template describes, and the host that comes up on it."""

from collections.abc import Mapping
from ipaddress import ip_network
from typing import Any

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import SECOND, Instant
from incidentgame.world import kinds
from incidentgame.world.scaling.groups import (
    find_template,
    launch_template,
    live,
    members,
    name_of,
    subnets,
)
from incidentgame.world.scaling.machines import started_units, state_of
from incidentgame.world.state import Doc, Edit, Put, World, public, sim, with_sim
from incidentgame.world.view import Aside, View

BOOT = 40 * SECOND
"""From launch until the host serves and the instance is InService (house rule)."""

_TEMPLATE = "template:"


def new_instance(view: View, group: Doc, version: Doc, subnet: Doc) -> Doc:
    """The instance document at launch: `pending`, with an address of its subnet."""
    name, data = name_of(group), version.get("LaunchTemplateData", {})
    id = f"i-0{view.dice.hexadecimal(16, 'instance', name, view.now, len(members(group)))}"
    address = free_address(view.world, view.dice, subnet, id)
    dashed = address.replace(".", "-")
    optional = {m: data[m] for m in ("IamInstanceProfile", "KeyName", "MetadataOptions") if m in data}
    return {
        "InstanceId": id,
        "ImageId": data.get("ImageId", ""),
        "InstanceType": data.get("InstanceType", "t3.medium"),
        "State": state_of("pending"),
        "PrivateIpAddress": address,
        "PrivateDnsName": f"ip-{dashed}.{view.account.region}.compute.internal",
        "Placement": {
            "AvailabilityZone": subnet["AvailabilityZone"],
            "GroupName": "",
            "Tenancy": "default",
        },
        "SubnetId": subnet["SubnetId"],
        "VpcId": subnet["VpcId"],
        "LaunchTime": view.now,
        "AmiLaunchIndex": 0,
        "Architecture": "x86_64",
        "RootDeviceName": "/dev/xvda",
        "RootDeviceType": "ebs",
        "VirtualizationType": "hvm",
        "Monitoring": {"State": "disabled"},
        "SecurityGroups": _security_groups(view.world, data),
        **optional,
        "Tags": _tags(name, version, data),
        "sim": {"host": id, "changed": view.now},
    }


def _security_groups(world: World, data: Mapping[str, Any]) -> list[dict[str, str]]:
    interfaces = data.get("NetworkInterfaces", ())
    ids = list(data.get("SecurityGroupIds", ())) or [g for i in interfaces for g in i.get("Groups", ())]
    known = world.table(kinds.SECURITY_GROUP)
    return [{"GroupId": id, "GroupName": str(known.get(id, {}).get("GroupName", id))} for id in ids]


def _tags(group: str, version: Doc, data: Mapping[str, Any]) -> list[dict[str, str]]:
    specified = (s for s in data.get("TagSpecifications", ()) if s.get("ResourceType") == "instance")
    return [
        *(dict(tag) for specification in specified for tag in specification.get("Tags", ())),
        {"Key": "aws:autoscaling:groupName", "Value": group},
        {"Key": "aws:ec2launchtemplate:id", "Value": version["LaunchTemplateId"]},
        {"Key": "aws:ec2launchtemplate:version", "Value": str(version["VersionNumber"])},
    ]


def free_address(world: World, dice: Dice, subnet: Doc, key: str) -> str:
    """An address of the subnet nobody has, drawn by the key; AWS keeps the first four and the last."""
    network = ip_network(subnet["CidrBlock"])
    taken = {doc.get("PrivateIpAddress") for doc in world.all(kinds.INSTANCE)}
    taken |= {
        address for lb in world.all(kinds.LOAD_BALANCER) for address in sim(lb).get("nodes", {}).values()
    }
    usable = network.num_addresses - 5
    start = dice.below(usable, "address", subnet["SubnetId"], key)
    candidates = (str(network[4 + (start + n) % usable]) for n in range(usable))
    return next((address for address in candidates if address not in taken), str(network[4]))


def best_subnet(world: World, group: Doc) -> Doc | None:
    """Where the next instance goes: the zone with the fewest members, in the group's own order."""
    found = subnets(world, group)
    zones = [entry["AvailabilityZone"] for entry in live(group)]
    return min(found, key=lambda subnet: zones.count(subnet["AvailabilityZone"]), default=None)


def role_of(world: World, group: Doc) -> str:
    """The role of the group's hosts: said by the group or its template, or what its members are."""
    asked = launch_template(group)
    template = find_template(world, asked.get("LaunchTemplateId"), asked.get("LaunchTemplateName")) or {}
    said = sim(group).get("role") or sim(template).get("role")
    hosts = (world.find(kinds.HOST, entry["InstanceId"]) or {} for entry in members(group))
    return str(said or next((h["Role"] for h in hosts if h.get("Role")), "") or _only_role(world))


def _only_role(world: World) -> str:
    return next(
        (id.removeprefix(_TEMPLATE) for id in world.table(kinds.HOST) if id.startswith(_TEMPLATE)),
        "",
    )


def boot(view: View, group: Doc, instance_id: str) -> tuple[Edit, ...]:
    """The edits by which a launched instance is up: running, with a host and units like its role's template.

    Files come with the role (`role:<role>|<path>`), and units run with what these say now.
    """
    instance = view.world.get(kinds.INSTANCE, instance_id)
    running = with_sim({**instance, "State": state_of("running")}, changed=view.now)
    role = role_of(view.world, group)
    host = Put(kinds.HOST, instance_id, _host(view.world, role, running, view.now))
    up = (host, *_units(view.world, role, instance_id))
    after = Aside(view, view.world.edited(up), view.now)
    return (Put(kinds.INSTANCE, instance_id, running), host, *started_units(after, instance_id))


def _host(world: World, role: str, instance: Doc, now: Instant) -> Doc:
    template = world.find(kinds.HOST, f"{_TEMPLATE}{role}") or {"Role": role}
    address = str(instance["PrivateIpAddress"])
    return {
        **public(template),
        "Hostname": f"ip-{address.replace('.', '-')}",
        "PrivateIp": address,
        "BootedAt": now,
        "Subnet": instance["SubnetId"],
        "SecurityGroups": [group["GroupId"] for group in instance["SecurityGroups"]],
        "sim": dict(sim(template)),
    }


def _units(world: World, role: str, host: str) -> list[Put]:
    """The units of a role's template as a new host has them, carrying no older configuration."""
    prefix = f"{_TEMPLATE}{role}|"
    found = [
        (id.removeprefix(prefix), u) for id, u in world.table(kinds.UNIT).items() if id.startswith(prefix)
    ]
    return [Put(kinds.UNIT, f"{host}|{name}", _bare(unit)) for name, unit in found]


def _bare(unit: Doc) -> Doc:
    kept = {name: value for name, value in sim(unit).items() if name not in ("files", "loaded", "said")}
    return {**unit, "sim": kept}
