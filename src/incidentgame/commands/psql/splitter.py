"""Cutting input into statements, as psql does: at `;` outside quotes, brackets and comments."""

import re
from dataclasses import dataclass, field

_DOLLAR = re.compile(r"\$\w*\$")


@dataclass
class Splitter:
    """Text that is no whole statement yet; `state` is what the prompt shows: `-`, a quote, `(`, `*`, `$`."""

    kept: str = ""
    state: str = ""
    _found: list[str] = field(default_factory=list)

    def feed(self, text: str) -> list[str]:
        """The statements that are complete now, without their semicolons."""
        source, self.kept = self.kept + text, ""
        self._found = []
        start = at = depth = 0
        self.state = ""
        while at < len(source):
            letter = source[at]
            end = _skipped(source, at)
            if end is not None:
                if end < 0:
                    self.state = "*" if letter == "/" else letter
                    break
                at = end
                continue
            depth += (letter == "(") - (letter == ")" and depth > 0)
            if letter == ";" and depth == 0:
                self._found.append(source[start:at].strip())
                start = at + 1
            at += 1
        self.kept = source[start:]
        if not _blank(self.kept):
            self.state = self.state or ("(" if depth else "-")
        else:
            self.kept, self.state = "", ""
        return [one for one in self._found if not _blank(one)]


def _skipped(source: str, at: int) -> int | None:
    """Where a quoted or commented part that begins here ends; −1 when it does not; None: nothing begins."""
    letter, two = source[at], source[at : at + 2]
    if letter in "'\"":
        end = source.find(letter, at + 1)
        return end + 1 if end >= 0 else -1
    if two == "--":
        end = source.find("\n", at)
        return end if end >= 0 else len(source)
    if two == "/*":
        end = source.find("*/", at + 2)
        return end + 2 if end >= 0 else -1
    mark = _DOLLAR.match(source, at) if letter == "$" else None
    if mark:
        end = source.find(mark[0], mark.end())
        return end + len(mark[0]) if end >= 0 else -1
    return None


def _blank(text: str) -> bool:
    return not re.sub(r"--[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL).strip()
