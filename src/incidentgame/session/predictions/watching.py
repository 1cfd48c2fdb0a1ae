"""What if every target left: which state would an alarm take?"""

from collections.abc import Iterator

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import MINUTE
from incidentgame.scoring.knowledge.cards import Card
from incidentgame.session.predictions.balancing import deregistered, hop_of, name_of
from incidentgame.session.predictions.ground import Ground, card, choice, later
from incidentgame.world import kinds
from incidentgame.world.balancing.routing import members_of
from incidentgame.world.simulation import Simulation
from incidentgame.world.state import Doc
from incidentgame.world.watching.alarms import states

_LATER = 10
_STATES = ("ALARM", "OK", "INSUFFICIENT_DATA")


def alarm_over_empty_group(ground: Ground, dice: Dice) -> Card | None:
    """An alarm on one of the load balancer's metrics while its group is empty."""
    standing = hop_of(ground)
    members = members_of(standing[0].world, standing[1].target_group) if standing else []
    if standing is None or not members:
        return None
    sim, hop = standing
    watching = list(_alarms(sim, hop.load_balancer))
    if not watching:
        return None
    alarm = dice.pick(watching, "alarm")
    after = deregistered(sim, hop.target_group, members)
    before = _state(sim, str(alarm["AlarmName"]))
    state = _state(later(after, _LATER * MINUTE), str(alarm["AlarmName"])) if after else ""
    if state not in _STATES or (_ignores(alarm) and state != before):
        return None
    ask = (
        f"{ground.when} all targets were deregistered from target group {name_of(sim, hop.target_group)}. "
        f"The alarm "
        f"{alarm['AlarmName']} watches {alarm['MetricName']} ({_rule(alarm)}; missing data: "
        f"{alarm.get('TreatMissingData', 'missing')}), and its state is {before}. Which state would it have "
        f"{_LATER} minutes later?"
    )
    because = _KEPT if _ignores(alarm) else _because(state)
    return card(ground, "alarm-state", "cloudwatch", ask, choice(state, _STATES), because)


def _alarms(sim: Simulation, balancer: str) -> Iterator[Doc]:
    """The alarms on metrics of a load balancer whose state over an empty group is known (aws-request-path
    §3.9: whether host counts read 0 or go missing then is not)."""
    name = balancer.partition(":loadbalancer/")[2]
    for doc in sim.world.all(kinds.ALARM):
        ours = any(d["Name"] == "LoadBalancer" and d["Value"] == name for d in doc.get("Dimensions", ()))
        if ours and not (doc["MetricName"] in _COUNTS and doc.get("TreatMissingData") != "breaching"):
            yield doc


def _ignores(alarm: Doc) -> bool:
    return bool(alarm.get("TreatMissingData") == "ignore")


_COUNTS = ("HealthyHostCount", "UnHealthyHostCount")
_KEPT = (
    "No target answers, so nothing is measured any more. The alarm ignores missing data, which means that it "
    "keeps the state it had."
)


_SIGNS = {
    "GreaterThanThreshold": "above",
    "GreaterThanOrEqualToThreshold": "at least",
    "LessThanThreshold": "below",
    "LessThanOrEqualToThreshold": "at most",
}


def _rule(alarm: Doc) -> str:
    sign = _SIGNS.get(str(alarm.get("ComparisonOperator")), "against")
    return f"{alarm.get('Statistic') or alarm.get('ExtendedStatistic')} {sign} {alarm.get('Threshold'):g}"


def _because(state: str) -> str:
    if state == "ALARM":
        return (
            "The load balancer answers 503 itself and has no healthy target, and this metric is one that "
            "tells. Metrics of what targets do fall silent."
        )
    if state == "OK":
        return (
            "Targets that are gone are not unhealthy, and what they no longer do is not counted. An "
            "alarm that takes missing data for good, or counts something else, stays quiet."
        )
    return "No target answers, so the metric has no data points, and the alarm has nothing to judge."


def _state(sim: Simulation, name: str) -> str:
    found = states(sim, [doc for doc in sim.world.all(kinds.ALARM) if doc["AlarmName"] == name])
    return str(found[0][1].state) if found else ""
