"""The debrief as plain text: what went well, the turning moment, the story, the path, the explanation."""

from collections.abc import Iterator
from math import log2

from incidentgame.kernel.instant import MINUTE, Instant, clock
from incidentgame.report.curve import curve, in_words
from incidentgame.scoring.explanation.model import ClaimVerdict
from incidentgame.session.observation import Gain, Observation
from incidentgame.session.result import Result

_MARKS = {
    "stated": "✔",
    "hedged": "◐",
    "review": "?",
    "unsupported": "✘",
    "denied": "✘",
    "contradicted": "✘",
    "reversed": "✘",
    "missing": "–",
}
_WORDS = {
    "stated": "said and seen",
    "hedged": "said with a hedge",
    "review": "needs review: not understood for certain",
    "unsupported": "said, but nothing you saw shows it",
    "denied": "denied, though it was so",
    "contradicted": "said and denied",
    "reversed": "cause and effect the other way round",
    "missing": "not said",
}
_DIMENSIONS = {
    "P1": "scope and impact",
    "P2": "layered narrowing",
    "P3": "hypotheses",
    "P4": "safety",
    "P5": "mitigate and verify",
    "E1": "root cause",
    "E2": "evidence and chain",
    "E3": "unknowns and calibration",
    "E4": "prevention",
    "E5": "business impact",
}
_WIDEST = 96


