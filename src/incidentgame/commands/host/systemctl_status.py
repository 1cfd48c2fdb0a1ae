"""`systemctl status UNIT`: systemd 252's layout (aws-request-path §5.1, api-503-host §4.1)."""

from collections.abc import Iterator, Sequence
from itertools import islice

from incidentgame.commands.host.journal_format import short
from incidentgame.commands.host.spans import ago, lasted
from incidentgame.kernel.instant import systemd
from incidentgame.world.compute.hosts import hostname
from incidentgame.world.compute.journal import backwards
from incidentgame.world.compute.processes import Process, processes_of
from incidentgame.world.compute.units import definition, is_active, process_limit, unit_text
from incidentgame.world.state import Doc, sim
from incidentgame.world.view import View

_GLYPHS = {"active": "●", "reloading": "↻", "failed": "×", "inactive": "○", "activating": "●"}


def status_text(view: View, host: str, name: str, doc: Doc, lines: int) -> str:
    """The whole status of one unit, with its last journal lines."""
    body = "".join(f"{line}\n" for line in _body(view, host, name, doc))
    entries = list(islice(backwards(view, host, view.now + 1, (name,)), lines))
    if not entries:
        return body
    shown = "".join(short(hostname(view.world, host), entry) for entry in reversed(entries))
    return f"{body}\n{shown}"


def _body(view: View, host: str, name: str, doc: Doc) -> Iterator[str]:
    active = str(doc["ActiveState"])
    yield f"{_GLYPHS.get(active, '○')} {name} - {doc.get('Description', name)}"
    yield _labelled("Loaded", _loaded(view, host, name, doc))
    yield _labelled("Active", _active(view, doc))
    if not is_active(doc) and sim(doc).get("ran"):
        yield _labelled("Duration", lasted(int(sim(doc)["ran"])))
    read = definition(view.world, host, name)
    if read.documentation:
        yield from _documentation(read.documentation)
    if sim(doc).get("process"):
        yield from _ended(doc)
    elif is_active(doc):
        yield from _running(view, host, name, doc)


def _labelled(label: str, text: str) -> str:
    return f"{label:>11}: {text}"


def _loaded(view: View, host: str, name: str, doc: Doc) -> str:
    if doc.get("LoadState") == "masked":
        return f"masked (Reason: Unit {name} is masked.)"
    path = unit_text(view.world, host, name)[0]
    enabled = doc.get("EnabledState", "static")
    preset = "; preset: enabled" if enabled in ("enabled", "disabled", "enabled-runtime") else ""
    return f"loaded ({path}; {enabled}{preset})"


def _active(view: View, doc: Doc) -> str:
    active, sub = str(doc["ActiveState"]), str(doc.get("SubState", ""))
    result = str(doc.get("Result", "success"))
    state = f"failed (Result: {result})" if active == "failed" else f"{active} ({sub})"
    if active == "activating":
        state = f"{state} (Result: {result})"
    since = int(doc.get("Since", 0))
    if not since:
        return state
    period = int(sim(doc).get("period", 0))
    since = since + (view.now - since) // period * period if period else since
    return f"{state} since {systemd(since)}; {ago(max(0, view.now - since))}"


def _documentation(text: str) -> Iterator[str]:
    for number, page in enumerate(text.split()):
        yield _labelled("Docs", page) if number == 0 else f"{'':13}{page}"


def _ended(doc: Doc) -> Iterator[str]:
    process = str(sim(doc)["process"])
    yield _labelled("Process", process)
    pid, _, rest = process.partition(" ")
    if rest.startswith("ExecStart="):
        yield _labelled("Main PID", f"{pid} ({rest.rpartition('(')[2]}")


def _running(view: View, host: str, name: str, doc: Doc) -> Iterator[str]:
    if not int(doc.get("MainPid", 0)):
        yield _labelled(
            "Process",
            f"{200 + len(name)} ExecStart={doc.get('ExecStart', '')} (code=exited, status=0/SUCCESS)",
        )
        yield _labelled("Main PID", f"{200 + len(name)} (code=exited, status=0/SUCCESS)")
        yield _labelled("CPU", "18ms")
        return
    yield from _before(view, host, name, doc)
    table = processes_of(view, host, name)
    yield _labelled("Main PID", f"{table[0].pid} ({table[0].comm})")
    tasks = sum(process.threads for process in table)
    yield _labelled("Tasks", f"{tasks} (limit: {process_limit(view.world, host)})")
    yield _labelled("Memory", _memory(sum(process.rss for process in table)))
    yield _labelled("CPU", lasted(sum(process.cpu_ms for process in table)))
    yield _labelled("CGroup", f"/system.slice/{name}")
    yield from _tree(table)


def _before(view: View, host: str, name: str, doc: Doc) -> Iterator[str]:
    """A forking unit also shows the commands that have ended well."""
    read, pid = definition(view.world, host, name), int(doc["MainPid"])
    commands = [("ExecStartPre", read.exec_start_pre), ("ExecStart", read.exec_start)]
    ended = [pair for pair in commands if pair[1]] if read.type == "forking" else []
    for number, (label, command) in enumerate(ended):
        words = command.replace("'", "")
        yield _labelled(
            "Process",
            f"{pid - len(ended) + number} {label}={words} (code=exited, status=0/SUCCESS)",
        )


def _memory(kib: int) -> str:
    return f"{kib // 1024}.{kib % 1024 * 10 // 1024}M" if kib >= 1024 else f"{kib}.0K"


def _tree(table: Sequence[Process]) -> Iterator[str]:
    ordered = sorted(table, key=lambda process: process.pid)
    for number, process in enumerate(ordered):
        mark = "└─" if number == len(ordered) - 1 else "├─"
        titled = ": " in process.command.split(" -")[0]
        command = f'"{process.command}"' if titled else process.command
        yield f"{'':13}{mark}{process.pid} {command}"
