"""What a start may load, and what is kept from one start to the next."""

import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from incidentgame import bootstrap
from incidentgame.adapters import packs
from incidentgame.adapters.cache import Cache
from incidentgame.commands.later import Later
from incidentgame.kernel.chance import Dice
from incidentgame.session.engine import Engine
from incidentgame.session.opening import Openings, begin
from incidentgame.session.transcript import entry, prompt
from incidentgame.world.state import Put, World

_HEAVY = ("botocore", "numpy", "sqlglot", "jinja2", "yaml", "rapidfuzz", "prompt_toolkit")


def test_building_an_engine_is_possible_without_the_heavy_libraries() -> None:
    code = f"import sys, incidentgame.bootstrap; print([m for m in {_HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_every_command_can_be_imported() -> None:
    for name, command in bootstrap.registry().items():
        found = command.command if isinstance(command, Later) else command
        assert callable(found), name


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    """A private cache directory in use for one test."""
    place = tmp_path / "cache"
    packs.load.cache_clear()
    bootstrap.keep_in(place)
    yield place
    bootstrap.keep_nowhere()
    packs.load.cache_clear()


_LINES = (
    "status",
    "curl -si https://api.shop.example/v1/cart",
    "aws cloudtrail lookup-events --max-results 5",
)


def _played() -> str:
    packs.load.cache_clear()
    case = bootstrap.open_case("api-503", "new-maintenance-rule", 5)
    engine = bootstrap.engine_for("api-503", case)
    return "".join(_line(engine, line, case.paged_at + 20_000 * n) for n, line in enumerate(_LINES, 1))


def _line(engine: Engine, line: str, at: int) -> str:
    shown = prompt(engine)
    return entry(shown, engine.submit(line, at))


def test_a_kept_case_plays_byte_for_byte_as_a_new_one(kept: Path) -> None:
    first = _played()
    assert any(path.name.startswith("case-") for path in kept.iterdir())
    assert _played() == first


def test_what_is_kept_is_the_players_own(kept: Path) -> None:
    _played()
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept.iterdir()} == {0o600}


def test_a_damaged_entry_is_as_if_it_were_not_there(kept: Path) -> None:
    first = _played()
    for path in kept.iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert _played() == first


def test_an_entry_others_may_write_is_not_read(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.keep(Dice(7), "dice")
    assert cache.find("dice") == Dice(7)
    next(tmp_path.iterdir()).chmod(0o620)
    assert cache.find("dice") is None


def test_an_entry_can_name_nothing_but_plain_values(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.keep(subprocess.run, "other")
    cache.keep(print, "builtin")
    assert cache.find("other") is None
    assert cache.find("builtin") is None


def test_what_was_derived_from_a_world_is_not_kept(tmp_path: Path) -> None:
    world = World().edited((Put("host", "one", {"Hostname": "one"}),))
    world.once(("key",), lambda: "derived")
    cache = Cache(tmp_path)
    cache.keep(world, "world")
    found = cache.find("world")
    assert (found, found.derived) == (world, {})


@pytest.mark.parametrize(
    "rival", ["pool-held-by-report", "refresh-without-registration", "viewer-function-throws"]
)
def test_a_rival_that_shares_the_truths_past_is_what_it_would_be_alone(rival: str) -> None:
    case = bootstrap.open_case("api-503", "new-maintenance-rule", 3)
    other = bootstrap.open_case("api-503", rival, 3)
    openings = Openings(case, {})
    openings.truth()
    shared, alone = openings.of(rival, lambda fault: other), begin(other, {}).advance(other.paged_at)
    assert (shared.now, shared.changes, shared.script) == (alone.now, alone.changes, alone.script)
    assert [span.since for span in shared.spans] == [span.since for span in alone.spans]
    assert all(a.world.tables == b.world.tables for a, b in zip(shared.spans, alone.spans, strict=True))
