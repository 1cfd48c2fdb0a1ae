"""The server's log: checkpoints, and the sessions somebody ended (api-503-host §3.3)."""

from collections.abc import Iterator

from incidentgame.kernel.instant import MINUTE, SECOND, Instant, to_datetime
from incidentgame.world.database.restart import is_writer
from incidentgame.world.view import View

_EVERY = 5 * MINUTE


def lines(view: View, instance: str, start: Instant, end: Instant) -> Iterator[tuple[Instant, str]]:
    """The log lines of an instance in [start, end), in order of time, without their line ends."""
    found = [*_checkpoints(view, instance, start, end)]
    if is_writer(view.world, instance):
        found += _ended(view, start, end)
    yield from sorted(line for line in found if start <= line[0] < end)


def text(view: View, instance: str, start: Instant, end: Instant) -> str:
    """The same as one text."""
    return "".join(f"{line}\n" for _, line in lines(view, instance, start, end))


def _stamp(at: Instant) -> str:
    return f"{to_datetime(at):%Y-%m-%d %H:%M:%S} UTC"


def _checkpoints(view: View, instance: str, start: Instant, end: Instant) -> Iterator[tuple[Instant, str]]:
    """One each five minutes, as CloudWatch's copy of the log has them."""
    pid = view.dice.between(380, 620, "checkpointer", instance.rpartition("-")[0])
    for at in range(start - start % _EVERY, end, _EVERY):
        buffers = view.dice.between(120, 900, "checkpoint", at)
        yield at, f"{_stamp(at)}::@:[{pid}]:LOG:  checkpoint starting: time"
        done = f"checkpoint complete: wrote {buffers} buffers ({buffers / 1638.4:.1f}%)"
        yield at + 27 * SECOND, f"{_stamp(at + 27 * SECOND)}::@:[{pid}]:LOG:  {done}"


def _ended(view: View, start: Instant, end: Instant) -> Iterator[tuple[Instant, str]]:
    """Sessions that were ended by hand, each with the statement it was at."""
    for change in view.changes:
        if change.action != "database.terminate" or not start <= change.at < end or not change.edits:
            continue
        world = view.world_at(change.at - 1)
        doc = world.find("database.session", str(change.request.get("pid"))) or {}
        client = f"{doc.get('client_addr', '')}({doc.get('client_port', '')})"
        head = f"{_stamp(change.at)}:{client}:{doc.get('usename', 'app')}@{doc.get('datname', 'shop')}"
        pid = change.request.get("pid")
        text = "terminating connection due to administrator command"
        yield change.at, f"{head}:[{pid}]:FATAL:  {text}"
        if doc.get("query"):
            yield change.at, f"{head}:[{pid}]:STATEMENT:  {' '.join(str(doc['query']).split())}"
