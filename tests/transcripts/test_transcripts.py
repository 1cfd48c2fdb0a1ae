"""What players see, byte for byte (`python tools/transcripts.py` writes it anew after a wanted change)."""

import pytest
from transcripts import GOLDEN, faults, transcript


@pytest.mark.parametrize("fault", faults())
def test_the_play_looks_as_it_did(fault: str) -> None:
    assert transcript(fault) == (GOLDEN / f"{fault}.txt").read_bytes().decode()


def test_no_transcript_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(faults())


def test_the_same_first_answer_is_shared_with_a_rival() -> None:
    """Every fault's `curl -i` looks the same as some other's, but for what differs by request."""
    seen = [_answer(fault) for fault in faults()]
    assert all(seen.count(answer) >= 2 for answer in seen), seen


def _answer(fault: str) -> tuple[str, ...]:
    text = (GOLDEN / f"{fault}.txt").read_bytes().decode()
    lines = text.split("$ curl -si", 1)[1].split("oncall@laptop", 1)[0].splitlines()[1:]
    return tuple(line for line in lines if not line.startswith(("date:", "via:", "x-amz-cf-id:")))
