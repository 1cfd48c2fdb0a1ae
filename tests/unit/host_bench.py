"""A bench over a real simulation of the small host world, without traffic unless given."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from host_world import NOW, small_world

from incidentgame.commands.host import HOST
from incidentgame.commands.host.dynamic import HostFiles
from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import HOUR, Instant, Millis
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.tree import MemoryTree
from incidentgame.world.actions import Done
from incidentgame.world.change import Act, Principal
from incidentgame.world.compute import acts
from incidentgame.world.compute.files import read_file
from incidentgame.world.compute.units import settled
from incidentgame.world.simulation import Simulation, Span
from incidentgame.world.state import World
from incidentgame.world.traffic.flows import TrafficPlan
from incidentgame.world.view import Account

assert acts  # importing it registers the verbs


def simulation(world: World | None = None, now: Instant = NOW) -> Simulation:
    begins = NOW - 26 * HOUR
    world = settled(small_world() if world is None else world)
    plan = TrafficPlan(per_second=0, flows=())
    perform: Any = None
    return Simulation(
        Account("123456789012", "eu-west-1", begins),
        Dice(7),
        plan,
        (),
        perform,
        now,
        (Span(begins, world),),
    )


@dataclass
class HostBench:
    """Enough of a bench for host commands."""

    view: Any = field(default_factory=simulation)
    host: str = "i-a"
    user: str = "root"
    refused: list[str] = field(default_factory=list)
    other_lines: list[tuple[str, str]] = field(default_factory=list)

    @property
    def files(self) -> Any:
        return MemoryTree(now=lambda: self.view.now, dynamic=HostFiles(lambda: self.view, self.host))

    def act(self, verb: str, **parameters: Any) -> Done:
        act = Act(verb, parameters, Principal("oncall", "arn"))
        self.view, done = self.view.acted(act, "player")
        return done

    def wait(self, duration: Millis, why: str = "") -> None:
        self.view = self.view.advance(self.view.now + duration)

    def as_user(self, user: str) -> "HostBench":
        return self

    def unanswered(self, line: str, reason: str) -> None:
        self.refused.append(line)

    def run_on(self, host: str, line: str) -> Outcome:
        self.other_lines.append((host, line))
        return Outcome()

    def run(self, line: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Outcome:
        name, *argv = shlex.split(line)
        call = Invocation(name, tuple(argv), stdin, bool(stdin), env or {}, "/", self.user)
        return HOST[name](call, self)  # type: ignore[arg-type]  # a bench needs more than hosts do

    def replace(self, path: str, old: str, new: str) -> None:
        text = read_file(self.view.world, self.host, path) or ""
        assert old in text
        self.act("host.write_file", host=self.host, path=path, content=text.replace(old, new))
