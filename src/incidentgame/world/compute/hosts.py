"""Hosts: the laptop, the bastion and every instance; who has which role, and what the machine is.

A host named `role:api` in an act stands for every host of that role; hosts whose id starts with
`template:` are what new instances are copied from and are never running.
"""

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import Instant
from incidentgame.world import kinds
from incidentgame.world.state import Doc, World, sim

TEMPLATE = "template:"
ROLE = "role:"
KERNEL = "6.1.0-37-cloud-amd64"
KERNEL_BUILD = "#1 SMP PREEMPT_DYNAMIC Debian 6.1.140-1 (2025-05-22)"


def host_doc(world: World, host: str) -> Doc:
    """The host's document; empty for an unknown host."""
    return world.find(kinds.HOST, host) or {}


def role_of(world: World, host: str) -> str:
    """The role whose file templates apply to this host; `role:x` and `template:x` are of role x."""
    for prefix in (ROLE, TEMPLATE):
        if host.startswith(prefix):
            return host.removeprefix(prefix)
    return str(host_doc(world, host).get("Role", ""))


def login_of(doc: Doc) -> str:
    """The account people have on a host: the first of its `Users`, or what Debian's cloud image makes."""
    listed = doc.get("Users") or ()
    return str(next(iter(listed), "admin"))


def hosts_of_role(world: World, role: str) -> list[str]:
    """The ids of the real hosts of a role, in order of creation."""
    table = world.table(kinds.HOST)
    return [h for h, doc in table.items() if doc.get("Role") == role and not h.startswith(TEMPLATE)]


def expand(world: World, host: str) -> list[str]:
    """The hosts an act on `host` concerns: itself, or all of a `role:`."""
    if host.startswith(ROLE):
        return hosts_of_role(world, host.removeprefix(ROLE))
    return [host]


def hostname(world: World, host: str) -> str:
    """The short host name, as in prompts and journal lines."""
    return str(host_doc(world, host).get("Hostname", host))


def booted_at(world: World, host: str) -> Instant:
    """When the kernel came up."""
    return int(host_doc(world, host).get("BootedAt", 0))


def first_boot(world: World, host: str) -> Instant:
    """When the host came up for the first time: its logs reach back to there, reboots or not."""
    doc = host_doc(world, host)
    return int(sim(doc).get("first_boot", doc.get("BootedAt", 0)))


def cpus(world: World, host: str) -> int:
    """Virtual CPUs."""
    return int(host_doc(world, host).get("Cpus", 2))


def memory_kib(world: World, host: str) -> int:
    """Physical memory in KiB."""
    return int(host_doc(world, host).get("MemoryMiB", 3900)) * 1024


def is_instance(world: World, host: str) -> bool:
    """Does the host run on EC2 (so: hypervisor steal, DHCP from the VPC, the cloud kernel)?"""
    return role_of(world, host) != "laptop"


def steal_percent(world: World, host: str) -> int:
    """CPU the hypervisor keeps from the guest, 0–100, from `sim.steal`."""
    return int(sim(host_doc(world, host)).get("steal", 0))


def machine_id(dice: Dice, host: str) -> str:
    """`/etc/machine-id`: 32 hex digits."""
    return dice.hexadecimal(32, "machine-id", host)


def boot_id(dice: Dice, host: str, boot: Instant) -> str:
    """The kernel's id of one boot: 32 hex digits."""
    return dice.hexadecimal(32, "boot-id", host, boot)
