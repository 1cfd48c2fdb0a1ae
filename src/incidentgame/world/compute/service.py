"""What happens to a unit when it is started, stopped, reloaded or dies: its next document, and what it says.

Each step returns a `Step`: the unit's next document (with the journal lines of the step under `sim.said`)
and how systemctl fares. A program that cannot use its configuration does not start (INV-23).
"""

from dataclasses import dataclass

from incidentgame.kernel.instant import Instant, nginx_error
from incidentgame.world.compute import gunicorn
from incidentgame.world.compute.nginx import ConfigError, check_host, key_conflict, running
from incidentgame.world.compute.nginx.model import NginxConfig
from incidentgame.world.compute.processes import pid_at, unit_processes
from incidentgame.world.compute.signals import kept_waiting, running_again, stopped_pids
from incidentgame.world.compute.site import ERROR, INFO, NOTICE, Line, Site, said
from incidentgame.world.compute.units import is_active, snapshot
from incidentgame.world.state import Doc, sim, with_sim

_HUP = 1


@dataclass(frozen=True, slots=True)
class Step:
    """A unit's next document, and systemctl's stderr and exit status."""

    doc: Doc
    stderr: str = ""
    exit: int = 0


def start(here: Site, before: tuple[Line, ...] = ()) -> Step:
    """Start an inactive unit; `before` are lines of the same step that came earlier (a stop)."""
    if here.read.program == "nginx":
        return _start_nginx(here, before)
    if _missing_environment(here):
        return _no_resources(here, before)
    trouble = gunicorn.complaint(here) if here.read.program == "gunicorn" else ()
    if trouble:
        return _crashing(here, before, trouble)
    return _started(here, (*before, *_started_lines(here)))


def stop(here: Site) -> tuple[Line, ...]:
    """The lines of stopping an active unit."""
    lines: list[Line] = [here.systemd(f"Stopping {here.title}...")]
    if here.read.program == "gunicorn":
        lines.extend(gunicorn.goodbye(here))
    lines.append(here.systemd(f"{here.name}: Deactivated successfully."))
    lines.append(here.systemd(f"Stopped {here.title}."))
    return tuple(lines)


def stopped(here: Site, lines: tuple[Line, ...]) -> Step:
    """The unit once it is down."""
    doc = _state(here, "inactive", "dead", "success", 0, lines)
    return Step(
        with_sim(doc, files={}, process=_process(here, "0/SUCCESS"), ran=here.view.now - _since(here))
    )


def restart(here: Site) -> Step:
    """Stop if it runs, then start."""
    return start(here, stop(here) if is_active(here.doc) else ())


def reload(here: Site) -> Step:
    """Tell the program to read its configuration again; a program that cannot refuse keeps the old one."""
    if not is_active(here.doc):
        return Step(here.doc, f"{here.name} is not active, cannot reload.\n", 1)
    main = int(here.doc.get("MainPid", 0))
    if main in stopped_pids(here.doc):
        return Step(kept_waiting(here.doc, main, _HUP))
    if here.read.program == "nginx":
        return _reload_nginx(here)
    if not here.read.exec_reload:
        return Step(here.doc, _no_reload(here.name), 1)
    return _reload_plain(here)


def _no_reload(name: str) -> str:
    return (
        f"Failed to reload {name}: Job type reload is not applicable for unit {name}.\n"
        f"See system logs and 'systemctl status {name}' for details.\n"
    )


def died(here: Site, signal: int) -> Step:
    """The main process got a fatal signal."""
    words = {9: "9/KILL", 6: "6/ABRT", 11: "11/SEGV", 1: "1/HUP", 2: "2/INT"}.get(signal, f"{signal}")
    clean = signal in (15, 3, 2, 1)
    if clean and here.read.program in ("nginx", "gunicorn"):
        return stopped(here, (here.systemd(f"{here.name}: Deactivated successfully."),))
    lines = (
        here.systemd(f"{here.name}: Main process exited, code=killed, status={words}", NOTICE),
        here.systemd(f"{here.name}: Failed with result 'signal'.", 4),
    )
    if here.read.restart not in ("always", "on-failure", "on-abnormal", "on-abort"):
        doc = _state(here, "failed", "failed", "signal", 0, lines)
        return Step(with_sim(doc, files={}, process=_process(here, words, code="killed")))
    count = int(here.doc.get("Restarts", 0)) + 1
    again = here.systemd(f"{here.name}: Scheduled restart job, restart counter is at {count}.")
    step = start(here, (*lines, again, here.systemd(f"Stopped {here.title}.")))
    return Step({**step.doc, "Restarts": count})


