"""Logs Insights queries: fields, display, filter, parse, stats, sort, dedup, limit.

All values of a result are text (INV-25); rows that were not aggregated end with @ptr. What is not in the
subset is malformed, never ignored.
"""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from incidentgame.kernel.instant import to_datetime
from incidentgame.world.watching.logs.events import LogEvent
from incidentgame.world.watching.logs.language import (
    Expression,
    MalformedError,
    Parser,
    Row,
    numeric,
    regex,
    shown,
    tokens,
    unquoted,
)

Rows = list[dict[str, str]]
Step = Callable[[Rows], Rows]
_DEFAULT_LIMIT, _MOST = 1_000, 10_000
_AGGREGATES = {
    "count",
    "count_distinct",
    "sum",
    "avg",
    "min",
    "max",
    "pct",
    "median",
    "earliest",
    "latest",
    "stddev",
}
_LAMBDA = re.compile(r"(START|END|REPORT) RequestId: (\S+)|\[\w+\]\t\S+\t(\S+)\t")


@dataclass(frozen=True, slots=True)
class Result:
    """Rows to show (columns in order), and how many events matched."""

    rows: list[list[tuple[str, str]]]
    matched: int


@dataclass(frozen=True, slots=True)
class Query:
    """A query ready to run. `display` are the columns of rows that are not aggregated."""

    steps: tuple[tuple[str, Step], ...]
    display: tuple[str, ...]
    aggregated: bool
    limit: int


def parse(text: str) -> Query:
    """Read a query; MalformedError says what was wrong and where."""
    steps: list[tuple[str, Step]] = []
    display: tuple[str, ...] = ("@timestamp", "@message")
    chosen = aggregated = False
    limit = _DEFAULT_LIMIT
    for part, offset in _commands(text):
        found = tokens(part, offset)
        word, parser = found[0].text.lower(), Parser(found[1:])
        if word in ("fields", "display"):
            names, step = _fields(parser)
            display = names if word == "display" or not chosen else (*display, *names)
            chosen = True
            steps.append((word, step))
        elif word == "stats":
            aggregated = True
            steps.append((word, _stats(parser)))
        elif word == "limit":
            limit = _limit(parser)
        elif word in _COMMANDS:
            steps.append((word, _COMMANDS[word](parser)))
        else:
            raise MalformedError(f"unexpected symbol found {found[0].text or 'end of input'}", found[0].at)
        if parser.token.kind != "end":
            raise parser.unexpected()
    return Query(tuple(steps), display, aggregated, limit)


def _commands(text: str) -> Iterable[tuple[str, int]]:
    """The commands between pipes (not those in quotes or patterns), each with where it begins."""
    pieces = re.compile(
        r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?<=\s)/(?:\\.|[^/\\\n])+/|#[^\n]*|.""", re.DOTALL
    )
    start = 0
    part: list[str] = []
    for match in pieces.finditer(text):
        if match.group() == "|":
            yield "".join(part), start
            start, part = match.end(), []
        elif not match.group().startswith("#"):
            part.append(match.group())
    yield "".join(part), start


def run(query: Query, group: str, events: Iterable[LogEvent]) -> Result:
    """The result over events given newest first (the order of an unsorted query)."""
    rows = [_row(group, event) for event in events]
    matched = len(rows)
    for name, step in query.steps:
        rows = step(rows)
        if name == "filter":
            matched = len(rows)
    kept = rows[: query.limit]
    if query.aggregated:
        return Result([[(k, v) for k, v in row.items() if k[0] != "\0"] for row in kept], matched)
    return Result([_shown(row, query.display) for row in kept], matched)


def _shown(row: Row, display: tuple[str, ...]) -> list[tuple[str, str]]:
    columns = dict.fromkeys(display)
    return [*((name, row[name]) for name in columns if name in row), ("@ptr", row["@ptr"])]


