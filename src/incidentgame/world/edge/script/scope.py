"""Names while a program runs, and the ways control leaves a piece of it."""

from dataclasses import dataclass, field

from incidentgame.world.edge.script import nodes as n
from incidentgame.world.edge.script.values import Value


@dataclass
class Scope:
    """Names and their values; `fixed` are constants."""

    outer: "Scope | None" = None
    names: dict[str, Value] = field(default_factory=dict)
    fixed: set[str] = field(default_factory=set)

    def holder(self, name: str) -> "Scope | None":
        """The scope that has the name."""
        scope: Scope | None = self
        while scope is not None and name not in scope.names:
            scope = scope.outer
        return scope


@dataclass
class Closure:
    """A function of the program with the scope it was made in."""

    function: n.Function
    scope: Scope


class Returned(Exception):  # noqa: N818  # control flow of the program, no error of ours
    def __init__(self, value: Value) -> None:
        super().__init__(value)
        self.value = value


class Jumped(Exception):  # noqa: N818  # control flow of the program, no error of ours
    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class OutOfSteps(Exception):  # noqa: N818  # control flow of the program, no error of ours
    """The program did not end within its allowance."""
