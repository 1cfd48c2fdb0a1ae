"""An instance's life: starting, stopping, terminating, and what becomes of its host meanwhile.

Delays are house rules: 30 s to stop or start, 35 s to terminate, and a terminated instance stays visible
for an hour.
"""

from collections.abc import Mapping

from incidentgame.kernel.instant import HOUR, SECOND, Instant
from incidentgame.kernel.instant import iso_offset as _iso
from incidentgame.world import kinds
from incidentgame.world.compute.service import start as start_unit
from incidentgame.world.compute.site import site
from incidentgame.world.state import Doc, Drop, Edit, Put, World, sim, with_sim
from incidentgame.world.view import Aside, View

CODES: Mapping[str, int] = {
    "pending": 0,
    "running": 16,
    "shutting-down": 32,
    "terminated": 48,
    "stopping": 64,
    "stopped": 80,
}
"""State name → code (aws-request-path §4.3)."""

STOPPING = 30 * SECOND
STARTING = 30 * SECOND
TERMINATING = 35 * SECOND
REMEMBERED = HOUR


def state_of(name: str) -> dict[str, int | str]:
    """An InstanceState."""
    return {"Code": CODES[name], "Name": name}


def state_name(instance: Doc) -> str:
    """`running`, `stopped` …"""
    return str(instance["State"]["Name"])


def in_state(instance: Doc, name: str, at: Instant) -> Doc:
    """The instance in another state since `at`."""
    new = {**instance, "State": state_of(name)}
    if name in ("stopping", "stopped", "shutting-down", "terminated"):
        new["StateTransitionReason"] = f"User initiated ({_iso(at).replace('T', ' ')[:19]} GMT)"
        code = "Client.UserInitiatedShutdown"
        new["StateReason"] = {"Code": code, "Message": f"{code}: User initiated shutdown"}
    else:
        new["StateTransitionReason"] = ""
        new.pop("StateReason", None)
    return with_sim(new, changed=at)


def _later(instance: Doc, due: Instant, edits: tuple[Edit, ...], action: str) -> Put:
    """Edits that happen by themselves; a newer order for the same instance replaces an older one."""
    id = f"instance:{instance['InstanceId']}"
    return Put(kinds.PENDING, id, {"due": due, "edits": edits, "action": action})


def _put(instance: Doc) -> Put:
    return Put(kinds.INSTANCE, instance["InstanceId"], instance)


def stop(world: World, instance: Doc, now: Instant) -> tuple[Edit, ...]:
    """Stop it: `stopping` now, `stopped` a little later. Nothing when it is stopped already."""
    if state_name(instance) in ("stopping", "stopped"):
        return ()
    due = now + STOPPING
    stopped = in_state(instance, "stopped", due)
    later = _later(instance, due, (_put(stopped),), "StopInstances")
    return (_put(in_state(instance, "stopping", now)), later, *_no_boot(world, instance))


def _no_boot(world: World, instance: Doc) -> tuple[Edit, ...]:
    """A reboot under way (world/compute/acts) does not finish on a machine that goes down."""
    prefix = f"reboot|{host_of(instance)}|"
    return tuple(Drop(kinds.PENDING, id) for id in world.table(kinds.PENDING) if id.startswith(prefix))


def host_of(instance: Doc) -> str:
    """The host id of an instance."""
    return str(sim(instance).get("host", instance["InstanceId"]))


def start(view: View, instance: Doc) -> tuple[Edit, ...]:
    """Start it: `pending` now, `running` a little later, its host freshly booted."""
    if state_name(instance) in ("pending", "running"):
        return ()
    due = view.now + STARTING
    host = host_of(instance)
    running = {**in_state(instance, "running", due), "LaunchTime": view.now}
    edits = (_put(running), *booted(view, host, due))
    return _put(in_state(instance, "pending", view.now)), _later(instance, due, edits, "StartInstances")


def terminate(world: World, instance: Doc, now: Instant) -> tuple[Edit, ...]:
    """Terminate it: `shutting-down` now, `terminated` later with its host gone, forgotten in an hour."""
    if state_name(instance) in ("shutting-down", "terminated"):
        return ()
    due = now + TERMINATING
    gone = in_state(instance, "terminated", due)
    id = instance["InstanceId"]
    wait: Doc = {"due": due + REMEMBERED, "edits": (Drop(kinds.INSTANCE, id),), "action": "Forget"}
    forget = Put(kinds.PENDING, f"forget:{id}", wait)
    host = host_of(instance)
    edits = (_put(_bare(gone)), *unhosted(world, host), forget)
    later = _later(instance, due, edits, "TerminateInstances")
    return (_put(in_state(instance, "shutting-down", now)), later, *_no_boot(world, instance))


def _bare(instance: Doc) -> Doc:
    """What is left to see of a terminated instance: no addresses, no subnet."""
    lost = ("PrivateIpAddress", "PublicIpAddress", "SubnetId", "VpcId")
    kept = {name: value for name, value in instance.items() if name not in lost}
    return {
        **kept,
        "PrivateDnsName": "",
        "PublicDnsName": "",
        "NetworkInterfaces": [],
        "SecurityGroups": [],
    }


def unhosted(world: World, host: str) -> tuple[Edit, ...]:
    """The edits that take away a host with its units and own files."""
    prefix = f"{host}|"
    parts = [
        Drop(kind, id)
        for kind in (kinds.UNIT, kinds.FILE)
        for id in world.table(kind)
        if id.startswith(prefix)
    ]
    return (Drop(kinds.HOST, host), *parts)


def booted(view: View, host: str, at: Instant) -> tuple[Edit, ...]:
    """The edits of a boot at `at`: units that are enabled start afresh, with the configuration on disk."""
    doc = view.world.find(kinds.HOST, host)
    if doc is None:
        return ()
    up = with_sim({**doc, "BootedAt": at}, down=False)
    return (Put(kinds.HOST, host, up), *started_units(Aside(view, view.world, at), host))


def started_units(view: View, host: str) -> tuple[Edit, ...]:
    """The host's units just after boot. A program whose configuration is broken fails to start (INV-23)."""
    prefix = f"{host}|"
    units = [(id, unit) for id, unit in view.world.table(kinds.UNIT).items() if id.startswith(prefix)]
    return tuple(
        Put(kinds.UNIT, id, _started(view, host, id.removeprefix(prefix), unit)) for id, unit in units
    )


def _started(view: View, host: str, name: str, unit: Doc) -> Doc:
    off = {
        **unit,
        "ActiveState": "inactive",
        "SubState": "dead",
        "MainPid": 0,
        "Since": view.now,
        "Restarts": 0,
    }
    if unit.get("EnabledState", "enabled") not in ("enabled", "static", "enabled-runtime"):
        return off
    return start_unit(site(view, host, name, off)).doc
