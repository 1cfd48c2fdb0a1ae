"""The line at the bottom: case clock, severity, how long it is down, mode, notes."""

from incidentgame.commands.modes import MODES
from incidentgame.kernel.instant import MINUTE, Instant, clock
from incidentgame.session.engine import Engine
from incidentgame.tui.driver import Driver, minutes_down

_NOTED = ("note", "think", "expect")


def toolbar(driver: Driver) -> str:
    """`14:07:12 · SEV-2 · 9m down · practice · 0 noted`; an interview shows `rehearsal 12 of 45 min`."""
    engine, now = driver.engine, driver.clock.now()
    noted = sum(engine.statements.count(verb) for verb in _NOTED)
    down = "up again" if driver.recovered else f"{minutes_down(engine, now)}m down"
    time = clock(now) if driver.clock.running else f"{clock(now)} paused"
    return " · ".join((time, engine.case.page["severity"], down, _mode(engine, now), f"{noted} noted"))


def _mode(engine: Engine, now: Instant) -> str:
    """The mode; with the minutes gone and given where it has some of its own."""
    if not MODES[engine.mode].minutes:
        return engine.mode
    return f"{engine.mode} {(now - engine.case.paged_at) // MINUTE} of {engine.case.minutes} min"
