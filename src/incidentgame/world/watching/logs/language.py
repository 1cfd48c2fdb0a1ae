"""The expressions of Logs Insights: text to a function of a row. A row is field → text.

Subset: = != < > <= >= and or not like in =~, + - * /, and functions listed in `_FUNCTIONS`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from incidentgame.kernel.instant import to_datetime
from incidentgame.world.edge.script.patterns import compiled as safe_pattern
from incidentgame.world.edge.script.values import RegexValue, Thrown, number_text

Row = Mapping[str, str]
Cell = str | float | bool | None
Expression = Callable[[Row], Cell]


@dataclass(eq=False)
class MalformedError(Exception):
    """The query cannot be read; `position` counts characters from the query's start."""

    what: str
    position: int


_TOKEN = re.compile(
    r"""\s*(?:(?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<regex>/(?:\\.|[^/\\\n])+/)"""
    r"""|(?P<span>\d+(?:ms|s|m|h|d)\b)|(?P<number>\d+\.?\d*)|(?P<tick>`[^`]+`)"""
    r"""|(?P<name>@?[A-Za-z_][\w.@]*)|(?P<punct>!=|<=|>=|=~|[=<>()+\-*/,\[\]]))"""
)
_SLASH = re.compile(r"\s*(?P<punct>/)")
_BEFORE_PATTERN = {"like", "and", "or", "not"}
_UNITS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    at: int


def tokens(text: str, offset: int) -> list[Token]:
    """The tokens of a command, ended by one of kind `end`. A division needs spaces: `/…/` is a pattern."""
    found: list[Token] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match and match.lastgroup == "regex" and _divides(found):
            match = _SLASH.match(text, at)
        if not match:
            bad = len(text) - len(text[at:].lstrip())
            raise MalformedError(f"unexpected symbol found {text[bad]}", offset + bad)
        kind = match.lastgroup or ""
        found.append(Token(kind, match.group(kind), offset + match.start(kind)))
        at = match.end()
    return [*found, Token("end", "", offset + len(text))]


def _divides(found: list[Token]) -> bool:
    """Does a slash here divide, rather than begin a pattern?"""
    if not found or found[0].text.lower() == "parse":
        return False
    before = found[-1]
    return before.kind in ("name", "number", "tick") and before.text.lower() not in _BEFORE_PATTERN


def shown(value: Cell) -> str:
    """A cell as text: whole numbers without a point, at most four decimals, truth as 1 and 0."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return number_text(round(value, 4))
    return value or ""


def numeric(value: Cell) -> float | None:
    """A cell as a number, if it is one."""
    if isinstance(value, bool | float):
        return float(value)
    try:
        return float(value) if value is not None else None
    except ValueError:
        return None


class Parser:
    """Reads expressions from tokens."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens, self.at = found, 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def sees(self, *texts: str) -> bool:
        """Is the present token one of these words (in any case) or symbols?"""
        return self.token.kind in ("name", "punct") and self.token.text.lower() in texts

    def accept(self, *texts: str) -> bool:
        """Moves past the present token if it is one of these."""
        if self.sees(*texts):
            self.at += 1
            return True
        return False

    def expect(self, text: str) -> None:
        """Moves past exactly this."""
        if not self.accept(text):
            raise self.unexpected()

    def next(self) -> Token:
        """The present token; moves past it."""
        found = self.token
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return found

    def unexpected(self) -> MalformedError:
        """The complaint about the present token."""
        text = self.token.text or "end of input"
        return MalformedError(f"unexpected symbol found {text}", self.token.at)

    def name(self) -> str:
        """A field's name."""
        if self.token.kind not in ("name", "tick"):
            raise self.unexpected()
        return self.next().text.strip("`")

    def expression(self) -> Expression:
        """Anything, up to `or`."""
        left = self._and()
        while self.accept("or"):
            left = _either(left, self._and())
        return left

    def _and(self) -> Expression:
        left = self._not()
        while self.accept("and"):
            left = _both(left, self._not())
        return left

    def _not(self) -> Expression:
        if self.accept("not"):
            inner = self._not()
            return lambda row: not inner(row)
        return self._comparison()

    def _comparison(self) -> Expression:
        left = self._sum()
        if self.sees("=", "!=", "<", ">", "<=", ">="):
            return _comparison(self.next().text, left, self._sum())
        if self.accept("=~"):
            return self._like(left)
        negative = self.sees("not") and self.tokens[self.at + 1].text.lower() in ("like", "in")
        if negative:
            self.at += 1
        if self.accept("like"):
            found = self._like(left)
        elif self.accept("in"):
            found = self._in(left)
        else:
            return left
        return (lambda row: not found(row)) if negative else found

    def _like(self, left: Expression) -> Expression:
        token = self.next()
        if token.kind == "regex":
            return _matching(left, token)
        if token.kind == "string":
            wanted = unquoted(token.text)
            return lambda row: wanted in shown(left(row))
        self.at -= 1
        raise self.unexpected()

    def _in(self, left: Expression) -> Expression:
        self.expect("[")
        options: list[Expression] = []
        while not self.accept("]"):
            options.append(self._sum())
            if not self.sees("]"):
                self.expect(",")
        return lambda row: any(_equal(left(row), option(row)) for option in options)

    def _sum(self) -> Expression:
        left = self._product()
        while self.sees("+", "-"):
            left = _arithmetic(self.next().text, left, self._product())
        return left

    def _product(self) -> Expression:
        left = self._single()
        while self.sees("*", "/"):
            left = _arithmetic(self.next().text, left, self._single())
        return left

    def _single(self) -> Expression:
        token = self.next()
        if token.kind == "string":
            text = unquoted(token.text)
            return lambda row: text
        if token.kind == "number":
            value = float(token.text)
            return lambda row: value
        if token.text == "(":
            inner = self.expression()
            self.expect(")")
            return inner
        if token.text == "-":
            operand = self._single()
            return _arithmetic("-", lambda row: 0.0, operand)
        if token.kind in ("name", "tick"):
            return self._named(token)
        self.at -= 1 if token.kind != "end" else 0
        raise self.unexpected()

    def _named(self, token: Token) -> Expression:
        name = token.text.strip("`")
        if token.kind == "name" and self.sees("("):
            return self._function(token)
        return lambda row: row.get(name)

    def _function(self, token: Token) -> Expression:
        name = token.text.lower()
        self.expect("(")
        if name == "bin":
            return self._bin()
        arguments: list[Expression] = []
        while not self.accept(")"):
            arguments.append(self.expression())
            if not self.sees(")"):
                self.expect(",")
        if name not in _FUNCTIONS or len(arguments) != _FUNCTIONS[name][0]:
            raise MalformedError(f"Invalid function {token.text}", token.at)
        run = _FUNCTIONS[name][1]
        return lambda row: run([argument(row) for argument in arguments])

    def _bin(self) -> Expression:
        width = span(self.next())
        self.expect(")")
        return lambda row: _binned(row, width)


