"""Rival worlds: what the same lines would have shown, had another fault been the truth.

Each rival has a stage of its own, fed the same lines at the same instants, changes included. One that would
have looked perceptibly different is ruled out for good and its stage dropped. Nothing here runs while the
player types: `settle` works through what is still to be compared.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incidentgame.commands.player import PlayerView
from incidentgame.kernel.instant import Instant
from incidentgame.session.observation import Gain, Observation
from incidentgame.session.rawverbs import spoken
from incidentgame.session.stage import Ran, Stage
from incidentgame.session.storyteller import with_script
from incidentgame.session.subjects import subject_of
from incidentgame.world.change import Scheduled

if TYPE_CHECKING:
    from incidentgame.scoring.perception import Reader

StageOf = Callable[[str], Stage]
RoleOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class _Task:
    observation: Observation
    compared: bool
    stop_at: Instant | None
    injected: tuple[Scheduled, ...] = ()


class Rivals:
    """The suspects still possible, the truth among them, and what each observation ruled out."""

    def __init__(self, truth: str, suspects: list[str], stage_of: StageOf, role_of: RoleOf) -> None:
        self._truth, self._stage_of, self._role_of = truth, stage_of, role_of
        self._open = list(suspects)
        self._stages: dict[str, Stage] = {}
        self._waiting: deque[_Task] = deque()
        self._injected: list[Scheduled] = []
        self.gains: dict[int, Gain] = {}

    @property
    def open(self) -> tuple[str, ...]:
        """The suspects not ruled out by what has been settled."""
        return tuple(self._open)

    def feed(self, observation: Observation, compared: bool, stop_at: Instant | None = None) -> None:
        """Take note of a line; it is run in the rivals' worlds when `settle` comes to it."""
        self._waiting.append(_Task(observation, compared, stop_at, tuple(self._injected)))
        self._injected.clear()

    def inject(self, items: Sequence[Scheduled]) -> None:
        """What the story made happen in the truth happens in the rivals too, before the next line."""
        self._injected.extend(items)

    def settle(self, player: PlayerView, most: int = 1_000_000) -> None:
        """Work through up to `most` lines that wait; no shell is kept alive until the next time."""
        if not self._waiting:
            return
        while self._waiting and most > 0:
            self._one(self._waiting.popleft(), player)
            most -= 1
        for stage in self._stages.values():
            stage.rest()

    def rest(self) -> None:
        """Let no rival hold a live shell, nor what it can compute again."""
        for stage in self._stages.values():
            stage.rest()
            stage.forget()

    def _one(self, task: _Task, player: PlayerView) -> None:
        from incidentgame.scoring.perception import Reader  # late: nothing is compared before the first line

        before = tuple(self._open)
        reasons: dict[str, str] = {}
        reader = Reader(self._role_of, task.observation.ended)
        for suspect in before:
            if suspect != self._truth:
                why = self._difference(suspect, task, player, reader)
                if why:
                    reasons[suspect] = why
        for suspect in reasons:
            self._open.remove(suspect)
            self._stages.pop(suspect).rest()
        observation = task.observation
        self.gains[observation.n] = Gain(observation.n, before, tuple(self._open), reasons)

    def _difference(self, suspect: str, task: _Task, player: PlayerView, reader: "Reader") -> str:
        if suspect not in self._stages:
            self._stages[suspect] = self._stage_of(suspect)
        stage, seen = self._stages[suspect], task.observation
        if task.injected:
            stage.sim = replace(stage.sim, script=with_script(stage.sim.script, list(task.injected)))
        line, words = spoken(seen.line)
        ran = stage.run(line, seen.at, player, stop_at=task.stop_at, stdin=words)
        if not task.compared:
            return ""
        return _compared(seen, ran, reader)


def _compared(seen: Observation, ran: Ran, reader: "Reader") -> str:
    """Why the rival would have looked perceptibly different, in words; empty when it would not."""
    from incidentgame.scoring.perception import compare_read, exit_sentence, whole

    theirs = ran.stdout + ran.stderr
    if bool(seen.exit) != bool(ran.exit) and not seen.shown and not theirs:
        return whole(subject_of(seen.line), exit_sentence(seen.exit, ran.exit))
    if seen.shown == theirs:
        return ""
    verdict = compare_read(seen.shown, theirs, reader, reader)
    return whole(subject_of(seen.line), verdict.reason) if verdict.different else ""
