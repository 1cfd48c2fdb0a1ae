"""Instance types, images and volumes: as much of them as the world's instances show."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import Getter, match_filters, member, page, paginate
from incidentgame.api.ec2.describing import here
from incidentgame.api.errors import ApiError
from incidentgame.kernel.instant import iso_millis
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.scaling.groups import versions
from incidentgame.world.state import Doc, sim
from incidentgame.world.view import View

_TYPES: Mapping[str, tuple[int, int]] = {
    "t3.nano": (2, 512),
    "t3.micro": (2, 1024),
    "t3.small": (2, 2048),
    "t3.medium": (2, 4096),
    "t3.large": (2, 8192),
    "m6i.large": (2, 8192),
    "m6i.xlarge": (4, 16384),
    "c6i.large": (2, 4096),
}
"""Instance type → (vCPUs, memory in MiB)."""


def describe_instance_types(view: View, call: Call) -> Answer:
    """The types this world uses or might."""
    asked = call.request.get("InstanceTypes") or list(_TYPES)
    for name in asked:
        if name not in _TYPES:
            text = f"The following supplied instance types do not exist: [{name}]"
            raise ApiError("InvalidInstanceType", text)
    found = match_filters([_type(name) for name in asked], call.request.get("Filters"), _TYPE_FILTERS)
    items, token = paginate(found, call.request, "MaxResults", "NextToken", error="InvalidParameterValue")
    return Answer(page("InstanceTypes", items, token))


def _type(name: str) -> dict[str, Any]:
    cpus, memory = _TYPES[name]
    return {
        "InstanceType": name,
        "CurrentGeneration": True,
        "SupportedUsageClasses": ["on-demand", "spot"],
        "SupportedRootDeviceTypes": ["ebs"],
        "SupportedVirtualizationTypes": ["hvm"],
        "BareMetal": False,
        "Hypervisor": "nitro",
        "ProcessorInfo": {"SupportedArchitectures": ["x86_64"]},
        "VCpuInfo": {"DefaultVCpus": cpus, "DefaultCores": cpus // 2, "DefaultThreadsPerCore": 2},
        "MemoryInfo": {"SizeInMiB": memory},
        "InstanceStorageSupported": False,
        "BurstablePerformanceSupported": name.startswith("t"),
    }


_TYPE_FILTERS: Mapping[str, Getter] = {
    "instance-type": member("InstanceType"),
    "vcpu-info.default-vcpus": member("VCpuInfo", "DefaultVCpus"),
    "memory-info.size-in-mib": member("MemoryInfo", "SizeInMiB"),
    "burstable-performance-supported": member("BurstablePerformanceSupported"),
    "current-generation": member("CurrentGeneration"),
}
_IMAGE_FILTERS: Mapping[str, Getter] = {
    "image-id": member("ImageId"),
    "name": member("Name"),
    "state": member("State"),
    "owner-id": member("OwnerId"),
    "architecture": member("Architecture"),
}


def describe_images(view: View, call: Call) -> Answer:
    """The images the account's instances and launch templates use."""
    found = {doc["ImageId"]: doc for doc in _images(view, call)}
    asked = call.request.get("ImageIds")
    for id in asked or ():
        if id not in found:
            raise ApiError("InvalidAMIID.NotFound", f"The image id '[{id}]' does not exist")
    kept: list[Doc] = [found[id] for id in asked] if asked else list(found.values())
    kept = match_filters(kept, call.request.get("Filters"), _IMAGE_FILTERS)
    items, token = paginate(kept, call.request, "MaxResults", "NextToken", error="InvalidParameterValue")
    return Answer(page("Images", items, token))


