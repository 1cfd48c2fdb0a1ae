"""A day of counts and a few minutes of lines, in histories of different lengths, nothing computed before."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from figures import Figure, milliseconds
from msgspec import structs

from incidentgame import bootstrap
from incidentgame.kernel.instant import DAY, MINUTE
from incidentgame.pack.case import CompiledCase
from incidentgame.session.opening import begin
from incidentgame.world.path import Path
from incidentgame.world.simulation import Simulation
from incidentgame.world.watching.objects.balancer_log import line


def figures() -> Iterator[Figure]:
    """Counts of 24 hours, a five-minute window, and the same window in twice the history."""
    case = _busy(bootstrap.open_case("api-503", "new-maintenance-rule", 1))
    counted = _coldest(case, _by_status)
    total = sum(sum(row) for row in _by_status(_ready(case)).values())
    text = f"{total} requests ({total / 86_400:.1f} a second) by status and minute, streams computed anew"
    yield Figure("24 h of counts", f"{counted:.0f} ms", "<= 300 ms", counted <= 300, text)
    window = _coldest(case, _lines)
    text = f"{len(_lines(_ready(case)))} lines of the load balancer's log, computed anew"
    yield Figure("Five minutes of log lines", f"{window:.0f} ms", "<= 300 ms", window <= 300, text)
    again = _coldest(_longer(case), _lines)
    ratio = again / window
    yield Figure(
        "The same window, history twice as long",
        f"{ratio:.2f} x",
        "<= 1.2 x",
        ratio <= 1.2,
        f"{again:.0f} ms",
    )


def _busy(case: CompiledCase) -> CompiledCase:
    """The case with 40 requests a second over the day."""
    usual = sum(map(sum, _by_status(_ready(case)).values()))
    return replace(
        case, plan=structs.replace(case.plan, per_second=case.plan.per_second * 40 * 86_400 // usual)
    )


def _coldest(case: CompiledCase, read: Callable[[Simulation], object]) -> float:
    """Milliseconds of a first reading, the best of three."""
    return min(milliseconds(partial(read, sim)) for sim in [_ready(case) for _ in range(3)])


def _ready(case: CompiledCase) -> Simulation:
    """The case at the page, with nothing known of its traffic."""
    return replace(begin(case, {}).advance(case.paged_at), memo={})


def _longer(case: CompiledCase) -> CompiledCase:
    days = case.paged_at - case.account.begins
    return replace(case, account=replace(case.account, begins=case.paged_at - 2 * days))


def _by_status(sim: Simulation) -> dict[str, list[int]]:
    return sim.traffic.tables(sim.now - DAY, sim.now, MINUTE, _status)


def _status(path: Path) -> tuple[str, ...]:
    return (str(path.status),)


def _lines(sim: Simulation) -> list[str]:
    """What the load balancer logged in five minutes, an hour before the page."""
    end = sim.now - 60 * MINUTE
    found = sim.traffic.arrivals(end - 5 * MINUTE, end, _balanced)
    return [line(sim, one) for one in found]


def _balanced(path: Path) -> bool:
    return path.balancer is not None
