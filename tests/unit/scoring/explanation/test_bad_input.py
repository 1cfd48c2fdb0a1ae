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
    ],
)
def test_hostile_input_is_answered_within_a_second(text: str, flag: str | None) -> None:
    started = time.process_time()
    verdicts = grade(RUBRIC, text)
    assert time.process_time() - started < 1.0
    assert verdicts.score < 50
    assert flag is None or flag in verdicts.flags


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
