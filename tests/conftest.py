"""What every test runs under: no shell is left running behind the module that used it."""

from collections.abc import Iterator
from typing import Any
from weakref import WeakSet

import pytest

from incidentgame.shell.shell import HostShell

_STARTED: WeakSet[HostShell] = WeakSet()
"""A live interpreter holds open files and is not seen by the garbage collector; a thousand exhaust a process."""


def _noted(self: HostShell, *given: Any, **named: Any) -> None:
    _made(self, *given, **named)
    _STARTED.add(self)


_made = HostShell.__init__
HostShell.__init__ = _noted  # type: ignore[method-assign]  # the only place every shell comes through


@pytest.fixture(autouse=True, scope="module")
def no_shell_left_running() -> Iterator[None]:
    """Close what is live when a module ends; a shell that is used again starts anew in the same state."""
    yield
    for shell in list(_STARTED):
        shell.close()
