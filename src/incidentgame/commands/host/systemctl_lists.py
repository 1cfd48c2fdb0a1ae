"""systemctl's tables: list-units, list-unit-files, list-timers, show (api-503-host §4.1)."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from incidentgame.commands.host.options import Options, table
from incidentgame.commands.host.spans import ago, left
from incidentgame.kernel.instant import systemd
from incidentgame.world.compute.hosts import booted_at, hostname
from incidentgame.world.compute.processes import processes_of
from incidentgame.world.compute.timers import TIMERS, last_and_next
from incidentgame.world.compute.units import (
    definition,
    is_active,
    unit,
    unit_files,
    unit_text,
    units,
)
from incidentgame.world.state import Doc, sim
from incidentgame.world.view import View

_LEGEND = """
LOAD   = Reflects whether the unit definition was properly loaded.
ACTIVE = The high-level unit activation state, i.e. generalization of SUB.
SUB    = The low-level unit activation state, values depend on unit type.
"""


def changed_on_disk(name: str) -> str:
    """systemd's warning about an edited unit file."""
    return (
        f"Warning: The unit file, source configuration file or drop-ins of {name} changed on disk. "
        "Run 'systemctl daemon-reload' to reload units.\n"
    )


def _listed(view: View, host: str) -> dict[str, Doc]:
    """Units in memory: services, and the timers as active units."""
    found = dict(units(view.world, host))
    for timer in TIMERS:
        about = timer.description if timer.period else timer.name
        found[timer.name] = {
            "Description": about, "LoadState": "loaded", "ActiveState": "active", "SubState": "waiting",
        }  # fmt: skip
    return dict(sorted(found.items()))


def list_units(view: View, host: str, options: Options, patterns: Sequence[str]) -> str:
    """Loaded units; those with a type, state or pattern only where asked."""
    everything = options.has("-a", "--all")
    failed = options.has("--failed")
    kinds = options.last("-t", "--type")
    state = "failed" if failed else options.last("--state")
    rows = [
        (name, doc)
        for name, doc in _listed(view, host).items()
        if (not kinds or name.rpartition(".")[2] in kinds.split(","))
        and _in_state(doc, state, everything or bool(state))
        and (not patterns or any(fnmatchcase(name, p) or name == f"{p}.service" for p in patterns))
    ]
    return _unit_table(rows, legend=not options.has("--no-legend"), asked_all=everything or bool(state))


def _in_state(doc: Doc, state: str, everything: bool) -> bool:
    if state:
        return bool(
            {str(doc["ActiveState"]), str(doc["SubState"]), str(doc["LoadState"])} & set(state.split(","))
        )
    return everything or doc["ActiveState"] != "inactive"


def _unit_table(rows: list[tuple[str, Doc]], *, legend: bool, asked_all: bool) -> str:
    marked = any(doc["ActiveState"] == "failed" for _, doc in rows)
    only_failed = marked and all(doc["ActiveState"] == "failed" for _, doc in rows)
    cells = [("", "UNIT", "LOAD", "ACTIVE", "SUB", "DESCRIPTION")] if legend else []
    cells += [
        ("●" if doc["ActiveState"] == "failed" else "", name, str(doc["LoadState"]), str(doc["ActiveState"]),
         str(doc["SubState"]), str(doc.get("Description", name)))
        for name, doc in rows
    ]  # fmt: skip
    if not rows:
        return "0 loaded units listed.\n" if legend else ""
    text = table([(cell[0] or " ", *cell[1:]) for cell in cells])
    if not legend:
        return text
    tail = f"{len(rows)} loaded units listed."
    if not asked_all and not only_failed:
        tail += " Pass --all to see loaded but inactive units, too.\n"
        tail += "To show all installed unit files use 'systemctl list-unit-files'."
    return f"{text}{_LEGEND}{tail}\n"


def list_unit_files(view: View, host: str, options: Options, patterns: Sequence[str]) -> str:
    """Installed unit files with their state and preset."""
    files = {**unit_files(view.world, host), **{timer.name: "enabled" for timer in TIMERS}}
    kinds, state = options.last("-t", "--type"), options.last("--state")
    rows = [
        (name, found, "enabled" if found in ("enabled", "disabled") else "-")
        for name, found in sorted(files.items())
        if (not kinds or name.endswith(f".{kinds}")) and (not state or found in state.split(","))
        and (not patterns or any(fnmatchcase(name, p) or name == f"{p}.service" for p in patterns))
    ]  # fmt: skip
    text = table([("UNIT FILE", "STATE", "PRESET"), *rows])
    return f"{text}\n{len(rows)} unit files listed.\n"


