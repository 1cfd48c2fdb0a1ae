"""systemctl (systemd 252): see and manage units (api-503-host §4.1)."""

from collections.abc import Callable
from fnmatch import fnmatchcase

from incidentgame.commands.bench import Bench
from incidentgame.commands.host import systemctl_lists as lists
from incidentgame.commands.host.options import Options, UsageError, parsed
from incidentgame.commands.host.systemctl_status import status_text
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.actions import ActRefused
from incidentgame.world.compute.units import (
    full_name,
    is_active,
    needs_reload,
    unit,
    unit_path,
    unit_text,
    units,
)
from incidentgame.world.state import Doc

_LONG = (
    "no-pager",
    "full",
    "lines=",
    "type=",
    "state=",
    "all",
    "failed",
    "no-legend",
    "plain",
    "property=",
    "value",
    "now",
    "quiet",
    "output=",
    "no-block",
    "system",
    "user",
    "help",
    "version",
    "force",
    "signal=",
    "runtime",
    "no-ask-password",
    "kill-who=",
)
_MANAGE = frozenset(
    (
        "start",
        "stop",
        "restart",
        "reload",
        "reload-or-restart",
        "try-restart",
        "reset-failed",
        "kill",
    )
)
_ENABLE = frozenset(("enable", "disable", "mask", "unmask"))


def systemctl(invocation: Invocation, bench: Bench) -> Outcome:
    """`systemctl VERB [UNIT…]`."""
    try:
        options = parsed(invocation, "aln:t:p:qfHMs:o:h", _LONG)
    except UsageError as fault:
        return fault.outcome
    if options.has("--version"):
        return Outcome("systemd 252 (252.39-1~deb12u1)\n")
    if options.has("-h", "--help"):
        return Outcome(_HELP)
    words = options.words or ("list-units",)
    return _verb(invocation, bench, options, words[0], list(words[1:]))


def _verb(invocation: Invocation, bench: Bench, options: Options, verb: str, names: list[str]) -> Outcome:
    if verb in _MANAGE or verb in _ENABLE or verb == "daemon-reload":
        return _manage(invocation, bench, options, verb, names)
    if verb in ("reboot", "poweroff", "halt"):
        return _power(invocation, bench, verb)
    if verb in _LISTS:
        return _LISTS[verb](bench, options, names)
    if verb not in _VERBS:
        return Outcome(stderr=f"Unknown command verb {verb}.\n", exit=1)
    if not names and verb != "status":
        return Outcome(stderr="Too few arguments.\n", exit=1)
    return _VERBS[verb](bench, options, _expanded(bench, names))


def _expanded(bench: Bench, names: list[str]) -> list[str]:
    """Full unit names; patterns match what is loaded."""
    found: list[str] = []
    for name in map(full_name, names):
        wild = any(char in name for char in "*?[")
        loaded = units(bench.view.world, bench.host)
        found.extend([n for n in loaded if fnmatchcase(n, name)] if wild else [name])
    return found


def _unit(bench: Bench, name: str) -> Doc | None:
    return unit(bench.view.world, bench.host, name)


def _manage(invocation: Invocation, bench: Bench, options: Options, verb: str, names: list[str]) -> Outcome:
    if not names and verb not in ("daemon-reload", "reset-failed"):
        return Outcome(stderr="Too few arguments.\n", exit=1)
    full = _expanded(bench, names) or [""]
    if invocation.user != "root":
        return _denied(bench, verb, full)
    stdout, stderr, code = "", "", 0
    for name in full:
        done = _act(bench, verb, name, options.last("-s", "--signal"))
        stderr, code = stderr + _changed(bench, verb, name) + done.stderr, done.exit or code
        stdout += done.stdout if isinstance(done.stdout, str) else ""
        if options.has("--now") and verb in ("enable", "disable") and not done.exit:
            _act(bench, "start" if verb == "enable" else "stop", name)
    return Outcome(stdout, stderr, code)


