"""Results as psql prints them (api-503-host §3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from incidentgame.world.database.relations import Row
from incidentgame.world.database.values import text


@dataclass(frozen=True, slots=True)
class Style:
    """How results are printed: `layout` is aligned, unaligned, csv or wrapped."""

    layout: str = "aligned"
    expanded: bool = False
    tuples_only: bool = False
    separator: str = "|"
    null: str = ""
    border: int = 1
    footer: bool = True


def printed(columns: Sequence[str], rows: Sequence[Row], style: Style, title: str = "") -> str:
    """The whole result with its footer."""
    cells = [[style.null if value is None else text(value) for value in row] for row in rows]
    if style.layout == "csv":
        return _csv(columns, cells, style)
    if style.layout == "unaligned":
        return _titled(title, style) + _unaligned(columns, cells, style)
    if style.expanded:
        return (_titled(title, style) if cells else "") + _expanded(columns, cells, style)
    return _aligned(columns, cells, [_is_number(rows, n) for n in range(len(columns))], style, title)


def _titled(title: str, style: Style) -> str:
    """A title on a line of its own, as every layout but the aligned one has it."""
    return f"{title}\n" if title and not style.tuples_only else ""


def _is_number(rows: Sequence[Row], column: int) -> bool:
    values = [row[column] for row in rows if row[column] is not None]
    return bool(values) and all(
        isinstance(v, int | float | Decimal) and not isinstance(v, bool) for v in values
    )


def _count(number: int) -> str:
    return f"({number} row{'' if number == 1 else 's'})"


def _aligned(
    columns: Sequence[str], cells: list[list[str]], right: list[bool], style: Style, title: str
) -> str:
    widths = [
        max([len(name), *(len(line) for row in cells for line in row[n].split("\n"))])
        for n, name in enumerate(columns)
    ]
    lines = []
    if not style.tuples_only:
        if title:
            total = sum(widths) + 3 * len(widths) - 1
            lines.append(" " * max(0, (total - len(title)) // 2) + title)
        lines.append("|".join(_centred(name, width) for name, width in zip(columns, widths, strict=True)))
        lines.append("+".join("-" * (width + 2) for width in widths))
    for row in cells:
        lines += _row_lines(row, widths, right)
    if not style.tuples_only and style.footer:
        lines.append(_count(len(cells)))
    return "\n".join(lines) + "\n\n" if lines else "\n"


def _centred(name: str, width: int) -> str:
    """psql puts the odd space behind the name."""
    left = (width - len(name)) // 2
    return f" {' ' * left}{name}{' ' * (width - len(name) - left)} "


def _row_lines(row: list[str], widths: list[int], right: list[bool]) -> list[str]:
    """A row, and the further lines of values that have several: `+` marks those that go on."""
    parts = [cell.split("\n") for cell in row]
    lines = []
    for number in range(max((len(part) for part in parts), default=1)):
        shown = [
            _cell(part, number, widths[n], right[n], n == len(parts) - 1) for n, part in enumerate(parts)
        ]
        lines.append("|".join(shown))
    return lines


def _cell(part: list[str], number: int, width: int, right: bool, last: bool) -> str:
    content = part[number] if number < len(part) else ""
    goes_on = number < len(part) - 1
    padded = content.rjust(width) if right else content.ljust(width)
    if goes_on:
        return f" {padded}+"
    if last:
        return f" {padded if right else content}"
    return f" {padded} "


def _expanded(columns: Sequence[str], cells: list[list[str]], style: Style) -> str:
    if not cells:
        return "" if style.tuples_only else "(0 rows)\n\n"
    name_width = max(len(name) for name in columns)
    width = max(len(line) for row in cells for cell in row for line in cell.split("\n"))
    lines = []
    for number, row in enumerate(cells, 1):
        rule = "-" * (name_width + 1) + "+" + "-" * (width + 1)
        head = f"-[ RECORD {number} ]"
        if not style.tuples_only:
            lines.append(head + rule[len(head) :])
        elif number > 1:
            lines.append(rule)
        for name, cell in zip(columns, row, strict=True):
            lines += _expanded_value(name, cell, name_width, width)
    return "\n".join(lines) + "\n\n"


def _expanded_value(name: str, cell: str, name_width: int, width: int) -> list[str]:
    parts = cell.split("\n")
    lines = []
    for number, part in enumerate(parts):
        label = name if number == 0 else ""
        value = f"{part:<{width}}+" if number < len(parts) - 1 else part
        lines.append(f"{label:<{name_width}} | {value}")
    return lines


def _unaligned(columns: Sequence[str], cells: list[list[str]], style: Style) -> str:
    mark = style.separator
    if style.expanded:
        records = ["\n".join(f"{n}{mark}{c}" for n, c in zip(columns, row, strict=True)) for row in cells]
        return "\n\n".join(records) + "\n" if records else ""
    lines = [] if style.tuples_only else [mark.join(columns)]
    lines += [mark.join(row) for row in cells]
    if not style.tuples_only and style.footer:
        lines.append(_count(len(cells)))
    return "".join(f"{line}\n" for line in lines)


def _csv(columns: Sequence[str], cells: list[list[str]], style: Style) -> str:
    rows = [*([] if style.tuples_only else [list(columns)]), *cells]
    return "".join(",".join(_csv_cell(cell) for cell in row) + "\n" for row in rows)


def _csv_cell(cell: str) -> str:
    quoted = any(mark in cell for mark in ',"\n\r')
    return '"' + cell.replace('"', '""') + '"' if quoted else cell
