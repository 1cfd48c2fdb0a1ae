"""What to take away: what to study, what to ask at work, what would have prevented it, what to play next."""

from incidentgame.pack.case import Topic as Written
from incidentgame.pack.casecode import encode
from incidentgame.report.model import Onward, Topic
from incidentgame.report.plain import short
from incidentgame.scoring.explanation.model import ClaimVerdict
from incidentgame.session.result import Result

_MOST_TOPICS = 3
_MOST_CASES = 3


def onward(result: Result) -> Onward:
    """The last part of a debrief."""
    facts = result.engine.case.facts
    cases = _next_cases(result)
    return Onward(
        topics=topics(result),
        at_work=facts.at_work,
        prevention=facts.prevention,
        next_cases=cases,
        next_words=_next_words(result) if cases else "",
    )


def topics(result: Result) -> tuple[Topic, ...]:
    """Up to three things to study: first those the explanation lacked most, else in the author's order."""
    written = result.engine.case.facts.topics
    ranked = sorted(enumerate(written), key=lambda item: (-_lost(result, item[1]), item[0]))
    return tuple(_topic(result, topic) for _, topic in ranked[:_MOST_TOPICS])


def _topic(result: Result, written: Written) -> Topic:
    gap = max(_gaps(result, written), key=_loss, default=None)
    return Topic(
        title=written.title,
        what=written.what,
        why=written.why,
        read=written.read,
        because=_because(gap) if gap else "",
    )


def _gaps(result: Result, written: Written) -> list[ClaimVerdict]:
    """The claims this topic helps to make that were not fully earned; none when nothing was explained."""
    if result.engine.statements.explanation is None:
        return []
    return [c for c in result.scored.verdicts.claims if c.id in written.claims and c.credit < 1]


def _lost(result: Result, written: Written) -> float:
    """The weight lost on the claims of a topic."""
    return max((_loss(claim) for claim in _gaps(result, written)), default=0.0)


def _loss(claim: ClaimVerdict) -> float:
    return claim.weight * (1 - claim.credit)


def _because(claim: ClaimVerdict) -> str:
    said = short(claim.statement, 200)
    if claim.state == "missing":
        return f"Your explanation did not say: {said}"
    if claim.state == "unsupported":
        return f"You said it, and had not seen it: {said}"
    if claim.state in ("hedged", "review"):
        return f"You were nearly there: {said}"
    return f"Your explanation had it otherwise: {said}"


def _next_cases(result: Result) -> tuple[str, ...]:
    """Codes of the same case's other faults, those that stayed open longest; sorted, so that no code tells
    which fault it holds."""
    case = result.engine.case
    ids = [suspect.id for suspect in case.suspects]
    left_at = {id_: gain.n for gain in result.engine.rivals.gains.values() for id_ in gain.ruled_out}
    others = sorted((id_ for id_ in ids if id_ != case.fault), key=lambda id_: -left_at.get(id_, 1 << 30))
    return tuple(sorted(encode(case.pack, ids, id_, case.seed) for id_ in others[:_MOST_CASES]))


def _next_words(result: Result) -> str:
    pack = result.engine.case.pack
    return (
        "The same shop on the same day, with another cause: those you took longest to leave out. "
        f"The codes do not tell which is which. `incidentgame play {pack} CODE`"
    )
