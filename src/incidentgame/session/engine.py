"""The engine: lines in, what the player sees and the session's events out.

One engine is one session. It is driven by `submit` (a person, a script or a replay alike); everything it
knows is a function of the case and the lines with their case times.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from incidentgame.commands.bench import Command
from incidentgame.commands.modes import MODES
from incidentgame.commands.player import HintOffer, Persona, SuspectFamily
from incidentgame.kernel.instant import HOUR, Instant
from incidentgame.pack.bank import Bank
from incidentgame.pack.case import CompiledCase
from incidentgame.pack.interview import InterviewScript
from incidentgame.scoring.par import Survey
from incidentgame.session.branches import Branches
from incidentgame.session.gains import gained
from incidentgame.session.interviewer import Interviewer
from incidentgame.session.layers import layers_of
from incidentgame.session.observation import Observation
from incidentgame.session.opening import History, Opening, Openings
from incidentgame.session.played import played_as
from incidentgame.session.player import PlayerState
from incidentgame.session.ports import Pace, no_pace
from incidentgame.session.questions import Questions
from incidentgame.session.rawverbs import spoken
from incidentgame.session.rivals import Rivals
from incidentgame.session.services import services_of
from incidentgame.session.stage import FilesOf, Ran, ShellOf, Stage
from incidentgame.session.statements import Statements
from incidentgame.session.storyteller import Spoken, Storyteller, in_order, with_script
from incidentgame.world.change import Scheduled
from incidentgame.world.simulation import Simulation

VERBS = frozenset(
    [
        "answer",
        "ask",
        "bits",
        "brief",
        "expect",
        "explain",
        "finish",
        "give-up",
        "help",
        "hint",
        "man",
        "map",
        "note",
        "pause",
        "questions",
        "quit",
        "reflect",
        "restart",
        "rewind",
        "skip",
        "status",
        "stuck",
        "suspects",
        "think",
        "timeline",
        "update",
    ]
)
"""Game verbs: they tell nothing about the world that another line would not, so they gain no bits."""

_FINAL = ("solved", "gave-up", "restarted")


@dataclass(frozen=True, slots=True)
class LineResult:
    """What a line showed, and what was said meanwhile. `leaving` is why the session stops, if it does."""

    observation: Observation
    before: tuple[Spoken, ...] = ()
    after: tuple[Spoken, ...] = ()
    leaving: str = ""


@dataclass(frozen=True)
class Parts:
    """What an engine is built from: the commands, and how hosts get their files and shells."""

    registry: Mapping[str, Command]
    files_of: FilesOf
    shell_of: ShellOf
    compile_rival: Callable[[str], CompiledCase]
    known: History | None = None
    keep: Callable[[History], None] = lambda history: None
    surveys: dict[str, Survey] = field(default_factory=dict)
    bank: Callable[[], Bank] = Bank
    interview: Callable[[], InterviewScript] = InterviewScript


@dataclass
class Engine:
    """A session being played. `stage` is the truth; `rivals` what else it could have been.

    `case` becomes the case as its mode plays it; `minutes` other than 0 replace the mode's own.
    """

    case: CompiledCase
    parts: Parts
    mode: str = "practice"
    minutes: int = 0
    observations: list[Observation] = field(default_factory=list)
    statements: Statements = field(default_factory=Statements)
    leaving: str = ""
    first_change: Instant | None = None
    mitigated_in: tuple[Simulation | None, bool] = (None, False)
    """Whether users were served, in the simulation last asked (session/variables)."""
    trunk: "Engine | None" = field(default=None, repr=False)
    """What this is a branch of; None for what is played first."""
    rewinding: int | None = None
    """The line to go back to, when the last line asked for that."""
    _offers: Sequence[HintOffer] = ()
    """The hints on offer, worked out before a line that asks for them."""

    def __post_init__(self) -> None:
        self.case = played_as(self.case, self.mode, self.minutes, self.parts.interview)
        self._openings: Openings = (
            self.trunk._openings if self.trunk else Openings(self.case, {}, self.parts.known, self.parts.keep)
        )
        self.branches: Branches = self.trunk.branches if self.trunk else Branches(self, self._another)
        self._twin: Simulation | None = None
        self.stage = self._staged(self._openings.opening())
        self.story = Storyteller(self.case)
        self.rivals = Rivals(
            self.case.fault, [s.id for s in self.case.suspects], self.fresh, self.case.roles.get
        )
        self.questions = Questions(self)
        self.interviewer = Interviewer(self)
        self.player = PlayerState(
            mode=self.mode,
            case_code=self.case.code,
            paged_at=self.case.paged_at,
            page=self.case.page,
            personas=[Persona(c.id, c.name, c.role) for c in self.case.personas],
            ask_persona=lambda who, question: self.story.answer(who, question, self),
            families=self.families,
            statements=self.statements,
            offered=lambda: self._offers,
            gain_of=lambda n: gained(self, n),
            branches=lambda: self.branches,
            put=self.questions,
            minutes=self.case.minutes,
            family=self.case.facts.family if MODES[self.mode].focused else "",
            waiting=lambda: self.interviewer.waits_for,
        )

    @property
    def now(self) -> Instant:
        """The case time."""
        return self.stage.now

    @property
    def ended(self) -> bool:
        """Is the case over (given up, restarted, or closed by its player, on whatever branch)?"""
        return self.branches.current.leaving in _FINAL

    def _another(self) -> "Engine":
        """The same case at the moment of the page, for a branch of this session."""
        return Engine(self.case, self.parts, self.mode, self.minutes, trunk=self)

    @property
    def route(self) -> str:
        """The path of the paged URL."""
        return "/" + self.case.page["url"].split("//", 1)[-1].partition("/")[2]

    def submit(
        self, text: str, at: Instant, by: str = "player", pace: Pace = no_pace, stop_at: Instant | None = None
    ) -> LineResult:
        """Play one line at a case time. `stop_at` replays a Ctrl-C at that simulated instant."""
        self._prepare_for(text)
        before = self.pass_time(at)
        host = self.stage.host
        line, words = spoken(text)
        ran = self.stage.run(line, at, self.player, pace, stop_at, words)
        observation = self._observed(len(self.observations) + 1, text, by, host, ran)
        self.observations.append(observation)
        self._fold(observation, ran)
        self.rivals.feed(
            observation,
            compared=not observation.verb,
            stop_at=ran.ended if ran.trail.interrupted else stop_at,
        )
        observation = self._with_aside(observation)
        asked = self.interviewer.saw(observation, ran.trail, ran.host)
        after = in_order((*self.pass_time(self.now), *self.story.judge(self), *asked))
        return LineResult(observation, before, after, self.leaving)

    def _prepare_for(self, text: str) -> None:
        """What a line's verbs may ask is worked out first: no world is played while a line is running."""
        if any(verb in text for verb in ("suspects", "bits", "hint")):
            self.settle()
        if "hint" in text:
            from incidentgame.session.hints import offers

            self._offers = offers(self)

    def _with_aside(self, observation: Observation) -> Observation:
        """The observation with what the game says about it, if anything."""
        from incidentgame.session.feedback import after

        aside = after(self, observation)
        if aside:
            observation = self.observations[-1] = replace(observation, aside=aside)
        return observation

    def pass_time(self, to: Instant) -> tuple[Spoken, ...]:
        """Let the story and the interview run up to an instant; what was said meanwhile."""
        to = max(to, self.now)
        return in_order((*self.story.run_until(to, self), *self.interviewer.run_until(to)))

    def settle(self) -> None:
        """Compare what was seen with the rival worlds, up to the last line."""
        self.rivals.settle(self.player)
        self.prepare()

    def prepare(self) -> None:
        """Work out what the next look at the traffic will need, off the typing path."""
        self.stage.sim.traffic.prepare(self.now - HOUR, self.now)

    def rest(self) -> None:
        """Hold as little as can be while nobody plays: no live shell, nothing that can be computed again."""
        self.stage.rest()
        self.stage.forget()
        self.rivals.rest()
        self._openings.rest()

    def inject(self, items: list[Scheduled]) -> None:
        """Things the story makes happen, in the truth and in every rival."""
        sim = self.stage.sim
        self.stage.sim = replace(sim, script=with_script(sim.script, items))
        self.rivals.inject(items)

    def twin(self, at: Instant) -> Simulation:
        """The world the player never touched, at an instant (never earlier than the last asked)."""
        twin = self._twin or self._openings.truth()
        self._twin = twin.advance(at) if at > twin.now else twin
        return self._twin

    def families(self, reveal: str = "") -> Sequence[SuspectFamily]:
        """The suspects by family as settled so far; `reveal` names one family's open suspects."""
        names = sorted({s.family for s in self.case.suspects}, key=_family_order)
        return [self._family(name, reveal == name) for name in names]

    def _family(self, family: str, named: bool) -> SuspectFamily:
        members = [s for s in self.case.suspects if s.family == family]
        left = [s for s in members if s.id in self.rivals.open]
        ids = {s.id for s in members}
        by = [n for n, gain in self.rivals.gains.items() if ids & set(gain.ruled_out)]
        return SuspectFamily(
            family, len(left), len(members), tuple(by), tuple(s.text for s in left) if named else ()
        )

    def _staged(self, sim: Simulation | Opening) -> Stage:
        return Stage(sim, self.parts.registry, self.parts.files_of, self.parts.shell_of)

    def fresh(self, suspect: str) -> Stage:
        """A stage at the moment of the page, had this suspect been the truth."""
        return self._staged(self._openings.of(suspect, self.parts.compile_rival))

    def _observed(self, n: int, text: str, by: str, host: str, ran: Ran) -> Observation:
        trail = ran.trail
        verb = next((name for name in trail.commands if name in VERBS), "")
        return Observation(
            n=n,
            at=ran.started,
            ended=ran.ended,
            by=by,
            channel="shell",
            host=host,
            line=text,
            stdout=ran.stdout,
            stderr=ran.stderr,
            exit=ran.exit,
            verb=verb if not trail.calls else "",
            layers=layers_of(trail.commands, trail.calls, (host, *trail.hosts)),
            writes=tuple(trail.writes),
            empty=tuple(dict.fromkeys(trail.empty)),
            waits=trail.waited >= 10_000,
            unanswered=tuple(trail.unanswered),
            cut=ran.cut,
        )

    def _fold(self, observation: Observation, ran: Ran) -> None:
        self.player.saw(observation)
        if not observation.verb:
            touched = services_of(ran.trail.commands, ran.trail.calls, ran.host)
            self.questions.touch(touched, observation.n)
        if observation.writes and self.first_change is None:
            self.first_change = observation.at
        for said in ran.trail.said:
            if said.verb == "leave":
                self.leaving = str(said.parameters["why"])
            elif said.verb == "rewind":
                self.rewinding = int(said.parameters["to"])
            elif said.verb != "enter":
                self.statements.take(observation, said)
                self.questions.take(observation, said)


_ORDER = ("name", "edge", "routing", "targets", "app", "data")


def _family_order(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)
