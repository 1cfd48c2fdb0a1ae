"""Everything `pack check` looks at beyond the shape: all mistakes of a pack at once.

Every fault is compiled under two seeds; then what only the whole can tell is checked: whom the story lets
speak, what personas give away, whether requests exist, whether the rubric can be earned.
"""

import re
from collections.abc import Iterable, Iterator

from incidentgame.api.answer import handlers, services
from incidentgame.pack.bank import mistakes
from incidentgame.pack.case import CompiledCase
from incidentgame.pack.compiler import compile_case
from incidentgame.pack.conditions import holds, relieved
from incidentgame.pack.expressions import ExpressionError
from incidentgame.pack.grounding import check as check_grounding
from incidentgame.pack.loading import Document, Trail
from incidentgame.pack.personas import told
from incidentgame.pack.problems import PackError, Problem, did_you_mean
from incidentgame.pack.reading import Pack, PackFiles, read_pack
from incidentgame.pack.story import Consequence, Injection
from incidentgame.scoring.rubric_lint import check as check_rubric
from incidentgame.world.actions import known_verbs
from incidentgame.world.change import Act, Call
from incidentgame.world.state import World

_SEEDS = (1, 2)
_SYSTEM = "pager"
_LEAST_SECRET = 5


def check_pack(files: PackFiles, blueprint: PackFiles) -> list[Problem]:
    """All problems, in order of file and line; empty when the pack is in order."""
    try:
        pack = read_pack(files, blueprint)
    except PackError as error:
        return list(error.problems)
    found = set(_weights(pack))
    for fault in pack.fault_ids:
        for seed in _SEEDS:
            found.update(_of_case(pack, fault, seed))
    return sorted(found)


def _of_case(pack: Pack, fault: str, seed: int) -> Iterator[Problem]:
    try:
        case = compile_case(pack, fault, seed)
    except PackError as error:
        yield from error.problems
        return
    yield from _requests(pack, fault, case)
    yield from _speakers(pack, case)
    yield from _secrets(pack, fault, case)
    yield from _conditions(pack, fault, case)
    yield from _topics(pack, fault, case)
    yield from _cards(pack, fault, case)
    for problem in (*check_rubric(case.rubric), *check_grounding(case)):
        document, trail = _place_of(pack, fault, problem.where)
        yield document.problem(trail, f"{problem.where}: {problem.what}", problem.suggestion)


def _cards(pack: Pack, fault: str, case: CompiledCase) -> Iterator[Problem]:
    """Questions that cannot be answered fairly."""
    for index, card in enumerate(case.facts.questions):
        for what in mistakes(card):
            yield pack.faults[fault].problem(("questions", index), what)


_WHERE = re.compile(r"(\w+)\[(?:([^\]/]+)/)?([^\]]+)\](?:\.(\w+)(?:\[(\d+)\])?)?")
"""`claims[id].member`, or `anti_claims[fault/id]` for a rival that another fault's cause makes."""


def _place_of(pack: Pack, fault: str, where: str) -> tuple[Document, Trail]:
    """Where a part of the rubric stands: in the fault's file, another fault's, or pack.yaml."""
    found = _WHERE.match(where)
    if found is None:
        return pack.faults[fault], ("claims",)
    part, other, id_, member, place = found.groups()
    inner = ((member, int(place)) if place else (member,)) if member else ()
    documents = [pack.faults[other]] if other in pack.faults else [pack.faults[fault], pack.pack]
    for document in documents:
        for index, entry in enumerate(document.data.get("claims" if other else part) or []):
            if isinstance(entry, dict) and str(entry.get("id")) == id_:
                return document, ("claims" if other else part, index, *inner)
    return pack.faults[fault], ("claims",)


def _weights(pack: Pack) -> Iterator[Problem]:
    weights = pack.pack.data.get("weights") or {}
    if weights and sum(weights.values()) != 100:
        yield pack.pack.problem(("weights",), "weights add up to 100")