def debrief(result: Result) -> str:
    """The whole debrief. It tells the truth of the case: only for a case that is over."""
    scored = result.engine.case.scored
    parts = [
        _heading(result),
        _best(result),
        _turning(result),
        _story(result),
        _outcome(result),
        _path(result) if scored else "",
        _explanation(result),
        _unsupported(result),
        _levels(result) if scored else "",
        _reading(result),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _heading(result: Result) -> str:
    case = result.engine.case
    return f"DEBRIEF   {case.title}   case {case.pack} {case.code}\n{'─' * 72}\nIt was: {case.facts.title}"


def _best(result: Result) -> str:
    """One thing done well, quoted."""
    quoted = _well_done(result)
    return f"What you did best\n  {quoted}" if quoted else ""


def _well_done(result: Result) -> str:
    said = result.engine.statements
    expected = said.of("expect")
    if expected:
        said_first = expected[0]
        quote = _short(said_first.text)
        return f'"{quote}" (#{said_first.n}): you said what would prove you wrong, then looked.'
    stated = [c for c in result.scored.verdicts.claims if c.state == "stated" and c.kind == "root_cause"]
    if stated:
        return f'"{_short(stated[0].sentence)}": exact, and you had seen it.'
    gains = _telling(result)
    if gains:
        first = gains[0]
        return f"#{first.n} {_line(result, first.n)}: {first.bits:.1f} bits, the right place to begin."
    thought = said.of("think") or said.of("note")
    return f'"{_short(thought[0].text)}" (#{thought[0].n}): you kept a record.' if thought else ""


def _telling(result: Result) -> list[Gain]:
    gains = [gain for gain in result.engine.rivals.gains.values() if gain.bits > 0]
    return sorted(gains, key=lambda gain: gain.n)


def _turning(result: Result) -> str:
    gains = _telling(result)
    if not gains:
        return ""
    most = max(gains, key=lambda gain: (gain.bits, -gain.n))
    titles = {s.id: s.text for s in result.engine.case.suspects}
    lines = [
        "The turning moment",
        f"  #{most.n}  {_line(result, most.n)}",
        f"  {most.bits:.1f} bits, {len(most.ruled_out)} suspects gone:",
    ]
    lines += [f"    · {titles.get(s, s)}: {_short(why, 70)}" for s, why in sorted(most.ruled_out.items())[:4]]
    if len(most.ruled_out) > 4:
        lines.append(f"    · and {len(most.ruled_out) - 4} more")
    return "\n".join(lines)


def _story(result: Result) -> str:
    rows = [f"  {clock(at)}  {text}" for at, text in result.engine.case.facts.chain]
    return "\n".join(["What happened", *rows]) if rows else ""


def _outcome(result: Result) -> str:
    end, since = result.ending, result.engine.case.fault_at
    rows = [
        "How it ended",
        f"  mitigated   {_moment(end.mitigated_at, since)}",
        f"  fixed       {_moment(end.fixed_at, since)}",
        f"  failed requests   {end.failed:,}".replace(",", " "),
        f"  … because of a change of yours   {end.harm:,}".replace(",", " "),
    ]
    return "\n".join(rows)


def _moment(at: Instant | None, since: Instant) -> str:
    return (
        "not by the end of the epilogue"
        if at is None
        else f"{clock(at)}, {(at - since) // MINUTE} min after it began"
    )


def _path(result: Result) -> str:
    engine = result.engine
    start = log2(len(engine.case.suspects))
    left = [_left_after(result, o) for o in engine.observations]
    rows = ["Your path (bits left after each line)"]
    rows += [f"  {row}" for row in curve(left, start)]
    rows.append(f"  {in_words(left, start)}")
    rows += [f"  {row}" for row in _steps(result)]
    rows.append(f"  Par: {len(result.par)} looks")
    rows += [f"    {step.bits:4.1f} bits  {_short(step.line)}" for step in result.par]
    return "\n".join(rows)


def _left_after(result: Result, seen: Observation) -> float:
    gain = result.engine.rivals.gains.get(seen.n)
    return log2(len(gain.after)) if gain else 0.0


def _steps(result: Result) -> Iterator[str]:
    for seen in result.engine.observations:
        gain = result.engine.rivals.gains.get(seen.n)
        told = f"{gain.bits:.1f} bits" if gain and gain.bits else _nothing(seen)
        yield f"#{seen.n:<3} {clock(seen.at)}  {told:<14} {_short(seen.line)}"


def _nothing(seen: Observation) -> str:
    if seen.verb:
        return seen.verb
    return "a change" if seen.writes else "nothing new"


def _explanation(result: Result) -> str:
    statement = result.engine.statements.explanation
    if statement is None:
        return "Your explanation\n  There was none."
    rows = ["Your explanation"]
    for claim in sorted(result.scored.verdicts.claims, key=lambda c: c.state == "missing"):
        rows += _claim(result, claim)
    verdicts = result.scored.verdicts
    rows += [f'  ✘ not so        "{_short(anti.sentence)}"' for anti in verdicts.anti_claims if anti.firm]
    if verdicts.confidence:
        supported = 1 / len(result.engine.rivals.open)
        rows.append(f"  confidence {verdicts.confidence.value:.0%}; what you saw supported {supported:.0%}")
    if verdicts.review:
        rows.append("  Needs review: a person should read this one; the level is provisional.")
    return "\n".join(rows)


def _claim(result: Result, claim: ClaimVerdict) -> list[str]:
    seen = sorted({n for e in claim.shown_by for n in result.scored.shown.get(e, ())})
    where = f"  seen in {', '.join(f'#{n}' for n in seen[:4])}" if seen and claim.state != "missing" else ""
    head = f"  {_MARKS[claim.state]} {claim.kind.replace('_', ' '):<12}"
    if claim.state == "missing":
        return [f"{head} not said: {_short(claim.statement)}"]
    return [
        f'{head} "{_short(claim.sentence)}"{where}',
        f"                 {_WORDS[claim.state]}: {_short(claim.statement)}",
    ]


def _unsupported(result: Result) -> str:
    rows = [f'  "{_short(c.sentence)}"' for c in result.scored.verdicts.claims if c.state == "unsupported"]
    return "\n".join(["Claimed without having seen it", *rows]) if rows else ""


def _levels(result: Result) -> str:
    card = result.scored.card
    rows = ["Levels (0 to 3)"]
    for level in card.levels:
        reasons = "; ".join(level.reasons)
        rows.append(f"  {level.name}  {level.level}  {_DIMENSIONS[level.name]:<26} {reasons}")
    rows.append(f"  path {card.path} · explanation {card.explanation} · total {card.total} of 100")
    return "\n".join(rows)


def _reading(result: Result) -> str:
    facts = result.engine.case.facts
    rows: list[str] = []
    if facts.prevention:
        rows += ["What would have kept it from happening", *(f"  · {text}" for text in facts.prevention), ""]
    if facts.topics:
        rows += ["Ten minutes to learn", *(f"  · {title}: {read}" for title, read in facts.topics)]
    return "\n".join(rows)


def _line(result: Result, n: int) -> str:
    return _short(result.engine.observations[n - 1].line)


def _short(text: str, width: int = _WIDEST) -> str:
    first, *rest = text.strip().splitlines() or [""]
    cut = first[:width].rstrip()
    return cut + (" …" if rest or len(first) > width else "")
