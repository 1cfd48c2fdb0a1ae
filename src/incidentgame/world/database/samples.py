"""Rows of the shop's tables: a sample each, made by dice, which stands for the whole (house rule)."""

from collections.abc import Callable
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

Make = Callable[[Dice, int, int, Instant, str], Value]


def sample(name: str, table: Any, dice: Dice, begins: Instant) -> Relation:
    """A table's newest rows as of the beginning of history; `total` is how many it has."""
    total = int(table.get("rows", 0))
    columns = [(str(c), str(kind)) for c, kind in table.get("columns", ())]
    size = min(total, SAMPLE)
    rows: list[Row] = [
        tuple(_cell(dice.derived(name), number, total, begins, column, kind) for column, kind in columns)
        for number in range(total - size + 1, total + 1)
    ]
    return Relation(tuple(column for column, _ in columns), tuple(rows), total)


def _cell(dice: Dice, number: int, total: int, begins: Instant, column: str, kind: str) -> Value:
    if column in _NAMED:
        return _NAMED[column](dice, number, total, begins, column)
    if kind.startswith("timestamp"):
        return _moment(dice, number, total, begins, column)
    if kind in ("integer", "bigint"):
        return dice.between(1, 400, column, number)
    if kind == "numeric":
        return Decimal(dice.between(100, 99_900, column, number)) / 100
    if kind == "boolean":
        return dice.below(2, column, number) == 0
    return Json("{}") if kind == "jsonb" else f"{column} {number}"


def _moment(dice: Dice, number: int, total: int, begins: Instant, column: str) -> Value:
    """Spread over the ninety days before history begins, later for higher numbers."""
    left = (total - number) * 90 * DAY // max(SAMPLE, 1)
    at = begins - left - dice.between(1, 90 * DAY // SAMPLE, column, number)
    return Moment.of(at, dice.below(1000, column, "fine", number))


def _items(dice: Dice, number: int, total: int, begins: Instant, column: str) -> Value:
    count = dice.between(1, 4, column, number)
    parts = (
        f'{{"sku": "SKU-{dice.between(1000, 6119, column, number, n)}", "quantity": {n + 1}}}'
        for n in range(count)
    )
    return Json(f"[{', '.join(parts)}]")


_NAMED: dict[str, Make] = {
    "id": lambda dice, number, total, begins, column: number,
    "order_id": lambda dice, number, total, begins, column: 412_700 - (total - number) // 3,
    "customer_id": lambda dice, number, total, begins, column: 21_441 + dice.below(400, column, number),
    "email": lambda dice, number, total, begins, column: f"customer{number}@mail.example",
    "status": lambda dice, number, total, begins, column: dice.pick(_STATES, column, number),
    "total_cents": lambda dice, number, total, begins, column: dice.between(900, 24_900, column, number),
    "cents": lambda dice, number, total, begins, column: dice.between(400, 14_900, column, number),
    "quantity": lambda dice, number, total, begins, column: dice.between(1, 4, column, number),
    "stock": lambda dice, number, total, begins, column: dice.between(0, 240, column, number),
    "sku": lambda dice, number, total, begins, column: (
        f"SKU-{999 + number if total < 10_000 else dice.between(1000, 6119, column, number)}"
    ),
    "name": lambda dice, number, total, begins, column: (
        f"{dice.pick(_KINDS, 'kind', number)} {dice.pick(_WORDS, 'word', number)}"
    ),
    "items": _items,
}
