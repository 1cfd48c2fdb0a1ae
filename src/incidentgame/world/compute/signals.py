"""Processes stopped by SIGSTOP: they keep their sockets and answer nothing (signal(7)).

The kernel goes on completing handshakes for a listening socket, so a connection to a unit whose workers are
all stopped opens and then hears nothing. Which of a unit's processes are stopped is `sim.stopped` of its
document, and `sim.hung` says whether nobody is left who could answer. A signal sent to a stopped process
waits for SIGCONT (`sim.waiting`), SIGKILL excepted.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from incidentgame.world import kinds
from incidentgame.world.state import Doc, World, sim, with_sim

if TYPE_CHECKING:
    from incidentgame.world.compute.processes import Process

CONT, STOP = 18, 19
STOPPING = frozenset((STOP, 20))
"""SIGSTOP, and SIGTSTP, which programs that are no shell do not catch."""

HARMLESS = frozenset((0, 17, 23, 28))
"""No signal at all, SIGCHLD, SIGURG, SIGWINCH."""

SIGNALS = {
    "HUP": 1,
    "INT": 2,
    "QUIT": 3,
    "ILL": 4,
    "TRAP": 5,
    "ABRT": 6,
    "KILL": 9,
    "USR1": 10,
    "SEGV": 11,
    "USR2": 12,
    "PIPE": 13,
    "ALRM": 14,
    "TERM": 15,
    "CHLD": 17,
    "CONT": 18,
    "STOP": 19,
    "TSTP": 20,
    "WINCH": 28,
}
"""Numbers by name on x86-64 Linux, SIG left out."""


def signal_number(text: str) -> int | None:
    """The number of `9`, `KILL`, `SIGKILL`; None when it is no signal."""
    name = text.upper().removeprefix("SIG")
    if text.isdigit():
        return int(text) if int(text) <= 64 else None
    return SIGNALS.get(name)


def stopped_pids(doc: Doc) -> frozenset[int]:
    """The unit's processes that are stopped."""
    return frozenset(sim(doc).get("stopped", ()))


def waiting(doc: Doc) -> Mapping[int, int]:
    """Signals that stopped processes will get when they go on, by pid."""
    found: Mapping[int, int] = sim(doc).get("waiting", {})
    return found


def is_hung(world: World, host: str, unit: str) -> bool:
    """Is every process of the unit that could answer stopped?"""
    doc = world.find(kinds.UNIT, f"{host}|{unit}")
    return doc is not None and bool(sim(doc).get("hung"))


def halted(doc: Doc, table: "Iterable[Process]", pids: Iterable[int]) -> Doc:
    """The document once these processes are stopped, too."""
    return _marked(doc, table, stopped_pids(doc) | set(pids))


def resumed(doc: Doc, table: "Iterable[Process]", pids: Iterable[int]) -> Doc:
    """The document once these processes go on."""
    gone = set(pids)
    left = {pid: signal for pid, signal in waiting(doc).items() if pid not in gone}
    return with_sim(_marked(doc, table, stopped_pids(doc) - gone), waiting=left)


def kept_waiting(doc: Doc, pid: int, signal: int) -> Doc:
    """The document once a signal was sent to a stopped process."""
    return with_sim(doc, waiting={**waiting(doc), pid: signal})


def running_again(doc: Doc) -> Doc:
    """The document once all its processes are new ones."""
    return with_sim(doc, stopped=(), hung=False, waiting={})


def _marked(doc: Doc, table: "Iterable[Process]", stopped: frozenset[int] | set[int]) -> Doc:
    """House rule: workers that run take over from stopped ones. Without workers the main process counts."""
    every = list(table)
    workers = [process.pid for process in every if process.ppid != 1] or [process.pid for process in every]
    hung = bool(workers) and all(pid in stopped for pid in workers)
    return with_sim(doc, stopped=tuple(sorted(stopped)), hung=hung)
