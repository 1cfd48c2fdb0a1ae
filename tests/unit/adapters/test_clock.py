"""The case clock follows the wall clock, stands still when paused, and never goes back."""

from hypothesis import given
from hypothesis import strategies as st

from incidentgame.adapters.clock import CaseClock


class Wall:
    def __init__(self) -> None:
        self.at = 5.0

    def __call__(self) -> float:
        return self.at


def test_it_follows_the_wall_clock() -> None:
    wall = Wall()
    clock = CaseClock(1_000, wall)
    wall.at += 2.5
    assert clock.now() == 3_500


def test_a_pause_does_not_count() -> None:
    wall = Wall()
    clock = CaseClock(1_000, wall)
    wall.at += 1
    clock.pause()
    assert not clock.running
    wall.at += 100
    assert clock.now() == 2_000
    clock.resume()
    wall.at += 1
    assert clock.now() == 3_000


def test_simulated_waiting_moves_it_ahead() -> None:
    wall = Wall()
    clock = CaseClock(0, wall)
    clock.move_to(90_000)
    wall.at += 1
    assert clock.now() == 91_000
    clock.move_to(10)
    assert clock.now() == 91_000


@given(st.lists(st.tuples(st.sampled_from(("pause", "resume", "move", "tick")), st.integers(0, 10_000))))
def test_it_never_goes_back(steps: list[tuple[str, int]]) -> None:
    wall = Wall()
    clock, before = CaseClock(0, wall), 0
    for what, amount in steps:
        if what == "tick":
            wall.at += amount / 1000
        elif what == "move":
            clock.move_to(amount)
        else:
            getattr(clock, what)()
        assert clock.now() >= before
        before = clock.now()


def test_it_goes_back_where_the_player_does() -> None:
    wall = Wall()
    clock = CaseClock(1_000, wall)
    wall.at += 60
    clock.go_back_to(4_000)
    wall.at += 2
    assert clock.now() == 6_000
