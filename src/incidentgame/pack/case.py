"""A compiled case: everything the session needs, as values. It holds the answer; players never get it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import Instant
from incidentgame.pack.personas import Character
from incidentgame.pack.story import StoryTable
from incidentgame.scoring.knowledge.cards import Card
from incidentgame.scoring.rubric import Rubric
from incidentgame.world.change import Change, Principal, Scheduled
from incidentgame.world.state import World
from incidentgame.world.traffic.flows import TrafficPlan
from incidentgame.world.view import Account


@dataclass(frozen=True, slots=True)
class Suspect:
    """One possible truth as the player may see it: its family, and its one-line wording."""

    id: str
    family: str
    text: str


@dataclass(frozen=True, slots=True)
class Topic:
    """Something to study. `claims` are those of the fault that it helps to make."""

    title: str
    read: str
    what: str = ""
    why: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """What the debrief tells: the chain with times, prevention, question cards, what to study, and
    questions to put to one's own stack."""

    title: str
    family: str
    chain: tuple[tuple[Instant, str], ...] = ()
    prevention: tuple[str, ...] = ()
    questions: tuple[Card, ...] = ()
    topics: tuple[Topic, ...] = ()
    at_work: tuple[str, ...] = ()


@dataclass(frozen=True)
class CompiledCase:
    """Pack × fault × seed.

    `world` is the state at `account.begins`. `script` is what the world plays (calls, acts), `recorded` what
    happens as stated (changes with their edits); both in order of time, from days before the page on.
    `roles` maps resource ids to stable role names, `names` the author's names to their values.
    """

    pack: str
    pack_digest: str
    fault: str
    seed: int
    code: str
    title: str
    level: str
    minutes: int
    scored: bool
    weights: Mapping[str, int]
    account: Account
    dice: Dice
    player: Principal
    paged_at: Instant
    fault_at: Instant
    world: World = field(repr=False)
    script: tuple[Scheduled, ...] = field(repr=False)
    recorded: tuple[Change, ...] = field(repr=False)
    plan: TrafficPlan = field(repr=False)
    page: Mapping[str, str] = field(repr=False)
    personas: tuple[Character, ...] = field(repr=False)
    story: StoryTable = field(repr=False)
    rubric: Rubric = field(repr=False)
    suspects: tuple[Suspect, ...] = field(repr=False)
    mitigated_when: str = field(repr=False)
    fixed_when: str = field(repr=False)
    facts: Fact = field(repr=False)
    roles: Mapping[str, str] = field(repr=False)
    names: Mapping[str, str | int] = field(repr=False)
