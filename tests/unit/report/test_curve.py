"""The uncertainty curve, drawn and in words."""

from hypothesis import given
from hypothesis import strategies as st

from incidentgame.report.curve import curve, in_words

BITS = st.floats(0, 6, allow_nan=False)


@given(st.lists(BITS, max_size=200), BITS, st.integers(1, 60))
def test_any_path_can_be_drawn(left: list[float], start: float, width: int) -> None:
    rows = curve(sorted((min(value, start) for value in left), reverse=True), start, width)
    assert len(rows) == 7
    assert all(len(row) <= width + 10 for row in rows)
    assert all(not row.endswith(" ") for row in rows)


def test_a_path_that_falls() -> None:
    rows = curve([3.0, 3.0, 1.0, 0.0], 3.0)
    assert rows[0] == " 3.0 ┤███"
    assert rows[4] == "     │████"
    assert rows[5] == "     │████"
    assert rows[6] == "   0 └─────"


def test_the_last_value_is_always_drawn() -> None:
    assert curve([3.0] * 99 + [0.0], 3.0, width=10)[5].endswith("█")
    assert len(curve([3.0] * 99 + [0.0], 3.0, width=10)[6]) == 6 + 11


def test_words_say_the_same() -> None:
    assert in_words([3.0, 1.5, 1.5, 0.0], 3.0) == "From 3.0 bits: #2 to 1.5, #4 to 0.0."
    assert in_words([], 3.3) == "From 3.3 bits, and nothing lowered it."
