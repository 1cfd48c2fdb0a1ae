"""Suspects struck out by hand, held against what was seen."""

from collections.abc import Callable, Mapping

from incidentgame.report.model import Said, Tone
from incidentgame.report.plain import one_line
from incidentgame.report.words import lines_seen
from incidentgame.scoring.path.facts import Strike
from incidentgame.session.result import Result

_WORDS: Mapping[str, tuple[Tone, Callable[[str], str]]] = {
    "shown": ("good", lambda by: f"rightly so: {by} had ruled it out"),
    "early": ("half", lambda by: f"right, and early: it was {by} that ruled it out"),
    "open": ("open", lambda by: "nothing you saw ever ruled all of it out"),
    "against": ("bad", lambda by: f"the cause was among them, and {by} had spoken for it"),
    "truth": ("bad", lambda by: "the cause was among them; nothing had spoken for it yet"),
    "unclear": ("plain", lambda by: "it names no suspect"),
}


def strikes(result: Result) -> tuple[Said, ...]:
    """Each strike with what became of it."""
    return tuple(_struck(strike) for strike in result.scored.facts.strikes)


def _struck(strike: Strike) -> Said:
    tone, words = _WORDS[strike.verdict]
    said = words(lines_seen(list(strike.by)))
    return Said(n=strike.n, text=one_line(strike.text, 300), tone=tone, verdict=said)
