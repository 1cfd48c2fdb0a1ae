"""Filter patterns: terms, "phrases", ?any, -not, { $.json = "…" } and [w1, w2 = 5*, ...]."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

Test = Callable[[str], bool]


@dataclass(eq=False)
class PatternError(Exception):
    """The pattern is not valid; the message is CloudWatch's."""

    message: str


_WORD = re.compile(r'\s*([?-]?)(?:"((?:\\.|[^"\\])*)"|(\S+))')
_COMPARED = re.compile(r"\s*(!=|<=|>=|=|<|>)\s*")
_MISSING = object()


@lru_cache(maxsize=128)
def compiled(pattern: str) -> Test:
    """A predicate over messages; PatternError when it cannot be read."""
    text = pattern.strip()
    if not text:
        return lambda message: True
    if text.startswith("{"):
        return _json_pattern(text)
    if text.startswith("["):
        return _column_pattern(text)
    return _terms(text)


def _terms(text: str) -> Test:
    required: list[str] = []
    optional: list[str] = []
    excluded: list[str] = []
    at = 0
    while at < len(text):
        match = _WORD.match(text, at)
        if not match:
            raise PatternError("Invalid filter pattern")
        sign, phrase, word = match.groups()
        if phrase is None and not re.fullmatch(r"\w+", word):
            raise PatternError(f"Invalid character(s) in term '{word}'")
        term = word if phrase is None else re.sub(r"\\(.)", r"\1", phrase)
        {"?": optional, "-": excluded}.get(sign, required).append(term)
        at = match.end()

    def test(message: str) -> bool:
        if any(term in message for term in excluded) or not all(term in message for term in required):
            return False
        return not optional or any(term in message for term in optional)

    return test


def _json_pattern(text: str) -> Test:
    if not text.endswith("}"):
        raise PatternError("Invalid filter pattern")
    reader = _JsonReader(text[1:-1])
    wanted = reader.either()
    if reader.rest().strip():
        raise PatternError("Invalid filter pattern")

    def test(message: str) -> bool:
        try:
            document = json.loads(message)
        except (ValueError, RecursionError):
            return False
        return isinstance(document, dict) and wanted(document)

    return test


class _JsonReader:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def rest(self) -> str:
        return self.text[self.at :]

    def either(self) -> Callable[[Any], bool]:
        tests = [self._both()]
        while self._accept("||"):
            tests.append(self._both())
        return lambda document: any(test(document) for test in tests)

    def _both(self) -> Callable[[Any], bool]:
        tests = [self._single()]
        while self._accept("&&"):
            tests.append(self._single())
        return lambda document: all(test(document) for test in tests)

    def _single(self) -> Callable[[Any], bool]:
        if self._accept("("):
            inner = self.either()
            if not self._accept(")"):
                raise PatternError("Invalid filter pattern")
            return inner
        path = self._match(r"\s*\$((?:\.[\w@-]+|\[\d+\]|\[\"[^\"]+\"\])+)")
        if path is None:
            raise PatternError("Invalid filter pattern")
        steps = [a or b or c for a, b, c in re.findall(r'\.([\w@-]+)|\[(\d+)\]|\["([^"]+)"\]', path[1])]
        return self._condition(steps)

    def _condition(self, steps: list[str]) -> Callable[[Any], bool]:
        for words, value in (
            (r"NOT\s+EXISTS", _MISSING),
            (r"IS\s+NULL", None),
            (r"IS\s+TRUE", True),
            (r"IS\s+FALSE", False),
        ):
            if self._match(rf"\s*{words}\b"):
                return lambda document, value=value: _reached(document, steps) is value  # type: ignore[misc]  # bound default
        operator = self._match(_COMPARED.pattern)
        value_match = self._match(r'"((?:\\.|[^"\\])*)"|([^\s()&|]+)')
        if operator is None or value_match is None:
            raise PatternError("Invalid filter pattern")
        wanted = value_match[1] if value_match[1] is not None else value_match[2]
        return lambda document: _compared(_reached(document, steps), operator[1], wanted)

    def _accept(self, text: str) -> bool:
        return self._match(r"\s*" + re.escape(text)) is not None

    def _match(self, pattern: str) -> "re.Match[str] | None":
        found = re.compile(pattern).match(self.text, self.at)
        if found:
            self.at = found.end()
        return found


def _reached(document: Any, steps: list[str]) -> Any:
    for step in steps:
        if isinstance(document, dict) and step in document:
            document = document[step]
        elif isinstance(document, list) and step.isdigit() and int(step) < len(document):
            document = document[int(step)]
        else:
            return _MISSING
    return document


def _compared(value: Any, operator: str, wanted: str) -> bool:
    if value is _MISSING or isinstance(value, dict | list):
        return False
    text = json.dumps(value) if isinstance(value, bool) or value is None else str(value)
    if operator in ("=", "!="):
        return _same(text, wanted) == (operator == "=")
    try:
        left, right = float(text), float(wanted)
    except ValueError:
        return False
    return {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[operator]


def _same(text: str, wanted: str) -> bool:
    if wanted.startswith("%") and wanted.endswith("%") and len(wanted) > 2:
        return wanted[1:-1] in text
    try:
        return float(text) == float(wanted)
    except ValueError:
        return fnmatchcase(text, wanted.replace("[", "[[]"))


def _column_pattern(text: str) -> Test:
    """Each name stands for one word of the line; `...` for any number of words at that place."""
    if not text.endswith("]"):
        raise PatternError("Invalid filter pattern")
    columns = [part.strip() for part in text[1:-1].split(",")]
    gap = columns.index("...") if "..." in columns else -1
    tests = [_column(column) for column in columns]

    def test(message: str) -> bool:
        words = split(message)
        if gap < 0:
            return len(words) == len(tests) and all(t(w) for t, w in zip(tests, words, strict=True))
        head, tail = tests[:gap], tests[gap + 1 :]
        if len(words) < len(head) + len(tail):
            return False
        ends = words[len(words) - len(tail) :]
        pairs = [*zip(head, words[: len(head)], strict=True), *zip(tail, ends, strict=True)]
        return all(t(w) for t, w in pairs)

    return test


def _column(text: str) -> Test:
    parts = re.split(r"\s*(&&|\|\|)\s*", text)
    tests = [_column_test(part) for part in parts[::2]]
    if "||" in parts[1::2]:
        return lambda word: any(test(word) for test in tests)
    return lambda word: all(test(word) for test in tests)


def _column_test(text: str) -> Test:
    match = re.search(r"(!=|<=|>=|=|<|>)\s*", text)
    if not match:
        return lambda word: True
    operator, wanted = match[1], text[match.end() :].strip().strip('"')
    return lambda word: _compared(word, operator, wanted)


def split(message: str) -> list[str]:
    """The words of a line; what stands in quotes or brackets is one word."""
    found = re.findall(r'"((?:\\.|[^"\\])*)"|\[([^\]]*)\]|(\S+)', message)
    return [a or b or c for a, b, c in found]
