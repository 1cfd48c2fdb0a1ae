"""A case that ended goes into the history, once, with the cards for what was thin in it."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from incidentgame.adapters import packs
from incidentgame.adapters.clock import wall_now
from incidentgame.adapters.home import HomeError, home
from incidentgame.adapters.store import StoreError
from incidentgame.kernel.instant import Instant
from incidentgame.pack.problems import PackError

if TYPE_CHECKING:  # the scorer is imported when something is scored, not at every start
    from incidentgame.adapters.progress import Progress
    from incidentgame.session.result import Result


def opened() -> "Progress":
    """The player's history; what could not be used of it is told on standard error."""
    from incidentgame.adapters.progress import Progress  # late: only what has ended is kept

    return Progress(home(), lambda text: print(f"incidentgame: {text}", file=sys.stderr))


def record(result: "Result", session: Path, at: Instant | None = None) -> None:
    """Keep what a stored session earned, when that was not done before; `at`: when it ended, else now.

    A debrief is worth more than its place in the history: where that cannot be written, nothing is said here,
    and `report` tries again."""
    from incidentgame.adapters import schedule
    from incidentgame.scoring.practice.thin import thin_cards
    from incidentgame.session.practised import practised

    if result.engine.branches.current.leaving == "restarted":
        return
    now = wall_now()
    case = practised(result, session.stem, min(now, at or now))
    with suppress(StoreError, HomeError, PackError):
        wanted = thin_cards(case, packs.bank().all_cards())
        first = now - len(wanted)  # due at once, in this order
        opened().record(case, [schedule.new(one, first + n) for n, one in enumerate(wanted)])


def ended_at(session: Path) -> Instant:
    """When a stored session was written to last, ms UTC."""
    return session.stat().st_mtime_ns // 1_000_000
