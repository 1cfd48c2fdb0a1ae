"""Lines the front end itself has a part in: editors, `top`, `watch`, `explain` alone, leaving."""

import re
from dataclasses import dataclass
from shlex import quote

_EDITOR = re.compile(
    r"^\s*(?P<sudo>sudo\s+)?(?P<editor>nano|vi|vim|view|pico|editor)(?:\s+(?:-\S+|\+\d*))*\s+(?P<path>[^\s|;&<>$`(){}*?\-]\S*)\s*$"
)
_BARE_EDITOR = re.compile(r"^\s*(?:sudo\s+)?(?:nano|vi|vim|pico)\s*$")
_TOP = re.compile(r"^\s*(?:sudo\s+)?(?:top|htop)\s*$")
_WATCH = re.compile(r"^\s*(?:sudo\s+)?watch\s+(?P<rest>.+)$", re.DOTALL)
_INTERVAL = re.compile(r"^(?:(?:-n\s*|--interval[= ])(?P<seconds>\d+(?:\.\d+)?)|-[dtbe]+|--\w+)\s+")
_PAGED = re.compile(r"(?:\|\s*(?:less|more)(?:\s+-\S+)*|^\s*(?:sudo\s+)?(?:less|more|man|view)\s+[^|]*)\s*$")
_REWIND = re.compile(r"\s*rewind\s+#?[0-9]{1,6}\s*$")
_WATCHED = 3


@dataclass(frozen=True, slots=True)
class Edit:
    """An editor is to be opened on a file, named as the player typed it."""

    path: str
    sudo: bool
    vi: bool

    @property
    def reading(self) -> str:
        """The line that shows the file."""
        return f"{'sudo ' if self.sudo else ''}cat {self.path}"

    def writing(self, text: str) -> str:
        """The line that saves it."""
        if not text:
            return (
                f"{'sudo ' if self.sudo else ''}truncate -s 0 {self.path}"
                if self.sudo
                else f": > {self.path}"
            )
        end = document_end("EOF", text)
        body = text if text.endswith("\n") else text + "\n"
        command = f"sudo tee {self.path} > /dev/null" if self.sudo else f"cat > {self.path}"
        return f"{command} <<'{end}'\n{body}{end}"


def document_end(word: str, text: str) -> str:
    """A here-document's end that no line of the text is."""
    lines, end = set(text.splitlines()), word
    while end in lines:
        end += "_"
    return end


def editing(line: str) -> Edit | None:
    """The file an editor is called for; None when the line is anything else."""
    found = _EDITOR.match(line)
    if found is None:
        return None
    return Edit(found["path"], bool(found["sudo"]), found["editor"] in ("vi", "vim", "view"))


def is_bare_editor(line: str) -> bool:
    """An editor without a file."""
    return bool(_BARE_EDITOR.match(line))


def is_clear(line: str) -> bool:
    """`clear`: only the terminal has a part in it."""
    return line.strip() in ("clear", "reset")


def is_top(line: str) -> bool:
    """`top` as a view that refreshes."""
    return bool(_TOP.match(line))


def watched(line: str) -> str:
    """`watch CMD` as one line that runs it three times; empty when the line is no `watch`."""
    found = _WATCH.match(line)
    if found is None:
        return ""
    rest, seconds = found["rest"].strip(), "2"
    option = _INTERVAL.match(rest)
    while option:
        seconds = option["seconds"] or seconds
        rest = rest[option.end() :].strip()
        option = _INTERVAL.match(rest)
    command = _unquoted(rest)
    turns = " ".join(str(turn) for turn in range(1, _WATCHED + 1))
    header = quote(f"Every {float(seconds):.1f}s: {command}")
    return f"for turn in {turns}; do [ $turn = 1 ] || sleep {seconds}; echo {header}; {command}; done"


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" and text[0] not in text[1:-1]:
        return text[1:-1]
    return text


def is_paged(line: str) -> bool:
    """Does the player ask for the pager?"""
    return bool(_PAGED.search(line))


def is_rewind(line: str) -> bool:
    """`rewind N`, as it would be accepted."""
    return bool(_REWIND.match(line))


def is_explain_alone(line: str) -> bool:
    """`explain` without words opens the form, and so does `explain again`, with what was handed in."""
    return line.split() in (["explain"], ["explain", "again"])


def leaving(line: str) -> str:
    """Which word of leaving a line is: exit, give-up, restart, or none."""
    word = line.strip()
    return {"logout": "exit"}.get(word, word) if word in ("exit", "logout", "give-up", "restart") else ""
