"""Confidence against what the player's own observations support."""

from collections.abc import Iterator

from incidentgame.report.lookup import titles
from incidentgame.report.model import Calibration
from incidentgame.report.plain import one_line
from incidentgame.report.words import lines_seen, sentence, several
from incidentgame.scoring.explanation.model import Calibration as Weighed
from incidentgame.session.result import Result


def calibration(result: Result) -> Calibration:
    """What was said, what was supported, and how the two fit."""
    verdicts = result.scored.verdicts
    weighed, confidence = verdicts.calibration, verdicts.confidence
    open_now = len(result.engine.rivals.open)
    support = weighed.support if weighed else 1 / open_now
    left = (
        "what you saw left only this cause"
        if open_now == 1
        else f"what you saw left {several(open_now, 'suspect')}"
    )
    return Calibration(
        said=f"{confidence.value:.0%}" if confidence else "not said",
        said_share=round(100 * confidence.value) if confidence else None,
        supported=f"{support:.0%} ({left})",
        supported_share=round(100 * support),
        words=sentence(weighed.words)
        if weighed and weighed.fit != "unsaid"
        else _words(confidence.value if confidence else None, support),
        notes=tuple(_notes(result, weighed)) if weighed else (),
    )


def _words(said: float | None, support: float) -> str:
    if said is None:
        return "You did not say how sure you were. A number, even a low one, helps whoever has to act on it."
    if said - support > 0.3:
        return "You were surer than what you saw allows."
    if support - said > 0.3:
        return "You knew more than you claimed."
    return "Well judged: as sure as what you saw allows."


def _notes(result: Result, weighed: Weighed) -> Iterator[str]:
    """The rivals said to be open, and what was called unknown though it had been on the screen."""
    named = titles(result)
    for point in weighed.open_points:
        what = named.get(point.id, "") or one_line(point.sentence, 200)
        if point.open:
            yield f"Not ruled out, and you said so: {what}."
        else:
            at = f" in #{point.at}" if point.at else ""
            yield f"You called it open, and had ruled it out{at}: {what}."
    for known in weighed.on_screen:
        where = lines_seen(list(known.observations))
        yield f'You called this unknown: "{one_line(known.sentence, 200)}". It was on your screen: {where}.'
