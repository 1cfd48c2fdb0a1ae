"""Tables as aligned text: every column wide enough for what it holds, no wrapping, no lines drawn."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from incidentgame.commands.game.console.functions import found
from incidentgame.commands.game.console.model import Columns

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?(?:\+00:00|Z)")
NOTHING = "–"
_INDENT = "  "
_WIDEST = 240
"""Beyond this nobody reads a row as one."""


def cell(value: Any) -> str:
    """A value as the console writes it, on one line."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={cell(part)}" for key, part in value.items()) or NOTHING
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(cell(part) for part in value) or NOTHING
    return _MOMENT.sub(r"\1 \2", " ".join(str(value).split()))


def table(rows: Sequence[Any], columns: Columns) -> str:
    """Rows beneath their headings; one beneath the other if they are too wide; `No items` for none."""
    if not rows:
        return f"{_INDENT}No items\n"
    cells = [[cell(found(e, row)) for e in columns.values()] for row in rows]
    widest = [max(map(len, column)) for column in zip(*cells, strict=True)]
    if sum(widest) > _WIDEST:
        return "\n".join(_aligned(list(zip(columns, row, strict=True))) for row in cells)
    return _aligned([list(columns), *cells])


def fields(item: Any, columns: Columns) -> str:
    """One item's members beneath each other."""
    return _aligned([[name, cell(found(expression, item))] for name, expression in columns.items()])


def series(document: Any) -> str:
    """Metrics as rows and times as columns, of a GetMetricData answer; no datapoint is a dash."""
    results = document.get("MetricDataResults", [])
    times = sorted({at for one in results for at in one.get("Timestamps", ())})
    if not times:
        return f"{_INDENT}No data in this time range\n"
    rows = [["UTC", *(at[11:16] for at in times)]]
    for one in results:
        values = dict(zip(one.get("Timestamps", ()), one.get("Values", ()), strict=False))
        rows.append([one.get("Label", ""), *(_number(values.get(at)) for at in times)])
    return _aligned(rows, right=True)


def _number(value: float | None) -> str:
    if value is None:
        return NOTHING
    return f"{value:.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:.3g}"


def _aligned(rows: Sequence[Sequence[str]], right: bool = False) -> str:
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "".join(_INDENT + _line(row, widths, right) + "\n" for row in rows)


def _line(row: Sequence[str], widths: Sequence[int], right: bool) -> str:
    pairs = enumerate(zip(row, widths, strict=True))
    cells = [text.rjust(width) if right and n else text.ljust(width) for n, (text, width) in pairs]
    return "  ".join(cells).rstrip()
