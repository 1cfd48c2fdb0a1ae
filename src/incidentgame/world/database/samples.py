"""Rows of the shop's tables: a sample each, made by dice, which stands for the whole (house rule)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import DAY, Instant
from incidentgame.world.database.relations import Relation, Row
from incidentgame.world.database.values import Json, Moment, Value

SAMPLE = 400
_STATES = ("delivered", "delivered", "delivered", "shipped", "paid", "new", "cancelled")
_WORDS = ("jacket", "lamp", "kettle", "rucksack", "blanket", "teapot", "stool", "scarf", "notebook", "mug")
_KINDS = ("Field", "Harbour", "Nordic", "Plain", "Folding", "Woollen", "Enamel", "Oak")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value to make: row `number` of `total`, in a column; `others` are the sizes of all tables."""

    dice: Dice
    number: int
    total: int
    begins: Instant
    column: str
    others: Mapping[str, int]

    def draw(self, low: int, high: int, *more: int | str) -> int:
        """A whole number of this cell's own."""
        return self.dice.between(low, high, self.column, self.number, *more)


def sample(name: str, tables: Mapping[str, Any], dice: Dice, begins: Instant) -> Relation:
    """A table's newest rows as of the beginning of history; `total` is how many it has."""
    table, others = tables[name], {other: int(t.get("rows", 0)) for other, t in tables.items()}
    total, own = others[name], dice.derived(name)
    columns = [(str(column), str(kind)) for column, kind in table.get("columns", ())]
    rows: list[Row] = [
        tuple(_value(Cell(own, number, total, begins, column, others), kind) for column, kind in columns)
        for number in range(max(0, total - SAMPLE) + 1, total + 1)
    ]
    return Relation(tuple(column for column, _ in columns), tuple(rows), total)


def _value(cell: Cell, kind: str) -> Value:
    target = f"{cell.column.removesuffix('_id')}s"
    if cell.column.endswith("_id") and target in cell.others:
        return _reference(cell, cell.others[target])
    if cell.column in _NAMED:
        return _NAMED[cell.column](cell)
    if kind.startswith("timestamp"):
        return _moment(cell)
    if kind in ("integer", "bigint"):
        return cell.draw(1, 400)
    if kind == "numeric":
        return Decimal(cell.draw(100, 99_900)) / 100
    if kind == "boolean":
        return cell.draw(0, 1) == 0
    return Json("{}") if kind == "jsonb" else f"{cell.column} {cell.number}"


def _reference(cell: Cell, size: int) -> Value:
    """A row of the sample of the table referred to, so that joins meet."""
    return cell.draw(max(1, size - SAMPLE + 1), max(1, size))


def _moment(cell: Cell) -> Value:
    """Spread over the ninety days before history begins, later for higher numbers."""
    left = (cell.total - cell.number) * 90 * DAY // SAMPLE
    return Moment.of(cell.begins - left - cell.draw(1, 90 * DAY // SAMPLE), cell.draw(0, 999, "fine"))


def _items(cell: Cell) -> Value:
    parts = (
        f'{{"sku": "SKU-{cell.draw(1000, 6119, n)}", "quantity": {n + 1}}}'
        for n in range(cell.draw(1, 4, "items"))
    )
    return Json(f"[{', '.join(parts)}]")


def _sku(cell: Cell) -> Value:
    products = cell.others.get("products", 5_120)
    return f"SKU-{999 + (cell.number if cell.total == products else cell.draw(1, products))}"


def _product(cell: Cell) -> Value:
    return f"{_KINDS[cell.draw(0, len(_KINDS) - 1, 'kind')]} {_WORDS[cell.draw(0, len(_WORDS) - 1)]}"


_NAMED: dict[str, Callable[[Cell], Value]] = {
    "id": lambda cell: cell.number,
    "email": lambda cell: f"customer{cell.number}@mail.example",
    "status": lambda cell: _STATES[cell.draw(0, len(_STATES) - 1)],
    "total_cents": lambda cell: cell.draw(900, 24_900),
    "cents": lambda cell: cell.draw(400, 14_900),
    "quantity": lambda cell: cell.draw(1, 4),
    "stock": lambda cell: cell.draw(0, 240),
    "sku": _sku,
    "name": _product,
    "items": _items,
}
