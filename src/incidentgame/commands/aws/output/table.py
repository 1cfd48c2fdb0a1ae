"""`--output table`: boxes in boxes. A section per structure, its title centred, wide rows turned.

The layout, its rounding and its 80 columns (a terminal of unknown width) are AWS CLI v2's; a row
that does not fit is shown as one `key | value` line per column.
"""

import unicodedata
from dataclasses import dataclass, field
from typing import Any

_TERMINAL = 80
_PADDING = 4


def table_of(title: str, document: Any) -> str:
    """The table as text; empty for an empty document."""
    sections: list[_Section] = []
    _build(sections, title, document, 0)
    if not sections:
        return ""
    width = max(section.width() for section in sections)
    if width > _TERMINAL:
        sections = [section.turned() for section in sections]
        width = max(section.width() for section in sections)
    lines = ["-" * width]
    for section in sections:
        lines += section.lines(width)
    return "".join(f"{line}\n" for line in lines)


@dataclass
class _Section:
    """One box: a title, an optional header row, rows of texts, and how deep it is nested."""

    title: str
    depth: int
    headers: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def add(self, row: list[Any]) -> None:
        """Add a row; ValueError, in the real CLI's words, when it is not as long as the first."""
        first = next(iter(self.cells()), row)
        if len(row) != len(first):
            raise ValueError(f"Row should have {len(first)} elements, instead it has {len(row)}")
        self.rows.append([str(cell) for cell in row])

    def cells(self) -> list[list[str]]:
        return [*([self.headers] if self.headers else []), *self.rows]

    def widths(self) -> list[int]:
        """The widest text of each column; the first row says how many columns there are."""
        cells = self.cells()
        count = len(cells[0]) if cells else 0
        return [max(_length(r[i]) for r in cells if i < len(r)) for i in range(count)]

    def width(self) -> int:
        inside = sum(width + _PADDING for width in self.widths()) + 2
        return max(_length(self.title) + 2, inside) + 2 * self.depth

    def turned(self) -> "_Section":
        """A single row under headers as one line per column."""
        if len(self.rows) != 1 or not self.headers:
            return self
        pairs = [[key, value] for key, value in zip(self.headers, self.rows[0], strict=False)]
        return _Section(self.title, self.depth, [], pairs)

    def lines(self, outer: int) -> list[str]:
        width = outer - 2 * self.depth
        edge = "|" * self.depth
        return [f"{edge}{line}{edge}" for line in self._inner(width)]

    def _inner(self, width: int) -> list[str]:
        lines = [_centred(self.title, width, "|")] if self.title else []
        if self.title and not self.headers and not self.rows:
            lines.append(f"+{'-' * (width - 2)}+")
        columns = _scaled(self.widths(), width)
        rule = _rule(columns)
        if self.headers:
            lines += [rule, _row(self.headers, columns, _centred)]
        if self.rows and columns:
            lines += [rule, *(_row(row, columns, _left) for row in self.rows), rule]
        return lines


def _build(sections: list[_Section], title: str | None, item: Any, depth: int) -> None:
    if not item:
        return
    if title is not None:
        sections.append(_Section(title, depth))
    if isinstance(item, dict):
        _build_structure(sections, item, depth)
    elif isinstance(item, list) and isinstance(item[0], dict):
        _build_structures(sections, title or "", item, depth)
    elif isinstance(item, list):
        _build_values(sections, item)


def _build_values(sections: list[_Section], items: list[Any]) -> None:
    for item in items:
        if not _nested(item):
            sections[-1].add([item])
        elif not any(_nested(part) for part in item):
            sections[-1].add(list(item))  # of a structure among values only the keys show
        else:
            _build(sections, None, item, 0)


def _build_structure(sections: list[_Section], item: dict[str, Any], depth: int) -> None:
    headers, nested = _keys([item])
    if len(headers) == 1:
        sections[-1].add([headers[0], item[headers[0]]])
    elif headers:
        sections[-1].headers = headers
        sections[-1].add([item[key] for key in headers])
    for key in nested:
        _build(sections, key, item[key], depth + 1)


def _build_structures(sections: list[_Section], title: str, items: list[dict[str, Any]], depth: int) -> None:
    headers, nested = _keys(items)
    sections[-1].headers = headers
    for position, item in enumerate(items):
        if position and nested:
            sections.append(_Section(title, depth, headers))
        sections[-1].add([item.get(key, "") for key in headers])
        for key in nested:
            if key in item:
                _build(sections, key, item[key], depth + 1)


def _keys(items: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """The keys with scalar values and those with nested ones, each sorted."""
    pairs = [(key, _nested(value)) for item in items for key, value in item.items()]
    scalar = sorted({key for key, nested in pairs if not nested})
    return scalar, sorted({key for key, nested in pairs if nested})


def _nested(value: Any) -> bool:
    return isinstance(value, (dict, list))


def _row(cells: list[str], columns: list[int], place: Any) -> str:
    pairs = zip(cells, columns, strict=False)
    return "".join(place(cell, width, "" if i else "|") for i, (cell, width) in enumerate(pairs))


def _centred(text: str, width: int, left: str) -> str:
    start = width // 2 - _length(text) // 2 - 1
    begun = left + " " * start + text
    return begun + " " * (width - len(left) - max(start, 0) - _length(text) - 1) + "|"


def _left(text: str, width: int, left: str) -> str:
    fits = width >= _length(text) + 2 + len(left) + 1
    begun = left + ("  " if fits else "") + text
    used = len(left) + (2 if fits else 0) + _length(text)
    return begun + " " * (width - used - 1) + "|"


def _rule(columns: list[int]) -> str:
    parts = [f"{'-' * (width - 1)}+" for width in columns[1:]]
    return "".join([f"+{'-' * (columns[0] - 2)}+" if columns else "", *parts])


def _scaled(widths: list[int], total: int) -> list[int]:
    """Column widths stretched to the table's; what rounding leaves over goes round one by one."""
    padded = [width + _PADDING for width in widths]
    if not padded:
        return []
    factor = total / float(sum(padded))
    scaled = [round(factor * width) for width in padded]
    surplus = sum(scaled) - total
    while surplus:
        step = -1 if surplus > 0 else 1
        order = range(len(scaled)) if surplus > 0 else reversed(range(len(scaled)))
        for column in list(order)[: abs(surplus)]:
            scaled[column] += step
            surplus += step
    return scaled


def _length(text: str) -> int:
    """Columns a text takes; wide and ambiguous characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in str(text))
