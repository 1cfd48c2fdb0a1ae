"""The pack's story while it is played: guards are judged on every full minute and after every line.

Between lines the story runs minute by minute of case time, so it does not matter whether somebody watched
the clock meanwhile: a replay hears the same words at the same instants.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incidentgame.kernel.instant import MINUTE, Instant
from incidentgame.pack import personas, story
from incidentgame.pack.case import CompiledCase
from incidentgame.pack.story import Consequence, Hint, Progress
from incidentgame.session.variables import variables
from incidentgame.world.change import Scheduled

if TYPE_CHECKING:
    from incidentgame.session.engine import Engine

_SETTLING = 8


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words somebody said during the case."""

    at: Instant
    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A state of the story and when it began."""

    at: Instant
    state: str


class Storyteller:
    """Where the story stands, what was said, and who was asked how often."""

    def __init__(self, case: CompiledCase) -> None:
        self._case = case
        self.progress: Progress = story.begin(case.story)
        self.passages: list[Passage] = [Passage(case.paged_at, case.story.start)]
        self.spoken: list[Spoken] = []
        self.asked: dict[str, int] = {}
        self._judged = case.paged_at - MINUTE  # so that the minute of the page is judged, too

    @property
    def state(self) -> str:
        """The present state."""
        return self.progress.state

    def run_until(self, to: Instant, engine: "Engine") -> tuple[Spoken, ...]:
        """Judge the story at every full minute up to `to`, and at `to` itself; the words said."""
        heard = len(self.spoken)
        for at in self._minutes(to):
            engine.stage.sim = engine.stage.sim.advance(at)
            self._judge(engine)
        self._judged = max(self._judged, to)
        return tuple(self.spoken[heard:])

    def judge(self, engine: "Engine") -> tuple[Spoken, ...]:
        """Judge the story now (after a line)."""
        heard = len(self.spoken)
        self._judge(engine)
        return tuple(self.spoken[heard:])

    def answer(self, persona: str, question: str, engine: "Engine") -> str:
        """What somebody answers; asking is counted."""
        character = next((c for c in self._case.personas if c.id == persona), None)
        if character is None:
            known = ", ".join(c.id for c in self._case.personas)
            return f"nobody here is called {persona!r}; there are {known}"
        before = self.asked.get(persona, 0)
        self.asked[persona] = before + 1
        return personas.answer(character, question, variables(engine), self._case.dice, before)[1]

    def hints(self, engine: "Engine") -> tuple[Hint, ...]:
        """The hints on offer now."""
        return story.open_hints(self._case.story, self.progress, variables(engine))

    def _minutes(self, to: Instant) -> Iterator[Instant]:
        at = self._judged - (self._judged - self._case.paged_at) % MINUTE + MINUTE
        while at <= to:
            yield at
            at += MINUTE

    def _judge(self, engine: "Engine") -> None:
        for _ in range(_SETTLING):
            names: Mapping[str, Any] = variables(engine)
            following, effects = story.step(self._case.story, self.progress, names)
            if following == self.progress:
                return
            if following.state != self.progress.state:
                self.passages.append(Passage(engine.now, following.state))
            self.progress = following
            for effect in effects:
                self._carry_out(effect, engine)

    def _carry_out(self, effect: Consequence, engine: "Engine") -> None:
        if effect.said is not None:
            self.spoken.append(Spoken(engine.now, effect.said.sender, effect.said.text))
        items = [Scheduled(engine.now + i.delay, i.what, "story") for i in effect.injected]
        if items:
            engine.inject(items)


def in_order(words: Iterable[Spoken]) -> tuple[Spoken, ...]:
    """What several people said, in order of time."""
    return tuple(sorted(words, key=lambda one: one.at))


def with_script(script: tuple[Scheduled, ...], more: list[Scheduled]) -> tuple[Scheduled, ...]:
    """A script with more to come, in order of time."""
    return tuple(sorted([*script, *more], key=lambda item: item.at))
