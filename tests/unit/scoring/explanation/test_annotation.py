"""Every sentence of the player's comes back with its part in the explanation, in order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_parts import RUBRIC

from incidentgame.scoring.explanation import grade
from incidentgame.scoring.explanation.model import SentenceVerdict


def verdicts_of(text: str, seen: tuple[str, ...] | None = None) -> tuple[SentenceVerdict, ...]:
    return grade(RUBRIC, text, seen).sentences


@pytest.mark.parametrize(
    ("text", "role", "state"),
    [
        ("The deploy removed the listener rule.", "claim", "stated"),
        ("The listener rule was not removed.", "claim", "denied"),
        ("The database is overloaded.", "rival", None),
        ("The moon was full, so the CPUs melted and every disk caught fire.", "unsupported", None),
        ("It is not true that the rule was removed.", "set_aside", "denied"),
        ("rule removed listener alb target group empty deploy pipeline error cart user", "set_aside", None),
        ("Was the disk full?", "plain", None),
        ("I looked at the dashboard for a while.", "plain", None),
    ],
)
def test_the_role_of_a_sentence(text: str, role: str, state: str | None) -> None:
    (verdict,) = verdicts_of(text)
    assert (verdict.role, verdict.state) == (role, state), verdict
    assert verdict.reason


def test_sentences_come_in_order_with_the_authors_claim_beside_them() -> None:
    first, second = verdicts_of("Hello there everybody. The deploy removed the listener rule.")
    assert (first.n, first.text, second.n) == (1, "Hello there everybody.", 2)
    assert second.claims == ("root",)
    assert second.statements == ("The deploy removed the listener rule api-rule.",)


def test_a_right_sentence_nothing_seen_shows_says_so() -> None:
    (verdict,) = verdicts_of("The deploy removed the listener rule.", ())
    assert verdict.state == "unsupported"
    assert "seen" in verdict.reason


def test_every_sentence_of_nonsense_is_marked_and_scores_nothing() -> None:
    text = "Hackers attacked the moon base. Because of this the coffee machine crashed. So all cats are down."
    verdicts = grade(RUBRIC, text)
    assert [s.role for s in verdicts.sentences] == ["unsupported"] * 3
    assert verdicts.score == 0


def test_what_was_on_the_screen_is_not_called_unsupported() -> None:
    text = "The disk of worker seven was full at noon."
    shown = ["12:00 worker seven: disk full, 0 bytes left of 80 GB"]
    assert grade(RUBRIC, text, shown=shown).sentences[0].role == "plain"
    assert grade(RUBRIC, text).sentences[0].role == "unsupported"


def test_pasted_lines_stand_in_their_place() -> None:
    line = '09:17:42 RevokeIngress sg-0f3e91 user=janitor src="10.0.0.1"'
    found = verdicts_of(f"I saw this:\n{line}\nThe deploy removed the listener rule.")
    assert [s.role for s in found] == ["plain", "set_aside", "claim"]
    assert found[1].text == line


@given(st.text(alphabet="ab .;\n-#?>:", max_size=200))
@settings(max_examples=50, deadline=None)
def test_numbers_run_from_one_without_a_gap(text: str) -> None:
    found = verdicts_of(text)
    assert [s.n for s in found] == list(range(1, len(found) + 1))
