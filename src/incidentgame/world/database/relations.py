"""A table or view as a query reads it."""

from dataclasses import dataclass

from incidentgame.world.database.values import Value

Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """Columns by name, and rows. `total` is the true number of rows where `rows` is a sample."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: int = -1

    @property
    def weight(self) -> tuple[int, int]:
        """How many true rows a row stands for, as a fraction."""
        return (self.total, len(self.rows)) if self.total >= 0 and self.rows else (1, 1)
