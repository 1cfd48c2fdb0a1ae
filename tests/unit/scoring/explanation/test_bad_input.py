"""Any input gets a clear answer, quickly, and the same one in every process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring_data import answers, rubrics

from incidentgame.scoring.explanation import grade, read_explanation
from incidentgame.scoring.explanation.clean import MAX_CHARS

RUBRIC = next(iter(rubrics("api503").values()))


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("the job deregisters targets. " * 40_000, "too_long"),
        ("x" * 1_000_000, "too_long"),
        (", " * 500_000, "too_long"),
        (bytes(range(256)).decode("latin-1") * 50, None),
        ("\u202eabc\u0007\u0000 \ud800" * 100, None),
        ("\u0627\u0644\u0645\u0647\u0645\u0629 " * 3000, "not_text"),
        ("rule " * 3000, None),
        ("#1 " * 9000, "too_long"),
        ("((((" * 4000, "not_text"),
        (
            "\u043f\u0440\u0430\u0432\u0438\u043b\u043e \u0443\u0434\u0430\u043b\u0435\u043d\u043e. " * 600,
            "not_text",
        ),
        ("\u89c4\u5219\u88ab\u5220\u9664\u4e86\u3002" * 2000, "not_text"),
        ("\u202ethe rule \u2066was\u2069 removed\u202c. " * 400, None),
        ("t\u200bh\u200be \u200bj\u200bo\u200bb " * 2000, "too_long"),
        ("\ufeff\u0300" * 8000, None),
        ("a -> b => c -> 900 -> 300 -> " * 500, None),
        ("fix: x\n" * 2000, None),
        ("\n" * 16_000 + "end", None),
    ],
)
def test_hostile_input_is_answered_within_a_second(text: str, flag: str | None) -> None:
    started = time.process_time()
    verdicts = grade(RUBRIC, text)
    assert time.process_time() - started < 1.0
    assert verdicts.score < 50
    assert flag is None or flag in verdicts.flags


def test_a_million_characters_are_answered_within_a_second() -> None:
    """Whatever they are; each kind once, as cold as it comes."""
    for unit in (
        "\u0643\u0644\u0645\u0629 ",
        "wo\u200brd ",
        "\x00\x1b[31m",
        "1. ",
        "because so then ",
        "#9 -> ",
    ):
        started = time.process_time()
        verdicts = grade(RUBRIC, unit * (1_000_000 // len(unit)))
        assert time.process_time() - started < 1.0, repr(unit)
        assert "too_long" in verdicts.flags


def test_what_cannot_be_seen_changes_nothing() -> None:
    text = "The cleanup job deregisters all targets, so the group is empty."
    hidden = text.replace("e", "e\u200b").replace("job", "\u2066job\u2069")
    assert grade(RUBRIC, hidden).score == grade(RUBRIC, text).score


def test_an_empty_explanation_earns_nothing() -> None:
    for text in ("", "   \n", "root_cause:\nimpact:\n"):
        verdicts = grade(RUBRIC, text)
        assert (verdicts.score, verdicts.level, verdicts.review) == (0, 0, False)
        assert [level.level for level in verdicts.levels] == [0, 0, 0, 0, 0]


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_and_graded(text: str) -> None:
    verdicts = grade(RUBRIC, text)
    assert 0 <= verdicts.score <= 100
    assert len(read_explanation(text).text) <= MAX_CHARS * 4


def test_grading_is_fast_when_warm() -> None:
    texts = [answer for answer in answers("api503") if answer.rubric is RUBRIC]
    for answer in texts:
        grade(RUBRIC, answer.text, answer.seen)
    started = time.process_time()
    for answer in texts:
        grade(RUBRIC, answer.text, answer.seen)
    assert (time.process_time() - started) / len(texts) < 0.05


_SCRIPT = """
import sys
sys.path[:0] = sys.argv[1:]
import msgspec
from scoring_data import answers
from incidentgame.scoring.explanation import grade
for answer in answers("dev")[:20]:
    verdicts = grade(answer.rubric, answer.text, answer.seen)
    sys.stdout.buffer.write(msgspec.json.encode(verdicts) + b"\\n")
"""


def test_output_is_identical_under_any_hash_seed() -> None:
    here = Path(__file__).parents[1]
    source = Path(sys.modules["incidentgame"].__file__ or "").parents[1]
    outputs = []
    for seed in ("0", "1", "4711"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(source)}
        command = [sys.executable, "-c", _SCRIPT, str(here), str(here.parents[2] / "tools")]
        outputs.append(subprocess.run(command, env=env, capture_output=True, check=True).stdout)
    assert outputs[0]
    assert outputs[0] == outputs[1] == outputs[2]
