"""`fixed_when` and `mitigated_when`: what an author says must hold, judged against a running world."""

from collections.abc import Mapping
from typing import Protocol

from incidentgame.pack.case import CompiledCase
from incidentgame.world.state import World


class HasWorld(Protocol):
    """Anything with a present world: a view, a simulation."""

    @property
    def world(self) -> World: ...


def holds_in(condition: str, world: World, names: Mapping[str, str | int]) -> bool:
    """Is a condition true in a world? ExpressionError when it cannot be evaluated."""
    from incidentgame.pack import predicates  # late: they know the edge's and the load balancer's insides

    return predicates.holds(condition, world, names)


def holds(case: CompiledCase, view: HasWorld) -> bool:
    """Is the fault's `fixed_when` true in this world? ExpressionError when it cannot be evaluated."""
    return holds_in(case.fixed_when, view.world, case.names)


def relieved(case: CompiledCase, view: HasWorld) -> bool:
    """Is the fault's own `mitigated_when` true (beside the engine's: users are served)?"""
    return holds_in(case.mitigated_when, view.world, case.names)