def _act(bench: Bench, verb: str, name: str, signal: str = "") -> Outcome:
    extra = {"signal": signal} if verb == "kill" and signal else {}
    try:
        done = bench.act("host.systemctl", host=bench.host, command=verb, unit=name, **extra)
    except ActRefused as refusal:
        return Outcome(stderr=f"{refusal.message}\n", exit=refusal.exit)
    return Outcome(done.stdout, done.stderr, done.exit)


def _changed(bench: Bench, verb: str, name: str) -> str:
    if verb in _MANAGE and name and _unit(bench, name) and needs_reload(bench.view.world, bench.host, name):
        return lists.changed_on_disk(name)
    return ""


def _denied(bench: Bench, verb: str, names: list[str]) -> Outcome:
    """No polkit on these hosts: only root manages units (api-503-host §4.1)."""
    if verb == "daemon-reload":
        return Outcome(stderr="Failed to reload daemon: Access denied\n", exit=1)
    if verb in _ENABLE:
        return Outcome(stderr=f"Failed to {verb} unit: Access denied\n", exit=1)
    name = names[0]
    if _unit(bench, name) is None:
        loaded = "loaded" if verb == "stop" else "found"
        return Outcome(stderr=f"Failed to {verb} {name}: Unit {name} not {loaded}.\n", exit=5)
    see = f"See system logs and 'systemctl status {name}' for details."
    return Outcome(stderr=f"Failed to {verb} {name}: Access denied\n{see}\n", exit=4)


def _power(invocation: Invocation, bench: Bench, verb: str) -> Outcome:
    if invocation.user != "root":
        return Outcome(stderr=f"Failed to {verb} system via logind: Access denied\n", exit=1)
    if verb != "reboot":
        bench.unanswered(f"systemctl {verb}", "hosts are stopped through EC2")
        return Outcome(
            stderr=f"Failed to {verb} system: inhibited on this host; stop the instance instead.\n",
            exit=1,
        )
    bench.act("host.reboot", host=bench.host)
    return Outcome()


def _status(bench: Bench, options: Options, names: list[str]) -> Outcome:
    if not names:
        return Outcome(lists.system_state(bench.view, bench.host))
    texts, stderr, code = [], "", 0
    lines = options.last("-n", "--lines", default="10")
    for name in names:
        doc = _unit(bench, name)
        if doc is None:
            stderr, code = stderr + f"Unit {name} could not be found.\n", 4
            continue
        if needs_reload(bench.view.world, bench.host, name):
            stderr += lists.changed_on_disk(name)
        texts.append(status_text(bench.view, bench.host, name, doc, int(lines) if lines.isdigit() else 10))
        code = code or (0 if is_active(doc) else 3)
    return Outcome("\n".join(texts), stderr, code)


def _words(bench: Bench, options: Options, names: list[str], word: Callable[[Doc | None], str]) -> str:
    if options.has("-q", "--quiet"):
        return ""
    return "".join(f"{word(_unit(bench, name))}\n" for name in names)


def _is_active(bench: Bench, options: Options, names: list[str]) -> Outcome:
    docs = [_unit(bench, name) for name in names]
    text = _words(bench, options, names, lambda doc: str(doc["ActiveState"]) if doc else "inactive")
    return Outcome(text, exit=0 if any(is_active(doc) for doc in docs) else 3)


def _is_failed(bench: Bench, options: Options, names: list[str]) -> Outcome:
    docs = [_unit(bench, name) for name in names]
    text = _words(bench, options, names, lambda doc: str(doc["ActiveState"]) if doc else "inactive")
    return Outcome(text, exit=0 if any(doc and doc["ActiveState"] == "failed" for doc in docs) else 1)


def _is_enabled(bench: Bench, options: Options, names: list[str]) -> Outcome:
    stdout, stderr, code = "", "", 1
    for name in names:
        doc = _unit(bench, name)
        if doc is None:
            stderr += f"Failed to get unit file state for {name}: No such file or directory\n"
            continue
        stdout += f"{doc.get('EnabledState', 'static')}\n"
        code = (
            0 if str(doc.get("EnabledState")) in ("enabled", "enabled-runtime", "static", "alias") else code
        )
    return Outcome("" if options.has("-q", "--quiet") else stdout, stderr, code)


