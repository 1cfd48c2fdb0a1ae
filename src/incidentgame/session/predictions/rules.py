"""What if the rule that answers now were deleted?"""

from itertools import chain

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import MINUTE
from incidentgame.scoring.knowledge.cards import Card
from incidentgame.session.predictions.ground import Ground, card, choice, later, played, viewers
from incidentgame.world import kinds
from incidentgame.world.balancing.wiring import forward_weights, listeners_of, rules_of
from incidentgame.world.path import BalancerHop
from incidentgame.world.simulation import Simulation
from incidentgame.world.state import Doc


def rule_deleted(ground: Ground, dice: Dice) -> Card | None:
    """Who answers when the first rule that matches is gone: the next that matches, or the default."""
    sim, hop = _matched(ground)
    if sim is None or hop is None:
        return None
    rules = _rules(sim, hop)
    gone = next((rule for rule in rules if int(rule["Priority"]) == hop.rule), None)
    arn = gone["RuleArn"] if gone else ""

    def answering(sim: Simulation) -> int | None:
        after = played(sim, "elbv2", "DeleteRule", {"RuleArn": arn}) if arn else None
        found = viewers(later(after, 2 * MINUTE), ground.route) if after else None
        return found.path.balancer.rule if found and found.path.balancer else None

    def outcome(sim: Simulation) -> str | None:
        found = answering(sim)
        return None if found is None else _called(found)

    new = answering(sim)
    if new is None:
        return None
    others = [_called(int(rule["Priority"])) for rule in rules if int(rule["Priority"]) != hop.rule]
    when = "Suppose that now" if sim is ground.present else ground.when
    ask = (
        f"{when} the rule with priority {hop.rule} of the listener on port {hop.port} was deleted. "
        f"Which rule would then answer GET {ground.route} on {ground.host}?"
    )
    because = (
        "Rules are tried from the lowest number up, and the first whose conditions all match answers; the "
        "default "
        f"rule comes last. Without {hop.rule} that is {_called(new)}, which {_does(sim, hop, new)}."
    )
    expected = [_called(0), *dice.shuffled(others, "others")]
    options = choice(_called(new), chain(ground.elsewhere(dice, outcome), expected))
    return card(ground, "rule-deleted", "alb", ask, options, because)


def _matched(ground: Ground) -> tuple[Simulation | None, BalancerHop | None]:
    """The world in which a rule answers the route, the present one first, and the balancer's hop there."""
    now = viewers(ground.present, ground.route)
    if now is not None and now.path.balancer is not None and now.path.balancer.rule > 0:
        return ground.present, now.path.balancer
    usual = ground.usual.path.balancer if ground.usual else None
    return (ground.served, usual) if usual is not None and usual.rule > 0 else (None, None)


def _listener(sim: Simulation, hop: BalancerHop) -> Doc:
    found = [doc for doc in listeners_of(sim.world, hop.load_balancer) if int(doc["Port"]) == hop.port]
    return found[0] if found else {"ListenerArn": "", "DefaultActions": ()}


def _rules(sim: Simulation, hop: BalancerHop) -> list[Doc]:
    return rules_of(sim.world, str(_listener(sim, hop)["ListenerArn"]))


def _called(priority: int) -> str:
    return f"the rule with priority {priority}" if priority else "the default rule"


def _does(sim: Simulation, hop: BalancerHop, priority: int) -> str:
    rule = next((r for r in _rules(sim, hop) if int(r["Priority"]) == priority), None)
    actions = rule["Actions"] if rule else _listener(sim, hop)["DefaultActions"]
    action = actions[-1] if actions else {}
    if action.get("Type") == "fixed-response":
        return f"answers {action['FixedResponseConfig']['StatusCode']} itself"
    groups = [sim.world.find(kinds.TARGET_GROUP, arn) or {} for arn, _ in forward_weights(action)]
    named = " and ".join(str(group.get("TargetGroupName", "?")) for group in groups)
    return f"forwards to target group {named}" if named else "redirects"
