"""Takes real time and real chance out of a line before it runs (embedded-shell, traps 9 and 10).

The interpreter reads the machine's clock in four spellings and draws real chance in three; and two of
its commands that tell about it cannot be replaced by registering others. Where these stand in the text
of a line they are replaced by the case's own; what hides in a script file is a known limit.
"""

import re
from collections.abc import Callable

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import Instant

_AWK = re.compile(r"\b(?:[gmn]?awk)\b")
_JQ = re.compile(r"\bjq\b")
_SYSTIME = re.compile(r"\bsystime\(\s*\)")
_SRAND = re.compile(r"\bsrand\(\s*\)")
_NOW = re.compile(r"(?<![\w.$\"/-])now(?![\w\"/:-])")
_PRINTF_TIME = re.compile(r"(%(?:-?\d+)?\([^)]*\)T)((?:\\n)?['\"]?)(\s+-[12]\b)?")
_SRANDOM = re.compile(r"\$(?:SRANDOM\b|\{SRANDOM\})")
_SORT_RANDOM = re.compile(
    r"\bsort((?:\s+-[a-zA-Z]+)*?)\s+(?:-([a-zA-Z]*)R([a-zA-Z]*)|--random-sort)(?=\s|$|[|;&)])"
)
_LOGOUT = re.compile(r"(^\s*|[;&|]\s*)logout\b")
_UID = re.compile(r"\$(?:E?UID\b|\{E?UID\})")
_HISTORY = re.compile(r"(^|[;&|({\n]\s*)history\b")
_VERSION = re.compile(r"\b(?:ba)?sh\s+--version\b")


def sealed(line: str, now: Instant, dice: Dice, *, root: bool = False) -> str:
    """The line with the case's time (ms) and dice in place of the machine's, and root's number as root's."""
    line = _LOGOUT.sub(r"\1exit", line)
    if root:
        line = _UID.sub("0", line)
    seconds = str(now // 1000)
    line = _VERSION.sub("__bash_version", _HISTORY.sub(r"\1__history", line))
    line = _SRANDOM.sub(str(dice.below(2**32, "srandom")), line)
    line = _PRINTF_TIME.sub(_printf(seconds), line)
    line = _SORT_RANDOM.sub(" shuf ", line)
    if _AWK.search(line):
        line = _SYSTIME.sub(seconds, _SRAND.sub(f"srand({dice.below(2**31, 'srand')})", line))
    return _NOW.sub(seconds, line) if _JQ.search(line) else line


def _printf(seconds: str) -> Callable[[re.Match[str]], str]:
    def given(match: re.Match[str]) -> str:
        kept = match[1] + match[2]
        return f"{kept} {seconds}" if match[3] or match[2] else match[0]

    return given
