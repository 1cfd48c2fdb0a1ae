"""A case as a mode plays it: how long it takes, who is there to ask, and who the suspects are."""

from collections.abc import Callable
from dataclasses import replace

from incidentgame.commands.modes import MODES
from incidentgame.pack.case import CompiledCase, Suspect
from incidentgame.pack.interview import INTERVIEWER, InterviewScript

FEWEST = 2
"""Suspects of one family that make a drill; a smaller family is drilled among all suspects."""


def played_as(
    case: CompiledCase, mode: str, minutes: int, script: Callable[[], InterviewScript]
) -> CompiledCase:
    """The case for a mode; `minutes` other than 0 replace the mode's own. Doing it again changes nothing."""
    kind = MODES[mode]
    long = minutes or kind.minutes or case.minutes
    suspects = focused(case.suspects, case.facts.family) if kind.focused else case.suspects
    people = case.personas
    if kind.interviewed and all(one.id != INTERVIEWER for one in people):
        people = script().joined(people)
    return replace(case, minutes=long, suspects=suspects, personas=people)


def focused(suspects: tuple[Suspect, ...], family: str) -> tuple[Suspect, ...]:
    """The suspects of one family, where it has at least two; else all."""
    found = tuple(suspect for suspect in suspects if suspect.family == family)
    return found if len(found) >= FEWEST else suspects
