"""Which server and which location a request falls into (nginx's own rules)."""

import re
from fnmatch import fnmatchcase

from incidentgame.world.compute.nginx.model import Location, NginxConfig, Place, Server


def locate(config: NginxConfig, host_header: str, path: str, port: int = 80) -> Location:
    """The location that answers `path` on the server chosen by port and Host header.

    Exact match first; else the longest prefix, unless it is not `^~` and a regular expression matches.
    """
    server = choose_server(config, host_header, port)
    if server is None:
        return Location()
    place = _choose(server.places, path.split("?")[0])
    return place.meaning if place else server.fallback


def choose_server(config: NginxConfig, host_header: str, port: int = 80) -> Server | None:
    """By name among the servers of that port, else its default server, else the first one."""
    here = [server for server in config.servers if port in server.ports] or list(config.servers)
    name = host_header.partition(":")[0].lower()
    named = next((server for server in here if _names(server, name)), None)
    return named or next((server for server in here if server.default), here[0] if here else None)


def _names(server: Server, name: str) -> bool:
    return any(_name_matches(pattern, name) for pattern in server.names)


def _name_matches(pattern: str, name: str) -> bool:
    if pattern.startswith("~"):
        return re.search(pattern[1:], name) is not None
    if pattern.startswith("."):
        return name == pattern[1:] or name.endswith(pattern)
    return fnmatchcase(name, pattern.lower())


def _choose(places: tuple[Place, ...], path: str) -> Place | None:
    exact = next((p for p in places if p.modifier == "=" and p.pattern == path), None)
    if exact:
        return exact
    prefixes = [p for p in places if p.modifier in ("", "^~") and path.startswith(p.pattern)]
    longest = max(prefixes, key=lambda p: len(p.pattern), default=None)
    if longest and longest.modifier == "^~":
        return longest
    return next((p for p in places if _regex_matches(p, path)), longest)


def _regex_matches(place: Place, path: str) -> bool:
    if place.modifier not in ("~", "~*"):
        return False
    flags = re.IGNORECASE if place.modifier == "~*" else 0
    return re.search(place.pattern, path, flags) is not None
