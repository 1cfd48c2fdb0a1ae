"""bits: what a line told, in bits and suspects left, without naming any."""

from incidentgame.commands.bench import Bench
from incidentgame.commands.modes import MODES
from incidentgame.commands.player import Gained
from incidentgame.shell.command import Invocation, Outcome

_FORM = "usage: bits, bits #N, bits on, bits off\n"


def bits(invocation: Invocation, bench: Bench) -> Outcome:
    """`bits` says what your last look told, `bits #N` another line; `bits on` says it after every line."""
    if not MODES[bench.player.mode].helps:
        return Outcome("", "bits: not in this mode; the debrief shows them\n", 1)
    word = invocation.argv[0].lstrip("#") if invocation.argv else "0"
    if len(invocation.argv) > 1:
        return Outcome("", _FORM, 2)
    if word in ("on", "off"):
        bench.say("bits", text=word)
        return Outcome("shown after every line from here on\n" if word == "on" else "no longer shown\n")
    if not (word.isascii() and word.isdigit() and len(word) < 7):
        return Outcome("", _FORM, 2)
    found = bench.player.gained(int(word))
    if found is None:
        why = "nothing looked at yet" if word == "0" else f"there is no line #{word}"
        return Outcome("", f"bits: {why}\n", 1)
    return Outcome(told(found))


def told(found: Gained) -> str:
    """`#4  1.6 bits: 6 suspects before, 2 after (edge 2 → 0, routing 2 → 1)` and its like, as a line."""
    if found.bits:
        lost = ", ".join(f"{name} {before} → {after}" for name, before, after in found.families)
        fewer = f"{found.before} suspects before, {found.after} after"
        return f"#{found.n}  {found.bits:.1f} bits: {fewer} ({lost})\n"
    left = f"{found.after} suspect{'' if found.after == 1 else 's'} left, as before"
    return f"#{found.n}  {_NOTHING[found.kind]}; {left}\n"


_NOTHING = {
    "look": "nothing new",
    "confirms": "confirms the fix: viewers are served",
    "change": "a change, not a look",
    "verb": "words, not a look",
}
