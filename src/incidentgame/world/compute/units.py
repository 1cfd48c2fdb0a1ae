"""systemd units of a host: the ones its documents hold, and those every Debian machine has.

A unit's document says its state; `sim.files` is the configuration it runs with, taken when it started or
reloaded, and `sim.loaded` the unit file as systemd last read it (until daemon-reload).
"""

from collections.abc import Mapping
from posixpath import normpath
from zlib import crc32

from incidentgame.world import kinds
from incidentgame.world.compute.files import file_doc, read_file, tree
from incidentgame.world.compute.hosts import (
    ROLE,
    TEMPLATE,
    booted_at,
    expand,
    host_doc,
    is_instance,
)
from incidentgame.world.compute.unitfile import DIRECTORIES, VENDOR, Definition, parse_unit
from incidentgame.world.state import Doc, Edit, Put, World, sim, with_sim

_BASE = """
systemd-journald.service|Journal Service|298|root|/lib/systemd/systemd-journald|static|600
systemd-udevd.service|Rule-based Manager for Device Events and Files|341|root|/lib/systemd/systemd-udevd|static|900
systemd-resolved.service|Network Name Resolution|402|systemd-resolve|/lib/systemd/systemd-resolved|enabled|2900
systemd-timesyncd.service|Network Time Synchronization|403|systemd-timesync|/lib/systemd/systemd-timesyncd|enabled|2950
systemd-networkd.service|Network Configuration|398|systemd-network|/lib/systemd/systemd-networkd|enabled|2700
dbus.service|D-Bus System Message Bus|455|messagebus|/usr/bin/dbus-daemon --system --address=systemd: --nofork --nopidfile --systemd-activation --syslog-only|static|6100
systemd-logind.service|User Login Management|463|root|/lib/systemd/systemd-logind|static|6250
unattended-upgrades.service|Unattended Upgrades Shutdown|471|root|/usr/bin/python3 /usr/share/unattended-upgrades/unattended-upgrade-shutdown --wait-for-signal|enabled|6300
cron.service|Regular background program processing daemon|452|root|/usr/sbin/cron -f|enabled|6000
ssh.service|OpenBSD Secure Shell server|512|root|/usr/sbin/sshd -D|enabled|8000
serial-getty@ttyS0.service|Serial Getty on ttyS0|488|root|/sbin/agetty -o -p -- \\u --keep-baud 115200,57600,38400,9600 - vt220|enabled|6700
getty@tty1.service|Getty on tty1|491|root|/sbin/agetty -o -p -- \\u --noclear - linux|enabled|6720
systemd-remount-fs.service|Remount Root and Kernel File Systems|0|root|/lib/systemd/systemd-remount-fs|enabled-runtime|700
systemd-sysctl.service|Apply Kernel Variables|0|root|/lib/systemd/systemd-sysctl|static|820
systemd-tmpfiles-setup.service|Create System Files and Directories|0|root|systemd-tmpfiles --create|static|2600
systemd-user-sessions.service|Permit User Sessions|0|root|/lib/systemd/systemd-user-sessions start|static|6600
cloud-init.service|Initial cloud-init job (metadata service crawler)|0|root|/usr/bin/cloud-init init|enabled|4800
cloud-final.service|Execute cloud user/final scripts|0|root|/usr/bin/cloud-init modules --mode=final|enabled|9800
"""  # noqa: E501 one unit a line: name, description, pid, user, command, enablement, ms after boot


_CLOUD = ("cloud-", "serial-getty")
"""What only a cloud image runs."""


def full_name(name: str) -> str:
    """`nginx` is `nginx.service`."""
    suffixes = (".service", ".timer", ".socket", ".target", ".mount", ".path", ".slice", ".scope")
    return name if name.endswith(suffixes) else f"{name}.service"


def _base(world: World, host: str) -> dict[str, Doc]:
    """Debian's own units, up since a few seconds after boot."""
    found: dict[str, Doc] = {}
    for line in _BASE.strip().splitlines():
        name, description, pid, user, command, enabled, offset = line.split("|")
        if name.startswith(_CLOUD) and not is_instance(world, host):
            continue
        found[name] = {
            "Unit": name,
            "Description": description,
            "LoadState": "loaded",
            "ActiveState": "active",
            "SubState": "running" if pid != "0" else "exited",
            "Result": "success",
            "MainPid": int(pid),
            "Since": booted_at(world, host) + int(offset),
            "EnabledState": enabled,
            "ExecStart": command,
            "User": user,
            "Restarts": 0,
        }
    return found


def units(world: World, host: str) -> dict[str, Doc]:
    """All units of a host by name, sorted by name."""
    prefix = f"{host}|"
    own = {
        name: _normal(world, host, name, doc)
        for key, doc in world.table(kinds.UNIT).items()
        if key.startswith(prefix) and (name := key.removeprefix(prefix))
    }
    return dict(sorted({**_base(world, host), **own}.items()))


def unit(world: World, host: str, name: str) -> Doc | None:
    """One unit's document; None when the host has no such unit. `sshd` is ssh.service's alias."""
    name = "ssh.service" if name == "sshd.service" else name
    own = world.find(kinds.UNIT, f"{host}|{name}")
    if own is not None:
        return _normal(world, host, name, own)
    return _base(world, host).get(name) or _defined(world, host, name)


def _normal(world: World, host: str, name: str, doc: Doc) -> Doc:
    """The document with what a pack may leave out: state, start a few seconds after boot, process id."""
    whole = {
        **_DEFAULTS,
        "Unit": name,
        "Description": name,
        "Since": booted_at(world, host) + 9000,
        **doc,
    }
    if whole["SubState"] == "running" and whole["ActiveState"] == "active" and not whole.get("MainPid"):
        whole["MainPid"] = 700 + crc32(f"{host}|{name}".encode()) % 250
    return whole


