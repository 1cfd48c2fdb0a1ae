"""Grade every text of the input with the rubrics of one source; each is answered before the next is read."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TextIO

from incidentgame.cli import advice
from incidentgame.cli.problems import UsageError
from incidentgame.cli.rubric_source import RubricSource, evidence_of
from incidentgame.cli.submissions import Refused, Submission, seen_names, submissions
from incidentgame.pack.casecode import MAX_SEED
from incidentgame.pack.problems import PackError, did_you_mean
from incidentgame.scoring.explanation.grade import grade
from incidentgame.scoring.explanation.model import ClaimVerdict, Verdicts


def run(arguments: Namespace) -> int:
    """`grade`: 0 when every text was graded, 1 when a line was no text to grade; UsageError otherwise."""
    if not 0 <= arguments.seed <= MAX_SEED:
        raise UsageError(f"{arguments.seed} is no seed: a whole number from 0 to {MAX_SEED}")
    advice.wanted(arguments)
    grader = _Grader(RubricSource(arguments.rubric, arguments.seed), arguments)
    with _opened(arguments.text) as stream:
        many, texts = submissions(stream, arguments.form)
        if many:
            return _many(grader, texts)
        for text in texts:
            if isinstance(text, Submission):
                verdicts, advised = grader.graded(text)
                plain = told(verdicts) + advice.told(advised)
                print(_as_line({**as_json(verdicts), **advised}) if arguments.json else plain)
    return 0


class _Grader:
    """A source of rubrics, what was seen where a text does not say, and the advice that is wanted."""

    def __init__(self, source: RubricSource, arguments: Namespace) -> None:
        self._source, self._arguments = source, arguments
        self._seen = None if arguments.seen is None else seen_names(arguments.seen)
        if source.chosen or len(source.ids) == 1:
            rubric = source.default()
            self._known(rubric, self._seen)

    def graded(self, text: Submission) -> tuple[Verdicts, advice.Advice]:
        """UsageError for a rubric or evidence there is not, PackError for a rubric that is none."""
        id_ = self._source.known(text.rubric) if text.rubric else self._source.default()
        rubric = self._source.rubric(id_)
        seen = self._known(id_, self._seen if text.seen is None else text.seen)
        verdicts = grade(rubric, text.explanation, seen)
        return verdicts, advice.advice(self._arguments, rubric, text.explanation, verdicts)

    def _known(self, rubric: str, seen: Sequence[str] | None) -> Sequence[str] | None:
        known = evidence_of(self._source.rubric(rubric))
        for name in seen or ():
            if name not in known:
                raise UsageError(f'the rubric has no evidence "{name}"; {did_you_mean(name, known)}')
        return seen


@contextmanager
def _opened(name: str) -> Iterator[TextIO]:
    """The input as text, whatever its bytes; UsageError when it cannot be read."""
    if name == "-":
        if sys.stdin.isatty():
            print("Type the text; Ctrl-D ends it.", file=sys.stderr)
        yield sys.stdin
        return
    with ExitStack() as stack:
        try:
            path = Path(name)
            stream = stack.enter_context(path.open(encoding="utf-8", errors="replace", newline="\n"))
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "that is no file name"
            raise UsageError(f"cannot read {name}: {why}") from None
        yield stream


def _many(grader: _Grader, texts: Iterator[Submission | Refused]) -> int:
    """One JSON line for each; a line that cannot be graded is told of in its place."""
    code = 0
    for text in texts:
        name: dict[str, Any] = {"line": text.line} if text.id is None else {"id": text.id}
        try:
            if isinstance(text, Refused):
                raise UsageError(text.why)
            verdicts, advised = grader.graded(text)
            answer = {**name, **as_json(verdicts), **advised}
        except (UsageError, PackError) as error:
            answer, code = {**name, "error": str(error)}, 1
        print(_as_line(answer), flush=True)
    return code


def _as_line(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False)


def as_json(verdicts: Verdicts) -> dict[str, Any]:
    """The documented object: level 0-3, score 0-100, review, claims, anti_claims, flags."""
    return {
        "level": verdicts.level,
        "score": verdicts.score,
        "review": verdicts.review,
        "claims": [_claim(claim) for claim in verdicts.claims],
        "anti_claims": [anti.id for anti in verdicts.anti_claims],
        "flags": list(verdicts.flags),
    }


def _claim(claim: ClaimVerdict) -> dict[str, str]:
    return {"id": claim.id, "verdict": claim.state, "text": claim.sentence, "reason": claim.reason}


def told(verdicts: Verdicts) -> str:
    """The verdicts to read: the claims with the sentences that made them, then what is wrong."""
    head = f"level {verdicts.level} of 3 · score {verdicts.score} of 100"
    lines = [head + (" · needs review" if verdicts.review else ""), ""]
    wide = max((len(claim.id) for claim in verdicts.claims), default=0)
    for claim in verdicts.claims:
        lines.append(f"  {claim.state:<12} {claim.id:<{wide}}  {claim.statement}")
        if claim.sentence:
            lines.append(f"  {'':<12} {'':<{wide}}  “{_one_line(claim.sentence)}”: {claim.reason}")
    lines += [f"  false        {anti.id}  “{_one_line(anti.sentence)}”" for anti in verdicts.anti_claims]
    if verdicts.flags or verdicts.caps:
        lines.append("")
    lines += [f"  flags: {', '.join(verdicts.flags)}"] if verdicts.flags else []
    lines += [f"  score limited by: {', '.join(verdicts.caps)}"] if verdicts.caps else []
    return "\n".join(lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())
