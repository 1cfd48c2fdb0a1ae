"""Small helpers for verbs that take or show sentences."""

from incidentgame.commands.player import Told
from incidentgame.kernel.instant import clock
from incidentgame.shell.command import Invocation, Outcome


def sentence(invocation: Invocation) -> str:
    """What was said: the words after the verb, or standard input when there are none."""
    if invocation.argv:
        return " ".join(invocation.argv).strip()
    return invocation.stdin.decode("utf-8", "replace").strip()


def usage(verb: str, form: str, why: str) -> Outcome:
    """A verb used without what it needs: how to use it."""
    return Outcome("", f"{verb}: {why}\nusage: {form}\n", 2)


def row(told: Told) -> str:
    """`#4  14:09:31  text`"""
    return f"  #{told.n:<3} {clock(told.at)}  {told.text}"