def _row(group: str, event: LogEvent) -> dict[str, str]:
    row = {
        "\0at": str(event.at),
        "@timestamp": stamp(event.at),
        "@message": event.message,
        "@logStream": event.stream,
        "@log": group,
        "@ingestionTime": stamp(event.ingested),
        "@ptr": b64encode(f"{group}|{event.id}".encode()).decode(),
    }
    if event.message.startswith("{"):
        row.update(_json_fields(event.message))
    match = _LAMBDA.match(event.message)
    if match:
        row["@requestId"] = match[2] or match[3]
        row.update(_report_fields(event.message) if match[1] == "REPORT" else {})
    return row


def stamp(at: int) -> str:
    """`2024-05-19 06:10:35.743`"""
    return f"{to_datetime(at):%Y-%m-%d %H:%M:%S}.{at % 1000:03d}"


def _json_fields(message: str) -> dict[str, str]:
    try:
        document = json.loads(message)
    except (ValueError, RecursionError):
        return {}
    plain = document.items() if isinstance(document, dict) else ()
    return {k: v if isinstance(v, str) else json.dumps(v) for k, v in plain}


def _report_fields(message: str) -> dict[str, str]:
    names = {"Duration": "@duration", "Billed Duration": "@billedDuration", "Init Duration": "@initDuration"}
    found = dict(re.findall(r"(?:^|\t)([A-Z][A-Za-z ]+): ([\d.]+) (?:ms|MB)", message))
    return {"@type": "REPORT", **{names[key]: value for key, value in found.items() if key in names}}


def _alias(parser: Parser, default: str) -> str:
    return parser.name() if parser.accept("as") else default


def _text(parser: Parser, start: int) -> str:
    """The source text of the tokens read since `start`, as a column's name."""
    found = parser.tokens[start : parser.at]
    out = ""
    for token in found:
        wide = token.kind != "punct" or token.text in "+-*/=<>!=<=>="
        out += (" " if out and wide and not out.endswith("(") and token.text not in "(," else "") + token.text
    return out.replace(" (", "(").replace("( ", "(").strip("`")


def _fields(parser: Parser) -> tuple[tuple[str, ...], Step]:
    made: list[tuple[str, Expression]] = []
    while True:
        start = parser.at
        expression = parser.expression()
        made.append((_alias(parser, _text(parser, start)), expression))
        if not parser.accept(","):
            break

    def step(rows: Rows) -> Rows:
        for row in rows:
            for name, expression in made:
                value = expression(row)
                if value is not None:
                    row[name] = shown(value)
        return rows

    return tuple(name for name, _ in made), step


def _filter(parser: Parser) -> Step:
    test = parser.expression()
    return lambda rows: [row for row in rows if test(row)]


def _sort(parser: Parser) -> Step:
    keys: list[tuple[Expression, bool]] = []
    while True:
        expression = parser.expression()
        down = parser.accept("desc")
        if not down:
            parser.accept("asc")
        keys.append((expression, down))
        if not parser.accept(","):
            break

    def step(rows: Rows) -> Rows:
        for expression, down in reversed(keys):
            rows = sorted(rows, key=lambda row, e=expression: _rank(e(row)), reverse=down)  # type: ignore[misc]  # bound default
        return rows

    return step


def _rank(value: str | float | bool | None) -> tuple[int, float, str]:
    found = numeric(value)
    return (0, found, "") if found is not None else (1, 0.0, shown(value))


def _limit(parser: Parser) -> int:
    token = parser.next()
    if token.kind != "number" or not 1 <= float(token.text) <= _MOST:
        raise MalformedError(f"Invalid limit {token.text}", token.at)
    return int(float(token.text))


def _dedup(parser: Parser) -> Step:
    names = [parser.name()]
    while parser.accept(","):
        names.append(parser.name())

    def step(rows: Rows) -> Rows:
        kept: dict[tuple[str | None, ...], dict[str, str]] = {}
        for row in rows:
            kept.setdefault(tuple(row.get(name) for name in names), row)
        return list(kept.values())

    return step


