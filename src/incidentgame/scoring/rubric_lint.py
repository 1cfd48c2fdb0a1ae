"""Mistakes in a rubric: all at once, each with where it is and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import msgspec

from incidentgame.scoring.explanation.grade import grade
from incidentgame.scoring.explanation.model import Explanation, Verdicts
from incidentgame.scoring.explanation.terms import find_terms
from incidentgame.scoring.explanation.words import plain
from incidentgame.scoring.rubric import CAUSAL_KINDS, AntiClaim, Claim, Rubric

_EARNED = ("stated", "unsupported")


class Problem(msgspec.Struct, frozen=True):
    """One mistake: where (a path such as `claims[c1].must`), what, and a suggestion."""

    where: str
    what: str
    suggestion: str = ""


def check(rubric: Rubric) -> list[Problem]:
    """Everything that is wrong with a rubric, in the rubric's order."""
    problems = [*_shape(rubric), *_references(rubric)]
    if not problems or rubric.claims:
        problems += [*_earned(rubric), *_rivals_earn(rubric)]
    return problems


def _shape(rubric: Rubric) -> Iterator[Problem]:
    if not rubric.claims:
        yield Problem("claims", "there are none", "an explanation needs something to be graded against")
    elif not rubric.of_kind("root_cause"):
        yield Problem("claims", "no claim of kind root_cause", "say what the cause is")
    for items, name in ((rubric.claims, "claims"), (rubric.anti_claims, "anti_claims")):
        ids = [item.id for item in items]
        for double in sorted({i for i in ids if ids.count(i) > 1}):
            yield Problem(f"{name}[{double}]", "this id is given twice", "ids must be unique")
    for claim in rubric.claims:
        yield from _claim_shape(claim)


def _claim_shape(claim: Claim) -> Iterator[Problem]:
    where = f"claims[{claim.id}]"
    if claim.weight < 1:
        yield Problem(f"{where}.weight", "is below 1", "a claim that earns nothing is no claim")
    if not claim.statement.strip():
        yield Problem(f"{where}.statement", "is empty")
    if len(claim.must) < 2:
        suggestion = "give two: the object, then the predicate that carries the polarity"
        yield Problem(f"{where}.must", f"has {len(claim.must)} concept group(s)", suggestion)
    for i, group in enumerate(claim.must):
        if not any(term.strip() for term in group):
            yield Problem(f"{where}.must[{i}]", "is empty", "no sentence can satisfy it")
        elif not any(find_terms(group, plain(wording)) for wording in claim.wordings):
            what = "no wording of this claim has any of its terms"
            yield Problem(f"{where}.must[{i}]", what, "put the words in that the wordings use")
    if len(claim.paraphrases) < 1:
        yield Problem(f"{where}.paraphrases", "there are none", "give two to four in other words")


def _references(rubric: Rubric) -> Iterator[Problem]:
    entities = {entity.id for entity in rubric.entities}
    evidence = {item.id for item in rubric.evidence}
    statements: list[Claim | AntiClaim] = [*rubric.claims, *rubric.anti_claims]
    for item in statements:
        for name in item.entities:
            if name not in entities:
                yield Problem(f"claims[{item.id}].entities", f"unknown entity `{name}`", _known(entities))
    for claim in rubric.claims:
        for name in claim.shown_by if evidence else ():
            if name not in evidence:
                yield Problem(f"claims[{claim.id}].shown_by", f"unknown `{name}`", _known(evidence))
        if claim.kind in CAUSAL_KINDS and not claim.shown_by:
            suggestion = "name what shows it, or a guess earns as much as a finding"
            yield Problem(f"claims[{claim.id}].shown_by", "nothing shows this cause", suggestion)


def _known(names: set[str]) -> str:
    return "known: " + (", ".join(sorted(names)) or "none")


def _earned(rubric: Rubric) -> Iterator[Problem]:
    """Grade the author's own wordings: each must earn its claim, and no anti-claim."""
    earners: dict[str, set[str]] = {claim.id: set() for claim in rubric.claims}
    for claim in rubric.claims:
        for i, wording in enumerate(claim.wordings):
            where = f"claims[{claim.id}]." + ("statement" if i == 0 else f"paraphrases[{i - 1}]")
            verdicts = _grade(rubric, claim, wording)
            earned = {v.id for v in verdicts.claims if v.state in _EARNED}
            for other in earned:
                earners[other].add(where)
            yield from _not_earned(claim, where, verdicts)
            for anti in verdicts.anti_claims:
                yield Problem(f"anti_claims[{anti.id}]", f"hits {where}", "make its groups narrower")
    yield from _twins(rubric, earners)


def _rivals_earn(rubric: Rubric) -> Iterator[Problem]:
    """Who asserts a rival must not earn the root cause by the words they share."""
    for anti in rubric.anti_claims:
        for wording in anti.wordings if anti.kind == "rival" else ():
            verdicts = grade(rubric, Explanation(text=wording))
            for verdict in verdicts.claims:
                if verdict.kind == "root_cause" and verdict.state in _EARNED:
                    what = f"the rival `{anti.id}` earns it by saying: {wording}"
                    suggestion = "put into `must` what tells the two apart"
                    yield Problem(f"claims[{verdict.id}].must", what, suggestion)


def _not_earned(claim: Claim, where: str, verdicts: Verdicts) -> Iterator[Problem]:
    verdict = verdicts.claim(claim.id)
    if verdict.state not in _EARNED:
        what = f"does not earn its own claim ({verdict.state}: {verdict.reason})"
        yield Problem(where, what, "widen `must`, or reword it")


def _grade(rubric: Rubric, claim: Claim, wording: str) -> Verdicts:
    """Grade one wording where it belongs, with the claim's entities named beside it."""
    names = " ".join(e.canon for e in rubric.entities if e.id in claim.entities)
    text = f"{wording} ({names})" if names else wording
    if claim.kind == "prevention":
        return grade(rubric, Explanation(prevention=text))
    if claim.kind == "unknown":
        return grade(rubric, Explanation(unknowns=text))
    return grade(rubric, Explanation(text=text))


def _twins(rubric: Rubric, earners: dict[str, set[str]]) -> Iterator[Problem]:
    """Two claims whose statements each earn the other: whoever says one has always said both."""
    for one, other in combinations(rubric.claims, 2):
        statements = {f"claims[{claim.id}].statement" for claim in (one, other)}
        if statements <= earners[one.id] & earners[other.id]:
            what = f"one sentence always satisfies this and claims[{other.id}]"
            yield Problem(f"claims[{one.id}]", what, "join them or tell them apart")