def worker_died(here: Site, pid: int) -> Step:
    """A worker was killed: its master makes another one."""
    table = unit_processes(here.view, here.host, here.name, here.doc)
    fresh = pid_at(here.view, here.host, here.view.now, here.name)
    lines: tuple[Line, ...] = ()
    if here.read.program == "gunicorn":
        lines = (
            gunicorn.line(
                here,
                table[0].pid,
                "ERROR",
                f"Worker (pid:{pid}) was sent SIGKILL! Perhaps out of memory?",
            ),
            gunicorn.line(here, fresh, "INFO", f"Booting worker with pid: {fresh}"),
        )
    return Step(with_sim(running_again(here.doc), workers_from=fresh, said=said(here.view.now, lines)))


def _since(here: Site) -> Instant:
    return int(here.doc.get("Since", here.view.now))


def _state(here: Site, active: str, sub: str, result: str, pid: int, lines: tuple[Line, ...]) -> Doc:
    doc: Doc = {
        **here.doc,
        "Unit": here.name,
        "Description": here.read.description or here.doc.get("Description", here.name),
        "ActiveState": active,
        "SubState": sub,
        "Result": result,
        "MainPid": pid,
        "Since": here.view.now,
        "ExecStart": here.read.exec_start or here.doc.get("ExecStart", ""),
        "User": here.read.user,
        "Restarts": 0,
    }
    return with_sim(doc, said=said(here.view.now, lines), process="", period=0)


def _process(here: Site, status: str, code: str = "exited") -> str:
    """The `Process:` line of a unit that is down."""
    pid, command = here.doc.get("MainPid", 0), here.doc.get("ExecStart", "")
    return f"{pid} ExecStart={command} (code={code}, status={status})"


def _started(here: Site, lines: tuple[Line, ...]) -> Step:
    pid = pid_at(here.view, here.host, here.view.now, here.name)
    doc = _state(here, "active", "running", "success", pid, lines)
    files = snapshot(here.view.world, here.host, here.read)
    return Step(_fresh(with_sim(doc, files=files)))


def _fresh(doc: Doc) -> Doc:
    """Without what a former run left behind."""
    gone = ("workers_from", "reloaded", "ran", "period", "turn", "stopped", "hung", "waiting")
    return {**doc, "sim": {k: v for k, v in sim(doc).items() if k not in gone}}


def _started_lines(here: Site) -> tuple[Line, ...]:
    pid = pid_at(here.view, here.host, here.view.now, here.name)
    lead = () if here.read.type == "simple" else (here.systemd(f"Starting {here.title}..."),)
    started = here.systemd(f"Started {here.title}.")
    if here.read.program != "gunicorn":
        return (*lead, started)
    return (started, *gunicorn.hello(here, pid))


def _failed(here: Site, lines: tuple[Line, ...], process: str) -> Step:
    state = _state(here, "failed", "failed", "exit-code", 0, lines)
    ran = here.view.now - _since(here) if is_active(here.doc) else 0
    doc = with_sim(state, files={}, process=process, ran=ran)
    return Step(doc, _job_failed(here.name), 1)


def _job_failed(name: str) -> str:
    return (
        f"Job for {name} failed because the control process exited with error code.\n"
        f'See "systemctl status {name}" and "journalctl -xeu {name}" for details.\n'
    )


def _start_nginx(here: Site, before: tuple[Line, ...]) -> Step:
    found = check_host(here.view.world, here.host)
    if isinstance(found, NginxConfig):
        return _started(here, (*before, *_nginx_starting(here), here.systemd(f"Started {here.title}.")))
    pid = pid_at(here.view, here.host, here.view.now, here.name)
    lines = (
        *before,
        here.systemd(f"Starting {here.title}..."),
        *nginx_complaint(found, here.view.now, pid, test=True),
        here.systemd(f"{here.name}: Control process exited, code=exited, status=1/FAILURE", NOTICE),
        here.systemd(f"{here.name}: Failed with result 'exit-code'.", 4),
        here.systemd(f"Failed to start {here.title}.", ERROR),
    )
    command = "/usr/sbin/nginx -t -q -g daemon on; master_process on;"
    return _failed(here, lines, f"{pid} ExecStartPre={command} (code=exited, status=1/FAILURE)")


def _nginx_starting(here: Site) -> tuple[Line, ...]:
    return (here.systemd(f"Starting {here.title}..."),)


def nginx_complaint(found: ConfigError, at: Instant, pid: int, *, test: bool) -> tuple[Line, ...]:
    """nginx's lines about a bad configuration as the journal has them (Debian form, api-503-host §0.8)."""
    stamp = nginx_error(at)
    warnings = [("nginx", pid, 4, f"{stamp} [warn] {pid}#{pid}: {text}") for text in found.warnings]
    emerg = ("nginx", pid, INFO, f"{stamp} [emerg] {pid}#{pid}: {found.emerg}")
    failed = ("nginx", pid, INFO, "nginx: configuration file /etc/nginx/nginx.conf test failed")
    return (*warnings, emerg, failed) if test else (*warnings, emerg)