def _parse(parser: Parser) -> Step:
    """`parse @message "* - *" as a, b` and `parse @message /(?<a>\\d+)/`."""
    source = "@message" if parser.token.kind in ("string", "regex") else parser.name()
    token = parser.next()
    if token.kind == "regex":
        pattern = regex(token)
    elif token.kind == "string":
        parts = unquoted(token.text).split("*")
        pattern = re.compile("(.*?)".join(re.escape(part) for part in parts) + ("$" if not parts[-1] else ""))
    else:
        raise MalformedError(f"unexpected symbol found {token.text}", token.at)
    names = _names(parser) if parser.accept("as") else list(pattern.groupindex)
    if token.kind == "string" and len(names) != pattern.groups:
        raise MalformedError("Number of aliases does not match number of wildcards", token.at)

    def step(rows: Rows) -> Rows:
        for row in rows:
            match = pattern.search(row.get(source, ""))
            if match:
                values = match.groupdict() or dict(zip(names, match.groups(), strict=False))
                row.update({name: value for name, value in values.items() if value is not None})
        return rows

    return step


def _names(parser: Parser) -> list[str]:
    names = [parser.name()]
    while parser.accept(","):
        names.append(parser.name())
    return names


_COMMANDS: dict[str, Callable[[Parser], Step]] = {
    "filter": _filter,
    "sort": _sort,
    "dedup": _dedup,
    "parse": _parse,
}


@dataclass(frozen=True, slots=True)
class _Aggregate:
    name: str
    function: str
    argument: Expression | None
    share: float

    def value(self, rows: Rows) -> str | None:
        if self.function == "count" and self.argument is None:
            return str(len(rows))
        values = [v for v in (self.argument(row) for row in rows) if v is not None] if self.argument else []
        if self.function == "count":
            return str(len(values))
        if self.function == "count_distinct":
            return str(len({shown(v) for v in values}))
        if self.function in ("earliest", "latest"):
            return shown(values[0 if self.function == "latest" else -1]) if values else None
        return _folded(self.function, sorted(n for n in map(numeric, values) if n is not None), self.share)


def _folded(function: str, numbers: list[float], share: float) -> str | None:
    if not numbers:
        return None
    mean = sum(numbers) / len(numbers)
    rank = min(len(numbers) - 1, max(0, -(-int(share * len(numbers)) // 100) - 1))
    return shown(
        {
            "sum": sum(numbers),
            "avg": mean,
            "min": numbers[0],
            "max": numbers[-1],
            "stddev": (sum((n - mean) ** 2 for n in numbers) / len(numbers)) ** 0.5,
        }.get(function, numbers[rank])
    )


def _stats(parser: Parser) -> Step:
    made = [_aggregate(parser)]
    while parser.accept(","):
        made.append(_aggregate(parser))
    by: list[tuple[str, Expression]] = []
    if parser.accept("by"):
        by.append(_grouping(parser))
        while parser.accept(","):
            by.append(_grouping(parser))

    def step(rows: Rows) -> Rows:
        groups: dict[tuple[str, ...], Rows] = {} if by else {(): rows}
        for row in rows if by else ():
            groups.setdefault(tuple(shown(e(row)) for _, e in by), []).append(row)
        return [_grouped([name for name, _ in by], key, made, members) for key, members in groups.items()]

    return step


def _grouped(names: list[str], key: tuple[str, ...], made: list[_Aggregate], rows: Rows) -> dict[str, str]:
    row = dict(zip(names, key, strict=True))
    values = ((aggregate.name, aggregate.value(rows)) for aggregate in made)
    return {**row, **{name: value for name, value in values if value is not None}}


def _grouping(parser: Parser) -> tuple[str, Expression]:
    start = parser.at
    expression = parser.expression()
    return _alias(parser, _text(parser, start)), expression


def _aggregate(parser: Parser) -> _Aggregate:
    start = parser.at
    token = parser.next()
    function = token.text.lower()
    if function not in _AGGREGATES:
        raise MalformedError(f"Invalid aggregate {token.text}", token.at)
    parser.expect("(")
    argument: Expression | None = None
    share = 50.0
    if not parser.accept("*") and not parser.sees(")"):
        argument = parser.expression()
    if parser.accept(","):
        share = float(numeric(parser.next().text) or 50.0)
    parser.expect(")")
    if argument is None and function != "count":
        raise MalformedError(f"{token.text} needs a field", token.at)
    return _Aggregate(_alias(parser, _text(parser, start)), function, argument, share)
