"""E1 to E5 on the anchored levels of the rubric sheet (rubric, table of levels), with reasons."""

from __future__ import annotations

from incidentgame.scoring.explanation import cues
from incidentgame.scoring.explanation.calibration import SURE
from incidentgame.scoring.explanation.facts import Facts
from incidentgame.scoring.explanation.model import Calibration
from incidentgame.scoring.level import Level
from incidentgame.scoring.rubric import ClaimKind


def levels(facts: Facts, calibration: Calibration) -> tuple[Level, ...]:
    """All five explanation levels, in order."""
    known = unknowns(facts, calibration)
    return (root_cause(facts), evidence(facts), known, prevention(facts), impact(facts))


def root_cause(facts: Facts) -> Level:
    """E1: symptom (0), component (1), mechanism (2), exact value, trigger and scope (3)."""
    roots = facts.of_kind("root_cause")
    cause, depth = facts.earned("root_cause"), facts.earned("mechanism", "trigger")
    said = facts.said("root_cause", "mechanism", "trigger")
    if facts.shotgun:
        return _level("E1", 0, "several causes side by side name none", said)
    if not cause:
        reason = next((v.reason for v in roots if v.state != "missing"), "the cause is not named")
        return _level("E1", 0, f"root cause: {reason}", said)
    reasons, level = _depth(facts, cause, depth)
    if facts.firm_rivals:
        level = min(level, 1 if facts.earned("root_cause", "mechanism", "trigger") < 0.6 else 2)
        reasons.append(f'also asserts another cause: "{facts.firm_rivals[0].sentence}"')
    return _level("E1", level, reasons, said)


def _depth(facts: Facts, cause: float, depth: float) -> tuple[list[str], int]:
    """The level of a cause that is named, before rivals are looked at."""
    states = {verdict.state for verdict in facts.of_kind("root_cause")}
    if "stated" not in states:
        word = next(s for s in ("unsupported", "hedged", "review") if s in states)
        return [f"the cause is {word}"], 1
    deeper = facts.of_kind("mechanism", "trigger")
    if cause >= 0.95 and (depth >= 0.6 or not deeper):
        return ["cause, mechanism and trigger are exact"], 3
    several = cause >= 0.95 and len(facts.of_kind("root_cause")) > 1
    if cause >= 0.5 and (depth > 0 or not deeper or several):
        return ["cause and part of the mechanism or trigger"], 2
    return ["the cause, without how it acts or what set it off"], 1


def evidence(facts: Facts) -> Level:
    """E2: none (0), asserted (1), cites what was seen (2), every link cited, herrings explained (3)."""
    causal = facts.of_kind("root_cause", "trigger", "mechanism")
    told = [v for v in causal if v.credit > 0]
    said = tuple(v.id for v in causal if v.state == "stated")
    if not told or facts.shotgun:
        return _level("E2", 0, "no causal claim stands", said)
    if not said:
        return _level("E2", 1, "asserted; nothing that shows it was seen, or said as a guess", said)
    if not _cites(facts):
        return _level("E2", 1, "asserted without saying what shows it", said, facts)
    reasons = ["says what shows it"]
    full = facts.earned("root_cause", "trigger", "mechanism") >= 0.85
    cleared = facts.of_kind("ruled_out")
    if full and (not cleared or facts.said("ruled_out")):
        return _level("E2", 3, [*reasons, "every link of the chain is there"], said, facts)
    missing = next((v.statement for v in causal if v.credit < 0.5), "what was ruled out")
    return _level("E2", 2, [*reasons, f"not shown: {missing}"], said, facts)


def _cites(facts: Facts) -> bool:
    """References to observations that show a causal claim, or words that say where it was seen."""
    refs, shown_at = set(facts.explanation.refs), facts.shown_at
    if refs and shown_at is not None:
        causal = facts.of_kind("root_cause", "trigger", "mechanism")
        if any(refs & set(shown_at.get(name, ())) for v in causal for name in v.shown_by):
            return True
    elif refs:
        return True
    return bool(cues.CITES.search(f"{facts.prose} {facts.explanation.evidence}"))


def unknowns(facts: Facts, calibration: Calibration) -> Level:
    """E3: false certainty (0), vague hedge (1), fact and inference apart (2), calibrated (3)."""
    named = facts.said("unknown")
    if not facts.prose.strip() or facts.shotgun:
        return _level("E3", 0, "nothing is set apart as known or unknown", named)
    level, reasons = _calibrated(facts, calibration, bool(named))
    remarks = _remarks(calibration)
    if level == 3 and any(not point.open for point in calibration.open_points):
        level = 2
    return _level("E3", level, [*reasons, *remarks], named)


