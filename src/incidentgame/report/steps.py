"""The player's way beside par: every line with what it told, the curve of what was open, par's lines."""

from collections.abc import Iterator, Mapping, Sequence
from math import log2

from incidentgame.kernel.instant import clock
from incidentgame.report.curve import in_words
from incidentgame.report.lookup import reasons
from incidentgame.report.model import Curve, Kind, Mark, ParStep, Path, Step
from incidentgame.report.plain import one_line, short
from incidentgame.report.words import several
from incidentgame.scoring.path.facts import PathObservation
from incidentgame.scoring.path.labels import LABELS, Label, labels
from incidentgame.session.observation import Gain, Observation
from incidentgame.session.result import Result

FOLDED_FROM = 60
"""Sessions with more lines than this show the telling ones, and the others as rows of a number."""
_VERBS: Mapping[str, str] = {
    "think": "said",
    "expect": "said",
    "note": "said",
    "update": "told the users",
    "explain": "explained",
    "answer": "answered",
    "skip": "left out",
    "strike": "struck out",
    "hint": "took a hint",
    "reflect": "looked back",
}
"""What was done by saying something with a verb."""
_ENDS: Mapping[str, str] = {
    "ask": "asked",
    "status": "the outside view",
    "rewind": "went back",
    "finish": "closed the case",
    "give-up": "gave it up",
}
"""What the verbs did that say nothing for the record and yet are worth a row; the others help."""


def path(result: Result) -> Path:
    """The whole way."""
    steps = tuple(_steps(result))
    return Path(
        steps=steps,
        par=tuple(ParStep(line=one_line(s.line, 200), bits=s.bits, left=s.left) for s in result.par),
        curve=_curve(result),
        words=_words(result, steps),
        folded=len(steps) > FOLDED_FROM,
    )


def _curve(result: Result) -> Curve:
    start = log2(max(1, len(result.engine.case.suspects)))
    left = [log2(max(1, step)) for step in _left(result)]
    par = [log2(max(1, step.left)) for step in result.par]
    return Curve(
        start=round(start, 3),
        left=tuple(round(bits, 3) for bits in left),
        par=tuple(round(bits, 3) for bits in par),
        words=in_words(left, start),
        par_words=in_words(par, start),
        marks=tuple(_marks(result)),
    )


def _marks(result: Result) -> Iterator[Mark]:
    """The first change, and the line at or after which users were served again."""
    lines, end = result.engine.observations, result.ending
    changed = next((seen.n for seen in lines if seen.writes), None)
    if changed is not None:
        yield Mark(n=changed, text="first change")
    if end.mitigated_at is not None and lines and changed is not None:
        served = next((seen.n for seen in lines if seen.at >= end.mitigated_at), lines[-1].n)
        yield Mark(n=served, text="users served again")


def _left(result: Result) -> Iterator[int]:
    """Suspects left after each line; a line nothing is known of leaves what was left before it."""
    count = len(result.engine.case.suspects)
    for seen in result.engine.observations:
        gain = result.engine.rivals.gains.get(seen.n)
        count = len(gain.after) if gain else count
        yield count


def _words(result: Result, steps: Sequence[Step]) -> str:
    """How many lines, how many of them told something, and how many par needs."""
    looks = [step for step in steps if step.kind == "look"]
    telling = [step for step in looks if step.bits]
    par = f" Par is {several(len(result.par), 'look')}." if result.par else ""
    told = f"{len(telling)} of them told something new about the cause"
    return f"{several(len(steps), 'line')}, of which {several(len(looks), 'look')}; {told}.{par}"


def _steps(result: Result) -> Iterator[Step]:
    known = {fact.n: fact for fact in result.scored.facts.observations}
    whats = {evidence.id: evidence.what for evidence in result.engine.case.rubric.evidence}
    named = labels(result.scored.facts)
    for seen in result.engine.observations:
        fact = known[seen.n]
        shows = tuple(whats[name] for name in fact.shows if whats.get(name))
        yield _step(result, seen, fact, named[seen.n], shows)


def _step(
    result: Result, seen: Observation, fact: PathObservation, label: Label, shows: tuple[str, ...]
) -> Step:
    gain = result.engine.rivals.gains.get(seen.n)
    did = _said(result, seen) if seen.verb else ""
    return Step(
        n=seen.n,
        at=clock(seen.at),
        host=seen.host,
        line=short(seen.line, 240) if seen.verb else one_line(seen.line, 240),
        kind=_KINDS[fact.kind],
        told=did or _told(seen, fact, gain, label),
        bits=round(fact.bits, 3),
        before=len(fact.suspects_before),
        after=len(fact.suspects_after),
        gone=reasons(result, gain) if gain else (),
        shows=shows,
        notable=bool(fact.bits or shows or label in ("change", "confirms") or did),
    )


_KINDS: Mapping[str, Kind] = {
    "verb": "say",
    "write": "change",
    "wait": "wait",
    "setup": "wait",
    "read": "look",
}


def _told(seen: Observation, fact: PathObservation, gain: Gain | None, label: Label) -> str:
    """What a line told, in a few words."""
    if label == "change" and fact.harm:
        return f"a change: {several(fact.harm, 'request')} failed by it"
    if gain and gain.bits:
        return f"{gain.bits:.1f} bits: suspects {len(gain.before)} → {len(gain.after)}"
    if label in ("dead end", "on the way") and seen.exit and not seen.stdout:
        return "it failed"
    if label == "words" and seen.exit:
        return "refused"
    return _LABELS.get(label, LABELS[label])


_LABELS: Mapping[Label, str] = {"evidence": "evidence", "dead end": "nothing new", "words": "help"}


def _said(result: Result, seen: Observation) -> str:
    """What a game verb did; empty for those that help or show something, and for one that was refused."""
    for verb, words in _VERBS.items():
        if any(said.n == seen.n for said in result.engine.statements.of(verb)):
            return words
    if seen.exit:
        return ""
    if seen.verb == "finish" and result.engine.observations[-1] is not seen:
        return "began the end"
    return _ENDS.get(seen.verb, "")


def rows(steps: Sequence[Step], folded: bool) -> Iterator[tuple[Step, ...]]:
    """The steps as rows: one by one, or, folded, several that told nothing as one row."""
    waiting: list[Step] = []
    for step in steps:
        if folded and not step.notable:
            waiting.append(step)
            continue
        if waiting:
            yield tuple(waiting)
            waiting = []
        yield (step,)
    if waiting:
        yield tuple(waiting)
