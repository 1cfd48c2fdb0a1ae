"""The line at the bottom: case clock, severity, how long it is down, mode, notes."""

from incidentgame.kernel.instant import clock
from incidentgame.tui.driver import Driver, minutes_down

_NOTED = ("note", "think", "expect")


def toolbar(driver: Driver) -> str:
    """`14:07:12 · SEV-2 · 9m down · practice · 0 noted`"""
    engine, now = driver.engine, driver.clock.now()
    noted = sum(engine.statements.count(verb) for verb in _NOTED)
    down = "up again" if driver.recovered else f"{minutes_down(engine, now)}m down"
    time = clock(now) if driver.clock.running else f"{clock(now)} paused"
    return " · ".join((time, engine.case.page["severity"], down, engine.mode, f"{noted} noted"))