def span(token: Token) -> int:
    """`5m` in milliseconds."""
    match = re.fullmatch(r"(\d+)(ms|s|m|h|d)", token.text)
    if token.kind != "span" or not match or not int(match[1]):
        raise MalformedError(f"Invalid period {token.text}", token.at)
    return int(match[1]) * _UNITS[match[2]]


def _binned(row: Row, width: int) -> str:
    at = int(row["\0at"]) // width * width
    return f"{to_datetime(at):%Y-%m-%d %H:%M:%S}.000"


def unquoted(text: str) -> str:
    """A string literal's content."""
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def _either(left: Expression, right: Expression) -> Expression:
    return lambda row: bool(left(row)) or bool(right(row))


def _both(left: Expression, right: Expression) -> Expression:
    return lambda row: bool(left(row)) and bool(right(row))


def _equal(left: Cell, right: Cell) -> bool:
    if left is None or right is None:
        return False
    a, b = numeric(left), numeric(right)
    return a == b if a is not None and b is not None else shown(left) == shown(right)


def _comparison(operator: str, left: Expression, right: Expression) -> Expression:
    if operator in ("=", "!="):
        return lambda row: _equal(left(row), right(row)) == (operator == "=")

    def compare(row: Row) -> Cell:
        a, b = numeric(left(row)), numeric(right(row))
        if a is None or b is None:
            return False
        return {"<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[operator]

    return compare


def _arithmetic(operator: str, left: Expression, right: Expression) -> Expression:
    def calculate(row: Row) -> Cell:
        a, b = numeric(left(row)), numeric(right(row))
        if a is None or b is None or (operator == "/" and not b):
            return None
        return {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else 0.0}[operator]

    return calculate


def regex(token: Token) -> "re.Pattern[str]":
    """A `/…/` literal, compiled; MalformedError when it is none."""
    text = token.text[1:-1]
    flags, body = ("i", text[4:]) if text.startswith("(?i)") else ("", text)
    try:
        return safe_pattern(RegexValue(body, flags))
    except Thrown:
        raise MalformedError(f"Invalid regular expression {token.text}", token.at) from None


def _matching(left: Expression, token: Token) -> Expression:
    pattern = regex(token)
    return lambda row: pattern.search(shown(left(row))) is not None


_FUNCTIONS: dict[str, tuple[int, Callable[[list[Cell]], Cell]]] = {
    "ispresent": (1, lambda a: a[0] is not None),
    "isempty": (1, lambda a: not a[0]),
    "isblank": (1, lambda a: not shown(a[0]).strip()),
    "strcontains": (2, lambda a: shown(a[1]) in shown(a[0])),
    "strlen": (1, lambda a: float(len(shown(a[0])))),
    "tolower": (1, lambda a: shown(a[0]).lower()),
    "toupper": (1, lambda a: shown(a[0]).upper()),
    "trim": (1, lambda a: shown(a[0]).strip()),
    "replace": (3, lambda a: shown(a[0]).replace(shown(a[1]), shown(a[2]))),
    "abs": (1, lambda a: None if numeric(a[0]) is None else abs(numeric(a[0]) or 0.0)),
    "floor": (1, lambda a: None if numeric(a[0]) is None else float(int((numeric(a[0]) or 0.0) // 1))),
    "coalesce": (2, lambda a: a[1] if a[0] is None else a[0]),
}
