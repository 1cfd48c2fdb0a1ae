"""The explanation annotated: each sentence beside the author's claim; what was not said, used or seen."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from incidentgame.report.calibration import calibration
from incidentgame.report.lookup import shown_lines
from incidentgame.report.model import Beside, Evidence, Explained, Sentence
from incidentgame.report.plain import one_line
from incidentgame.report.words import FLAGS, MARKS, PARTS, ROLES, STATES, kind_words, lines_seen
from incidentgame.scoring.explanation.fields import read_explanation
from incidentgame.scoring.explanation.model import AntiVerdict, ClaimVerdict, SentenceVerdict
from incidentgame.session.result import Result

_MOST_SENTENCES = 120
_LONGEST = 700
_REVIEW = (
    "Part of this could not be settled by rule, so a person should read it. "
    "The levels below are provisional; nothing was failed because of it."
)


def explained(result: Result) -> Explained:
    """The explanation as the grader read it; kindly so when there is none."""
    if result.engine.statements.explanation is None:
        return Explained(given=False, not_said=_not_said(result), unused=_unused(result))
    found = list(_sentences(result))
    verdicts = result.scored.verdicts
    return Explained(
        given=True,
        sentences=tuple(found[:_MOST_SENTENCES]),
        more=max(0, len(found) - _MOST_SENTENCES),
        not_said=_not_said(result),
        unused=_unused(result),
        unseen=_unseen(result),
        calibration=calibration(result),
        flags=tuple(FLAGS[flag] for flag in verdicts.flags if flag in FLAGS),
        review=_REVIEW if verdicts.review else "",
    )


def _sentences(result: Result) -> Iterator[Sentence]:
    """The player's sentences in their order; where the grader gives none, those its claims rest on."""
    verdicts = result.scored.verdicts
    if not verdicts.sentences:
        yield from _from_claims(result)
    told: set[str] = set()
    for verdict in verdicts.sentences:
        yield _sentence(result, verdict, told)
        told.update(verdict.claims)


def _sentence(result: Result, verdict: SentenceVerdict, told: set[str]) -> Sentence:
    beside = tuple(_beside_all(result, verdict, told))
    tone, words = STATES[verdict.state] if verdict.state else ROLES.get(verdict.role, ROLES["plain"])
    reason = one_line(_beyond(verdict), 300)
    if not beside and _confides(result, verdict):
        words, reason = "weighed below", ""
    return Sentence(
        n=verdict.n,
        part=PARTS.get(verdict.field, ""),
        text=one_line(verdict.text, _LONGEST),
        mark=MARKS[tone],
        tone=tone,
        verdict=words,
        reason=reason,
        beside=beside,
    )


def _beyond(verdict: SentenceVerdict) -> str:
    """The reason of a verdict, less what the claim beside the sentence says already."""
    if verdict.role != "claim":
        return verdict.reason
    return verdict.reason.partition(": ")[2]


def _confides(result: Result, verdict: SentenceVerdict) -> bool:
    """Is it the sentence that says how sure the player is?"""
    confidence = result.scored.verdicts.confidence
    said = confidence.words.lower() if confidence else ""
    return verdict.field == "confidence" or bool(said and said in one_line(verdict.text).lower())


def _beside_all(result: Result, verdict: SentenceVerdict, told: set[str]) -> Iterator[Beside]:
    """The claims, or what is false here, that a sentence was held against; `told` stand earlier already."""
    claims = {claim.id: claim for claim in result.scored.verdicts.claims}
    antis = {anti.id: anti for anti in result.scored.verdicts.anti_claims}
    for name in verdict.claims:
        if name in claims:
            yield replace(_beside(result, claims[name]), again=name in told)
        elif name in antis:
            yield replace(_not_so(antis[name]), again=name in told)


def _beside(result: Result, claim: ClaimVerdict) -> Beside:
    tone, words = STATES[claim.state]
    seen = [] if claim.state in ("missing", "unsupported") else shown_lines(result, claim.shown_by)
    return Beside(
        kind=kind_words(claim.kind),
        statement=one_line(claim.statement),
        verdict=f"{words}, and seen" if seen and claim.state == "stated" else words,
        tone=tone,
        seen=lines_seen(seen),
    )


def _not_so(anti: AntiVerdict) -> Beside:
    words = "not so in this case" if anti.firm else "not so in this case, and said as a guess"
    return Beside(kind="another cause", statement=one_line(anti.statement), verdict=words, tone="bad")


def _from_claims(result: Result) -> Iterator[Sentence]:
    """One row for every sentence that a claim or a rival was matched with."""
    verdicts = result.scored.verdicts
    by_text: dict[str, list[Beside]] = {}
    for claim in verdicts.claims:
        if claim.sentence and claim.state != "missing":
            by_text.setdefault(claim.sentence, []).append(_beside(result, claim))
    for anti in verdicts.anti_claims:
        by_text.setdefault(anti.sentence, []).append(_not_so(anti))
    for n, (text, beside) in enumerate(by_text.items(), 1):
        worst = min(beside, key=lambda one: _ORDER.index(one.tone))
        yield Sentence(
            n=n,
            part="",
            text=one_line(text, _LONGEST),
            mark=MARKS[worst.tone],
            tone=worst.tone,
            verdict=worst.verdict,
            beside=tuple(beside),
        )


_ORDER = ("bad", "open", "half", "plain", "good")


def _not_said(result: Result) -> tuple[Beside, ...]:
    missing = [c for c in result.scored.verdicts.claims if c.state == "missing"]
    return tuple(
        Beside(
            kind=kind_words(claim.kind),
            statement=one_line(claim.statement),
            verdict=_was_there(shown_lines(result, claim.shown_by)),
            tone="plain",
        )
        for claim in missing
    )


def _was_there(numbers: Sequence[int]) -> str:
    return f"what speaks for it was on your screen in {lines_seen(list(numbers))}" if numbers else ""


def _unused(result: Result) -> tuple[Evidence, ...]:
    """Evidence that was on the screen and that nothing said or cited rests on."""
    shown, rubric = result.scored.shown, result.engine.case.rubric
    used = {e for c in result.scored.verdicts.claims if c.credit for e in c.shown_by}
    statement = result.engine.statements.explanation
    cited = set(read_explanation(statement.text).refs) if statement else set()
    return tuple(
        Evidence(what=one_line(evidence.what), lines=lines_seen(shown[evidence.id]))
        for evidence in rubric.evidence
        if evidence.what
        and evidence.id in shown
        and evidence.id not in used
        and not cited & set(shown[evidence.id])
    )


def _unseen(result: Result) -> tuple[str, ...]:
    """What was claimed without having been seen, each once."""
    verdicts = result.scored.verdicts
    found = [c.sentence for c in verdicts.claims if c.state == "unsupported"]
    found += [s.text for s in verdicts.sentences if s.role == "unsupported" or s.state == "unsupported"]
    return tuple(dict.fromkeys(one_line(text, _LONGEST) for text in found if text))
