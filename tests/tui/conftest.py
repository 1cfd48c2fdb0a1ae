"""Sessions for the terminal's tests: one compiled case, an engine and a driver each."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from incidentgame import bootstrap
from incidentgame.adapters import packs
from incidentgame.adapters.clock import CaseClock
from incidentgame.adapters.store import MemoryStore
from incidentgame.pack.case import CompiledCase
from incidentgame.session.engine import Engine
from incidentgame.session.play import Play
from incidentgame.tui.driver import Driver


@pytest.fixture(scope="session")
def case() -> CompiledCase:
    fault = packs.load("api-503").fault_ids[0]
    return bootstrap.open_case("api-503", fault, 3)


@pytest.fixture
def engine(case: CompiledCase) -> Engine:
    return bootstrap.engine_for("api-503", case)


class HandClock:
    """A monotonic clock that is moved by hand, in seconds."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def wall() -> HandClock:
    return HandClock()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def driver(engine: Engine, wall: HandClock, store: MemoryStore) -> Iterator[Driver]:
    play = Play(engine, store)
    play.open("test")
    driver = Driver(play, CaseClock(engine.now, wall))
    yield driver
    driver.close()
