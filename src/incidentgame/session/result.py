"""The result of a session as plain data: the JSON that others rely on (`schema: 1`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from incidentgame.kernel.instant import Instant, iso, iso_millis
from incidentgame.scoring.explanation.model import ClaimVerdict
from incidentgame.scoring.par import Step
from incidentgame.scoring.reflection import Reflection
from incidentgame.session.branch_ends import BranchEnd, branch_ends
from incidentgame.session.ending import ending
from incidentgame.session.engine import Engine
from incidentgame.session.observation import Observation
from incidentgame.session.par import par_of
from incidentgame.session.questions import Asked
from incidentgame.session.scorer import Ending, Scored, score

SCHEMA = 1


@dataclass(frozen=True)
class Result:
    """Everything the debrief and the JSON are made of."""

    engine: Engine
    ending: Ending
    scored: Scored
    par: tuple[Step, ...]
    branches: tuple[BranchEnd, ...] = ()

    @property
    def session(self) -> str:
        """An id that depends on the case and the lines with their times, and on nothing else."""
        case = self.engine.case
        lines = "\n".join(f"{o.at} {o.line}" for o in self.engine.observations)
        text = f"{case.pack_digest} {case.fault} {case.seed} {self.engine.mode}\n{lines}"
        return sha256(text.encode()).hexdigest()[:16]


def result_of(engine: Engine) -> Result:
    """Measure, compare and score a session as it stands: its first branch, and how the others went."""
    branches = engine.branches
    engine = branches.trunk
    engine.settle()
    end = ending(engine)
    steps = par_of(engine)
    scored = score(engine, end, max(1, len(steps)))
    return Result(engine, end, scored, tuple(steps), branch_ends(branches))


def as_json(result: Result) -> dict[str, Any]:
    """The documented JSON object. Times are case time, ISO-8601 Z; no wall time."""
    engine, case, end = result.engine, result.engine.case, result.ending
    submitted = engine.statements.explanation
    return {
        "schema": SCHEMA,
        "session": result.session,
        "case": {name: getattr(case, name) for name in ("pack", "fault", "seed", "code", "pack_digest")},
        "started": iso(case.paged_at),
        "ended": iso(engine.now),
        "outcome": {
            "mitigated_at": _iso(end.mitigated_at),
            "fixed_at": _iso(end.fixed_at),
            "submitted_at": _iso(submitted.at if submitted else None),
            "failed_requests": end.failed,
            "failed_requests_caused_by_player": end.harm,
        },
        "observations": [_observation(engine, o) for o in engine.observations],
        "changes": _changes(engine),
        "unanswered": [
            {"line": o.line, "reason": why} for o in engine.observations for _, why in o.unanswered
        ],
        "scores": result.scored.card.scores(),
        "claims": [_claim(result, claim) for claim in result.scored.verdicts.claims],
        "questions": [_question(asked) for asked in engine.questions.asked()],
        "reflection": _reflection(result.scored.reflection),
        "branches": [_branch(branch) for branch in result.branches],
        "par": {"observations": len(result.par), "lines": [step.line for step in result.par]},
    }


def _claim(result: Result, claim: ClaimVerdict) -> dict[str, Any]:
    shown = result.scored.shown
    return {
        "id": claim.id,
        "kind": claim.kind,
        "verdict": claim.state,
        "matched_text": claim.sentence,
        "shown_by": sorted({n for evidence in claim.shown_by for n in shown.get(evidence, ())}),
    }


def _question(asked: Asked) -> dict[str, Any]:
    card = asked.card
    return {
        "n": asked.n,
        "id": card.id,
        "service": card.service,
        "level": card.level,
        "kind": card.kind,
        "by": asked.by,
        "ask": card.ask,
        "options": list(card.options),
        "answer": asked.answer,
        "verdict": asked.verdict,
        "points": asked.points,
        "right": card.right_option,
        "because": card.because,
    }


def _reflection(account: Reflection | None) -> dict[str, Any] | None:
    """What the player said they got wrong, held against the log; None when they said nothing."""
    if account is None:
        return None
    return {
        "text": account.text,
        "named": [{"kind": one.mishap.kind, "matched_text": one.sentence} for one in account.named],
        "missed": [mishap.kind for mishap in account.missed],
        "invented": [one.sentence for one in account.invented],
        "raised_E3": account.raises,
    }


def _branch(branch: BranchEnd) -> dict[str, Any]:
    return {
        "number": branch.number,
        "from_branch": branch.origin,
        "from_line": branch.since,
        "lines": list(branch.lines),
        "mitigated_at": _iso(branch.mitigated_at),
        "fixed_at": _iso(branch.fixed_at),
    }


def _iso(at: Instant | None) -> str | None:
    return None if at is None else iso(at)


def _observation(engine: Engine, seen: Observation) -> dict[str, Any]:
    gain = engine.rivals.gains.get(seen.n)
    return {
        "n": seen.n,
        "at": iso_millis(seen.at),
        "by": seen.by,
        "channel": seen.channel,
        "host": seen.host,
        "line": seen.line,
        "exit": seen.exit,
        "bits": round(gain.bits, 3) if gain else 0.0,
        "ruled_out": sorted(gain.ruled_out) if gain else [],
        "stdout_sha256": seen.digest,
    }


def _changes(engine: Engine) -> Sequence[dict[str, Any]]:
    """What changed the world during the case, by anybody whose doing it was."""
    since = engine.case.fault_at
    return [
        {
            "at": iso_millis(change.at),
            "actor": change.principal.username or change.source,
            "what": change.action,
        }
        for change in engine.stage.sim.changes
        if change.at >= since and change.edits and change.origin in ("player", "story", "pack")
    ]
