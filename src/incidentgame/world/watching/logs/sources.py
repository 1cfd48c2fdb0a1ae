"""The lines of each kind of log group: views of traffic and ledger, as the hosts' own files are.

A group's `sim.source` names its kind: nginx-access, nginx-error, app (shipped by the agent on each host of
`sim.role`, default api), lambda, edge-function, postgresql. Without one the group's name tells.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from incidentgame.kernel.instant import MINUTE, Instant, iso_millis, to_datetime
from incidentgame.world import kinds
from incidentgame.world.change import Change
from incidentgame.world.compute.journal import journal
from incidentgame.world.compute.logs import access_lines, error_lines
from incidentgame.world.compute.roles import app_roles, app_unit
from incidentgame.world.edge.functions import evaluate_live
from incidentgame.world.path import Path
from incidentgame.world.state import Doc, World, sim
from incidentgame.world.view import Arrival, View
from incidentgame.world.walk.ask import Ask
from incidentgame.world.watching.metrics.timers import changes_between

_ACCESS, _ERROR = "/var/log/nginx/access.log", "/var/log/nginx/error.log"
_AGENT = "amazon-cloudwatch-agent.service"


@dataclass(frozen=True, slots=True)
class Line:
    """One log event before it is delivered: its time, its stream, its text."""

    at: Instant
    stream: str
    message: str


SHIPPED = ("nginx-access", "nginx-error", "app")
"""Sources whose streams are hosts."""

Source = Callable[[View, Doc, Instant, Instant], Iterator[Line]]


def lines(view: View, group: Doc, start: Instant, end: Instant) -> list[Line]:
    """The group's lines in [start, end), by time."""
    start = max(start, view.account.begins)
    end = min(end, view.now + 1)
    if start >= end:
        return []
    found = list(_SOURCES.get(source_of(group), _silent)(view, group, start, end))
    found.sort(key=lambda line: line.at)
    return found


def source_of(group: Doc) -> str:
    """Which generator feeds a group."""
    given, name = str(sim(group).get("source", "")), str(group["logGroupName"])
    if given in _SOURCES:
        return given
    prefixes = {
        "/aws/lambda/": "lambda",
        "/aws/cloudfront/function/": "edge-function",
        "/aws/rds/": "postgres",
    }
    for prefix, source in prefixes.items():
        if name.startswith(prefix):
            return source
    endings = {"/access": "nginx-access", "/error": "nginx-error", "/api": "app"}
    return next((source for ending, source in endings.items() if name.endswith(ending)), "none")


def _silent(view: View, group: Doc, start: Instant, end: Instant) -> Iterator[Line]:
    return iter(())


def hosts(view: View, group: Doc, start: Instant, end: Instant) -> list[str]:
    """The hosts that shipped to a group at some time of the window."""
    stated = sim(group).get("role")
    found: dict[str, None] = {}
    for _, world in view.worlds(start, end):
        for host, doc in world.table(kinds.HOST).items():
            wanted = (stated,) if stated else app_roles(world)
            if doc.get("Role") in wanted and not host.startswith(("template:", "role:")):
                found[host] = None
    return list(found)


def _shipping(world: World, host: str) -> bool:
    """Is the agent of a host at work? A host without such a unit is taken to have one built in."""
    unit = world.find(kinds.UNIT, f"{host}|{_AGENT}")
    return unit is None or unit.get("ActiveState") == "active"


def _from_hosts(read: Callable[[View, str, Instant, Instant], Iterator[tuple[Instant, str]]]) -> Source:
    def source(view: View, group: Doc, start: Instant, end: Instant) -> Iterator[Line]:
        for host in hosts(view, group, start, end):
            if _shipping(view.world_at(end - 1), host):
                for at, message in read(view, host, start, end):
                    yield Line(at, host, message)

    return source


def _app(view: View, host: str, start: Instant, end: Instant) -> Iterator[tuple[Instant, str]]:
    unit = app_unit(view.world, host)
    return ((entry.at, entry.message) for entry in journal(view, host, start, end, (unit,)))


def _lambda(view: View, group: Doc, start: Instant, end: Instant) -> Iterator[Line]:
    """START, what the code logged, END, REPORT (api-503-aws §4.3)."""
    name = str(group["logGroupName"]).removeprefix("/aws/lambda/")
    for change in changes_between(view, start - 5000, end):
        if change.action == "Invoke" and change.request.get("functionName") == name and change.error is None:
            yield from (line for line in _run(view, name, change) if start <= line.at < end)


def _run(view: View, name: str, change: Change) -> Iterator[Line]:
    response = change.response or {}
    id = str(response.get("requestId", ""))
    if not id:
        return
    doc = view.world_at(change.at).find(kinds.LAMBDA, name) or {}
    tenths = view.dice.between(24_000, 61_000, "lambda-duration", id)
    begin = change.at - view.dice.between(200, 450, "lambda-begin", id)
    end = begin + tenths // 100
    day = to_datetime(begin)
    stream = (
        f"{day:%Y/%m/%d}/[$LATEST]{view.dice.hexadecimal(32, 'stream', name, begin // (6 * 60 * MINUTE))}"
    )
    yield Line(begin, stream, f"START RequestId: {id} Version: $LATEST\n")
    said = list(response.get("lines", ()))
    for place, text in enumerate(said, start=1):
        at = begin + (end - begin) * place // (len(said) + 1)
        yield Line(at, stream, _said(at, id, text))
    yield Line(end, stream, f"END RequestId: {id}\n")
    yield Line(end, stream, _report(view, id, tenths, doc, bool(response.get("failed"))))


