"""The rival causes as the grader weighs "not ruled out: ..." with: still open, or ruled out in which line."""

from collections.abc import Iterator

from incidentgame.scoring.explanation.model import Suspicion
from incidentgame.session.engine import Engine


def suspicions_of(engine: Engine) -> tuple[Suspicion, ...]:
    """Every suspect but the truth, in the pack's order, with the wordings of its causes."""
    return tuple(_suspicions(engine))


def _suspicions(engine: Engine) -> Iterator[Suspicion]:
    """A rubric names the causes of the pack's other faults as anti-claims `FAULT/CLAIM`."""
    struck = _ruled_out_at(engine)
    for suspect in engine.case.suspects:
        if suspect.id == engine.case.fault:
            continue
        causes = [a for a in engine.case.rubric.anti_claims if a.id.startswith(f"{suspect.id}/")]
        said = [wording for cause in causes for wording in cause.wordings]
        yield Suspicion(
            id=suspect.id,
            wordings=(*said, suspect.text),
            must=causes[0].must if len(causes) == 1 else (),
            open=suspect.id in engine.rivals.open,
            ruled_out_at=struck.get(suspect.id),
        )


def _ruled_out_at(engine: Engine) -> dict[str, int]:
    """The first line that ruled each suspect out."""
    found: dict[str, int] = {}
    for n in sorted(engine.rivals.gains):
        for suspect in engine.rivals.gains[n].ruled_out:
            found.setdefault(suspect, n)
    return found
