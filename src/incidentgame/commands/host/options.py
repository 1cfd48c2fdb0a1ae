"""Option parsing for host commands, with GNU's own complaints."""

from collections.abc import Sequence
from dataclasses import dataclass
from getopt import GetoptError, getopt, gnu_getopt

from incidentgame.shell.command import Invocation, Outcome


@dataclass(frozen=True, slots=True)
class Options:
    """Parsed options in order (`-u`, `--unit`) and the remaining words."""

    given: tuple[tuple[str, str], ...]
    words: tuple[str, ...]

    def has(self, *names: str) -> bool:
        """Was any of these given?"""
        return any(name in names for name, _ in self.given)

    def last(self, *names: str, default: str = "") -> str:
        """The value of the last one given."""
        values = [value for name, value in self.given if name in names]
        return values[-1] if values else default

    def all(self, *names: str) -> list[str]:
        """The values of all given, in order."""
        return [value for name, value in self.given if name in names]


class UsageError(Exception):
    """The words cannot be parsed; carries the finished outcome."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.stderr)
        self.outcome = outcome


def parsed(
    invocation: Invocation,
    short: str,
    long: Sequence[str] = (),
    *,
    mixed: bool = True,
    exit: int = 1,
) -> Options:
    """The options of an invocation; UsageError with GNU's text. `mixed`: options may follow words."""
    try:
        parser = gnu_getopt if mixed else getopt
        given, words = parser(list(invocation.argv), short, list(long))
    except GetoptError as fault:
        raise UsageError(complaint(invocation.name, fault, exit)) from None
    return Options(tuple(given), tuple(words))


def complaint(name: str, fault: GetoptError, code: int) -> Outcome:
    """getopt_long(3)'s words for an option it does not take."""
    dashed = f"--{fault.opt}" if len(fault.opt) > 1 else fault.opt
    if "requires argument" in fault.msg:
        text = (
            f"option requires an argument -- '{fault.opt}'"
            if len(fault.opt) == 1
            else f"option '{dashed}' requires an argument"
        )
    elif "must not have" in fault.msg:
        text = f"option '{dashed}' doesn't allow an argument"
    elif len(fault.opt) == 1:
        text = f"invalid option -- '{fault.opt}'"
    else:
        text = f"unrecognized option '{dashed}'"
    return Outcome(stderr=f"{name}: {text}\n", exit=code)


def table(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Rows in aligned columns; `right` columns are right-aligned, the line's end is not padded."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            c.rjust(w) if n in right else c.ljust(w) for n, (c, w) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(" ".join(cells).rstrip() + "\n")
    return "".join(lines)
