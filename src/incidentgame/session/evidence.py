"""Which evidence of the rubric the player saw, and in which lines.

Evidence is shown by an output that holds, for every group of its `shown`, at least one of the group's texts.
A line that merely asks does not show anything: only what was printed counts. The output format does not
matter: quotes, the rules of a table and the punctuation of JSON and YAML are one kind of space.
"""

import re
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
            if shows(evidence, observation.shown, _empty(observation)):
                found.setdefault(evidence.id, []).append(observation.n)
    return found


def _empty(observation: Observation) -> tuple[str, ...]:
    """The empty lists a line showed; one that keeps its output in a variable shows nothing."""
    kept = not observation.stdout and _KEEPS.match(observation.line)
    return () if kept else observation.empty


_KEEPS = re.compile(r"\s*\w+=\$\(")
_SPACE = re.compile(r"[\s\"'|:,]+")


def shows(evidence: Evidence, text: str, empty: Sequence[str] = ()) -> bool:
    """Does a text show this evidence? `empty` are lists that an API gave back with nothing in them.

    An empty list prints as `[]`, a bare heading or nothing at all, by the output format; it is seen in each.
    """
    groups = evidence.shown or (((evidence.text,),) if evidence.text else ())
    plain = _plain(" ".join(("", text, *(f"{name}: [] " for name in empty), "")))
    return bool(groups) and all(any(_plain(part) in plain for part in group) for group in groups)


def _plain(text: str) -> str:
    """One kind of space, and one of letters: `--output text` prints the names of lists in capitals."""
    return _SPACE.sub(" ", text).casefold()
