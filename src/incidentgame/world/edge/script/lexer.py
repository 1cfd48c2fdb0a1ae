"""Text to tokens."""

import re
from dataclasses import dataclass


@dataclass(eq=False)
class ScriptSyntaxError(Exception):
    """The code cannot be compiled; the text is the runtime's own, with the line (api-503-aws §1.8)."""

    message: str

    def __str__(self) -> str:
        return f"SyntaxError: {self.message}"


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is name, number, string, template, regex, punct or end; `parts` belongs to templates."""

    kind: str
    text: str
    line: int
    parts: tuple[tuple[str, str], ...] = ()


_PUNCTUATORS = (
    *(
        "===",
        "!==",
        "...",
        "**=",
        "??=",
        "||=",
        "&&=",
        "=>",
        "==",
        "!=",
        "<=",
        ">=",
        "&&",
        "||",
        "??",
        "?.",
    ),
    *("++", "--", "+=", "-=", "*=", "/=", "%=", "**"),
    *"{}()[];,<>+-*/%!?:=.&|^~",
)
_PUNCT = re.compile("|".join(re.escape(p) for p in _PUNCTUATORS))
_SPACE = re.compile(r"\s+|//[^\n]*|/\*.*?\*/", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_REGEX = re.compile(r"/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+)/([a-z]*)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_BEFORE_OPERATOR = {")", "]", "}"}


def tokens(code: str, line: int = 1) -> list[Token]:
    """All tokens of a program, ended by one of kind `end`; ScriptSyntaxError for what is none."""
    found: list[Token] = []
    at = 0
    while at < len(code):
        space = _SPACE.match(code, at)
        if space:
            line += space.group().count("\n")
            at = space.end()
            continue
        token, at = _token(code, at, line, found[-1] if found else None)
        line += sum(text.count("\n") for _, text in token.parts)
        found.append(token)
    found.append(Token("end", "", line))
    return found


def _token(code: str, at: int, line: int, before: Token | None) -> tuple[Token, int]:
    char = code[at]
    if char in "'\"":
        return _string(code, at, line)
    if char == "`":
        return _template(code, at, line)
    for kind, pattern in (("name", _NAME), ("number", _NUMBER)):
        match = pattern.match(code, at)
        if match:
            return Token(kind, match.group(), line), match.end()
    if char == "/" and not _ends_operand(before):
        match = _REGEX.match(code, at)
        if match:
            parts = ((match.group(1), match.group(2)),)
            return Token("regex", match.group(), line, parts), match.end()
    match = _PUNCT.match(code, at)
    if not match:
        raise ScriptSyntaxError(f'Unexpected token "{char}" in {line}')
    return Token("punct", match.group(), line), match.end()


def _ends_operand(before: Token | None) -> bool:
    if before is None:
        return False
    if before.kind == "name":
        return before.text not in {
            "return",
            "typeof",
            "in",
            "case",
            "delete",
            "throw",
            "await",
        }
    return before.kind in {"number", "string", "template", "regex"} or before.text in _BEFORE_OPERATOR


def _string(code: str, at: int, line: int) -> tuple[Token, int]:
    quote, out, here = code[at], [], at + 1
    while here < len(code) and code[here] not in (quote, "\n"):
        piece, here = _character(code, here)
        out.append(piece)
    if here >= len(code) or code[here] != quote:
        raise ScriptSyntaxError(f'Unterminated string "{code[at:here]}" in {line}')
    return Token("string", "".join(out), line), here + 1


def _character(code: str, at: int) -> tuple[str, int]:
    if code[at] != "\\" or at + 1 >= len(code):
        return code[at], at + 1
    escaped = code[at + 1]
    for letter, digits in (("u", 4), ("x", 2)):
        figure = code[at + 2 : at + 2 + digits]
        if escaped == letter and re.fullmatch(r"[0-9a-fA-F]+", figure) and len(figure) == digits:
            return chr(int(figure, 16)), at + 2 + digits
    return _ESCAPES.get(escaped, "" if escaped == "\n" else escaped), at + 2


def _template(code: str, at: int, line: int) -> tuple[Token, int]:
    parts: list[tuple[str, str]] = []
    text: list[str] = []
    here = at + 1
    while here < len(code) and code[here] != "`":
        if code.startswith("${", here):
            end = _closing(code, here + 2, line)
            parts += [("text", "".join(text)), ("code", code[here + 2 : end])]
            text, here = [], end + 1
            continue
        piece, here = _character(code, here)
        text.append(piece)
    if here >= len(code):
        raise ScriptSyntaxError(f"Unterminated template literal in {line}")
    return Token("template", "`", line, (*parts, ("text", "".join(text)))), here + 1


def _closing(code: str, at: int, line: int) -> int:
    """Where the brace that closes a template's `${` stands; strings and braces inside are skipped."""
    depth, here = 0, at
    while here < len(code):
        if code[here] in "'\"":
            _, here = _string(code, here, line)
            continue
        if code[here] == "}" and depth == 0:
            return here
        depth += {"{": 1, "}": -1}.get(code[here], 0)
        here += 1
    raise ScriptSyntaxError(f"Unterminated template literal in {line}")
