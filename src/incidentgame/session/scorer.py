"""From a played session to its scorecard: path facts, graded explanation, the two together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from incidentgame.kernel.instant import Instant
from incidentgame.scoring.card import Scorecard, scorecard
from incidentgame.scoring.explanation.cues import recommends_change
from incidentgame.scoring.explanation.fields import read_explanation
from incidentgame.scoring.explanation.grade import grade
from incidentgame.scoring.explanation.model import Explanation, Verdicts
from incidentgame.scoring.path import Expectation, PathFacts, PathObservation, Said, score_path
from incidentgame.session.engine import Engine
from incidentgame.session.evidence import shown_at
from incidentgame.session.observation import Observation

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


@dataclass(frozen=True, slots=True)
class Scored:
    """The scorecard with what it was made from."""

    card: Scorecard
    verdicts: Verdicts
    shown: dict[str, list[int]]
    facts: PathFacts


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
    )
    facts = _facts(engine, ending, par, explanation, verdicts, shown)
    return Scored(scorecard(score_path(facts), verdicts), verdicts, shown, facts)


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
    said = engine.statements
    return PathFacts(
        observations=tuple(_observation(engine, o, shown) for o in engine.observations),
        suspects=tuple(s.id for s in engine.case.suspects),
        started_at=engine.case.paged_at,
        notes=_said(engine, "note"),
        thoughts=_said(engine, "think"),
        expectations=_expectations(engine),
        updates=_said(engine, "update"),
        struck=tuple(s.text for s in said.of("strike")),
        mitigated_at=ending.mitigated_at,
        fixed_at=ending.fixed_at,
        recommends_change=recommends_change(f"{explanation.mitigation}\n{explanation.text}"),
        clears_layers=any(c.kind == "ruled_out" and c.credit for c in verdicts.claims),
        impact_text=explanation.impact,
        failed_requests_caused_by_player=ending.harm,
        par_observations=par,
        hint_cost=_hint_cost(engine),
    )


def _hint_cost(engine: Engine) -> int:
    """What the hints taken cost together, as was said before they were given."""
    taken = {statement.text for statement in engine.statements.of("hint")}
    return sum(hint.cost for hint in engine.case.story.hints if hint.id in taken)


def _observation(engine: Engine, seen: Observation, shown: dict[str, list[int]]) -> PathObservation:
    gain = engine.rivals.gains.get(seen.n)
    layer = seen.layers[-1] if seen.layers else ""
    return PathObservation(
        n=seen.n,
        at=seen.at,
        line=seen.line,
        kind="verb"
        if seen.verb
        else "write"
        if seen.writes
        else "wait"
        if seen.waits and not seen.layers
        else "read",
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
        irreversible=any(write.endswith(_IRREVERSIBLE) for write in seen.writes),
    )


def _said(engine: Engine, verb: str) -> tuple[Said, ...]:
    return tuple(Said(s.n, s.at, s.text) for s in engine.statements.of(verb))


def _expectations(engine: Engine) -> tuple[Expectation, ...]:
    """Each prediction with the next line that showed something of the world."""
    found = []
    for statement in engine.statements.of("expect"):
        after = next((o for o in engine.observations if o.n > statement.n and not o.verb), None)
        kept = _came_true(statement.text, after) if after else None
        found.append(Expectation(statement.n, statement.text, after.n if after else None, kept))
    return tuple(found)


_WORD = re.compile(r"[A-Za-z0-9_.\-]{3,}")
_PLAIN = frozenset(
    [
        "the",
        "and",
        "for",
        "not",
        "are",
        "will",
        "with",
        "that",
        "this",
        "from",
        "should",
        "still",
        "show",
        "shows",
        "expect",
        "answer",
    ]
)


def _came_true(expected: str, after: Observation) -> bool | None:
    """Did the next output hold what was predicted? None where words cannot tell."""
    words = {w.lower() for w in _WORD.findall(expected)} - _PLAIN
    telling = sorted(
        w for w in words if any(c.isdigit() for c in w) or w in ("healthy", "unhealthy", "empty", "draining")
    )
    if not telling:
        return None
    text = after.shown.lower()
    nothing = "[]" in text or bool(after.empty)
    return any(word in text or (word == "empty" and nothing) for word in telling)
