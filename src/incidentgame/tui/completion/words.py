"""The command being typed: what stands before the cursor, taken apart as the shell will."""

import re
from dataclasses import dataclass

_SHELL_WORD = re.compile(r"(?:[^\s;&|()<>=:'\"`\\]|\\.)*$")
_ENDS_COMMAND = ("|", ";", "&", "(", "{", "`", "\n")
_BEFORE_COMMAND = frozenset(
    {"then", "do", "else", "if", "while", "until", "!", "time", "exec", "sudo", "xargs", "watch"}
)
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")


@dataclass(frozen=True, slots=True)
class Typed:
    """The last simple command of a text. `words` stand between its name and `prefix`, the word being typed.

    `command` is empty while its name is being typed. `tail` is the text from where the command begins.
    """

    command: str
    words: tuple[str, ...]
    prefix: str
    tail: str


def typed(text: str) -> Typed:
    """Take apart what stands before the cursor; unfinished quotes belong to the last word."""
    words, prefix, start = _split(text)
    tail = text[start:]
    while words and (words[0] in _BEFORE_COMMAND or _ASSIGNMENT.match(words[0])):
        words = words[1:]
    if not words:
        return Typed("", (), prefix, tail)
    return Typed(words[0], tuple(words[1:]), prefix, tail)


def shell_word(text: str) -> str:
    """The end of a text that a path or a command name completes (HostShell.complete's notion of a word)."""
    found = _SHELL_WORD.search(text)
    return found.group() if found else ""


def _split(text: str) -> tuple[list[str], str, int]:
    """(words of the last command, the unfinished word, where that command starts)."""
    words: list[str] = []
    word, quote, start = "", "", 0
    for at, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
            word += "" if not quote else character
        elif character in "'\"" and (at == 0 or text[at - 1] != "\\"):
            quote = character
        elif character in _ENDS_COMMAND:
            words, word, start = [], "", at + 1
        elif character.isspace() or character in "<>":
            words, word = ([*words, word] if word else words), ""
        else:
            word += character
    return words, word, start
