"""brief, timeline, suspects: the case as it stands."""

from collections.abc import Sequence

from incidentgame.commands.bench import Bench
from incidentgame.commands.modes import FAMILIES, MODES
from incidentgame.commands.player import Fork, Seen, SuspectFamily
from incidentgame.kernel.instant import clock, page_date
from incidentgame.shell.command import Invocation, Outcome

_LONGEST = 100


def brief(invocation: Invocation, bench: Bench) -> Outcome:
    """The page again, and what is asked of you."""
    player = bench.player
    page = player.page
    return Outcome(
        f" PAGE  {page['severity']}   {page['title']}   {page_date(player.paged_at)}\n\n"
        f"{page['text']}\n\n"
        f"case {player.case_code} · {player.mode} · {_length(bench)}\n\n"
        f"{_broken(bench)}"
        "Find out why, stop the harm, make sure it stays fixed, and explain it (`explain`).\n"
        "Look at anything: dig, curl, aws, ssh, psql … `help` lists what there is, `stuck` helps for free.\n"
    )


def _length(bench: Bench) -> str:
    if MODES[bench.player.mode].interviewed:
        return f"an interview of {bench.player.minutes} minutes; nothing ends by itself"
    return f"about {bench.player.minutes} minutes, but nobody times you"


def _broken(bench: Bench) -> str:
    """What a drill says at once."""
    family = bench.player.family
    return f"What is broken is {FAMILIES.get(family, family)}.\n" if family else ""


def timeline(invocation: Invocation, bench: Bench) -> Outcome:
    """What you did and said so far, in order."""
    player = bench.player
    if not player.observations and not player.forks:
        return Outcome("Nothing yet. Your lines will be listed here.\n")
    marks = _marks(player.forks)
    rows = [marks.get(0, "")]
    for one in player.observations:
        rows.append(f"#{one.n:<3} {clock(one.at)}  {_where(one)}{_short(one.line)}\n")
        rows.append(marks.get(one.n, ""))
    return Outcome("".join(rows))


def _marks(forks: Sequence[Fork]) -> dict[int, str]:
    """A line of the list for every branch that begins just after a line of it."""
    marks: dict[int, str] = {}
    for fork in forks:
        left = "the first branch, which is scored," if fork.number == 2 else "the one before"
        mark = f"── branch {fork.number} goes on here, at {clock(fork.at)}; {left} went to #{fork.left}\n"
        marks[fork.since] = marks.get(fork.since, "") + mark
    return marks


def _where(seen: Seen) -> str:
    return "" if seen.host == "laptop" else f"[{seen.host}] "


def _short(line: str) -> str:
    first = line.splitlines()[0] if line else ""
    more = " …" if "\n" in line or len(first) > _LONGEST else ""
    return first[:_LONGEST] + more


def suspects(invocation: Invocation, bench: Bench) -> Outcome:
    """`suspects` shows the families of causes still possible; `suspects FAMILY` names them (practice)."""
    player = bench.player
    if not MODES[player.mode].helps:
        return Outcome("", "suspects: not in this mode; the debrief shows them\n", 1)
    if invocation.argv and invocation.argv[0] == "strike":
        return _strike(invocation, bench)
    wanted = invocation.argv[0].lower() if invocation.argv else ""
    families = player.suspects(wanted)
    if wanted and wanted not in {f.family for f in families}:
        names = ", ".join(f.family for f in families)
        return Outcome("", f"suspects: no family {wanted!r}; there are {names}\n", 1)
    rows = [_family(f) for f in families]
    tail = "" if wanted else "  (`suspects FAMILY` names what is left of one family)\n"
    return Outcome("".join(rows) + tail)


def _strike(invocation: Invocation, bench: Bench) -> Outcome:
    words = " ".join(invocation.argv[1:])
    what, _, why = words.partition(" because ")
    if not what or not why:
        return Outcome("", "usage: suspects strike WHAT because WHY\n", 2)
    bench.say("strike", text=f"{what} because {why}")
    return Outcome("struck out by you; the debrief holds it against what you saw\n")


def _family(family: SuspectFamily) -> str:
    by = ", ".join(f"#{n}" for n in family.ruled_out_by)
    left = f"{family.left} of {family.total} left" if family.left else "– ruled out"
    shown = f"  {family.family:<8} {left}" + (f"   (by {by})" if by else "")
    return "\n".join([shown, *(f"             · {name}" for name in family.names)]) + "\n"
