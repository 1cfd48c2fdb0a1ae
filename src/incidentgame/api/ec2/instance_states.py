"""Starting, stopping, rebooting and terminating instances; the delays are house rules (scaling/machines)."""

from collections.abc import Callable, Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.ec2.describing import dry_run, here
from incidentgame.api.ec2.machine_ids import required_instances
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.compute.acts import reboot_edits
from incidentgame.world.scaling.machines import host_of, start, state_name, stop, terminate
from incidentgame.world.state import Doc, Edit, Put, sim
from incidentgame.world.view import View

Order = Callable[[Doc], tuple[Edit, ...]]


def _asked(view: View, call: Call) -> list[Doc]:
    dry_run(call)
    return required_instances(
        here(view, call, view.world.table(kinds.INSTANCE)), call.request.get("InstanceIds")
    )


def _refuse(instance: Doc, states: tuple[str, ...], verb: str) -> None:
    if state_name(instance) in states:
        id = instance["InstanceId"]
        text = f"The instance '{id}' is not in a state from which it can be {verb}."
        raise ApiError("IncorrectInstanceState", text)


def _ordered(member: str, instances: list[Doc], order: Order) -> Answer:
    """The states before and after an order to each instance."""
    edits = [(instance, order(instance)) for instance in instances]
    shown = [_change(instance, made) for instance, made in edits]
    return Answer({member: shown}, tuple(edit for _, made in edits for edit in made))


def _change(instance: Doc, edits: tuple[Edit, ...]) -> dict[str, Any]:
    now = next((e.doc for e in edits if isinstance(e, Put) and e.kind == kinds.INSTANCE), instance)
    return {
        "InstanceId": instance["InstanceId"],
        "CurrentState": dict(now["State"]),
        "PreviousState": dict(instance["State"]),
    }


def terminate_instances(view: View, call: Call) -> Answer:
    """`shutting-down` at once; a scaling group notices and replaces them."""
    found = _asked(view, call)
    for instance in found:
        if sim(instance).get("termination_protected"):
            id = instance["InstanceId"]
            text = (
                f"The instance '{id}' may not be terminated. Modify its 'disableApiTermination' instance "
                "attribute and try again."
            )
            raise ApiError("OperationNotPermitted", text)
    return _ordered("TerminatingInstances", found, lambda one: terminate(view.world, one, view.now))


def stop_instances(view: View, call: Call) -> Answer:
    """`stopping` at once."""
    found = _asked(view, call)
    for instance in found:
        _refuse(instance, ("pending", "shutting-down", "terminated"), "stopped")
    return _ordered("StoppingInstances", found, lambda one: stop(view.world, one, view.now))


def start_instances(view: View, call: Call) -> Answer:
    """`pending` at once, the host up a little later."""
    found = _asked(view, call)
    for instance in found:
        _refuse(instance, ("stopping", "shutting-down", "terminated"), "started")
    return _ordered("StartingInstances", found, lambda one: start(view, one))


def reboot_instances(view: View, call: Call) -> Answer:
    """The hosts go down and come back; the instances stay `running`."""
    found = _asked(view, call)
    for instance in found:
        _refuse(instance, ("pending", "stopping", "stopped", "shutting-down", "terminated"), "rebooted")
    hosts = (host_of(instance) for instance in found)
    known = [host for host in hosts if host in view.world.table(kinds.HOST)]
    return Answer({}, tuple(edit for host in known for edit in reboot_edits(view, host)))


HANDLERS: Mapping[str, Handler] = {
    "RebootInstances": reboot_instances,
    "StartInstances": start_instances,
    "StopInstances": stop_instances,
    "TerminateInstances": terminate_instances,
}
