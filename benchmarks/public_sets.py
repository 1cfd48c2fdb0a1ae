"""The explanation grader on public short-answer data, beside plain baselines: an outside check.

`python benchmarks/public_sets.py semeval|mohler|asap PATH [--most N]`. The data are not part of the project;
docs/public-sets.md says where they come from and what they look like.

Such sets have reference answers and no rubric, so what is measured is how the grader reads words: likeness
to the reference with its meanings and weights, nothing where it reads a negation or a heap of words.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import groupby
from math import fsum, log, sqrt
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from short_answers import FORMATS, Answer, Question, SetError

from incidentgame.scoring.agreement import weighted_kappa
from incidentgame.scoring.explanation.grade import grade
from incidentgame.scoring.explanation.matching import match
from incidentgame.scoring.explanation.similarity import Weights
from incidentgame.scoring.explanation.words import content_stems, plain
from incidentgame.scoring.rubric import Claim, Rubric

MOST = 5_000
_LONGEST = 4_000
_DISPROVED = frozenset(["denied", "contradicted", "reversed"])

Values = list[float]
"""One number an answer: the more, the better the answer is held to be."""


def by_length(question: Question) -> Values:
    """Baseline: how many words an answer has."""
    return [float(len(answer.text.split())) for answer in question.answers]


def by_recall(question: Question) -> Values:
    """Baseline: the share of a reference's content stems that an answer has; the best reference's."""
    references = [frozenset(content_stems(plain(text))) for text in question.references]
    values = []
    for answer in question.answers:
        own = frozenset(content_stems(plain(answer.text)))
        values.append(max((len(own & ref) / len(ref) for ref in references if ref), default=0.0))
    return values


def by_tf_idf(question: Question) -> Values:
    """Baseline: cosine of TF-IDF vectors over stems, the idf from this question's texts."""
    texts = [*question.references, *(answer.text for answer in question.answers)]
    counts = [Counter(content_stems(plain(text))) for text in texts]
    seen = Counter(word for count in counts for word in count)
    vectors = [{w: n * log(1 + len(texts) / seen[w]) for w, n in count.items()} for count in counts]
    references = vectors[: len(question.references)]
    return [max(map(_cosine(own), references), default=0.0) for own in vectors[len(references) :]]


def _cosine(one: dict[str, float]) -> Callable[[dict[str, float]], float]:
    size = _size(one)

    def to(other: dict[str, float]) -> float:
        both = fsum(one[word] * other[word] for word in sorted(one.keys() & other.keys()))
        return both / (size * _size(other)) if size and _size(other) else 0.0

    return to


def _size(vector: dict[str, float]) -> float:
    return sqrt(fsum(value * value for value in vector.values()))


def by_grader(question: Question) -> Values:
    """The grader's likeness to the best reference; 0 where it reads a denial or a heap of words."""
    first, *more = question.references
    claim = Claim(id="reference", kind="mechanism", statement=first, paraphrases=tuple(more))
    rubric, weights = Rubric(claims=(claim,)), Weights(question.references)
    values = []
    for answer in question.answers:
        text = answer.text[:_LONGEST]
        verdicts = grade(rubric, text)
        ruled_out = verdicts.claims[0].state in _DISPROVED or {"dump", "meta_negation"} & set(verdicts.flags)
        values.append(0.0 if ruled_out else match(claim, plain(text), weights).like)
    return values


SYSTEMS: dict[str, Callable[[Question], Values]] = {
    "length": by_length,
    "stem recall": by_recall,
    "TF-IDF cosine": by_tf_idf,
    "grader": by_grader,
}


def auc(values: Sequence[float], right: Sequence[bool]) -> float | None:
    """The share of (right, wrong) pairs that are in order, ties half; None without both kinds."""
    good = sum(right)
    if not good or good == len(right):
        return None
    ranks = fsum(rank for rank, is_right in zip(_ranks(values), right, strict=True) if is_right)
    return (ranks - good * (good + 1) / 2) / (good * (len(right) - good))


def _ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1; equal values share the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks, before = [0.0] * len(values), 0
    for _, group in groupby(order, key=values.__getitem__):
        same = list(group)
        for index in same:
            ranks[index] = before + (len(same) + 1) / 2
        before += len(same)
    return ranks


def pearson(values: Sequence[float], scores: Sequence[float]) -> float | None:
    """Correlation; None where either does not vary."""
    n = len(values)
    mean, other = fsum(values) / n, fsum(scores) / n
    both = fsum((v - mean) * (s - other) for v, s in zip(values, scores, strict=True))
    size = sqrt(fsum((v - mean) ** 2 for v in values) * fsum((s - other) ** 2 for s in scores))
    return both / size if size else None


def kappa(values: Sequence[float], scores: Sequence[float]) -> float | None:
    """Quadratic weighted kappa when each (whole) score is given as often as the annotators gave it.

    Equal values get one score: that of the middle one among them.
    """
    given = sorted(Fraction(round(score)) for score in scores)
    pairs = [
        (given[min(int(rank - 0.5), len(given) - 1)], Fraction(round(score)))
        for rank, score in zip(_ranks(values), scores, strict=True)
    ]
    found = weighted_kappa(pairs)
    return None if found is None else float(found)


def measured(questions: Sequence[Question], system: Callable[[Question], Values]) -> tuple[float | None, ...]:
    """AUC, Pearson and kappa over all answers, values set against each other within the whole set."""
    values = [value for question in questions for value in system(question)]
    answers = [answer for question in questions for answer in question.answers]
    scores = [answer.score for answer in answers]
    return (
        auc(values, [answer.right for answer in answers]),
        pearson(values, scores),
        kappa(values, scores),
    )


def bounded(questions: Sequence[Question], most: int) -> list[Question]:
    """At most so many answers in all, taken evenly from every question; those without answers left out."""
    total = sum(len(question.answers) for question in questions)
    step = max(1, -(-total // most))
    kept = [Question(q.id, q.references, _every(q.answers, step)) for q in questions if q.references]
    return [question for question in kept if question.answers]


def _every(answers: tuple[Answer, ...], step: int) -> tuple[Answer, ...]:
    return answers[::step]


def table(questions: Sequence[Question]) -> str:
    """One row a system."""
    count = sum(len(question.answers) for question in questions)
    lines = [
        f"{len(questions)} questions, {count} answers",
        "",
        "| system | AUC | Pearson | weighted kappa |",
    ]
    lines.append("|---|---|---|---|")
    for name, system in SYSTEMS.items():
        cells = ("–" if value is None else f"{value:.3f}" for value in measured(questions, system))
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main(words: Sequence[str] | None = None) -> int:
    """Print the table; 2 when the files are not of the format."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("format", choices=sorted(FORMATS))
    parser.add_argument("path", type=Path)
    parser.add_argument("--most", type=int, default=MOST, help=f"answers to measure on ({MOST})")
    arguments = parser.parse_args(words)
    try:
        questions = bounded(list(FORMATS[arguments.format](arguments.path)), max(1, arguments.most))
        if not questions:
            raise SetError(f"{arguments.path} has no answers of this format")
    except SetError as error:
        print(f"public_sets: {error}", file=sys.stderr)
        return 2
    print(table(questions))
    return 0


if __name__ == "__main__":
    sys.exit(main())
