"""A parsed pack, a fault and a seed to a case: world, timeline, flows, story, rubric.

The dice of a case depend on pack and seed, not on the fault, so the rivals of a case share every id, time
and decoy with it and differ only in what their fault changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import DAY, clock, page_date
from incidentgame.pack import casecode
from incidentgame.pack.bank import own_cards
from incidentgame.pack.case import CompiledCase, Fact, Suspect, Topic
from incidentgame.pack.casting import cast
from incidentgame.pack.loading import Document
from incidentgame.pack.moments import moments
from incidentgame.pack.naming import Naming
from incidentgame.pack.overlay import add_files, with_snapshots
from incidentgame.pack.predicates import world_functions
from incidentgame.pack.problems import PackError, Problem, did_you_mean
from incidentgame.pack.reading import Pack
from incidentgame.pack.resources import Tables, add_resources
from incidentgame.pack.schema import FaultText, FileRule, PackText, Person, StoryText, WorldText
from incidentgame.pack.scripting import story_table
from incidentgame.pack.templates import Filler
from incidentgame.pack.timeline import TimelineBuilder, principal
from incidentgame.scoring.rubric import Rubric, with_rivals
from incidentgame.scoring.rubric_reading import RubricError, read_rubric
from incidentgame.world.change import Principal
from incidentgame.world.state import World
from incidentgame.world.traffic.flows import TrafficPlan
from incidentgame.world.view import Account

_OLD = 40 * DAY
_PLAYER = "oncall"


def dice_of(pack: str, seed: int) -> Dice:
    """The dice of a case, whichever its fault."""
    return Dice(seed).derived("case", pack)


def compile_case(pack: Pack, fault: str, seed: int) -> CompiledCase:
    """The case; PackError with every mistake that shows only when templates are filled."""
    if fault not in pack.faults:
        suggestion = did_you_mean(fault, pack.faults)
        raise PackError([Problem("faults", 0, f'{pack.id} has no fault "{fault}"', suggestion)])
    return _Compilation(pack, fault, seed).case()


@dataclass
class _Compilation:
    """One run of the compiler: the steps share names, tables and problems."""

    pack: Pack
    fault: str
    seed: int

    def case(self) -> CompiledCase:
        self.problems: list[Problem] = []
        self._worlds = [(d, _as(d, WorldText)) for d in self.pack.worlds]
        self._fault_text = _as(self.pack.faults[self.fault], FaultText)
        self._set_up()
        self._name()
        world = self._world()
        for filler, _ in self._fillers:
            filler.names = {**self.naming.names(self.pack.texts), **filler.names, **world_functions(world)}
        builder = TimelineBuilder(self.naming, self.people, world.tables)
        self._changes(builder)
        built = self._assemble(world, builder)
        if self.problems:
            raise PackError(self.problems)
        return built

    def _set_up(self) -> None:
        dice = dice_of(self.pack.id, self.seed)
        base = [text for _, text in self._worlds]
        account = next((w.account for w in base if w.account), "") or "111122223333"
        region = next((w.region for w in base if w.region), "") or "eu-west-1"
        self.naming = Naming(dice, moments(dice), account, region)
        self.days = max(w.days for w in base) or 3

    def _name(self) -> None:
        """`names` and `people` of blueprint, pack and fault, each seeing those before it."""
        self.people: dict[str, Principal] = {}
        parts: list[tuple[Document, WorldText | FaultText]] = list(self._worlds)
        parts.append((self.pack.faults[self.fault], self._fault_text))
        self._fillers = []
        for document, text in parts:
            for name, value in text.names.items():
                filler = self._filler(document)
                self.naming.define(name, filler.fill(value, ("names", name)))
            filler = self._filler(document)
            self._fillers.append((filler, text))
            for name, value in text.people.items():
                filled = filler.fill(value, ("people", name))
                self.people[name] = principal(_person(filled), self.naming.account)

    def _filler(self, document: Document) -> Filler:
        filler = Filler(document, self.naming.names(self.pack.texts))
        filler.problems = self.problems
        return filler

    def _world(self) -> World:
        self.tables: Tables = {}
        rules: list[FileRule] = []
        for filler, text in self._fillers:
            add_resources(self.tables, text.resources, filler, ("resources",))
            if isinstance(text, WorldText):
                filled = filler.fill(msgspec.to_builtins(text.files), ("files",))
                rules.extend(msgspec.convert(filled, list[FileRule]))
        names = self.naming.names(self.pack.texts)
        old = self.naming.moments.paged_at - _OLD
        self.problems.extend(add_files(self.tables, self.pack.texts, rules, names, old))
        return with_snapshots(World(self.tables))

    def _changes(self, builder: TimelineBuilder) -> None:
        for filler, text in self._fillers:
            if isinstance(text, WorldText):
                builder.add(text.history, filler, ("history",))
            else:
                builder.add(text.changes, filler, ("changes",))

    def _assemble(self, world: World, builder: TimelineBuilder) -> CompiledCase:
        pack = _as(self.pack.pack, PackText)
        pack_filler = self._filler(self.pack.pack)
        when = self.naming.moments
        timeline = builder.build()
        personas = cast(pack.personas, pack_filler)
        return CompiledCase(
            pack=self.pack.id,
            pack_digest=self.pack.digest,
            fault=self.fault,
            seed=self.seed,
            code=casecode.encode(self.pack.id, self.pack.fault_ids, self.fault, self.seed),
            title=pack.title,
            level=pack.level,
            minutes=pack.minutes,
            scored=pack.scored,
            weights={"path": pack.weights.path, "explanation": pack.weights.explanation},
            account=Account(self.naming.account, self.naming.region, when.paged_at - self.days * DAY),
            dice=self.naming.dice,
            player=self.people.get(_PLAYER, Principal(_PLAYER, "")),
            paged_at=when.paged_at,
            fault_at=when.fault_at,
            world=world,
            script=timeline.script,
            recorded=timeline.recorded,
            plan=_as(self.pack.traffic, TrafficPlan, self._filler(self.pack.traffic)),
            page=self._page(pack, pack_filler),
            personas=personas,
            story=story_table(_as(self.pack.story, StoryText), self._filler(self.pack.story), builder),
            rubric=self._rubric(),
            suspects=tuple(self._suspects()),
            mitigated_when=self._fault_text.mitigated_when,
            fixed_when=self._fault_text.fixed_when,
            facts=self._facts(builder),
            roles=dict(self.naming.roles),
            names={k: v for k, v in self.naming.values.items() if isinstance(v, str | int)},
        )

    def _page(self, pack: PackText, filler: Filler) -> Mapping[str, str]:
        when = self.naming.moments
        extra = {"since": clock(when.failing_since), "date": page_date(when.paged_at)}
        raw: dict[str, Any] = msgspec.to_builtins(pack.page)
        filled = filler.fill(raw, ("page",), extra)
        lines = "\n".join(filled.pop("lines"))
        return {**filled, **extra, "text": lines}

    def _suspects(self) -> list[Suspect]:
        found = []
        for id_ in self.pack.fault_ids:
            document = self.pack.faults[id_]
            data = document.data
            text = str(self._filler(document).fill(data["suspect"], ("suspect",)))
            found.append(Suspect(id_, data["family"], text))
        return found

    def _facts(self, builder: TimelineBuilder) -> Fact:
        text = self._fault_text
        filler = self._fillers[-1][0]
        raw: dict[str, Any] = msgspec.to_builtins(text)
        steps = []
        for index, link in enumerate(text.chain):
            at = builder.instant(link.at, filler, ("chain", index))
            steps.append((at, str(filler.fill(link.text, ("chain", index, "text")))))
        return Fact(
            title=str(filler.fill(text.title, ("title",))),
            family=text.family,
            chain=tuple(steps),
            prevention=tuple(filler.fill(raw["prevention"], ("prevention",))),
            questions=own_cards(self.fault, filler.fill(raw["questions"], ("questions",))),
            topics=tuple(
                Topic(**{**topic, "claims": tuple(topic["claims"])})
                for topic in filler.fill(raw["topics"], ("topics",))
            ),
            at_work=tuple(filler.fill(raw["at_work"], ("at_work",))),
        )

    def _rubric(self) -> Rubric:
        mine = self._rubric_of(self.fault, self._fillers[-1][0])
        others = [
            self._rubric_of(id_, _Bare(self._filler(self.pack.faults[id_])))
            for id_ in self.pack.fault_ids
            if id_ != self.fault
        ]
        return with_rivals(mine, others)

    def _rubric_of(self, id_: str, filler: "Filler | _Bare") -> Rubric:
        data = self.pack.faults[id_].data
        parts: dict[str, Any] = {"id": id_}
        for name in ("entities", "evidence", "claims", "anti_claims"):
            if isinstance(filler, Filler):
                parts[name] = [*self._common(name), *filler.fill(data.get(name) or [], (name,))]
            elif name == "claims":
                parts[name] = filler.fill(data.get(name) or [], (name,))
        try:
            return read_rubric(parts)
        except RubricError as error:
            self.problems.append(Problem(self.pack.faults[id_].file, 0, str(error)))
            return Rubric(claims=(), id=id_)

    def _common(self, name: str) -> list[Any]:
        """What pack.yaml says for every fault."""
        extra = {"since": clock(self.naming.moments.failing_since)}
        filler = self._filler(self.pack.pack)
        return list(filler.fill(self.pack.pack.data.get(name) or [], (name,), extra))


class _Bare:
    """Fills a rival's claims: names only that fault defines stay out of them."""

    def __init__(self, filler: Filler) -> None:
        self._filler = filler

    def fill(self, value: Any, trail: tuple[str, ...]) -> Any:
        """The root causes filled with the names every fault shares; what cannot be filled is dropped."""
        result = []
        for claim in value:
            if claim.get("kind") != "root_cause":
                continue
            self._filler.problems = []
            claim = {
                k: v for k, v in claim.items() if k in ("id", "kind", "statement", "paraphrases", "must")
            }
            filled = self._filler.fill(claim, trail)
            if not self._filler.problems:
                result.append(filled)
        return result


def _as(document: Document, type_: Any, filler: Filler | None = None) -> Any:
    data = filler.fill(document.data, ()) if filler else document.data
    return msgspec.convert(data, type_)


def _person(filled: Any) -> Person:
    return msgspec.convert(filled, Person)
