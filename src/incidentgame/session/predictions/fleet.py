"""What if an instance of the group were terminated: what comes after it?"""

from itertools import chain

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import MINUTE
from incidentgame.scoring.knowledge.cards import Card
from incidentgame.session.predictions.balancing import healthy, hop_of, name_of
from incidentgame.session.predictions.ground import Ground, card, choice, later, played
from incidentgame.world import kinds
from incidentgame.world.simulation import Simulation
from incidentgame.world.state import Doc

_LATER = 15

_REPLACED = (
    "An instance that is no longer running is replaced at once, whatever the health check type, and the "
    "group registers what it launches. One passed check makes the new target healthy."
)
_PAUSED = (
    "A group leaves out what is suspended: without AddToLoadBalancer a replacement is launched and not "
    "registered, without Launch there is none."
)


def instance_terminated(ground: Ground, dice: Dice) -> Card | None:
    """Auto Scaling replaces what is gone, and registers what it launched unless that is suspended."""
    standing = hop_of(ground)
    members = healthy(standing[0], standing[1].target_group) if standing else []
    if standing is None or len(members) < 2:
        return None
    sim, hop = standing
    gone = dice.pick(members, "instance")
    group = _group(sim, gone.id)

    def outcome(sim: Simulation) -> str | None:
        after = played(sim, "ec2", "TerminateInstances", {"InstanceIds": [gone.id]})
        return str(len(healthy(later(after, _LATER * MINUTE), hop.target_group))) if after else None

    count, before = outcome(sim) if group else None, len(members)
    if group is None or count is None:
        return None
    paused = ", ".join(str(one["ProcessName"]) for one in group.get("SuspendedProcesses", ()))
    if count != str(before) and not paused:
        return None
    state = f" (suspended: {paused})" if paused else ""
    ask = (
        f"{ground.when} instance {gone.id} of the Auto Scaling group {group['AutoScalingGroupName']}{state} "
        f"was terminated by hand. Target group {name_of(sim, hop.target_group)} had {before} healthy "
        f"targets; how many would it have {_LATER} minutes later?"
    )
    expected = [str(before), str(before - 1), str(before + 1), "0"]
    options = choice(count, chain(ground.elsewhere(dice, outcome), expected))
    because = _REPLACED if count == str(before) else _PAUSED
    return card(ground, "instance-gone", "autoscaling", ask, options, because)


def _group(sim: Simulation, instance: str) -> Doc | None:
    """The Auto Scaling group an instance belongs to; None when it is in none."""
    for doc in sim.world.all(kinds.SCALING_GROUP):
        if any(one["InstanceId"] == instance for one in doc.get("Instances", ())):
            return doc
    return None
