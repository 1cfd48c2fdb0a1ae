"""The acts on hosts: what packs, deployments and players do to files, units and processes.

Every act takes `host`: a host id, or `role:<role>` for all hosts of a role. Importing this registers them.
"""

from collections.abc import Callable, Sequence

from incidentgame.kernel.instant import SECOND
from incidentgame.world import kinds
from incidentgame.world.actions import ActRefused, Done, verb
from incidentgame.world.change import Act
from incidentgame.world.compute import service, signals
from incidentgame.world.compute.files import removed, written
from incidentgame.world.compute.hosts import expand, first_boot, host_doc
from incidentgame.world.compute.nginx import UNIT as NGINX
from incidentgame.world.compute.nginx import ConfigError, check_host
from incidentgame.world.compute.processes import Process, pid_at, processes, processes_of
from incidentgame.world.compute.service import Step
from incidentgame.world.compute.signals import signal_number
from incidentgame.world.compute.site import site
from incidentgame.world.compute.units import (
    frozen,
    full_name,
    is_active,
    unit,
    unit_path,
    unit_text,
    units,
)
from incidentgame.world.state import Doc, Drop, Edit, Put, sim, with_sim
from incidentgame.world.view import Aside, View

_KILL = 9

DOWN = 45 * SECOND
"""How long a reboot takes until services start (house rule)."""

_Manage = Callable[[View, str, str, Doc], Done]


@verb("host.write_file")
def write_file(view: View, act: Act) -> Done:
    """Write `content` to `path` (optional `mode`, `owner`, `group`, or `link` for a symbolic link).

    What already runs keeps the configuration it has until it is reloaded or restarted.
    """
    given = act.parameters
    host, path = str(given["host"]), str(given["path"])
    extra = {k.capitalize(): str(given[k]) for k in ("mode", "owner", "group") if given.get(k)}
    if given.get("link"):
        doc = {"Link": str(given["link"]), "Modified": view.now, **extra}
        return Done(edits=(*frozen(view.world, host), Put(kinds.FILE, f"{host}|{path}", doc)))
    content = given.get("content", "")
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else str(content)
    edits = written(view.world, host, path, text, view.now, **extra)
    return Done(edits=(*frozen(view.world, host), *edits, *_overrides(view, host, path)))


def _overrides(view: View, host: str, path: str) -> tuple[Edit, ...]:
    """A push to a role replaces what single hosts of it had of their own."""
    return tuple(
        Drop(kinds.FILE, f"{one}|{path}")
        for one in expand(view.world, host)
        if one != host and view.world.find(kinds.FILE, f"{one}|{path}")
    )


@verb("host.remove_file")
def remove_file(view: View, act: Act) -> Done:
    """Remove `path`; removing an absent file is no error."""
    host, path = str(act.parameters["host"]), str(act.parameters["path"])
    return Done(edits=(*frozen(view.world, host), *removed(view.world, host, path, view.now)))


@verb("host.crontab")
def crontab(view: View, act: Act) -> Done:
    """Install `content` as `user`'s crontab."""
    host, user = str(act.parameters["host"]), str(act.parameters.get("user", "root"))
    path = f"/var/spool/cron/crontabs/{user}"
    text = str(act.parameters.get("content", ""))
    edits = written(view.world, host, path, text, view.now, Mode="0600", Owner=user, Group="crontab")
    return Done(edits=edits)


@verb("host.login")
def login(view: View, act: Act) -> Done:
    """Somebody logged in over ssh (`user`, `source` address): nothing changes, the journal shows it.

    `tty` says whether with a terminal (default: yes), which `w`, `who` and `last` show, too.
    """
    return Done()


@verb("host.logout")
def logout(view: View, act: Act) -> Done:
    """Whoever logged in last with a terminal left again: nothing changes, `w` and `last` show it."""
    return Done()


