"""Which evidence of the rubric the player saw, and in which lines.

Evidence is shown by an output that holds, for every group of its `shown`, at least one of the group's texts.
A line that merely asks does not show anything: only what was printed counts.
"""

from collections.abc import Sequence

from incidentgame.scoring.rubric import Evidence, Rubric
from incidentgame.session.observation import Observation


def shown_at(rubric: Rubric, observations: Sequence[Observation]) -> dict[str, list[int]]:
    """Evidence id → numbers of the observations that showed it; absent when none did."""
    found: dict[str, list[int]] = {}
    for observation in observations:
        if observation.verb:
            continue
        for evidence in rubric.evidence:
            if shows(evidence, observation.shown):
                found.setdefault(evidence.id, []).append(observation.n)
    return found


def shows(evidence: Evidence, text: str) -> bool:
    """Does a text show this evidence?"""
    groups = evidence.shown or (((evidence.text,),) if evidence.text else ())
    return bool(groups) and all(any(part in text for part in group) for group in groups)
