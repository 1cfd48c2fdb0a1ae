"""From a played session to its scorecard: path facts, graded explanation, the two together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from incidentgame.kernel.instant import Instant
from incidentgame.scoring.card import Scorecard, scorecard
from incidentgame.scoring.explanation.cues import recommends_change
from incidentgame.scoring.explanation.fields import read_explanation
from incidentgame.scoring.explanation.grade import grade
from incidentgame.scoring.explanation.model import Explanation, Verdicts
from incidentgame.scoring.path import Expectation, PathFacts, PathObservation, Said, score_path
from incidentgame.scoring.path.facts import Kind
from incidentgame.scoring.path.naming import Suspected
from incidentgame.scoring.path.predictions import Shown, verdict
from incidentgame.scoring.path.strikes import strike
from incidentgame.scoring.path.thoughts import thoughts
from incidentgame.scoring.reflection import Reflection, raised
from incidentgame.session.engine import Engine
from incidentgame.session.evidence import shown_at
from incidentgame.session.observation import Observation
from incidentgame.session.reflecting import reflection_of
from incidentgame.session.suspicions import suspicions_of

_LAYERS = {"users": "user-side", "history": "change-history", "watching": "change-history"}
_IRREVERSIBLE = ("TerminateInstances", "DeleteTargetGroup", "DeleteLoadBalancer")
"""What takes away something that a second call does not bring back; a rule or a schedule is made anew."""
_PASTED_LINES = 4_000


@dataclass(frozen=True, slots=True)
class Ending:
    """How the outage went, measured in the world."""

    mitigated_at: Instant | None
    fixed_at: Instant | None
    failed: int
    harm: int
    harm_by_change: Mapping[int, int] = field(default_factory=dict)
    """Of the harm, what each line's change did, by the line's number."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The scorecard with what it was made from."""

    card: Scorecard
    verdicts: Verdicts
    shown: dict[str, list[int]]
    facts: PathFacts
    reflection: Reflection | None = None
    """What the player said they got wrong, held against the log; it may have raised E3."""


def score(engine: Engine, ending: Ending, par: int) -> Scored:
    """Score a session as it stands; `par` is the number of observations a good investigator needs."""
    engine.settle()
    statement = engine.statements.explanation
    explanation = read_explanation(statement.text if statement else "")
    shown = shown_at(engine.case.rubric, engine.observations)
    support = 1 / len(engine.rivals.open)
    verdicts = grade(
        engine.case.rubric,
        explanation,
        frozenset(shown),
        shown=_printed(engine.observations),
        shown_at=shown,
        support=support,
        suspicions=suspicions_of(engine),
    )
    facts = _facts(engine, ending, par, explanation, verdicts, shown)
    reflection = reflection_of(engine, facts, verdicts, shown)
    if reflection is not None and reflection.raises:
        verdicts = raised(verdicts, reflection)
    card = scorecard(score_path(facts), verdicts, engine.questions.level())
    return Scored(card, verdicts, shown, facts, reflection)


def _printed(observations: Sequence[Observation]) -> list[str]:
    """The lines of output, to recognise what was pasted."""
    lines = [line for o in observations if not o.verb for line in o.stdout.splitlines() if len(line) > 20]
    return lines[:_PASTED_LINES]


def _facts(
    engine: Engine,
    ending: Ending,
    par: int,
    explanation: Explanation,
    verdicts: Verdicts,
    shown: dict[str, list[int]],
) -> PathFacts:
    observations = tuple(_observation(engine, ending, o, shown) for o in engine.observations)
    suspects = [Suspected(s.id, s.family, s.text) for s in engine.case.suspects]
    said = engine.statements
    return PathFacts(
        observations=observations,
        suspects=tuple(s.id for s in engine.case.suspects),
        started_at=engine.case.paged_at,
        notes=_said(engine, "note"),
        thoughts=thoughts(_said(engine, "think"), suspects, observations),
        expectations=_expectations(engine),
        updates=_said(engine, "update"),
        strikes=tuple(
            strike(s.n, s.text, suspects, engine.case.fault, observations, _spoke(shown))
            for s in said.of("strike")
        ),
        mitigated_at=ending.mitigated_at,
        fixed_at=ending.fixed_at,
        recommends_change=recommends_change(f"{explanation.mitigation}\n{explanation.text}"),
        clears_layers=any(c.kind == "ruled_out" and c.credit for c in verdicts.claims),
        impact_text=explanation.impact,
        failed_requests_caused_by_player=ending.harm,
        par_observations=par,
        hint_cost=_hint_cost(engine),
    )


def _spoke(shown: Mapping[str, list[int]]) -> tuple[int, ...]:
    """The observations in which evidence of the truth was first seen."""
    return tuple(sorted({numbers[0] for numbers in shown.values()}))


def _hint_cost(engine: Engine) -> int:
    """What the hints taken cost together, as was said before they were given."""
    return sum(int(statement.about or 0) for statement in engine.statements.of("hint"))


def _observation(
    engine: Engine, ending: Ending, seen: Observation, shown: Mapping[str, list[int]]
) -> PathObservation:
    gain = engine.rivals.gains.get(seen.n)
    layer = seen.layers[-1] if seen.layers else ""
    return PathObservation(
        n=seen.n,
        at=seen.at,
        line=seen.line,
        kind=_kind(seen),
        layer=_LAYERS.get(layer, layer),
        layers=tuple(_LAYERS.get(name, name) for name in seen.layers),
        host=seen.host,
        suspects_before=gain.before if gain else (),
        suspects_after=gain.after if gain else (),
        ruled_out=dict(gain.ruled_out) if gain else {},
        bits=gain.bits if gain else 0.0,
        changes=seen.writes,
        shows=tuple(sorted(name for name, numbers in shown.items() if numbers[0] == seen.n)),
        errors=int(seen.exit != 0),
        harm=ending.harm_by_change.get(seen.n, 0),
        irreversible=any(write.endswith(_IRREVERSIBLE) for write in seen.writes),
    )


def _kind(seen: Observation) -> Kind:
    if seen.verb:
        return "verb"
    if seen.writes:
        return "write"
    if seen.waits and not seen.layers:
        return "wait"
    return "read" if looks(seen) else "setup"


def _said(engine: Engine, verb: str) -> tuple[Said, ...]:
    return tuple(Said(s.n, s.at, s.text) for s in engine.statements.of(verb))


def _expectations(engine: Engine) -> tuple[Expectation, ...]:
    """Each prediction with the next line that showed something of the world."""
    found = []
    for statement in engine.statements.of("expect"):
        after = next((o for o in engine.observations if o.n > statement.n and looks(o)), None)
        if after is None:
            found.append(Expectation(statement.n, statement.text))
            continue
        came_true, why = verdict(statement.text, Shown(after.shown, after.empty))
        found.append(Expectation(statement.n, statement.text, after.n, came_true, why))
    return tuple(found)


_KEEPS = re.compile(r"\s*\w+=\S*\$?\(|\s*\w+=\S*\s*$|\s*sleep\b")


def looks(seen: Observation) -> bool:
    """Does a line show something? One that keeps its output in a variable, or waits, does not."""
    return not seen.verb and (bool(seen.shown.strip()) or not _KEEPS.match(seen.line))
