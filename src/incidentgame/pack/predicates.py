"""What an expression may ask of a world: `fixed_when`, `mitigated_when`, and templates of changes.

Functions see the world as it is at the instant of evaluation; names are those the author gave ids to.
"""

from collections.abc import Mapping
from typing import Any

from incidentgame.pack.expressions import Expression, Names, evaluate
from incidentgame.world import kinds
from incidentgame.world.balancing.routing import members_of
from incidentgame.world.balancing.rules import match_rule
from incidentgame.world.balancing.wiring import forward_weights, rules_of
from incidentgame.world.state import Doc, World
from incidentgame.world.walk.ask import Ask

FUNCTIONS: Mapping[str, str] = {
    "docs(kind)": "all documents of a kind, in order of creation",
    "doc(kind, id)": "one document; empty when there is none",
    "rules(listener)": "the listener's rules in order of evaluation, without the default one",
    "healthy(group)": "how many targets of a group are healthy now",
    "serving(listener, path)": "healthy targets a GET of that path is forwarded to; 0 for a fixed answer",
    "function_works(name, host, path)": "the published CloudFront function passes such a request everywhere",
    "limits_client(path, peer)": "some nginx limits that path and takes `peer` for the client",
    "first(items)": "the first item, or none",
    "values(mapping)": "the values of a mapping",
}
"""Documented in docs/authoring.md; a test keeps the two in step."""


def world_functions(world: World) -> dict[str, Any]:
    """The functions above, over one world."""
    return {
        "docs": lambda kind: list(world.all(kind)),
        "doc": lambda kind, id_: world.find(kind, str(id_)) or {},
        "rules": lambda listener: rules_of(world, listener),
        "healthy": lambda group: _healthy(world, group),
        "serving": lambda listener, path, host="": _serving(world, listener, path, host),
        "function_works": lambda name, host, path: _function_works(world, name, host, path),
        "limits_client": lambda path, peer, host="": _limits_client(world, path, peer, host),
        "first": lambda items: next(iter(items or ()), None),
        "values": lambda mapping: list(mapping.values()) if isinstance(mapping, Mapping) else [],
    }


def holds(expression: Expression | str, world: World, names: Names) -> bool:
    """Is the expression true in this world? ExpressionError when it cannot be evaluated."""
    return bool(evaluate(expression, {**names, **world_functions(world)}))


def _healthy(world: World, group: str) -> int:
    return sum(1 for member in members_of(world, group) if member.state == "healthy")


def _serving(world: World, listener: str, path: str, host: str) -> int:
    if world.find(kinds.LISTENER, listener) is None:
        return 0
    _, action = match_rule(world, listener, host, path, "GET", {}, "198.51.100.7")
    return sum(_healthy(world, group) for group, weight in _groups(action) if weight)


def _groups(action: Doc) -> list[tuple[str, int]]:
    return forward_weights(action)


def _limits_client(world: World, path: str, peer: str, host: str) -> bool:
    from incidentgame.world.compute.nginx import locate, running  # late: most conditions ask nothing of nginx

    found = (running(world, name) for name in world.table(kinds.HOST))
    return any(
        config is not None and bool(locate(config, host, path).limits) and not config.real_client(peer)
        for config in found
    )


def _function_works(world: World, name: str, host: str, path: str) -> bool:
    ask = Ask("GET", host, path, headers={"Host": host})
    from incidentgame.world.edge.functions import evaluate_live  # late: most conditions run no function

    results = evaluate_live(world, name, ask)
    return all(result.kind == "pass" for share, result in results if share)