def _images(view: View, call: Call) -> list[dict[str, Any]]:
    found: dict[str, int] = {}
    for template in here(view, call, view.world.table(kinds.LAUNCH_TEMPLATE)).values():
        for version in versions(template):
            image = version.get("LaunchTemplateData", {}).get("ImageId")
            if image:
                found.setdefault(str(image), int(version["CreateTime"]))
    for instance in here(view, call, view.world.table(kinds.INSTANCE)).values():
        if instance.get("ImageId"):
            found.setdefault(str(instance["ImageId"]), int(instance.get("LaunchTime", view.account.begins)))
    return [_image(view, id, at) for id, at in found.items()]


def _image(view: View, id: str, created: int) -> dict[str, Any]:
    return {
        "ImageId": id,
        "Name": f"debian-12-{view.dice.hexadecimal(8, 'image name', id)}",
        "State": "available",
        "OwnerId": view.account.id,
        "ImageLocation": f"{view.account.id}/{id}",
        "CreationDate": iso_millis(created),
        "Public": False,
        "Architecture": "x86_64",
        "ImageType": "machine",
        "PlatformDetails": "Linux/UNIX",
        "RootDeviceName": "/dev/xvda",
        "RootDeviceType": "ebs",
        "VirtualizationType": "hvm",
        "Hypervisor": "xen",
        "EnaSupport": True,
    }


_VOLUME_FILTERS: Mapping[str, Getter] = {
    "volume-id": member("VolumeId"),
    "attachment.instance-id": member("Attachments", "InstanceId"),
    "availability-zone": member("AvailabilityZone"),
    "status": member("State"),
    "volume-type": member("VolumeType"),
}


def describe_volumes(view: View, call: Call) -> Answer:
    """The root volume of every instance that is not terminated."""
    instances = here(view, call, view.world.table(kinds.INSTANCE)).values()
    found = [
        _volume(view, doc) for doc in instances if doc["State"]["Name"] not in ("terminated", "shutting-down")
    ]
    asked = call.request.get("VolumeIds")
    known = {volume["VolumeId"] for volume in found}
    for id in asked or ():
        if id not in known:
            raise ApiError("InvalidVolume.NotFound", f"The volume '{id}' does not exist.")
    kept = [volume for volume in found if not asked or volume["VolumeId"] in asked]
    shown = match_filters(kept, call.request.get("Filters"), _VOLUME_FILTERS)
    items, token = paginate(shown, call.request, "MaxResults", "NextToken", error="InvalidParameterValue")
    return Answer(page("Volumes", items, token))


def _root_volume(view: View, instance: Doc) -> str:
    """The id that describe-instances shows, too."""
    disks = (disk["Ebs"] for disk in instance.get("BlockDeviceMappings", ()) if "Ebs" in disk)
    made = f"vol-0{view.dice.hexadecimal(16, 'volume', instance['InstanceId'])}"
    return str(next((disk["VolumeId"] for disk in disks if "VolumeId" in disk), made))


def _volume(view: View, instance: Doc) -> dict[str, Any]:
    since = int(instance.get("LaunchTime", view.account.begins))
    id = _root_volume(view, instance)
    attached = {
        "AttachTime": since,
        "Device": instance.get("RootDeviceName", "/dev/xvda"),
        "InstanceId": instance["InstanceId"],
        "State": "attached",
        "VolumeId": id,
        "DeleteOnTermination": True,
    }
    return {
        "VolumeId": id,
        "AvailabilityZone": instance["Placement"]["AvailabilityZone"],
        "CreateTime": since,
        "Encrypted": True,
        "Size": int(sim(instance).get("disk_gib", 20)),
        "SnapshotId": f"snap-0{view.dice.hexadecimal(16, 'snapshot', instance.get('ImageId', ''))}",
        "State": "in-use",
        "Iops": 3000,
        "Throughput": 125,
        "VolumeType": "gp3",
        "MultiAttachEnabled": False,
        "Attachments": [attached],
    }


HANDLERS: Mapping[str, Handler] = {
    "DescribeImages": describe_images,
    "DescribeInstanceTypes": describe_instance_types,
    "DescribeVolumes": describe_volumes,
}
