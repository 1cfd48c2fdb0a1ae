"""`fixed_when` and `mitigated_when`: what an author says must hold, judged against a running world."""

from typing import Protocol

from incidentgame.pack.case import CompiledCase
from incidentgame.pack.predicates import holds as holds_in
from incidentgame.world.state import World


class HasWorld(Protocol):
    """Anything with a present world: a view, a simulation."""

    @property
    def world(self) -> World: ...


def holds(case: CompiledCase, view: HasWorld) -> bool:
    """Is the fault's `fixed_when` true in this world? ExpressionError when it cannot be evaluated."""
    return holds_in(case.fixed_when, view.world, case.names)


def relieved(case: CompiledCase, view: HasWorld) -> bool:
    """Is the fault's own `mitigated_when` true (beside the engine's: users are served)?"""
    return holds_in(case.mitigated_when, view.world, case.names)