@verb("host.systemctl")
def systemctl(view: View, act: Act) -> Done:
    """`command` (start, stop, restart, reload, enable, disable, mask, kill …) on `unit` of the host(s).

    `kill` sends every process of the unit a `signal` (name or number; SIGTERM when none is given).
    """
    command = str(act.parameters["command"])
    name = full_name(str(act.parameters.get("unit", "")))
    edits: list[Edit] = []
    stdout, stderr, code = "", "", 0
    for host in expand(view.world, str(act.parameters["host"])):
        done = _managed(view, host, command, name, str(act.parameters.get("signal") or "TERM"))
        edits.extend(done.edits)
        stdout, stderr, code = done.stdout, done.stderr, done.exit or code
    return Done(edits=tuple(edits), stdout=stdout, stderr=stderr, exit=code)


@verb("host.nginx_reload")
def nginx_reload(view: View, act: Act) -> Done:
    """`nginx -s reload`: a bad configuration is refused, a good one is handed to the running master."""
    host = str(act.parameters["host"])
    doc = unit(view.world, host, NGINX)
    if doc is None or not is_active(doc):
        return Done(
            stderr='nginx: [error] open() "/run/nginx.pid" failed (2: No such file or directory)\n',
            exit=1,
        )
    found = check_host(view.world, host)
    if isinstance(found, ConfigError):
        return Done(stderr=found.emerg, exit=1)
    here = site(view, host, NGINX, doc)
    return _put(here.host, NGINX, service.signalled_nginx(here, found, pid_at(view, host, view.now, NGINX)))


@verb("host.kill")
def kill(view: View, act: Act) -> Done:
    """Send `signal` (number) to `pid`; what the unit then does follows from its unit file."""
    host, pid = str(act.parameters["host"]), int(act.parameters["pid"])
    process = next((p for p in processes(view, host) if p.pid == pid), None)
    if process is None:
        raise ActRefused(f"({pid}) - No such process", 1)
    return _signalled(view, host, process, int(act.parameters.get("signal", 15)))


def _signalled(view: View, host: str, process: Process, signal: int) -> Done:
    doc, pid = unit(view.world, host, process.unit) if process.unit else None, process.pid
    if doc is None or signal in signals.HARMLESS:
        return Done()
    if signal in signals.STOPPING or signal == signals.CONT:
        return _halted(view, host, process.unit, doc, [pid], signal)
    if pid in signals.stopped_pids(doc) and signal != _KILL:
        return _unit_put(host, process.unit, signals.kept_waiting(doc, pid, signal))
    here = site(view, host, process.unit, doc)
    if process.ppid != 1:
        return _put(host, process.unit, service.worker_died(here, pid))
    if signal == 1 and here.read.program == "nginx":
        found = check_host(view.world, host)
        return (
            Done()
            if isinstance(found, ConfigError)
            else _put(host, NGINX, service.signalled_nginx(here, found, pid))
        )
    return _put(host, process.unit, service.reload(here) if signal == 1 else service.died(here, signal))


def _halted(view: View, host: str, name: str, doc: Doc, pids: Sequence[int], signal: int) -> Done:
    """SIGSTOP or SIGCONT; what waited for a process is delivered as soon as it goes on."""
    table = processes_of(view, host, name)
    if signal != signals.CONT:
        return _unit_put(host, name, signals.halted(doc, table, pids))
    resumed = signals.resumed(doc, table, pids)
    done = _unit_put(host, name, resumed)
    kept = [
        (process, signals.waiting(doc)[process.pid])
        for process in table
        if process.pid in pids and process.pid in signals.waiting(doc)
    ]
    for process, waiting in kept[:1]:
        later = _signalled(Aside(view, view.world.edited(done.edits), view.now), host, process, waiting)
        return Done(edits=(*done.edits, *later.edits), stderr=later.stderr)
    return done


def _unit_put(host: str, name: str, doc: Doc) -> Done:
    return Done(edits=(Put(kinds.UNIT, f"{host}|{name}", doc),))


