"""`sleep` on the case's clock: time passes in the game, not for the player (embedded-shell, trap 4)."""

import re
from decimal import Decimal

from incidentgame.commands.bench import Bench
from incidentgame.kernel.instant import DAY, HOUR, MINUTE, SECOND, Millis
from incidentgame.shell.command import Invocation, Outcome

MOST: Millis = HOUR
"""The most one `sleep` may take (house rule)."""

_UNITS = {"": SECOND, "s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY}
_SPAN = re.compile(r"(\d+(?:\.\d*)?|\.\d+)([smhd]?)")


def sleep(invocation: Invocation, bench: Bench) -> Outcome:
    """`sleep NUMBER[smhd]...`; the spans add up."""
    if not invocation.argv:
        return Outcome(stderr="sleep: missing operand\nTry 'sleep --help' for more information.\n", exit=1)
    total = 0
    wrong = []
    for word in invocation.argv:
        span = _span(word)
        if span is None:
            wrong.append(f"sleep: invalid time interval '{word}'\n")
        else:
            total += span
    if wrong:
        return Outcome(stderr="".join(wrong) + "Try 'sleep --help' for more information.\n", exit=1)
    bench.wait(min(total, MOST), "sleep")
    return Outcome()


def _span(word: str) -> Millis | None:
    if word in ("infinity", "inf"):
        return MOST
    found = _SPAN.fullmatch(word)
    return None if not found else min(int(Decimal(found[1]) * _UNITS[found[2]]), MOST)
