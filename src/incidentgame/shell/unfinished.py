"""Tells whether a line needs more lines before bash would run it (`> ` prompts).

A single pass keeps a stack of what is open: quotes, `$( )`, `${ }`, backquotes, groups and compound
commands, and here-documents whose end has not come yet.
"""

import re
from collections.abc import Iterator

_OPENS = {"if": "fi", "case": "esac", "do": "done", "{": "}"}
_WAITS = {"for": "do", "while": "do", "until": "do", "select": "do"}
_CLOSES = {"fi", "esac", "done", "}"}
_BEFORE_COMMAND = {"then", "do", "else", "elif", "if", "while", "until", "!", "{", "time"}
_HEREDOC = re.compile(r"<<(-?)\s*(['\"]?)([A-Za-z_][\w.-]*)\2")
_WORD = re.compile(r"[^\s;&|()<>'\"`$\\]+")
_CONTINUES = re.compile(r"(?:&&|\|\||\|&?)\s*$")


def is_unfinished(text: str) -> bool:
    """True when bash would ask for another line; a text that can never be right is finished."""
    body, open_document = _without_documents(text)
    if open_document:
        return True
    return _Scan(body).is_open()


def _without_documents(text: str) -> tuple[str, bool]:
    """The text without the bodies of its here-documents, and whether one has not ended."""
    kept: list[str] = []
    waiting: list[tuple[str, bool]] = []
    for line in text.split("\n"):
        if waiting:
            end, tabs = waiting[0]
            if (line.lstrip("\t") if tabs else line) == end:
                waiting.pop(0)
            continue
        kept.append(line)
        waiting = [(m[3], bool(m[1])) for m in _HEREDOC.finditer(_bare(line))]
    return "\n".join(kept), bool(waiting)


def _bare(line: str) -> str:
    """The line without here-strings, arithmetic shifts and quoted `<<`, which open no document."""
    line = line.replace("<<<", "   ")
    line = re.sub(r"\(\(.{0,300}?\)\)", "", line)
    return re.sub(r"'[^']*<<[^']*'|\"[^\"]*<<[^\"]*\"", "", line)


class _Scan:
    """One pass over a text, with a stack of what is still open."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[str] = []
        self._command = True
        self._escaped_end = False
        for _ in self._steps():
            pass

    def is_open(self) -> bool:
        """Whether anything waits for its end."""
        last = self._text.rstrip().rpartition("\n")[2]
        code = re.sub(r"(^|\s)#.*$", "", last)
        return bool(self._open) or self._escaped_end or _CONTINUES.search(code) is not None

    def _steps(self) -> Iterator[None]:
        at = 0
        while at < len(self._text):
            at = self._step(at)
            yield

    def _step(self, at: int) -> int:
        char = self._text[at]
        top = self._open[-1] if self._open else ""
        if top == "'":
            return self._pop(at) if char == "'" else at + 1
        if char == "\\":
            self._escaped_end = at + 1 >= len(self._text.rstrip("\n"))
            self._command = False
            return at + 2
        if top == '"':
            return self._in_double_quotes(at, char)
        if char == "`":
            return self._toggle(at, "`")
        return self._plain(at, char, top)

    def _in_double_quotes(self, at: int, char: str) -> int:
        if char == '"':
            return self._pop(at)
        if self._text.startswith(("$(", "${"), at):
            return self._push(at + 1, ")" if self._text[at + 1] == "(" else "brace")
        return self._toggle(at, "`") if char == "`" else at + 1

    def _plain(self, at: int, char: str, top: str) -> int:
        if char in "'\"":
            return self._push(at, char)
        if self._text.startswith("${", at):
            return self._push(at + 1, "brace")
        if char == "}" and top == "brace":
            return self._pop(at)
        if char == "(":
            return self._push(at, ")", command=True)
        if char == ")":
            return self._close_paren(at, top)
        if char == "#" and self._starts_word(at) and top != "brace":
            return self._skip_comment(at)
        if char.isspace() or char in ";&|<>$":
            self._command = self._command or char in ";&|\n"
            return at + 1
        return self._word(at, top)

    def _word(self, at: int, top: str) -> int:
        found = _WORD.match(self._text, at)
        end = found.end() if found else at + 1
        word = self._text[at:end].rstrip("}") if top == "brace" else self._text[at:end]
        end = at + max(1, len(word))
        if self._command and top != "brace":
            self._keyword(word)
        else:
            self._keyword_after(word)
        self._command = word in _BEFORE_COMMAND
        return end

    def _keyword(self, word: str) -> None:
        top = self._open[-1] if self._open else ""
        if word in _OPENS:
            if word == "do" and top == "do":
                self._open.pop()
            self._open.append(_OPENS[word])
        elif word in _WAITS:
            self._open.append(_WAITS[word])
        elif word == "[[":
            self._open.append("]]")
        elif word in _CLOSES and top == word:
            self._open.pop()

    def _keyword_after(self, word: str) -> None:
        if word == "]]" and self._open and self._open[-1] == "]]":
            self._open.pop()

    def _close_paren(self, at: int, top: str) -> int:
        after = self._pop(at) if top == ")" else at + 1
        self._command = top == "esac" or self._text[at - 1] == "("
        return after

    def _starts_word(self, at: int) -> bool:
        return at == 0 or self._text[at - 1] in " \t\n;&|("

    def _skip_comment(self, at: int) -> int:
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end

    def _push(self, at: int, what: str, command: bool = False) -> int:
        self._open.append(what)
        self._command = command
        return at + 1

    def _pop(self, at: int) -> int:
        self._open.pop()
        self._command = False
        return at + 1

    def _toggle(self, at: int, what: str) -> int:
        return self._pop(at) if self._open and self._open[-1] == what else self._push(at, what, True)
