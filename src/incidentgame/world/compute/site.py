"""Where a unit's step happens: host, unit, what systemd knows of it; and the journal lines a step says."""

from collections.abc import Mapping
from dataclasses import dataclass

from incidentgame.kernel.instant import Instant
from incidentgame.world.compute.unitfile import Definition
from incidentgame.world.compute.units import definition
from incidentgame.world.state import Doc
from incidentgame.world.view import View

Line = tuple[str, int, int, str]
"""A journal line of a step: identifier, pid, priority (RFC 5424), text."""

NOTICE, INFO, ERROR = 5, 6, 3
"""Priorities systemd uses for its own lines."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a step happens."""

    view: View
    host: str
    name: str
    doc: Doc
    read: Definition

    @property
    def title(self) -> str:
        return f"{self.name} - {self.doc.get('Description', self.name)}"

    def systemd(self, text: str, priority: int = INFO) -> Line:
        return ("systemd", 1, priority, text)


def site(view: View, host: str, name: str, doc: Doc) -> Site:
    """The unit as systemd knows it now."""
    return Site(view, host, name, doc, definition(view.world, host, name))


def said(at: Instant, lines: tuple[Line, ...]) -> Mapping[str, object]:
    """The journal lines of one step, as kept in a unit's document."""
    return {"at": at, "lines": lines}
