"""reflect, and what `answer`, `skip` and `finish` are in an interview."""

from incidentgame.commands.bench import Bench
from incidentgame.commands.game.words import row, sentence, usage
from incidentgame.commands.modes import MODES
from incidentgame.shell.command import Invocation, Outcome


def reflect(invocation: Invocation, bench: Bench) -> Outcome:
    """`reflect TEXT`: what you got wrong and what you learnt; the debrief holds it against the log."""
    player = bench.player
    if not player.told("explain"):
        return Outcome("", "reflect: it comes after your explanation (`explain`)\n", 1)
    text = sentence(invocation)
    if text:
        return _reflected(text, bench)
    earlier = player.told("reflect")
    if not earlier:
        return usage("reflect", 'reflect "what I got wrong, and what I learnt"', "nothing yet")
    return Outcome("".join(row(one) + "\n" for one in earlier))


def _reflected(text: str, bench: Bench) -> Outcome:
    bench.say("reflect", text=text)
    last = "; the last one counts" if bench.player.told("reflect") else ""
    return Outcome(f"on record{last}; the debrief holds it against the log\n")


def to_interviewer(verb: str, words: str, bench: Bench) -> Outcome | None:
    """What `answer` or `skip` without a number says in an interview; None where it is about a card."""
    player = bench.player
    if not MODES[player.mode].interviewed or words[:1].isdecimal() or words.startswith("#"):
        return None
    open_one = player.waits_for
    if verb == "skip":
        return _skipped(open_one, bench)
    if not words and open_one in ("thinking", "reflection"):
        return usage("answer", 'answer "…", or skip', "nothing said")
    if words and open_one == "thinking":
        bench.say("think", text=words)
        return Outcome("on record\n")
    return _reflected(words, bench) if words and open_one == "reflection" else None


def _skipped(open_one: str, bench: Bench) -> Outcome:
    """`skip` alone is always accepted: what was asked last, else the first follow-up question left."""
    if open_one in ("thinking", "reflection"):
        bench.say("skip", about=open_one)
        return Outcome("")
    pending = [question for question in bench.player.questions if question.state == "open"]
    asked = [question for question in pending if question.by != "questions"][-1:] or pending[:1]
    if not asked:
        return Outcome("Nothing is open. Go on.\n")
    bench.say("skip", about=asked[0].id)
    return Outcome("" if asked[0].by != "questions" else f"Question {asked[0].n} left out.\n")


def closed(bench: Bench) -> Outcome | None:
    """The first `finish` of an interview begins its last part; None when it ends the case."""
    player = bench.player
    if not MODES[player.mode].interviewed or not player.told("explain") or player.told("close"):
        return None
    bench.say("close")
    return Outcome("The last part; `finish` once more ends the interview.\n")
