"""What every host has on disk before the world adds its own: programs, devices, an empty home."""

from collections.abc import Mapping
from functools import lru_cache

from incidentgame.commands.registry import PROGRAMS
from incidentgame.shell.image import File, Image, directory
from incidentgame.shell.programs import program_files


def image_of(host: Mapping[str, object]) -> Image:
    """The image of a host, shared by all of its kind."""
    return _image("oncall" if host.get("Role") == "laptop" else "admin")


@lru_cache(maxsize=8)
def _image(user: str) -> Image:
    files: dict[str, File] = dict(program_files(PROGRAMS))
    files[f"/home/{user}"] = directory(0o755, user, user)
    for place in ("/etc", "/var/log", "/var/spool/cron", "/opt", "/proc", "/run", "/srv", "/mnt", "/usr/local/bin"):
        files[place] = directory()
    return Image(files)
