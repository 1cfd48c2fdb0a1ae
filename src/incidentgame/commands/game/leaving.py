"""explain, finish, give-up, quit, restart, pause: how a case is answered and left."""

import re

from incidentgame.commands.bench import Bench
from incidentgame.commands.game.interview import closed
from incidentgame.commands.game.words import sentence
from incidentgame.commands.modes import MODES
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
`explain again 4 "…"` says the fourth sentence of the last one in other words.
"""


def explain(invocation: Invocation, bench: Bench) -> Outcome:
    """Hand in an explanation: fields, or free text, as words or on standard input."""
    text = sentence(invocation)
    if not text:
        return Outcome(_FORM, "", 2)
    again = _AGAIN.match(text)
    if again:
        found = bench.player.said_again(int(again["n"]), _unquoted(again["words"]))
        if found.refusal:
            return Outcome("", f"explain again: {found.refusal}\n", 1)
        text = found.text
    elif _UNMEANT.fullmatch(text):
        return Outcome("", _AGAIN_USAGE, 2)
    if bench.player.questions_opened:
        return _sealed(text, bench)
    cited = sorted({int(n) for n in re.findall(r"#(\d+)", text)})
    known = {seen.n for seen in bench.player.observations}
    strange = [n for n in cited if n not in known]
    bench.say("explain", text=text)
    times = len(bench.player.told("explain")) + 1
    lines = [_kept(times, bench.player.branch)]
    if cited:
        lines.append("It cites " + ", ".join(f"#{n}" for n in cited) + ".")
    if strange:
        lines.append("There is no line " + ", ".join(f"#{n}" for n in strange) + "; `timeline` lists yours.")
    lines.append(_NEXT_IN_INTERVIEW if MODES[bench.player.mode].interviewed else _NEXT)
    return Outcome("\n".join(lines) + "\n")


_NEXT = """\
You can go on looking and explain again.
`questions` asks a few about the services on the way.
`finish` ends the case and shows the debrief."""
_NEXT_IN_INTERVIEW = """\
You can go on looking and explain again.
`finish` begins the last part of the interview."""

_AGAIN = re.compile(r"again\s+#?(?P<n>\d{1,6})\s+(?P<words>.+)", re.DOTALL)
_UNMEANT = re.compile(r"(?:again|help)(?:\s+#?\d{0,6})?\W*", re.IGNORECASE)
"""Words meant for the command rather than as an explanation: they must not replace an earlier one."""
_AGAIN_USAGE = """\
usage: explain again N "…"    (sentence N of your last explanation in other words)
Nothing was kept; an earlier explanation stands.
"""


def _unquoted(words: str) -> str:
    """Words without the quotes around all of them."""
    words = words.strip()
    return words[1:-1] if len(words) > 1 and words[0] == words[-1] and words[0] in "\"'" else words


def _sealed(text: str, bench: Bench) -> Outcome:
    """The questions may have given something away: what comes after them is kept, and not scored."""
    bench.say("late-explanation", text=text)
    counted = bench.player.told("explain")[-1].n
    return Outcome(
        f"Your explanation is sealed since the questions were opened: the one of #{counted} counts.\n"
        "This one is kept on record, unscored.\n"
    )


def _kept(times: int, branch: int) -> str:
    if branch > 1:
        return f"Explanation kept with branch {branch}, not scored: the first branch alone is."
    return f"Explanation kept{'' if times == 1 else f' (number {times}; the last counts)'}."


def finish(invocation: Invocation, bench: Bench) -> Outcome:
    """End the case and read the debrief."""
    player = bench.player
    if player.branch == 1 and not player.told("explain") and "-f" not in invocation.argv:
        return Outcome(
            "", "finish: nothing explained yet (`explain`); `finish -f` ends the case all the same\n", 1
        )
    begun = closed(bench) if "-f" not in invocation.argv else None
    if begun is not None:
        return begun
    left = [question.n for question in player.questions if question.state == "open"]
    if player.questions_opened and left and "-f" not in invocation.argv and not _reminded(bench):
        bench.say("reminded")
        numbers = ", ".join(str(n) for n in left)
        return Outcome(
            f"Not answered yet: {numbers}. `answer N` or `skip N`, as you like; "
            "`finish` again ends the case.\n"
        )
    bench.say("leave", why="solved")
    return Outcome("The case is closed.\n")


def _reminded(bench: Bench) -> bool:
    """Was said once what is left; the last part of an interview says it, too."""
    return bool(bench.player.told("reminded") or bench.player.told("close"))


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
