"""Unit files: what systemd reads of them, and Debian's own for the services every host has."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

DIRECTORIES = (
    "/etc/systemd/system",
    "/run/systemd/system",
    "/lib/systemd/system",
    "/usr/lib/systemd/system",
)
"""Where unit files lie; the earlier hides the later."""

NGINX = """[Unit]
Description=A high performance web server and a reverse proxy server
Documentation=man:nginx(8)
After=network.target nss-lookup.target

[Service]
Type=forking
PIDFile=/run/nginx.pid
ExecStartPre=/usr/sbin/nginx -t -q -g 'daemon on; master_process on;'
ExecStart=/usr/sbin/nginx -g 'daemon on; master_process on;'
ExecReload=/usr/sbin/nginx -g 'daemon on; master_process on;' -s reload
ExecStop=-/sbin/start-stop-daemon --quiet --stop --retry QUIT/5 --pidfile /run/nginx.pid
TimeoutStopSec=5
KillMode=mixed

[Install]
WantedBy=multi-user.target
"""

CRON = """[Unit]
Description=Regular background program processing daemon
Documentation=man:cron(8)
After=remote-fs.target nss-user-lookup.target

[Service]
EnvironmentFile=-/etc/default/cron
ExecStart=/usr/sbin/cron -f $EXTRA_OPTS
IgnoreSIGPIPE=false
KillMode=process
Restart=on-failure

[Install]
WantedBy=multi-user.target
"""

SSH = """[Unit]
Description=OpenBSD Secure Shell server
Documentation=man:sshd(8) man:sshd_config(5)
After=network.target auditd.service
ConditionPathExists=!/etc/ssh/sshd_not_to_be_run

[Service]
EnvironmentFile=-/etc/default/ssh
ExecStartPre=/usr/sbin/sshd -t
ExecStart=/usr/sbin/sshd -D $SSHD_OPTS
ExecReload=/usr/sbin/sshd -t
ExecReload=/bin/kill -HUP $MAINPID
KillMode=process
Restart=on-failure
RestartPreventExitStatus=255
Type=notify
RuntimeDirectory=sshd
RuntimeDirectoryMode=0755

[Install]
WantedBy=multi-user.target
Alias=sshd.service
"""

VENDOR: Mapping[str, str] = MappingProxyType(
    {"nginx.service": NGINX, "cron.service": CRON, "ssh.service": SSH}
)
"""Debian 12's unit files of packages, for hosts whose files do not hold a copy."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a unit file says. Commands are as written; `restart_sec` in ms; empty text where not given."""

    description: str = ""
    documentation: str = ""
    type: str = "simple"
    exec_start: str = ""
    exec_start_pre: str = ""
    exec_reload: str = ""
    working_directory: str = ""
    environment_files: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str = "root"
    restart: str = "no"
    restart_sec: int = 100
    installable: bool = False

    @property
    def program(self) -> str:
        """The base name of what ExecStart runs: `nginx`, `gunicorn`."""
        words = self.exec_start.lstrip("-@+!").split()
        return words[0].rpartition("/")[2] if words else ""


@lru_cache(maxsize=256)
def parse_unit(text: str) -> Definition:
    """The definition in a unit file's text; unknown lines are ignored, as systemd does."""
    values = _values(text)
    return Definition(
        description=_one(values, "Unit.Description"),
        documentation=_one(values, "Unit.Documentation"),
        type=_one(values, "Service.Type") or "simple",
        exec_start=_one(values, "Service.ExecStart"),
        exec_start_pre=_one(values, "Service.ExecStartPre"),
        exec_reload=_one(values, "Service.ExecReload"),
        working_directory=_one(values, "Service.WorkingDirectory"),
        environment_files=tuple(values.get("Service.EnvironmentFile", ())),
        environment=_environment(values.get("Service.Environment", [])),
        user=_one(values, "Service.User") or "root",
        restart=_one(values, "Service.Restart") or "no",
        restart_sec=_seconds(_one(values, "Service.RestartSec")),
        installable=any(name.startswith("Install.") for name in values),
    )


def _values(text: str) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    section = ""
    for line in text.replace("\\\n", " ").splitlines():
        line = line.strip()
        if line.startswith("["):
            section = line.strip("[]")
        elif line and line[0] not in "#;" and "=" in line:
            name, _, value = line.partition("=")
            kept = values.setdefault(f"{section}.{name.strip()}", [])
            if value.strip():
                kept.append(value.strip())
            else:
                kept.clear()
    return values


def _one(values: Mapping[str, list[str]], name: str) -> str:
    found = values.get(name) or [""]
    return found[-1] if name != "Service.ExecReload" else found[0]


def _environment(lines: list[str]) -> dict[str, str]:
    pairs = (word.split("=", 1) for line in lines for word in _words(line) if "=" in word)
    return {name: value for name, value in pairs}  # noqa: C416 - dict() of lists does not type


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


def _seconds(text: str) -> int:
    """Milliseconds of systemd's RestartSec (`2`, `2s`, `500ms`); 100 ms when not given."""
    digits = text.rstrip("ms ")
    if not digits.isdigit():
        return 100
    return int(digits) * (1 if text.endswith("ms") else 1000)
