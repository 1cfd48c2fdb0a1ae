"""What a console page is: data. A page is one or more `aws` lines and the columns the console shows of each.

A line is the words after `aws`, with `<expression>` where a value of the chosen item goes (JMESPath, with
the functions of console/functions.py). `Now`, `HourAgo`, `Recently` (ISO times), `RecentlyMs` and `Rest`
(words the player gave after the tab) are known beside the item's own members.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Columns = Mapping[str, str]
"""Heading → JMESPath expression on a row."""

Form = Literal["table", "fields", "series", "text"]
"""Rows beneath headings; one item's members beneath each other; values of metrics over time; plain text."""


@dataclass(frozen=True, slots=True)
class Table:
    """One `aws` line and what the console shows of its answer. `each` is shown for every row.

    `first` is a line whose answer `line` needs, where AWS lists ids only.
    """

    line: str
    rows: str = "@"
    columns: Columns = field(default_factory=dict)
    title: str = ""
    form: Form = "table"
    each: "Table | None" = None
    first: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of an item's page."""

    title: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the navigation: the list of its items, how an item is named, and the tabs of one.

    `names` is an expression giving a row's names and ids, the one to type first.
    """

    title: str
    items: Table
    names: str
    tabs: tuple[Tab, ...] = ()
    aliases: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the console. `everywhere`: the console says Global where others name a Region."""

    title: str
    pages: tuple[Page, ...]
    aliases: tuple[str, ...] = ()
    everywhere: bool = False


def tab(title: str, *tables: Table) -> Tab:
    """A tab of some tables."""
    return Tab(title, tables)