def _cat(bench: Bench, options: Options, names: list[str]) -> Outcome:
    texts, stderr = [], ""
    for name in names:
        if _unit(bench, name) is None and not unit_path(bench.view.world, bench.host, name):
            stderr += f"No files found for {name}.\n"
            continue
        path, text = unit_text(bench.view.world, bench.host, name)
        texts.append(f"# {path}\n{text}")
    return Outcome("\n".join(texts), stderr, 1 if stderr else 0)


def _show(bench: Bench, options: Options, names: list[str]) -> Outcome:
    wanted = [part for value in options.all("-p", "--property") for part in value.split(",")]
    blocks = []
    for name in names:
        values = lists.properties(bench.view, bench.host, name)
        chosen = {k: v for k, v in values.items() if not wanted or k in wanted}
        blocks.append(
            "".join(f"{v}\n" if options.has("--value") else f"{k}={v}\n" for k, v in chosen.items())
        )
    return Outcome("\n".join(blocks))


def _list_units(bench: Bench, options: Options, names: list[str]) -> Outcome:
    return Outcome(lists.list_units(bench.view, bench.host, options, names))


def _list_files(bench: Bench, options: Options, names: list[str]) -> Outcome:
    return Outcome(lists.list_unit_files(bench.view, bench.host, options, names))


def _list_timers(bench: Bench, options: Options, names: list[str]) -> Outcome:
    return Outcome(lists.list_timers(bench.view, bench.host))


def _running(bench: Bench, options: Options, names: list[str]) -> Outcome:
    failed = any(d["ActiveState"] == "failed" for d in units(bench.view.world, bench.host).values())
    return Outcome("degraded\n" if failed else "running\n", exit=1 if failed else 0)


def _dependencies(bench: Bench, options: Options, names: list[str]) -> Outcome:
    rows = [n for n, d in units(bench.view.world, bench.host).items() if d.get("EnabledState") == "enabled"]
    top = full_name(names[0]) if names else "default.target"
    inner = ["sysinit.target", "system.slice"] if names else rows
    marks = ["├─"] * (len(inner) - 1) + ["└─"]
    return Outcome(f"{top}\n" + "".join(f"● {m}{n}\n" for m, n in zip(marks, inner, strict=True)))


_Answer = Callable[[Bench, Options, list[str]], Outcome]
_VERBS: dict[str, _Answer] = {
    "status": _status,
    "is-active": _is_active,
    "is-failed": _is_failed,
    "is-enabled": _is_enabled,
    "cat": _cat,
    "show": _show,
}
_LISTS: dict[str, _Answer] = {
    "list-units": _list_units,
    "list-unit-files": _list_files,
    "list-timers": _list_timers,
    "list-dependencies": _dependencies,
    "is-system-running": _running,
}

_HELP = """systemctl [OPTIONS...] COMMAND ...

Query or send control commands to the system manager.

Unit Commands:
  list-units [PATTERN...]             List units currently in memory
  list-timers [PATTERN...]            List timer units currently in memory, ordered by next elapse
  is-active PATTERN...                Check whether units are active
  is-failed PATTERN...                Check whether units are failed
  status [PATTERN...|PID...]          Show runtime status of one or more units
  show [PATTERN...|JOB...]            Show properties of one or more units/jobs or the manager
  cat PATTERN...                      Show files and drop-ins of specified units
  start UNIT...                       Start (activate) one or more units
  stop UNIT...                        Stop (deactivate) one or more units
  reload UNIT...                      Reload one or more units
  restart UNIT...                     Start or restart one or more units
  kill UNIT...                        Send signal to processes of a unit
  reset-failed [PATTERN...]           Reset failed state for all, one, or more units

Unit File Commands:
  list-unit-files [PATTERN...]        List installed unit files
  enable [UNIT...|PATH...]            Enable one or more unit files
  disable UNIT...                     Disable one or more unit files
  is-enabled UNIT...                  Check whether unit files are enabled
  mask UNIT...                        Mask one or more units
  daemon-reload                       Reload systemd manager configuration
"""