def _calibrated(facts: Facts, calibration: Calibration, named: bool) -> tuple[int, list[str]]:
    """The level from confidence, support, and what is named as open."""
    opens = any(point.open for point in calibration.open_points)
    names = named or opens or bool(facts.explanation.unknowns or cues.NEXT_CHECK.search(facts.prose))
    support, confidence, fit = calibration.support, calibration.confidence, calibration.fit
    if fit == "overconfident" and confidence and confidence.value >= SURE and support < 0.5:
        return 0, [f'sure ("{confidence.words}") beyond what was seen: it supports {support:.0%}']
    if fit == "fits":
        return (3 if names else 2), [calibration.words, *(() if names else ("names nothing that is open",))]
    if names and support >= 0.3:
        told = [calibration.words] if confidence else []
        return 2, [*told, "says what is not known"]
    if fit == "underconfident":
        return 1, [calibration.words]
    if facts.earned("root_cause") and (confidence or support >= 0.5 or cues.VAGUE.search(facts.prose)):
        return 1, ["no confidence given that fits, nothing named as open"]
    if names:
        return 1, ["open points named, the cause not found"]
    if confidence is None:
        return 0, ["no confidence given, nothing named as open, and the cause is not shown"]
    return 0, [calibration.words]


def _remarks(calibration: Calibration) -> list[str]:
    """What to tell about the open points: named rightly, ruled out before, or on the screen."""
    found = [f'really open: "{p.sentence}"' for p in calibration.open_points if p.open]
    for point in calibration.open_points:
        if not point.open:
            where = f" in #{point.at}" if point.at is not None else ""
            found.append(f'you had ruled that out{where}: "{point.sentence}"')
    for item in calibration.on_screen:
        where = ", ".join(f"#{n}" for n in item.observations[:3])
        found.append(
            f'called unknown, but it was on your screen{f" ({where})" if where else ""}: "{item.sentence}"'
        )
    return found


def prevention(facts: Facts) -> Level:
    """E4: "be careful" (0), this instance (1), detection and guardrail (2), system, owner, measure (3)."""
    said = facts.said("prevention")
    text = facts.explanation.prevention or facts.prose
    guard = bool(cues.GUARDRAIL.search(text.lower()))
    earned = _earned_or(facts, "prevention", bool(facts.explanation.prevention) and guard)
    if earned and not facts.shotgun:
        systemic = bool(cues.OWNER.search(text.lower())) and bool(cues.MEASURE.search(text.lower()))
        if earned >= 0.95 and (systemic or len(facts.of_kind("prevention")) > 1):
            return _level("E4", 3, "the systemic gap, in full", said)
        if systemic:
            return _level("E4", 3, "guardrail with owner and measure", said)
        return _level("E4", 2, "a guardrail or detection for this kind of fault", said)
    if facts.said("mitigation") or (facts.earned("root_cause") and facts.explanation.prevention and guard):
        return _level("E4", 1, "repairs this instance", facts.said("mitigation"))
    return _level("E4", 0, "nothing that keeps it from coming back", said)


def impact(facts: Facts) -> Level:
    """E5: none (0), technical only (1), who and how (2), in the business's terms (3)."""
    earned = _earned_or(facts, "impact", bool(facts.explanation.impact))
    said = facts.said("impact")
    if not earned or facts.shotgun:
        return _level("E5", 0, "who was hit, and how, is not said", said)
    text = " ".join(v.sentence for v in facts.of_kind("impact")) + " " + facts.explanation.impact
    who, business = cues.WHO.search(text.lower()), cues.BUSINESS.search(text.lower())
    if business and earned >= 0.5 and who:
        return _level("E5", 3, f'in the business\'s terms ("{business.group()}")', said)
    if who and earned >= 0.5:
        return _level("E5", 2, f'says who was hit ("{who.group()}")', said)
    return _level("E5", 1, "technical only", said)


def _earned_or(facts: Facts, kind: ClaimKind, otherwise: bool) -> float:
    """What claims of a kind earned; a rubric without any leaves it to what the field says."""
    return facts.earned(kind) if facts.of_kind(kind) else float(otherwise and not facts.shotgun)


def _level(
    name: str,
    level: int,
    reasons: str | list[str],
    claims: tuple[str, ...],
    facts: Facts | None = None,
) -> Level:
    listed = (reasons,) if isinstance(reasons, str) else tuple(reasons)
    refs = facts.explanation.refs if facts else ()
    return Level(name=name, level=level, reasons=listed, claims=claims, observations=refs)
