"""nginx 1.22.1 as far as this world needs it: reads real configuration and says what it does.

`parse` judges a configuration as `nginx -t` would; `running` is what a host's nginx is running with, which
is the configuration at its last start or good reload and not what lies on disk (api-503-host §1).
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import lru_cache

from incidentgame.world import kinds
from incidentgame.world.compute.files import glob_files, read_file, tree
from incidentgame.world.compute.nginx.build import config
from incidentgame.world.compute.nginx.model import (
    LEVELS,
    ConfigError,
    Limit,
    LimitUse,
    Location,
    LogTarget,
    NginxConfig,
    Place,
    Server,
)
from incidentgame.world.compute.nginx.reader import Glob, Read, Reader
from incidentgame.world.compute.nginx.route import locate
from incidentgame.world.compute.nginx.syntax import NginxFault
from incidentgame.world.state import World, sim

MAIN = "/etc/nginx/nginx.conf"
TREE = "/etc/nginx"
UNIT = "nginx.service"

__all__ = [
    "LEVELS",
    "MAIN",
    "TREE",
    "UNIT",
    "ConfigError",
    "Limit",
    "LimitUse",
    "Location",
    "LogTarget",
    "NginxConfig",
    "Place",
    "Server",
    "check_host",
    "key_conflict",
    "locate",
    "parse",
    "parse_files",
    "running",
]


def parse(read: Read, glob: Glob, path: str = MAIN) -> NginxConfig | ConfigError:
    """What the configuration means, or the first thing nginx says is wrong with it."""
    reader = Reader(read, glob)
    try:
        directives = reader.whole(path)
    except NginxFault as fault:
        return ConfigError(fault.text, tuple(reader.facts.warnings), fault.after_syntax)
    except RecursionError:
        return ConfigError(f"too deep nesting in {path}")
    return config(directives, reader.facts.warnings, reader.files)


def parse_files(files: Mapping[str, str]) -> NginxConfig | ConfigError:
    """The same for a snapshot of files by path; equal snapshots are parsed once."""
    return _parsed(tuple(sorted(files.items())))


@lru_cache(maxsize=64)
def _parsed(files: tuple[tuple[str, str], ...]) -> NginxConfig | ConfigError:
    known = dict(files)
    return parse(known.get, lambda pattern: [path for path in known if _matches(path, pattern)])


def _matches(path: str, pattern: str) -> bool:
    return path.count("/") == pattern.count("/") and fnmatchcase(path, pattern)


def check_host(world: World, host: str, path: str = MAIN) -> NginxConfig | ConfigError:
    """The configuration on the host's disk, as `nginx -t` there judges it."""
    return parse(
        lambda name: read_file(world, host, name),
        lambda pattern: glob_files(world, host, pattern),
        path,
    )


def running(world: World, host: str) -> NginxConfig | None:
    """What the host's nginx is running with; None when it is not running."""
    unit = world.find(kinds.UNIT, f"{host}|{UNIT}")
    if unit is None or unit.get("ActiveState") not in ("active", "reloading"):
        return None
    files = sim(unit).get("files") or tree(world, host, TREE)
    found = parse_files(files)
    return found if isinstance(found, NginxConfig) else None


def key_conflict(old: NginxConfig, new: NginxConfig) -> str | None:
    """Why a reload would keep the old configuration although `nginx -t` is content (api-503-host §0.7)."""
    for name, zone in new.zones.items():
        before = old.zones.get(name)
        if before and before.key != zone.key:
            return (
                f'limit_req "{name}" uses the "{zone.key}" key '
                f'while previously it used the "{before.key}" key'
            )
    return None
