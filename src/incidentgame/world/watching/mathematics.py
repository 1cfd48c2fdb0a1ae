"""Metric math: numbers, ids, + - * /, parentheses, and a few functions (get-metric-data, alarms).

A series is {instant: value}. Arithmetic between two series happens where both have a point; between a series
and a number everywhere. Functions: SUM, AVG, MIN, MAX (over series, or over several), FILL, ABS, RATE, IF is
not supported.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from incidentgame.kernel.instant import Instant

Series = dict[Instant, float]
Operand = Series | float | list[Series]

_TOKEN = re.compile(r"\s*(?:(\d+\.?\d*)|([A-Za-z_][A-Za-z0-9_]*)|([-+*/(),\[\]]))")


@dataclass(eq=False)
class MathError(Exception):
    """The expression cannot be evaluated; the message says why."""

    message: str


def evaluate(expression: str, known: Mapping[str, Series], times: Sequence[Instant]) -> Series:
    """The series of an expression. `known` are the other queries by id, `times` every period's start."""
    reader = _Reader(_tokens(expression), known, times)
    found = reader.sum()
    if reader.at != len(reader.tokens):
        raise MathError(f"Error in expression: unexpected '{reader.tokens[reader.at]}'")
    if isinstance(found, float):
        return dict.fromkeys(times, found)
    if isinstance(found, list):
        raise MathError("Error in expression: an array of time series cannot be returned")
    return found


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if not match:
            raise MathError(f"Error in expression: unexpected '{text[at:].strip()[:1]}'")
        found.append(match.group().strip())
        at = match.end()
    if not found or len(found) > 200:
        raise MathError("Error in expression: empty or too long")
    return found


class _Reader:
    def __init__(self, tokens: list[str], known: Mapping[str, Series], times: Sequence[Instant]) -> None:
        self.tokens, self.known, self.times = tokens, known, times
        self.at = 0

    def sum(self) -> Operand:
        left = self._product()
        while self._sees("+", "-"):
            operator = self._next()
            left = _apply(operator, left, self._product())
        return left

    def _product(self) -> Operand:
        left = self._factor()
        while self._sees("*", "/"):
            operator = self._next()
            left = _apply(operator, left, self._factor())
        return left

    def _factor(self) -> Operand:
        if self._sees("-"):
            self._next()
            return _apply("*", -1.0, self._factor())
        token = self._next()
        if token == "(":
            found = self.sum()
            self._expect(")")
            return found
        if token == "[":
            return self._array()
        if token[:1].isdigit():
            return float(token)
        if self._sees("("):
            return self._function(token.upper())
        return self._id(token)

    def _id(self, name: str) -> Operand:
        if name not in self.known:
            raise MathError(f"Error in expression: unknown id '{name}'")
        return self.known[name]

    def _array(self) -> Operand:
        found: list[Series] = []
        while not self._sees("]"):
            item = self.sum()
            found.extend([item] if isinstance(item, dict) else [])
            if self._sees(","):
                self._next()
        self._expect("]")
        return found

    def _function(self, name: str) -> Operand:
        self._expect("(")
        if name == "METRICS":
            self._expect(")")
            return list(self.known.values())
        first = self.sum()
        if name == "FILL":
            return self._fill(first)
        self._expect(")")
        if name == "ABS" and isinstance(first, dict):
            return {at: abs(value) for at, value in first.items()}
        return _aggregate(name, first)

    def _fill(self, series: Operand) -> Operand:
        self._expect(",")
        if self.tokens[self.at : self.at + 1] == ["REPEAT"]:
            self._next()
            self._expect(")")
            return _repeated(series, self.times)
        value = self.sum()
        self._expect(")")
        if not isinstance(series, dict) or not isinstance(value, float):
            raise MathError("Error in expression: FILL takes a time series and a number or REPEAT")
        return {at: series.get(at, value) for at in self.times}

    def _sees(self, *texts: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at] in texts

    def _next(self) -> str:
        if self.at >= len(self.tokens):
            raise MathError("Error in expression: unexpected end")
        self.at += 1
        return self.tokens[self.at - 1]

    def _expect(self, text: str) -> None:
        if not self._sees(text):
            raise MathError(f"Error in expression: expected '{text}'")
        self._next()


def _repeated(series: Operand, times: Sequence[Instant]) -> Series:
    if not isinstance(series, dict):
        raise MathError("Error in expression: FILL takes a time series")
    out: Series = {}
    last: float | None = None
    for at in sorted(times):
        last = series.get(at, last)
        if last is not None:
            out[at] = last
    return out


def _aggregate(name: str, operand: Operand) -> Operand:
    if name not in ("SUM", "AVG", "MIN", "MAX"):
        raise MathError(f"Error in expression: unsupported function '{name}'")
    if isinstance(operand, dict):
        return _folded(name, [operand[at] for at in sorted(operand)]) if operand else 0.0
    if isinstance(operand, float):
        return operand
    moments = sorted({at for series in operand for at in series})
    return {at: _folded(name, [series[at] for series in operand if at in series]) for at in moments}


def _folded(name: str, values: list[float]) -> float:
    total = sum(values)
    return {"SUM": total, "AVG": total / len(values), "MIN": min(values), "MAX": max(values)}[name]


def _apply(operator: str, left: Operand, right: Operand) -> Operand:
    if isinstance(left, list) or isinstance(right, list):
        raise MathError("Error in expression: arithmetic on an array of time series")
    if isinstance(left, float) and isinstance(right, float):
        value = _number(operator, left, right)
        if value is None:
            raise MathError("Error in expression: division by zero")
        return value
    moments = sorted(left if isinstance(left, dict) else right if isinstance(right, dict) else ())
    out: Series = {}
    for at in moments:
        a = left.get(at) if isinstance(left, dict) else left
        b = right.get(at) if isinstance(right, dict) else right
        value = None if a is None or b is None else _number(operator, a, b)
        if value is not None:
            out[at] = value
    return out


def _number(operator: str, a: float, b: float) -> float | None:
    if operator == "/":
        return a / b if b else None
    return {"+": a + b, "-": a - b, "*": a * b}[operator]