@verb("host.reboot")
def reboot(view: View, act: Act) -> Done:
    """Restart the host(s): unreachable at once, services back after about a minute."""
    hosts = expand(view.world, str(act.parameters["host"]))
    return Done(edits=tuple(edit for host in hosts for edit in reboot_edits(view, host)))


def reboot_edits(view: View, host: str) -> tuple[Edit, ...]:
    """The edits of a reboot: down now, and through PENDING up again with enabled units started afresh."""
    doc, back = host_doc(view.world, host), view.now + DOWN
    later = Aside(view, view.world, back)
    own = {n: d for n, d in units(view.world, host).items() if f"{host}|{n}" in view.world.table(kinds.UNIT)}
    first = first_boot(view.world, host)
    risen = with_sim({**doc, "BootedAt": back - 20 * SECOND}, down=False, first_boot=first)
    up = [Put(kinds.HOST, host, risen)]
    up += [Put(kinds.UNIT, f"{host}|{name}", _at_boot(later, host, name, d)) for name, d in own.items()]
    pending = Put(
        kinds.PENDING,
        f"reboot|{host}|{view.now}",
        {"due": back, "edits": tuple(up), "action": "boot"},
    )
    off = [Put(kinds.UNIT, f"{host}|{name}", _off(d)) for name, d in own.items()]
    return (Put(kinds.HOST, host, with_sim(doc, down=True)), *off, pending)


def _off(doc: Doc) -> Doc:
    return {**doc, "ActiveState": "inactive", "SubState": "dead", "MainPid": 0}


def _at_boot(view: View, host: str, name: str, doc: Doc) -> Doc:
    """The unit's document once the host is up: started when enabled."""
    if doc.get("EnabledState") not in ("enabled", "static", "enabled-runtime"):
        return _off(doc)
    return service.start(site(view, host, name, _off(doc))).doc


def _put(host: str, name: str, step: Step) -> Done:
    return Done(edits=(Put(kinds.UNIT, f"{host}|{name}", step.doc),), stderr=step.stderr, exit=step.exit)


def _managed(view: View, host: str, command: str, name: str, signal: str = "TERM") -> Done:
    if command == "daemon-reload":
        return _daemon_reload(view, host)
    doc = unit(view.world, host, name)
    if doc is None:
        return _unknown(command, name)
    if command in ("enable", "disable", "mask", "unmask"):
        return _ENABLING[command](view, host, name, doc)
    if doc.get("LoadState") == "masked" and command in (
        "start",
        "restart",
        "reload-or-restart",
        "try-restart",
    ):
        return Done(stderr=f"Failed to {command} {name}: Unit {name} is masked.\n", exit=1)
    if command == "kill":
        return _killed(view, host, name, doc, signal)
    return _run(view, host, command, name, doc)


def _killed(view: View, host: str, name: str, doc: Doc, signal: str) -> Done:
    """`systemctl kill -s SIGNAL`: to all of the unit's processes at once."""
    number = signal_number(signal)
    if number is None:
        raise ActRefused(f"Failed to parse signal string {signal}.", 1)
    table = processes_of(view, host, name)
    if not table:
        return Done()
    if number in signals.STOPPING or number == signals.CONT:
        return _halted(view, host, name, doc, [process.pid for process in table], number)
    return _signalled(view, host, table[0], number)


def _run(view: View, host: str, command: str, name: str, doc: Doc) -> Done:
    here, active = site(view, host, name, doc), is_active(doc)
    looping = doc.get("ActiveState") == "activating"
    if command == "start":
        return Done() if active else _put(host, name, service.start(here))
    if command == "stop":
        return _put(host, name, service.stopped(here, service.stop(here))) if active or looping else Done()
    if command == "restart" or (command == "reload-or-restart" and not active):
        return _put(host, name, service.restart(here))
    if command == "try-restart":
        return _put(host, name, service.restart(here)) if active else Done()
    if command in ("reload", "reload-or-restart"):
        return _put(host, name, service.reload(here))
    if command == "reset-failed":
        return _reset(host, name, doc)
    raise ActRefused(f"Unknown command verb {command}.", 1)


