"""Prediction questions made from the world: what would happen if … The answer is played, not authored.

A template takes the case's world (as it stands, or as it stood before it broke), plays one change in a copy,
lets time pass and reads what became of it. Wrong options are what the same change comes to in rival worlds,
then the other outcomes people expect. A template that does not fit the world gives nothing.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from incidentgame.kernel.chance import Dice
from incidentgame.scoring.knowledge.cards import Card
from incidentgame.session.predictions import balancing, edges, fleet, hosts, names, rules, watching
from incidentgame.session.predictions.ground import Ground

if TYPE_CHECKING:
    from incidentgame.session.engine import Engine

Template = Callable[[Ground, Dice], Card | None]

TEMPLATES: tuple[tuple[str, Template], ...] = (
    ("health-path", balancing.health_path_changed),
    ("one-target", balancing.one_target_leaves),
    ("all-targets", balancing.all_targets_leave),
    ("target-state", balancing.state_after_leaving),
    ("closed-port", balancing.port_closed_to_balancer),
    ("rule-deleted", rules.rule_deleted),
    ("record-changed", names.record_changed),
    ("proxy-stopped", hosts.proxy_stopped),
    ("all-stopped", hosts.all_proxies_stopped),
    ("origin-name", edges.origin_name_deleted),
    ("edge-locked-out", edges.edge_locked_out),
    ("instance-gone", fleet.instance_terminated),
    ("alarm-state", watching.alarm_over_empty_group),
)
"""Every template by name, in no particular order."""


def predictions(engine: "Engine", dice: Dice, most: int) -> tuple[Card, ...]:
    """Up to `most` cards from templates the dice choose, each about another service."""
    ground = Ground.of(engine)
    found: list[Card] = []
    for name, template in dice.shuffled(TEMPLATES, "templates"):
        if len(found) == most:
            break
        card = template(ground, dice.derived(name))
        if card is not None and all(card.service != other.service for other in found):
            found.append(card)
    return tuple(found)