def _reload_nginx(here: Site) -> Step:
    found = check_host(here.view.world, here.host)
    now, pid = here.view.now, pid_at(here.view, here.host, here.view.now, here.name)
    begin = here.systemd(f"Reloading {here.title}...")
    if isinstance(found, ConfigError):
        lines = (
            begin,
            *nginx_complaint(found, now, pid, test=False),
            here.systemd(f"{here.name}: Control process exited, code=exited, status=1/FAILURE", NOTICE),
            here.systemd(f"Reload failed for {here.title}.", ERROR),
        )
        text = (
            f'Job for {here.name} failed.\nSee "systemctl status {here.name}" and '
            f'"journalctl -xeu {here.name}" for details.\n'
        )
        return Step(with_sim(here.doc, said=said(now, lines)), text, 1)
    return signalled_nginx(here, found, pid, begin, here.systemd(f"Reloaded {here.title}."))


def signalled_nginx(here: Site, found: NginxConfig, pid: int, *around: Line) -> Step:
    """nginx's master on SIGHUP: a new configuration and new workers, or the old ones (§0.7)."""
    now, master = here.view.now, int(here.doc.get("MainPid", 0))
    old = running(here.view.world, here.host)
    conflict = key_conflict(old, found) if old else None
    signal = (
        "nginx",
        pid,
        INFO,
        f"{nginx_error(now)} [notice] {pid}#{pid}: signal process started",
    )
    if conflict:
        emerg = (
            "nginx",
            master,
            INFO,
            f"{nginx_error(now)} [emerg] {master}#{master}: {conflict}",
        )
        lines = (*around[:1], signal, emerg, *around[1:]) if around else (emerg,)
        return Step(with_sim(here.doc, said=said(now, lines)))
    files = snapshot(here.view.world, here.host, here.read)
    lines = (*around[:1], signal, *around[1:]) if around else ()
    fresh = running_again(here.doc)
    return Step(with_sim(fresh, files=files, reloaded=now, workers_from=pid + 1, said=said(now, lines)))


def _reload_plain(here: Site) -> Step:
    """SIGHUP: code and options are read again, the environment is not (it came with the process)."""
    now = here.view.now
    kept = sim(here.doc).get("files", {})
    fresh = snapshot(here.view.world, here.host, here.read)
    environment_files = {name.lstrip("-") for name in here.read.environment_files}
    files = {**fresh, **{path: kept[path] for path in environment_files if path in kept}}
    pid = pid_at(here.view, here.host, now, here.name)
    middle = gunicorn.hup(here, pid) if here.read.program == "gunicorn" else ()
    lines = (
        here.systemd(f"Reloading {here.title}..."),
        here.systemd(f"Reloaded {here.title}."),
        *middle,
    )
    doc = running_again(here.doc)
    return Step(with_sim(doc, files=files, reloaded=now, workers_from=pid, said=said(now, lines)))


def _missing_environment(here: Site) -> bool:
    names = [name for name in here.read.environment_files if not name.startswith("-")]
    kept = snapshot(here.view.world, here.host, here.read)
    return any(name not in kept for name in names)


def _no_resources(here: Site, before: tuple[Line, ...]) -> Step:
    lines = (
        *before,
        here.systemd(f"{here.name}: Failed to load environment files: No such file or directory", ERROR),
        here.systemd(f"{here.name}: Failed to run 'start' task: No such file or directory", ERROR),
        here.systemd(f"{here.name}: Failed with result 'resources'.", 4),
        here.systemd(f"Failed to start {here.title}.", ERROR),
    )
    doc = with_sim(_state(here, "failed", "failed", "resources", 0, lines), files={})
    text = (
        f"Job for {here.name} failed because of unavailable resources or another system error.\n"
        f'See "systemctl status {here.name}" and "journalctl -xeu {here.name}" for details.\n'
    )
    return Step(doc, text, 1)


def _crashing(here: Site, before: tuple[Line, ...], complaint: tuple[Line, ...]) -> Step:
    """A Type=simple program that exits at once: systemctl is content, systemd tries again (§0.15)."""
    status = "2/INVALIDARGUMENT" if "argument" in complaint[0][3] else "3/NOTIMPLEMENTED"
    lines = (
        *before,
        here.systemd(f"Started {here.title}."),
        *complaint,
        here.systemd(f"{here.name}: Main process exited, code=exited, status={status}", NOTICE),
        here.systemd(f"{here.name}: Failed with result 'exit-code'.", 4),
    )
    again = here.read.restart in ("always", "on-failure")
    state = ("activating", "auto-restart") if again else ("failed", "failed")
    doc = _state(here, state[0], state[1], "exit-code", 0, lines)
    pid = pid_at(here.view, here.host, here.view.now, here.name)
    process = f"{pid} ExecStart={here.read.exec_start} (code=exited, status={status})"
    period = here.read.restart_sec + 900 if again else 0
    return Step(with_sim(doc, files={}, process=process, period=period, turn=lines[len(before) :]))
