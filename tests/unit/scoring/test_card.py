"""The scorecard, and the documentation's table from the same numbers."""

from __future__ import annotations

from pathlib import Path

from scoring_data import answers

from incidentgame.scoring.card import CAP_TEXTS, scorecard, weights_markdown, weights_table
from incidentgame.scoring.explanation import grade
from incidentgame.scoring.path import PathFacts, score_path
from incidentgame.scoring.weights import CAPS, CLAIMS_SHARE, E_WEIGHTS, P_WEIGHTS


def test_weights_add_up() -> None:
    assert sum(P_WEIGHTS.values()) == 100
    assert abs(sum(E_WEIGHTS.values()) - 100 * (1 - CLAIMS_SHARE)) < 1e-9
    parts = [float(points) for name, points, _ in weights_table() if not name.startswith("cap")]
    assert abs(sum(parts) - 100) < 1e-9
    assert set(CAP_TEXTS) == set(CAPS)


def test_the_card_has_the_scores_of_the_json_result() -> None:
    answer = next(a for a in answers("api503") if a.id == "lr-good")
    verdicts = grade(answer.rubric, answer.text, answer.seen)
    card = scorecard(score_path(PathFacts(observations=(), suspects=("a", "b"))), verdicts)
    scores = card.scores()
    names = [*P_WEIGHTS, *E_WEIGHTS, "K", "path", "explanation", "total"]
    assert list(scores) == names
    assert scores["K"] is None
    assert scores["path"] == 0
    assert scores["total"] == round(verdicts.score / 2)
    assert card.level("E1").level == 3


def test_the_document_has_the_generated_table() -> None:
    page = Path(__file__).parents[3] / "docs" / "scoring.md"
    assert weights_markdown() in page.read_text(encoding="utf-8")
