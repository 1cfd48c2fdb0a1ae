"""Acts: what is done to hosts and databases rather than through an AWS API.

Each technology registers its verbs (`host.write_file`, `host.systemctl`, `database.terminate` …) in its own
file; packs, commands and controllers use the same ones, so a fault and a player do the same thing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from incidentgame.world.change import Act
from incidentgame.world.state import Edit
from incidentgame.world.view import View


@dataclass(eq=False)
class ActRefused(Exception):  # noqa: N818 - a refusal in the fiction, not a fault of ours
    """The host or database said no: the text it printed and its exit code."""

    message: str
    exit: int = 1


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did: the edits, and what the tool printed."""

    edits: tuple[Edit, ...] = ()
    stdout: str = ""
    stderr: str = ""
    exit: int = 0
    result: Mapping[str, Any] = field(default_factory=dict)


Verb = Callable[[View, Act], Done]

_VERBS: dict[str, Verb] = {}


def verb(name: str) -> Callable[[Verb], Verb]:
    """Register a function as an act, by name."""

    def register(function: Verb) -> Verb:
        _VERBS[name] = function
        return function

    return register


_HOMES = ("incidentgame.world.compute.acts", "incidentgame.world.database.acts")
"""The modules that register verbs; imported on first use, because they read what is defined above."""


def _load() -> None:
    for home in _HOMES:
        if find_spec(home.rpartition(".")[0]) is not None and find_spec(home) is not None:
            import_module(home)


def perform_act(view: View, act: Act) -> Done:
    """Do it; ActRefused when there is no such verb or the target says no."""
    _load()
    if act.verb not in _VERBS:
        raise ActRefused(f"there is no act called {act.verb!r}; known: {', '.join(sorted(_VERBS))}", 2)
    return _VERBS[act.verb](view, act)


def known_verbs() -> list[str]:
    """The registered names, sorted."""
    _load()
    return sorted(_VERBS)