_DEFAULTS: Doc = {
    "LoadState": "loaded",
    "ActiveState": "active",
    "SubState": "running",
    "Result": "success",
    "EnabledState": "enabled",
    "User": "root",
    "ExecStart": "",
    "Restarts": 0,
    "MainPid": 0,
}


def _defined(world: World, host: str, name: str) -> Doc | None:
    """An inactive unit for a unit file nothing has started yet."""
    place = unit_path(world, host, name)
    if place is None or not name.endswith(".service"):
        return None
    text = read_file(world, host, place) or ""
    read = parse_unit(text)
    return {
        "Unit": name,
        "Description": read.description or name,
        "LoadState": "loaded",
        "ActiveState": "inactive",
        "SubState": "dead",
        "Result": "success",
        "MainPid": 0,
        "Since": 0,
        "EnabledState": "disabled" if read.installable else "static",
        "ExecStart": read.exec_start,
        "User": read.user,
        "Restarts": 0,
        "sim": {"loaded": text},
    }


def unit_path(world: World, host: str, name: str) -> str | None:
    """Where the unit's file lies among the host's files; None when there is none."""
    paths = (f"{directory}/{name}" for directory in DIRECTORIES)
    return next((path for path in paths if file_doc(world, host, path)), None)


def unit_text(world: World, host: str, name: str) -> tuple[str, str]:
    """Path and text of the unit file on disk: the host's own, Debian's, or one made from the document."""
    path = unit_path(world, host, name)
    if path:
        return path, read_file(world, host, path) or ""
    if name in VENDOR:
        return f"/lib/systemd/system/{name}", VENDOR[name]
    doc = unit(world, host, name) or {}
    return f"/lib/systemd/system/{name}", _made(doc)


def _made(doc: Doc) -> str:
    user = doc.get("User", "root")
    install = "\n[Install]\nWantedBy=multi-user.target\n" if doc.get("EnabledState") != "static" else ""
    lines = ["[Unit]", f"Description={doc.get('Description', '')}", "", "[Service]"]
    lines += [f"User={user}"] if user != "root" else []
    return "\n".join([*lines, f"ExecStart={doc.get('ExecStart', '')}", "Restart=on-failure", install])


def loaded_text(world: World, host: str, name: str) -> str:
    """The unit file as systemd has it in memory: `sim.loaded`, or the one on disk."""
    doc = unit(world, host, name) or {}
    return str(sim(doc).get("loaded") or unit_text(world, host, name)[1])


def definition(world: World, host: str, name: str) -> Definition:
    """What systemd would do with the unit now."""
    return parse_unit(loaded_text(world, host, name))


def needs_reload(world: World, host: str, name: str) -> bool:
    """Has the unit file changed on disk since systemd read it?"""
    doc = unit(world, host, name) or {}
    loaded = sim(doc).get("loaded")
    return loaded is not None and loaded != unit_text(world, host, name)[1]


def is_active(doc: Doc | None) -> bool:
    """Is the unit running (or has it run to its end happily)?"""
    return doc is not None and doc.get("ActiveState") in ("active", "reloading")


def environment(world: World, host: str, read: Definition) -> dict[str, str]:
    """The environment a unit would get: Environment= and its files, later ones winning."""
    values = dict(read.environment)
    for name in read.environment_files:
        values.update(parse_environment(read_file(world, host, name.lstrip("-")) or ""))
    return values


def parse_environment(text: str) -> dict[str, str]:
    """`NAME=value` lines of an environment file; comments and blanks skipped, quotes removed."""
    lines = (line.strip() for line in text.splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and line[0] not in "#;")
    return {name.strip(): value.strip().strip("'\"") for name, value in pairs}


def snapshot(world: World, host: str, read: Definition) -> dict[str, str]:
    """The files a unit's program reads when it starts: what it keeps running with afterwards."""
    if read.program == "nginx":
        return tree(world, host, "/etc/nginx")
    files = {}
    for name in read.environment_files:
        path = normpath(name.lstrip("-"))
        content = read_file(world, host, path)
        if content is not None:
            files[path] = content
    if read.working_directory:
        files.update(tree(world, host, read.working_directory))
    return files


def frozen(world: World, host: str) -> tuple[Edit, ...]:
    """Edits that fix what every active unit of a host (or `role:`) runs with, where that is not yet said.

    To be made before a file of that host changes: a change on disk must not reach what already runs.
    """
    return tuple(
        Put(kinds.UNIT, f"{one}|{name}", _frozen(world, one, name, doc))
        for one in expand(world, host)
        for name, doc in units(world, one).items()
        if is_active(doc) and "files" not in sim(doc) and f"{one}|{name}" in world.table(kinds.UNIT)
    )


def _frozen(world: World, host: str, name: str, doc: Doc) -> Doc:
    text = loaded_text(world, host, name)
    return with_sim(doc, files=snapshot(world, host, parse_unit(text)), loaded=text)


def settled(world: World) -> World:
    """A new world's units all given their running configuration; templates are left for their copies."""
    hosts = [host for host in world.table(kinds.HOST) if not host.startswith((TEMPLATE, ROLE))]
    return world.edited(tuple(edit for host in hosts for edit in frozen(world, host)))


def process_limit(world: World, host: str) -> int:
    """`Tasks: … (limit: N)`: 15 % of the kernel's thread limit, which follows memory."""
    return int(host_doc(world, host).get("MemoryMiB", 3900)) * 15 // 16 * 1000 // 1000


def unit_files(world: World, host: str) -> Mapping[str, str]:
    """Enablement by unit file, for list-unit-files."""
    return {name: str(doc.get("EnabledState", "static")) for name, doc in units(world, host).items()}