def _said(at: Instant, id: str, text: str) -> str:
    level, _, rest = text.partition("] ")
    if level.startswith("[") and rest:
        return f"{level}]\t{iso_millis(at)}\t{id}\t{rest}\n"
    return f"[INFO]\t{iso_millis(at)}\t{id}\t{text}\n"


def _report(view: View, id: str, hundredths: int, doc: Doc, failed: bool) -> str:
    size = int(doc.get("MemorySize", 128))
    used = size * view.dice.between(58, 71, "lambda-memory", id) // 100
    cold = view.dice.between(24_000, 31_000, "lambda-init", id)
    status = "Status: error\tError Type: Runtime.Error\t" if failed else ""
    return (
        f"REPORT RequestId: {id}\tDuration: {hundredths / 100:.2f} ms\t"
        f"Billed Duration: {-(-hundredths // 100)} ms\t"
        f"Memory Size: {size} MB\tMax Memory Used: {used} MB\tInit Duration: {cold / 100:.2f} ms\t{status}\n"
    )


def _edge_function(view: View, group: Doc, start: Instant, end: Instant) -> Iterator[Line]:
    """Only what the code logs; nothing is added on a throw (api-503-aws §1.7, T3)."""
    name = str(group["logGroupName"]).rsplit("/", 1)[-1]

    def ours(path: Path) -> bool:
        return path.edge is not None and path.edge.function == name

    if not _ever_logs(view, name, start, end):
        return
    for arrival in view.traffic.arrivals(start, end, ours):
        said = _said_at_edge(view.world_at(arrival.at), name, arrival)
        if said and arrival.path.edge is not None:
            stream = _edge_stream(view, name, arrival)
            texts = (f"START DistributionID: {arrival.path.edge.distribution}", *said, "END")
            yield from (Line(arrival.at, stream, f"{arrival.edge_id} {text}") for text in texts)


def _ever_logs(view: View, name: str, start: Instant, end: Instant) -> bool:
    docs = (world.find(kinds.FUNCTION, name) for _, world in view.worlds(start, end))
    stages = (sim(doc).get("stages", {}).get("LIVE") or {} for doc in docs if doc)
    return any("console." in str(stage.get("code", "")) for stage in stages)


def _said_at_edge(world: World, name: str, arrival: Arrival) -> tuple[str, ...]:
    """What the function logged for a request: the run that ended as this request did."""
    ask = Ask(arrival.method, arrival.host, arrival.uri, arrival.query)
    failed = arrival.path.edge is not None and arrival.path.edge.function_error
    for _, result in evaluate_live(world, name, ask):
        if (result.kind in ("error", "invalid")) == failed:
            return result.logs
    return ()


def _edge_stream(view: View, name: str, arrival: Arrival) -> str:
    """`YYYY/M/D/UUID`, month and day not padded."""
    day = to_datetime(arrival.at)
    id = view.dice.uuid("edge-stream", name, arrival.pop, arrival.at // (60 * MINUTE))
    return f"{day.year}/{day.month}/{day.day}/{id}"


def _postgres(view: View, group: Doc, start: Instant, end: Instant) -> Iterator[Line]:
    """Checkpoints each five minutes (house rule: nothing slower than its limit is logged otherwise)."""
    name = str(group["logGroupName"])
    parts = name.strip("/").split("/")
    cluster = parts[3] if len(parts) > 3 else "database"
    writers = [str(id) for id in view.world.table(kinds.DB_INSTANCE)] or [cluster]
    for at in range(start - start % (5 * MINUTE), end, 5 * MINUTE):
        pid = view.dice.between(380, 620, "checkpointer", cluster)
        buffers = view.dice.between(120, 900, "checkpoint", at)
        prefix = f"{to_datetime(at):%Y-%m-%d %H:%M:%S} UTC::@:[{pid}]:LOG:  "
        texts = (
            "checkpoint starting: time",
            f"checkpoint complete: wrote {buffers} buffers ({buffers / 1638.4:.1f}%)",
        )
        for offset, text in zip((0, 27_000), texts, strict=True):
            if start <= at + offset < end:
                yield Line(at + offset, f"{writers[0]}.0", prefix + text)


_SOURCES: dict[str, Source] = {
    "nginx-access": _from_hosts(lambda view, host, start, end: access_lines(view, host, _ACCESS, start, end)),
    "nginx-error": _from_hosts(lambda view, host, start, end: error_lines(view, host, _ERROR, start, end)),
    "app": _from_hosts(_app),
    "lambda": _lambda,
    "edge-function": _edge_function,
    "postgres": _postgres,
    "postgresql": _postgres,
}
