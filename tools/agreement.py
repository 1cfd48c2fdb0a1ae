"""How well the explanation grader agrees with annotators: the table of docs/scoring.md, "Measured".

`python tools/agreement.py [SET ...]` prints one row per set; `--misses SET` lists where claims, anti-claims
and grades differ; `--attacks SET` lists the generated attacks that reach half marks.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NamedTuple

from attacks import attacks
from labelled import SETS, Answer, answers

from incidentgame.scoring.explanation import Verdicts, grade

MADE = ("stated", "unsupported")
HALF = 50


class Measured(NamedTuple):
    """One set's agreement: shares from 0 to 1, kappas from -1 to 1."""

    texts: int
    precision: float
    recall: float
    anti_precision: float
    anti_recall: float
    kappa: float
    kappa_level: float
    kappa_length: float
    review: float
    denied: float
    failed: float
    gap: float


def grade_of(verdicts: Verdicts) -> int:
    """The annotator's scale, 0 to 4, from our score."""
    return min(4, (verdicts.score + 12) // 25)


def level_of(grade: int) -> int:
    """Our scale, 0 to 3, from the annotator's grade."""
    return min(3, (3 * grade + 2) // 4)


def weighted_kappa(one: Sequence[int], other: Sequence[int], size: int = 5) -> float:
    """Quadratic weighted kappa of two raters over grades 0..size-1."""
    total = len(one)
    seen = sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
    chance = sum((a - b) ** 2 * one.count(a) * other.count(b) for a in range(size) for b in range(size))
    return 1 - seen * total / chance if chance else 1.0


def measure(texts: Sequence[Answer]) -> Measured:
    """Grade every text and compare."""
    pairs = [(answer, grade(answer.rubric, answer.text, answer.seen)) for answer in texts]
    theirs = [answer.grade for answer in texts]
    good = [(a, v) for a, v in pairs if a.grade >= 3]
    return Measured(
        len(texts),
        *_claims(pairs),
        *_antis(pairs),
        weighted_kappa(theirs, [grade_of(v) for _, v in pairs]),
        weighted_kappa([level_of(g) for g in theirs], [v.level for _, v in pairs], 4),
        weighted_kappa(theirs, _by_length(texts)),
        sum(v.review for _, v in pairs) / len(pairs),
        _denied(pairs),
        sum(v.score < HALF and not v.review for _, v in good) / max(1, len(good)),
        _gap(pairs),
    )


Pairs = Sequence[tuple[Answer, Verdicts]]


def _claims(pairs: Pairs) -> tuple[float, float]:
    """Precision and recall of claims credited; a half label counts for neither."""
    true = false = missed = 0
    for answer, verdicts in pairs:
        for verdict in verdicts.claims:
            label, made = answer.labels.get(verdict.id, 0), verdict.state in MADE
            true += made and label == 1
            false += made and label in (0, -1)
            missed += not made and label == 1
    return true / max(1, true + false), true / max(1, true + missed)


def _antis(pairs: Pairs) -> tuple[float, float]:
    told = [(set(a.anti), {x.id for x in v.anti_claims}) for a, v in pairs]
    true = sum(len(t & o) for t, o in told)
    return (
        true / max(1, sum(len(o) for _, o in told)),
        true / max(1, sum(len(t) for t, _ in told)),
    )


def _denied(pairs: Pairs) -> float:
    """Share of the claims denied that were credited."""
    denied = [
        v.claim(name).state in MADE for a, v in pairs for name, label in a.labels.items() if label == -1
    ]
    return sum(denied) / max(1, len(denied))


def _gap(pairs: Pairs) -> float:
    """Mean of ours minus theirs for the good, less that for non-native writers; in levels of 0 to 3."""
    native = [_over(a, v) for a, v in pairs if a.grade >= 3 and not _foreign(a)]
    foreign = [_over(a, v) for a, v in pairs if _foreign(a)]
    return sum(native) / max(1, len(native)) - sum(foreign) / max(1, len(foreign))


def _over(answer: Answer, verdicts: Verdicts) -> float:
    return (verdicts.score / 25 - answer.grade) * 0.75


def _foreign(answer: Answer) -> bool:
    return answer.style.replace("-", "").replace("_", "").startswith("nonnative")


def _by_length(texts: Sequence[Answer]) -> list[int]:
    """The baseline: grades dealt out in the order of length, as many of each as the annotator gave."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i].text))
    given = sorted(answer.grade for answer in texts)
    grades = [0] * len(texts)
    for place, i in enumerate(order):
        grades[i] = given[place]
    return grades


def attacked(texts: Sequence[Answer]) -> tuple[int, list[tuple[str, str, int]]]:
    """How many attacks were made from the good answers, and which reach half marks: (answer, kind, score)."""
    tried, through = 0, []
    for answer in texts:
        for kind, text in attacks(answer.rubric, answer.text) if answer.grade == 4 else ():
            tried += 1
            score = grade(answer.rubric, text).score
            if score >= HALF:
                through.append((answer.id, kind, score))
    return tried, through


def _print_table(names: Sequence[str]) -> None:
    titles = "set | texts | claim P | claim R | anti P | anti R | kappa | level kappa | length kappa"
    titles += " | review | denied credited | good failed | native gap | attacks"
    print(f"| {titles} |\n|{'---|' * (titles.count('|') + 1)}")
    for name in names:
        texts = answers(name)
        if texts:
            tried, through = attacked(texts)
            numbers = [f"{value:.2f}" for value in measure(texts)[1:]]
            print("|", " | ".join([name, str(len(texts)), *numbers, f"{len(through)}/{tried}"]), "|")


def _print_misses(name: str) -> None:
    for answer in answers(name):
        verdicts = grade(answer.rubric, answer.text, answer.seen)
        said = {x.id for x in verdicts.anti_claims}
        print(
            f"{answer.id} {answer.style}: grade {answer.grade}, ours {grade_of(verdicts)} "
            f"({verdicts.score}, level {verdicts.level}{', review' if verdicts.review else ''})"
            f" {list(verdicts.flags)} {list(verdicts.caps)}"
        )
        for verdict in verdicts.claims:
            label, made = answer.labels.get(verdict.id, 0), verdict.state in MADE
            if (made and label in (0, -1)) or (not made and label == 1):
                print(f"    {label} {verdict.id} {verdict.kind} {verdict.state}: {verdict.reason}")
                print(f"       claim: {verdict.statement}\n       text:  {verdict.sentence}")
        for kind, ids in (("extra", said - set(answer.anti)), ("missed", set(answer.anti) - said)):
            for anti in sorted(ids):
                found = next((x.sentence for x in verdicts.anti_claims if x.id == anti), "")
                print(f"    {kind} anti {anti}: {found}")


def _print_attacks(name: str) -> None:
    tried, through = attacked(answers(name))
    print(f"{name}: {len(through)} of {tried}")
    for answer, kind, score in through:
        print(f"    {answer} {kind}: {score}")


def main() -> None:
    """Parse the command line and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--misses", action="store_true", help="list the differences instead")
    parser.add_argument("--attacks", action="store_true", help="list the attacks that get through instead")
    wanted = parser.parse_args()
    if not (wanted.misses or wanted.attacks):
        _print_table(wanted.sets)
    printers: list[Callable[[str], None]] = []
    printers += [_print_misses] if wanted.misses else []
    printers += [_print_attacks] if wanted.attacks else []
    for name in wanted.sets:
        for printer in printers:
            printer(name)


if __name__ == "__main__":
    main()
