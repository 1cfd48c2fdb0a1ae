"""Levels in words: what a level means, what the next one would be, and what this one rests on."""

from incidentgame.report.model import Figure, Levels, LevelText
from incidentgame.report.plain import one_line
from incidentgame.report.words import ANCHORS, DIMENSIONS, lines_seen
from incidentgame.scoring.card import CAP_TEXTS
from incidentgame.scoring.level import Level
from incidentgame.scoring.weights import CAPS
from incidentgame.session.result import Result

HIGHEST = 3
_GOOD = 2


def levels(result: Result) -> Levels:
    """Every dimension, the scores, and what held the explanation down."""
    card = result.scored.card
    found = [*card.levels, *([card.knowledge] if card.knowledge else [])]
    return Levels(
        levels=tuple(_level(level) for level in found),
        scores=(
            Figure(name="path", value=str(card.path)),
            Figure(name="explanation", value=str(card.explanation)),
            Figure(name="total", value=f"{card.total} of 100"),
        ),
        caps=tuple(_cap(name) for name in card.caps),
    )


def _cap(name: str) -> str:
    """Why the explanation's score stops where it does."""
    why = CAP_TEXTS.get(name, name.replace("_", " "))
    bound = f" to {CAPS[name]}" if name in CAPS else ""
    return f"The explanation's score is held{bound}: {why}."


def _level(level: Level) -> LevelText:
    named = any("#" in reason for reason in level.reasons)
    return LevelText(
        name=level.name,
        title=DIMENSIONS.get(level.name, level.name),
        level=level.level,
        means=meaning(level.name, level.level),
        next=_worth_aiming_at(level.name, level.level),
        reasons=tuple(one_line(reason, 240) for reason in level.reasons),
        lines="" if named else lines_seen(sorted(level.observations), 8),
    )


def _worth_aiming_at(name: str, level: int) -> str:
    """What the next level means; from 0 it is level 2, for level 1 is told as what is not yet enough."""
    above = max(level + 1, _GOOD)
    return _anchor(name, above).removeprefix("and ") if level else meaning(name, above)


def meaning(name: str, level: int) -> str:
    """What a level means; an anchor that begins with "and" goes on from the one below it."""
    said = _anchor(name, level)
    while said.startswith("and ") and level > 0:
        level -= 1
        said = f"{_anchor(name, level)}, {said}"
    return said


def _anchor(name: str, level: int) -> str:
    anchors = ANCHORS.get(name, ())
    return anchors[level] if 0 <= level < len(anchors) else ""
