"""Optional second opinions on an explanation: a judge behind an endpoint, a small embedding model.

Both are off unless asked for, are shown beside our verdicts, and change none of them.
"""

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from incidentgame.cli.problems import UsageError
from incidentgame.scoring.explanation.fields import read_explanation
from incidentgame.scoring.explanation.model import FIELDS, Explanation, Verdicts
from incidentgame.scoring.rubric import Rubric
from incidentgame.session.result import Result

Advice = dict[str, Any]
"""`judge`: dimension to {ours, judge, why}, or {error}; `near`: claims with a sentence close to them."""


def wanted(arguments: Namespace) -> bool:
    """Was any advice asked for? UsageError when only half of a judge was named."""
    if bool(arguments.judge) != bool(arguments.judge_model):
        raise UsageError("--judge URL and --judge-model NAME go together")
    return bool(arguments.judge or arguments.embedding)


def advice(arguments: Namespace, rubric: Rubric, explanation: Explanation, verdicts: Verdicts) -> Advice:
    """What was asked for; what cannot be had is told in its place."""
    found: Advice = {}
    if arguments.judge:
        found["judge"] = _judged(arguments, rubric, explanation, verdicts)
    if arguments.embedding:
        found["near"] = _near(rubric, explanation, verdicts)
    return found


def of_session(arguments: Namespace, result: Result) -> str:
    """The advice on a played case's explanation, to read; empty where none was asked for or handed in."""
    submitted = result.engine.statements.explanation
    if not wanted(arguments) or submitted is None:
        return ""
    explanation = read_explanation(submitted.text)
    return told(advice(arguments, result.engine.case.rubric, explanation, result.scored.verdicts))


def _judged(arguments: Namespace, rubric: Rubric, explanation: Explanation, verdicts: Verdicts) -> Advice:
    from incidentgame.adapters.judge import JudgeError, judge_at, opinion  # late: only when asked for

    text = "\n".join(f"{name}: {explanation.part(name)}" for name in FIELDS if explanation.part(name))
    try:
        ratings = opinion(judge_at(arguments.judge, arguments.judge_model), rubric, text).ratings()
    except JudgeError as error:
        return {"error": str(error)}
    return {
        name: {"ours": verdicts.level_of(name).level, "judge": rating.level, "why": rating.why}
        for name, rating in ratings.items()
    }


def _near(rubric: Rubric, explanation: Explanation, verdicts: Verdicts) -> Any:
    from incidentgame.adapters.embedding import EmbeddingError, near, vectors  # late: only when asked for

    try:
        found = near(rubric, explanation, verdicts, vectors())
    except EmbeddingError as error:
        return {"error": str(error)}
    return [{"claim": n.claim, "text": n.sentence, "likeness": n.likeness} for n in found]


def told(found: Advice) -> str:
    """Advice to read; empty when there was none."""
    lines = []
    if "judge" in found:
        lines += ["", "A second opinion, which changes no score:", *_judge_told(found["judge"])]
    if "near" in found:
        lines += ["", "Close in meaning to what is missing; a person may want to look:"]
        lines += _near_told(found["near"])
    return "\n".join(["", *lines]) if lines else ""


def _judge_told(judge: Advice) -> Iterator[str]:
    if "error" in judge:
        yield f"  the judge gave no opinion: {judge['error']}"
        return
    differing = {name: entry for name, entry in judge.items() if entry["ours"] != entry["judge"]}
    for name, entry in differing.items():
        yield f"  the judge disagrees: {name} {entry['judge']} where we say {entry['ours']}: {entry['why']}"
    agreed = [name for name in judge if name not in differing]
    if agreed:
        yield f"  the judge agrees on {', '.join(agreed)}"


def _near_told(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        yield f"  {found['error']}"
    elif not found:
        yield "  nothing"
    else:
        for entry in found:
            sentence = " ".join(entry["text"].split())
            yield f"  {entry['claim']}: “{sentence}” ({entry['likeness']:.2f})"
