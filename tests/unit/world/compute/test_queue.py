"""A capacity queue: nobody is refused in peace, and more load never means fewer refusals."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from incidentgame.world.compute.queue import Queue
from incidentgame.world.walk.ask import WHOLE

SERVERS = st.integers(1, 40)
RATES = st.integers(0, 3_000_000)
TIMES = st.integers(1, 2_000)


@given(SERVERS, RATES, RATES, TIMES, TIMES)
def test_more_load_never_means_fewer_refusals(
    servers: int, one: int, other: int, service: int, patience: int
) -> None:
    low, high = sorted((one, other))
    assert (
        Queue(servers, low, service, patience).refused() <= Queue(servers, high, service, patience).refused()
    )


@given(SERVERS, SERVERS, RATES, TIMES, TIMES)
def test_more_servers_never_mean_more_refusals(
    one: int, other: int, rate: int, service: int, patience: int
) -> None:
    low, high = sorted((one, other))
    assert Queue(high, rate, service, patience).refused() <= Queue(low, rate, service, patience).refused()


@given(SERVERS, RATES, TIMES, TIMES, TIMES)
def test_more_patience_never_means_more_refusals(
    servers: int, rate: int, service: int, one: int, other: int
) -> None:
    low, high = sorted((one, other))
    assert Queue(servers, rate, service, high).refused() <= Queue(servers, rate, service, low).refused()


@given(st.integers(-3, 0), RATES, TIMES)
def test_without_a_server_everybody_is_refused(servers: int, rate: int, service: int) -> None:
    assert Queue(servers, rate, service, 250).refused() == WHOLE


@given(SERVERS, st.integers(1, 3_000_000), TIMES, TIMES)
def test_what_is_served_is_never_more_than_there_is_room_for(
    servers: int, rate: int, service: int, patience: int
) -> None:
    queue = Queue(servers, rate, service, patience)
    served = queue.offered * (WHOLE - queue.refused()) / WHOLE
    assert served <= servers + queue.offered / 10_000  # shares come in steps of 100 ppm
    assert 0 <= queue.refused() <= WHOLE


def test_peace_and_flood() -> None:
    assert Queue(10, 40_000, 26, 250).refused() == 0
    assert abs(Queue(10, 800_000, 25, 250).refused() - WHOLE // 2) < 1_000


def test_saturation_is_crossed_without_a_jump() -> None:
    """Ten servers of 25 ms are full at 400 a second."""
    shares = [Queue(10, rate, 25, 250).refused() for rate in range(380_000, 421_000, 1_000)]
    assert max(b - a for a, b in pairwise(shares)) < 4_000
    assert 5_000 < Queue(10, 400_000, 25, 250).refused() < 15_000


def test_nobody_asks_and_nothing_takes_time() -> None:
    assert Queue(5, 0, 25, 250).refused() == 0
    assert Queue(5, 10_000, 0, 250).refused() == 0