def list_timers(view: View, host: str) -> str:
    """Timers by next elapse."""
    timed = sorted(((last_and_next(view, host, timer), timer) for timer in TIMERS), key=lambda t: t[0][1])
    rows = [("NEXT", "LEFT", "LAST", "PASSED", "UNIT", "ACTIVATES")]
    for (last, following), timer in timed:
        past = (systemd(last), ago(view.now - last)) if last else ("-", "-")
        rows.append((systemd(following), left(following - view.now), *past, timer.name, timer.service))
    return (
        f"{table(rows)}\n{len(TIMERS)} timers listed.\nPass --all to see loaded but inactive timers, too.\n"
    )


def properties(view: View, host: str, name: str) -> dict[str, str]:
    """What `show` knows of a unit, in its order; an unknown unit is `not-found`."""
    doc = unit(view.world, host, name)
    if doc is None:
        return {
            "Id": name,
            "Names": name,
            "LoadState": "not-found",
            "ActiveState": "inactive",
            "SubState": "dead",
        }
    read = definition(view.world, host, name)
    table_ = processes_of(view, host, name) if is_active(doc) and doc.get("MainPid") else []
    failed = doc.get("Result") not in ("success", "", None)
    since = systemd(int(doc.get("Since", 0))) if doc.get("Since") else ""
    return {
        "Type": read.type,
        "Restart": read.restart,
        "RestartUSec": f"{read.restart_sec // 1000}s"
        if read.restart_sec >= 1000
        else f"{read.restart_sec}ms",
        "MainPID": str(doc.get("MainPid", 0)),
        "Result": str(doc.get("Result", "success")),
        "NRestarts": str(_restarts(view, doc)),
        "ExecMainStartTimestamp": since,
        "ExecMainStatus": "1" if failed else "0",
        "ExecStart": f"{{ path={read.program} ; argv[]={read.exec_start} ; ignore_errors=no }}",
        "MemoryCurrent": str(sum(p.rss for p in table_) * 1024) if table_ else "[not set]",
        "TasksCurrent": str(sum(p.threads for p in table_)) if table_ else "[not set]",
        "EnvironmentFiles": " ".join(
            f"{f.lstrip('-')} (ignore_errors={'yes' if f[0] == '-' else 'no'})"
            for f in read.environment_files
        ),
        "WorkingDirectory": read.working_directory,
        "User": read.user if read.user != "root" else "",
        "Id": name,
        "Names": name,
        "Description": str(doc.get("Description", name)),
        "LoadState": str(doc.get("LoadState", "loaded")),
        "ActiveState": str(doc["ActiveState"]),
        "SubState": str(doc["SubState"]),
        "FragmentPath": unit_text(view.world, host, name)[0],
        "UnitFileState": str(doc.get("EnabledState", "static")),
        "ActiveEnterTimestamp": since if is_active(doc) else "",
    }


def _restarts(view: View, doc: Doc) -> int:
    period = int(sim(doc).get("period", 0))
    looped = (view.now - int(doc.get("Since", view.now))) // period if period else 0
    return int(doc.get("Restarts", 0)) + looped


def system_state(view: View, host: str) -> str:
    """`systemctl status` without a unit."""
    found = units(view.world, host)
    failed = sum(doc["ActiveState"] == "failed" for doc in found.values())
    boot = booted_at(view.world, host)
    lines = [
        f"● {hostname(view.world, host)}",
        f"    State: {'degraded' if failed else 'running'}",
        f"    Units: {len(found) + len(TIMERS)} loaded (incl. loaded aliases)",
        "     Jobs: 0 queued",
        f"   Failed: {failed} units",
        f"    Since: {systemd(boot)}; {ago(view.now - boot)}",
        "  systemd: 252.39-1~deb12u1",
        "   CGroup: /",
    ]
    return "\n".join(lines) + "\n"
