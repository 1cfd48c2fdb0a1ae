"""Pages shown: heading, and each table beneath the line that gives it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incidentgame.commands.game.console import tables
from incidentgame.commands.game.console.functions import found
from incidentgame.commands.game.console.lines import Asked, Asker
from incidentgame.commands.game.console.model import Page, Tab, Table

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """The items of a page, how each is named, and the lines that gave them."""

    asked: tuple[Asked, ...]
    rows: Sequence[Any]
    names: Sequence[Sequence[str]]

    @property
    def trouble(self) -> str:
        """What AWS or the CLI refused, if anything."""
        return next((one.trouble for one in self.asked if one.trouble), "")


def listed(page: Page, asker: Asker) -> Listed:
    """The items of a page."""
    asked, rows = _rows(page.items, asker, asker.times())
    return Listed(asked, rows, [_names(page, row) for row in rows])


def listing(page: Page, items: Listed, chosen: Sequence[int]) -> str:
    """The page's list, or the part of it that a word of the player's left."""
    lines = "".join(one.line + "\n" for one in items.asked)
    rows = [items.rows[n] for n in chosen]
    return f"{lines}\n{tables.table(rows, page.items.columns)}"


def shown(tab: Tab, asker: Asker, item: Item) -> tuple[str, bool]:
    """A tab of an item; False when AWS refused any of it."""
    parts = [part for table in tab.tables for part in _table(table, asker, item)]
    return "\n".join(text for text, _ in parts), all(right for _, right in parts)


def _table(table: Table, asker: Asker, item: Item) -> list[tuple[str, bool]]:
    asked, rows = _rows(table, asker, item)
    head = (_title(table, item) + "".join(one.line + "\n" for one in asked)) + "\n"
    trouble = next((one.trouble for one in asked if one.trouble), "")
    if trouble:
        return [(f"{head}  {trouble}\n", False)]
    parts = [(head + _body(table, asked[-1].document, rows), True)]
    if table.each is not None:
        for row in rows:
            parts += _table(table.each, asker, {**item, **row})
    return parts


def _title(table: Table, item: Item) -> str:
    return f"{found(table.title, item)}\n" if table.title else ""


def _body(table: Table, document: Any, rows: Sequence[Any]) -> str:
    if table.form == "series":
        return tables.series(document)
    if table.form == "text":
        return _text(document if isinstance(document, str) else rows[0] if rows else "")
    if table.form == "fields" and rows:
        return tables.fields(rows[0], table.columns)
    return tables.table(rows, table.columns)


def _text(value: Any) -> str:
    text = _laid_out(str(value or "")).rstrip("\n")
    return "".join(f"  {line}\n" for line in text.splitlines()) or "  Nothing\n"


def _laid_out(text: str) -> str:
    """A JSON record over several lines, as the console shows it; other text as it is."""
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def _rows(table: Table, asker: Asker, item: Item) -> tuple[tuple[Asked, ...], Sequence[Any]]:
    asked: tuple[Asked, ...] = ()
    if table.first:
        first = asker.ask(table.first, item)
        if first.trouble:
            return (first,), ()
        asked, item = (first,), {**item, **first.document}
    last = asker.ask(table.line, item)
    rows = [] if last.trouble else found(table.rows, last.document)
    return (*asked, last), rows if isinstance(rows, list) else [rows] if rows else []


def _names(page: Page, row: Any) -> list[str]:
    named = found(page.names, row)
    return [str(one) for one in (named if isinstance(named, list) else [named]) if one]
