"""rewind: go on from just after an earlier line."""

from incidentgame.commands.bench import Bench
from incidentgame.commands.modes import MODES
from incidentgame.shell.command import Invocation, Outcome

_FORM = "usage: rewind N   goes on from just after line N (0: the page); `timeline` lists the lines\n"


def rewind(invocation: Invocation, bench: Bench) -> Outcome:
    """`rewind N` goes on from just after line N on a branch; what was played first stays what is scored."""
    player = bench.player
    if not MODES[player.mode].rewinds:
        return Outcome("", "rewind: not in this mode; what is done is done\n", 1)
    word = invocation.argv[0].lstrip("#") if len(invocation.argv) == 1 else ""
    if not (word.isascii() and word.isdigit() and len(word) < 7):
        return Outcome("", f"rewind: say which line\n{_FORM}", 2)
    refused = player.no_way_back(int(word))
    if refused:
        return Outcome("", f"rewind: {refused}\n", 1)
    bench.say("rewind", to=int(word))
    return Outcome(_told(int(word), bench))


def _told(to: int, bench: Bench) -> str:
    player = bench.player
    where = f"just after #{to}" if to else "at the page"
    lines = [f"Back {where}, on branch {player.branch + 1}. Lines count on from #{to + 1}."]
    if player.branch == 1:
        explained = "" if player.told("explain") else ", where nothing has been explained"
        lines.append(f"What you did so far stays as it is: the first branch alone is scored{explained}.")
    return "\n".join(lines) + "\n"
