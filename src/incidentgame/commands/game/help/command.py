"""`help`, `help COMMAND`, `help "a question"`, and `man COMMAND`."""

from collections.abc import Sequence

from incidentgame.commands.bench import Bench
from incidentgame.commands.game.help import index
from incidentgame.commands.game.help.model import GROUPS, Entry
from incidentgame.shell.command import Invocation, Outcome

_WIDTH = 88
_SHOWN = 9
_NO_MANUAL = 16

_TOP = """\
You sit at a laptop that reaches a cloud. Look at anything, in any order; looking breaks nothing.

  help "is the load balancer healthy?"   finds the line for a question, in your own words
  help dig                               what a command is for, and how it is written
  console                                the cloud as pages and tables, if you know the AWS console
  stuck                                  what you have not looked at yet; free

A first round, from outside to inside:
  curl -si URL                           what does a viewer get, and who wrote the answer?
  dig NAME                               does the name lead where it should?
  console ec2 target-groups              who could answer, and are they healthy?
  console cloudtrail event-history       what changed before it began, and by whom?
  ssh HOST                               look around on a machine; `exit` comes back

"""

_BOTTOM = """
Tab completes. `|`, `>`, `$( )` and here-documents work as in any shell. When you know: `explain`.
"""


def help_(invocation: Invocation, bench: Bench) -> Outcome:
    """The overview; a command, an `aws` service or operation; or a question in plain words."""
    words = [word for word in invocation.argv if not word.startswith("-")]
    if not words:
        return Outcome(_TOP + "".join(_group(group) for group in GROUPS) + _BOTTOM)
    text = " ".join(words).strip()
    found = _meant(text)
    if found:
        return Outcome(_shown(found))
    answers = index.answering(text)
    if answers:
        return Outcome("\n".join(_brief(entry) for entry in answers))
    return Outcome("", f"help: {_nothing(text, words)}\n", 1)


def man(invocation: Invocation, bench: Bench) -> Outcome:
    """The same for one command; `man -k WORDS` searches."""
    words = [word for word in invocation.argv if not word.startswith("-") and not word.isdigit()]
    if not words:
        return Outcome("", "What manual page do you want?\nFor example, try 'man man'.\n", 1)
    if "-k" in invocation.argv:
        return Outcome("".join(_row(entry) for entry in index.answering(" ".join(words), _SHOWN)))
    found = (
        _meant(" ".join(words).replace("-", " ", 1))
        if words[0].startswith("aws-")
        else _meant(" ".join(words))
    )
    if not found:
        return Outcome("", f"No manual entry for {words[0]}\n", _NO_MANUAL)
    return Outcome(_shown(found))


def _meant(text: str) -> list[Entry]:
    """What a name means: an entry, or the topics of an `aws` service."""
    exact = index.named(text) or index.named(f"aws {text}")
    below = index.topics(text) if text != "aws" else [e for e in index.ENTRIES if e.group == "cloud"]
    return below if len(below) > 1 else [exact] if exact else below


def _shown(entries: Sequence[Entry]) -> str:
    if len(entries) == 1:
        return _full(entries[0])
    first = entries[0]
    head = _full(first) + "\n" if first.command == first.name else ""
    return head + "".join(_row(entry) for entry in entries if entry.name != first.command)


def _full(entry: Entry) -> str:
    lines = [f"{entry.name}: {entry.purpose}", "", *(f"  {form}" for form in entry.forms)]
    if entry.console:
        lines.append(f"  {entry.console}")
    if entry.note:
        lines += ["", entry.note]
    if entry.name.startswith("aws "):
        lines += ["", f"Everything it takes: {' '.join(entry.name.split()[:3])} help"]
    return "\n".join(lines) + "\n"


def _brief(entry: Entry) -> str:
    """An answer to a question: what it tells, and the lines to type."""
    lines = [f"{entry.purpose[0].upper()}{entry.purpose[1:]}:", *(f"    {form}" for form in entry.forms)]
    if entry.console:
        lines.append(f"    {entry.console}")
    return "\n".join(lines) + "\n"


def _row(entry: Entry) -> str:
    return f"  {entry.name:<42} {entry.purpose}\n"


def _group(group: str) -> str:
    """One group's commands, as many as fit on two lines; the others are found by name."""
    names = list(dict.fromkeys(entry.command for entry in index.ENTRIES if entry.group == group))
    lines, line = [], f"{GROUPS[group] + ':':<16}"
    for name in names:
        if len(line) + len(name) + 1 > _WIDTH:
            lines.append(line)
            line = " " * 16
        line += f" {name}"
    return "\n".join([*lines, line]) + "\n"


def _nothing(text: str, words: Sequence[str]) -> str:
    near = index.near(text)
    if near:
        return f"nothing on {text!r}. Did you mean {', '.join(near)}?"
    return f"nothing on {text!r}. `help` alone lists what there is; a question in a few words works, too."
