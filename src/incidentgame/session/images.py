"""What every host has on disk before the world adds its own: programs, devices, empty homes."""

from collections.abc import Mapping
from functools import lru_cache

from incidentgame.commands.registry import PROGRAMS
from incidentgame.kernel.instant import DAY, Instant
from incidentgame.shell.image import File, Image, directory
from incidentgame.shell.programs import program_files
from incidentgame.world.compute.hosts import login_of
from incidentgame.world.state import sim

AGE_DAYS = 19
"""The disk's image was made this long before the host first came up (house rule)."""


def image_of(host: Mapping[str, object], services: frozenset[str] = frozenset()) -> Image:
    """The image of a host, shared by all of its kind that came up on the same day.

    `services` are the accounts its units run as: nobody logs in to them, so they have no home under /home.
    """
    first = int(sim(host).get("first_boot", host.get("BootedAt", 0)))
    listed = host.get("Users") or ()
    people = (
        [str(name) for name in listed if name not in services] if isinstance(listed, list | tuple) else []
    )
    return _image(tuple(dict.fromkeys((login_of(host), *people))), max(0, first // DAY - AGE_DAYS) * DAY)


@lru_cache(maxsize=8)
def _image(users: tuple[str, ...], built: Instant) -> Image:
    files: dict[str, File] = dict(program_files(PROGRAMS, built))
    for user in users:
        files[f"/home/{user}"] = directory(0o755, user, user, built)
    for place in (
        "/etc",
        "/var/log",
        "/var/spool/cron",
        "/opt",
        "/proc",
        "/run",
        "/srv",
        "/mnt",
        "/usr/local/bin",
    ):
        files[place] = directory(mtime=built)
    for path, group, mode in _CLOSED:
        files[path] = File(content=_closed(path, users, built), mode=mode, group=group, mtime=built)
    return Image(files, built)


_CLOSED = (
    ("/etc/shadow", "shadow", 0o640),
    ("/etc/gshadow", "shadow", 0o640),
    ("/etc/sudoers", "root", 0o440),
)
"""Files that only root may read (api-503-host §4.6)."""


def _closed(path: str, users: tuple[str, ...], built: Instant) -> bytes:
    """Nobody has a password; whoever may become root does so without one."""
    if path == "/etc/sudoers":
        text = "Defaults\tenv_reset\nroot\tALL=(ALL:ALL) ALL\n%sudo\tALL=(ALL:ALL) NOPASSWD: ALL\n"
        return text.encode()
    names = ("root", "daemon", "www-data", "nobody", *users)
    if path == "/etc/gshadow":
        return "".join(f"{name}:*::\n" for name in names).encode()
    return "".join(f"{name}:*:{built // DAY}:0:99999:7:::\n" for name in names).encode()
