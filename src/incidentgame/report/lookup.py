"""What several parts of a debrief look up in a result."""

from collections.abc import Mapping, Sequence

from incidentgame.report.model import Reason
from incidentgame.report.plain import one_line, short
from incidentgame.session.observation import Gain
from incidentgame.session.result import Result


def titles(result: Result) -> Mapping[str, str]:
    """Suspect → how it is worded for players."""
    return {suspect.id: suspect.text for suspect in result.engine.case.suspects}


def line(result: Result, n: int, width: int = 160) -> str:
    """A line the player typed, by its number; empty when there is none."""
    typed = result.engine.observations
    return short(typed[n - 1].line, width) if 1 <= n <= len(typed) else ""


def telling(result: Result) -> Sequence[Gain]:
    """The gains that told something, in order of line."""
    gains = [gain for gain in result.engine.rivals.gains.values() if gain.bits > 0]
    return sorted(gains, key=lambda gain: gain.n)


def reasons(result: Result, gain: Gain) -> tuple[Reason, ...]:
    """Why suspects that left could not stay: each reason once, with its suspects in the pack's order."""
    grouped: dict[str, list[str]] = {}
    for id_, text in titles(result).items():
        if id_ in gain.ruled_out:
            grouped.setdefault(one_line(gain.ruled_out[id_], 240), []).append(text)
    return tuple(Reason(why=why, suspects=tuple(texts)) for why, texts in grouped.items())


def shown_lines(result: Result, evidence: Sequence[str]) -> list[int]:
    """The numbers of the lines that showed any of this evidence."""
    return sorted({n for name in evidence for n in result.scored.shown.get(name, ())})
