"""Simulated waiting costs about a second and stops at the instant of Ctrl-C."""

import threading
import time

from hypothesis import given
from hypothesis import strategies as st

from incidentgame.tui.waiting import Waiting, told


def quiet() -> Waiting:
    return Waiting(lambda text: None, lambda: None)


def test_short_waits_are_not_shown() -> None:
    shown: list[str] = []
    waiting = Waiting(shown.append, lambda: None)
    assert waiting(900, "curl") == 900
    assert shown == []


def test_a_long_wait_takes_about_a_second() -> None:
    shown: list[str] = []
    began = time.monotonic()
    assert Waiting(shown.append, lambda: None)(90_000, "") == 90_000
    assert 0.8 < time.monotonic() - began < 2.5
    assert shown == ["… 90 s pass (Ctrl-C stops)"]


def test_ctrl_c_stops_at_the_simulated_instant() -> None:
    waiting = quiet()
    threading.Timer(0.3, waiting.stop).start()
    passed = waiting(100_000, "sleep")
    assert 10_000 < passed < 90_000


def test_after_ctrl_c_nothing_more_passes() -> None:
    waiting = quiet()
    waiting.stop()
    assert waiting(60_000, "") == 0


def test_many_waits_of_one_line_stay_short() -> None:
    waiting, began = quiet(), time.monotonic()
    for _ in range(10):
        assert waiting(5_000, "") == 5_000
    assert time.monotonic() - began < 4


@given(st.integers(1_000, 10**9))
def test_the_duration_is_told_in_whole_units(duration: int) -> None:
    text = told(duration, "x")
    assert text.startswith("… x: ") and ("min" in text) == (duration >= 120_000)