def _requests(pack: Pack, fault: str, case: CompiledCase) -> Iterator[Problem]:
    """Calls and acts nobody answers."""
    from incidentgame.world.compute import acts  # noqa: F401  registers the hosts' acts

    document = pack.faults[fault]
    for what in [item.what for item in case.script] + [i.what for i in _injected(case)]:
        if isinstance(what, Call) and what.service not in services():
            message = f'no service "{what.service}"'
            yield document.problem(("changes",), message, did_you_mean(what.service, services()))
        elif isinstance(what, Call) and what.operation not in handlers(what.service):
            message = f"{what.service} has no operation {what.operation} here"
            suggestion = did_you_mean(what.operation, handlers(what.service))
            yield document.problem(("changes",), message, suggestion)
        elif isinstance(what, Act) and what.verb not in known_verbs():
            suggestion = did_you_mean(what.verb, known_verbs())
            yield document.problem(("changes",), f'no act "{what.verb}"', suggestion)


def _effects(case: CompiledCase) -> Iterator[Consequence]:
    for transition in case.story.transitions:
        yield from transition.effects
    for notice in case.story.reminders:
        yield from notice.effects


def _injected(case: CompiledCase) -> Iterator[Injection]:
    for effect in _effects(case):
        yield from effect.injected


def _speakers(pack: Pack, case: CompiledCase) -> Iterator[Problem]:
    """Words by somebody the pack does not have, hints unlocked that do not exist."""
    known = {persona.id for persona in case.personas} | {_SYSTEM}
    hints = {hint.id for hint in case.story.hints}
    for effect in _effects(case):
        if effect.said is not None and effect.said.sender not in known:
            message = f'nobody is called "{effect.said.sender}"'
            yield Problem(pack.story.file, 0, message, did_you_mean(effect.said.sender, known))
        if effect.unlocks and effect.unlocks not in hints:
            yield Problem(
                pack.story.file, 0, f'no hint "{effect.unlocks}"', did_you_mean(effect.unlocks, hints)
            )


def _secrets(pack: Pack, fault: str, case: CompiledCase) -> Iterator[Problem]:
    """A persona or a story line that names what only this fault is about."""
    words = _own_words(pack, fault, case)
    said = [text for persona in case.personas for text in told(persona)]
    said += [effect.said.text for effect in _effects(case) if effect.said is not None]
    for text in said:
        for word in words:
            if word.lower() in text.lower():
                message = f'somebody gives {fault} away by saying "{word}": {text[:50]}…'
                yield pack.pack.problem(("personas",), message)


def _own_words(pack: Pack, fault: str, case: CompiledCase) -> list[str]:
    """The canonical names of the fault's own entities, unless too short to be telling."""
    count = len(pack.faults[fault].data.get("entities") or [])
    own = case.rubric.entities[-count:] if count else ()
    return [entity.canon for entity in own if len(entity.canon) >= _LEAST_SECRET]


def _conditions(pack: Pack, fault: str, case: CompiledCase) -> Iterator[Problem]:
    """Conditions that cannot be evaluated."""
    document = pack.faults[fault]
    for name, ask in (("fixed_when", holds), ("mitigated_when", relieved)):
        try:
            ask(case, _Standing(case.world))
        except ExpressionError as error:
            yield document.problem((name,), str(error))


def _topics(pack: Pack, fault: str, case: CompiledCase) -> Iterator[Problem]:
    """Things to study that help to make a claim the fault does not have."""
    known = [claim.id for claim in case.rubric.claims]
    for index, topic in enumerate(case.facts.topics):
        for claim in topic.claims:
            if claim not in known:
                yield pack.faults[fault].problem(
                    ("topics", index, "claims"), f'no claim "{claim}"', did_you_mean(claim, known)
                )


class _Standing:
    """A world nothing happens in."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def world(self) -> World:
        return self._world


def as_text(problems: Iterable[Problem]) -> str:
    """One problem a line, and how many there are."""
    lines = [str(problem) for problem in problems]
    return "\n".join([*lines, f"{len(lines)} problem{'' if len(lines) == 1 else 's'}"]) + "\n"
