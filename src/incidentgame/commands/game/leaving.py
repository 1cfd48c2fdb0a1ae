"""explain, finish, give-up, quit, restart, pause: how a case is answered and left."""

import re

from incidentgame.commands.bench import Bench
from incidentgame.commands.game.words import sentence
from incidentgame.shell.command import Invocation, Outcome

_FORM = """\
usage: explain <<END          (or in the terminal: `explain` alone opens a form)
root_cause: what broke, where, and who or what changed it
chain: how that led to what users saw
evidence: what showed it, by line number, such as #3, #7
impact: who noticed what, for how long
mitigation: what you did, or would do first, and how to undo it
prevention: what keeps it from happening again
unknowns: what you have not ruled out
confidence: 0-100 %
END
Free text is fine too. English mistakes never count. You may explain again: the last one counts.
"""


def explain(invocation: Invocation, bench: Bench) -> Outcome:
    """Hand in an explanation: fields, or free text, as words or on standard input."""
    text = sentence(invocation)
    if not text:
        return Outcome(_FORM, "", 2)
    cited = sorted({int(n) for n in re.findall(r"#(\d+)", text)})
    known = {seen.n for seen in bench.player.observations}
    strange = [n for n in cited if n not in known]
    bench.say("explain", text=text)
    times = len(bench.player.told("explain")) + 1
    lines = [f"Explanation kept{'' if times == 1 else f' (number {times}; the last counts)'}."]
    if cited:
        lines.append("It cites " + ", ".join(f"#{n}" for n in cited) + ".")
    if strange:
        lines.append("There is no line " + ", ".join(f"#{n}" for n in strange) + "; `timeline` lists yours.")
    lines.append("`finish` ends the case and shows the debrief. You can go on looking and explain again.")
    return Outcome("\n".join(lines) + "\n")


def finish(invocation: Invocation, bench: Bench) -> Outcome:
    """End the case and read the debrief."""
    if not bench.player.told("explain") and "-f" not in invocation.argv:
        return Outcome(
            "", "finish: nothing explained yet (`explain`); `finish -f` ends the case all the same\n", 1
        )
    bench.say("leave", why="solved")
    return Outcome("The case is closed.\n")


def give_up(invocation: Invocation, bench: Bench) -> Outcome:
    """End the case without an answer; the debrief tells what it was."""
    bench.say("leave", why="gave-up")
    return Outcome("All right. Here is what happened.\n")


def quit_case(invocation: Invocation, bench: Bench) -> Outcome:
    """Leave for now; `incidentgame resume` takes the case up again."""
    bench.say("leave", why="quit")
    return Outcome("Kept. `incidentgame resume` takes it up again, at this very instant.\n")


def restart(invocation: Invocation, bench: Bench) -> Outcome:
    """Start the same case anew, as a new session."""
    bench.say("leave", why="restarted")
    return Outcome("The same case starts again.\n")


def pause(invocation: Invocation, bench: Bench) -> Outcome:
    """Stop the case clock; the next line starts it again."""
    bench.say("pause")
    return Outcome("The clock stands still until your next line.\n")
