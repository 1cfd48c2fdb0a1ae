"""Status checks, attributes and console output of instances (aws-request-path §4.3)."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import Getter, match_filters, member, page, paginate
from incidentgame.api.ec2.describing import dry_run, here
from incidentgame.api.ec2.machine_ids import named_instances, required_instances
from incidentgame.api.errors import ApiError
from incidentgame.kernel.instant import MINUTE, SECOND, Instant
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.compute.hosts import KERNEL, booted_at, hostname
from incidentgame.world.scaling.machines import state_name
from incidentgame.world.state import Doc, Edit, Put, sim, with_sim
from incidentgame.world.view import View

INITIALIZING = 3 * MINUTE
"""How long after its launch an instance's checks are still initializing (house rule)."""

_FILTERS: Mapping[str, Getter] = {
    "availability-zone": member("AvailabilityZone"),
    "instance-state-name": member("InstanceState", "Name"),
    "instance-state-code": member("InstanceState", "Code"),
    "instance-status.status": member("InstanceStatus", "Status"),
    "instance-status.reachability": member("InstanceStatus", "Details", "Status"),
    "system-status.status": member("SystemStatus", "Status"),
    "system-status.reachability": member("SystemStatus", "Details", "Status"),
}


def describe_instance_status(view: View, call: Call) -> Answer:
    """Running instances only, unless all are asked for; the app being broken does not show here."""
    table = here(view, call, view.world.table(kinds.INSTANCE))
    found = named_instances(table, call.request.get("InstanceIds"))
    if not call.request.get("IncludeAllInstances"):
        found = [doc for doc in found if state_name(doc) == "running"]
    shown = match_filters([_status(view, doc) for doc in found], call.request.get("Filters"), _FILTERS)
    items, token = paginate(shown, call.request, "MaxResults", "NextToken", error="InvalidParameterValue")
    return Answer(page("InstanceStatuses", items, token))


def _status(view: View, instance: Doc) -> dict[str, Any]:
    verdict = _verdict(view.now, instance)
    checked = _summary(verdict, sim(instance).get("impaired_since"))
    system = _summary("ok" if verdict == "impaired" else verdict, None)
    return {
        "AvailabilityZone": instance["Placement"]["AvailabilityZone"],
        "InstanceId": instance["InstanceId"],
        "InstanceState": dict(instance["State"]),
        "InstanceStatus": checked,
        "SystemStatus": system,
        "AttachedEbsStatus": _summary("ok" if verdict == "impaired" else verdict, None),
    }


def _verdict(now: Instant, instance: Doc) -> str:
    if state_name(instance) != "running":
        return "not-applicable"
    if sim(instance).get("impaired_since") is not None:
        return "impaired"
    return "initializing" if now < int(instance.get("LaunchTime", 0)) + INITIALIZING else "ok"


_DETAILS = {"ok": "passed", "impaired": "failed", "initializing": "initializing"}


def _summary(verdict: str, since: Any) -> dict[str, Any]:
    if verdict not in _DETAILS:
        return {"Status": verdict}
    detail: dict[str, Any] = {"Name": "reachability", "Status": _DETAILS[verdict]}
    if verdict == "impaired":
        detail["ImpairedSince"] = int(since)
    return {"Details": [detail], "Status": verdict}


def describe_instance_attribute(view: View, call: Call) -> Answer:
    """One attribute of an instance."""
    id, name = call.request.get("InstanceId"), str(call.request.get("Attribute") or "")
    found = required_instances(here(view, call, view.world.table(kinds.INSTANCE)), [str(id)] if id else None)[
        0
    ]
    attributes = _attributes(found)
    if name not in attributes:
        text = f"Value ({name}) for parameter attribute is invalid. Unknown attribute."
        raise ApiError("InvalidParameterValue", text)
    return Answer({"InstanceId": found["InstanceId"], **attributes[name]})