def _reset(host: str, name: str, doc: Doc) -> Done:
    if doc.get("ActiveState") != "failed":
        return Done()
    fresh = {
        **with_sim(doc, process=""),
        "ActiveState": "inactive",
        "SubState": "dead",
        "Result": "success",
    }
    return Done(edits=(Put(kinds.UNIT, f"{host}|{name}", fresh),))


_UNKNOWN = {
    "stop": ("Failed to stop {name}: Unit {name} not loaded.\n", 5),
    "enable": ("Failed to enable unit: Unit file {name} does not exist.\n", 1),
    "disable": ("Failed to disable unit: Unit file {name} does not exist.\n", 1),
    "mask": ("Unit {name} does not exist, proceeding anyway.\n", 0),
    "unmask": ("Unit {name} does not exist, proceeding anyway.\n", 0),
}


def _unknown(command: str, name: str) -> Done:
    """api-503-host §4.1, last table."""
    text, code = _UNKNOWN.get(command, (f"Failed to {command} {name}: Unit {name} not found.\n", 5))
    return Done(stderr=text.format(name=name), exit=code)


def _daemon_reload(view: View, host: str) -> Done:
    """systemd reads unit files again; what runs is untouched until its next start."""
    edits = []
    for name, doc in units(view.world, host).items():
        text = unit_text(view.world, host, name)[1]
        if sim(doc).get("loaded") not in (None, text):
            edits.append(Put(kinds.UNIT, f"{host}|{name}", with_sim(doc, loaded=text)))
    return Done(edits=tuple(edits))


_WANTS = "/etc/systemd/system/multi-user.target.wants"
_SYSV = frozenset(("nginx.service", "cron.service", "ssh.service"))


def _sysv(name: str, command: str) -> str:
    if name not in _SYSV:
        return ""
    short = name.removesuffix(".service")
    install = "/lib/systemd/systemd-sysv-install"
    first = f"Synchronizing state of {name} with SysV service script with {install}.\n"
    return f"{first}Executing: {install} {command} {short}\n"


def _enable(view: View, host: str, name: str, doc: Doc) -> Done:
    path = unit_path(view.world, host, name) or f"/lib/systemd/system/{name}"
    text = "" if doc.get("EnabledState") == "enabled" else f"Created symlink {_WANTS}/{name} → {path}.\n"
    edits = (Put(kinds.UNIT, f"{host}|{name}", {**doc, "EnabledState": "enabled"}),)
    return Done(edits=edits, stderr=_sysv(name, "enable") + text)


def _disable(view: View, host: str, name: str, doc: Doc) -> Done:
    text = f'Removed "{_WANTS}/{name}".\n' if doc.get("EnabledState") == "enabled" else ""
    edits = (Put(kinds.UNIT, f"{host}|{name}", {**doc, "EnabledState": "disabled"}),)
    return Done(edits=edits, stderr=_sysv(name, "disable") + text)


def _mask(view: View, host: str, name: str, doc: Doc) -> Done:
    path = unit_path(view.world, host, name)
    if path and path.startswith("/etc/systemd/system/"):
        return Done(stderr=f"Failed to mask unit: File {path} already exists.\n", exit=1)
    edits = (Put(kinds.UNIT, f"{host}|{name}", {**doc, "LoadState": "masked", "EnabledState": "masked"}),)
    return Done(edits=edits, stderr=f"Created symlink /etc/systemd/system/{name} → /dev/null.\n")


def _unmask(view: View, host: str, name: str, doc: Doc) -> Done:
    if doc.get("LoadState") != "masked":
        return Done()
    edits = (Put(kinds.UNIT, f"{host}|{name}", {**doc, "LoadState": "loaded", "EnabledState": "enabled"}),)
    return Done(edits=edits, stderr=f'Removed "/etc/systemd/system/{name}".\n')


_ENABLING: dict[str, _Manage] = {
    "enable": _enable,
    "disable": _disable,
    "mask": _mask,
    "unmask": _unmask,
}