def _attributes(instance: Doc) -> dict[str, dict[str, Any]]:
    hidden = sim(instance)
    data = {"Value": str(hidden["user_data"])} if hidden.get("user_data") else {}
    return {
        "instanceType": {"InstanceType": {"Value": instance.get("InstanceType", "")}},
        "userData": {"UserData": data},
        "disableApiTermination": {
            "DisableApiTermination": {"Value": bool(hidden.get("termination_protected", False))}
        },
        "disableApiStop": {"DisableApiStop": {"Value": False}},
        "instanceInitiatedShutdownBehavior": {"InstanceInitiatedShutdownBehavior": {"Value": "stop"}},
        "rootDeviceName": {"RootDeviceName": {"Value": instance.get("RootDeviceName", "/dev/xvda")}},
        "groupSet": {"Groups": list(instance.get("SecurityGroups", ()))},
        "sourceDestCheck": {"SourceDestCheck": {"Value": bool(instance.get("SourceDestCheck", True))}},
        "ebsOptimized": {"EbsOptimized": {"Value": bool(instance.get("EbsOptimized", False))}},
        "blockDeviceMapping": {"BlockDeviceMappings": list(instance.get("BlockDeviceMappings", ()))},
    }


def modify_instance_attribute(view: View, call: Call) -> Answer:
    """Changes security groups, termination protection, or the source/destination check."""
    dry_run(call)
    request, id = call.request, call.request.get("InstanceId")
    table = here(view, call, view.world.table(kinds.INSTANCE))
    new = required_instances(table, [str(id)] if id else None)[0]
    edits: list[Edit] = []
    if request.get("Groups"):
        shown = [_security_group(view, str(group)) for group in request["Groups"]]
        new = {**new, "SecurityGroups": shown}
        edits += _regrouped_host(view, new)
    if request.get("DisableApiTermination"):
        new = with_sim(new, termination_protected=bool(request["DisableApiTermination"].get("Value")))
    if request.get("SourceDestCheck"):
        new = {**new, "SourceDestCheck": bool(request["SourceDestCheck"].get("Value"))}
    return Answer({}, (Put(kinds.INSTANCE, new["InstanceId"], new), *edits))


def _security_group(view: View, id: str) -> dict[str, str]:
    group = view.world.find(kinds.SECURITY_GROUP, id)
    if group is None:
        raise ApiError("InvalidGroup.NotFound", f"The security group '{id}' does not exist")
    return {"GroupId": id, "GroupName": str(group.get("GroupName", id))}


def _regrouped_host(view: View, instance: Doc) -> list[Edit]:
    """The instance's host behind the same security groups as the instance."""
    id = str(sim(instance).get("host", instance["InstanceId"]))
    host = view.world.find(kinds.HOST, id)
    groups = [group["GroupId"] for group in instance["SecurityGroups"]]
    return [Put(kinds.HOST, id, {**host, "SecurityGroups": groups})] if host else []


def get_console_output(view: View, call: Call) -> Answer:
    """What the last boot printed, in base64; captured around transitions and not live."""
    id = call.request.get("InstanceId")
    found = required_instances(here(view, call, view.world.table(kinds.INSTANCE)), [str(id)] if id else None)[
        0
    ]
    host = str(sim(found).get("host", found["InstanceId"]))
    if host not in view.world.table(kinds.HOST):
        return Answer({"InstanceId": found["InstanceId"], "Timestamp": view.now, "Output": ""})
    boot = booted_at(view.world, host) or int(found["LaunchTime"])
    text = _console(hostname(view.world, host))
    output = b64encode(text.encode()).decode()
    return Answer({"InstanceId": found["InstanceId"], "Timestamp": boot + 50 * SECOND, "Output": output})


def _console(name: str) -> str:
    lines = (
        f"[    0.000000] Linux version {KERNEL} (debian-kernel@lists.debian.org)",
        "[    0.000000] Hypervisor detected: KVM",
        "[    1.214063] EXT4-fs (nvme0n1p1): mounted filesystem with ordered data mode. Quota mode: none.",
        "[    2.480119] systemd[1]: Detected virtualization amazon.",
        f"[    2.514402] systemd[1]: Hostname set to <{name}>.",
        "[  OK  ] Reached target network-online.target - Network is Online.",
        "[  OK  ] Finished cloud-final.service - Execute cloud user/final scripts.",
        "[  OK  ] Reached target cloud-init.target - Cloud-init target.",
        "",
        f"Debian GNU/Linux 12 {name} ttyS0",
        "",
        f"{name} login: ",
    )
    return "\r\n".join(lines)


HANDLERS: Mapping[str, Handler] = {
    "DescribeInstanceAttribute": describe_instance_attribute,
    "DescribeInstanceStatus": describe_instance_status,
    "GetConsoleOutput": get_console_output,
    "ModifyInstanceAttribute": modify_instance_attribute,
}
