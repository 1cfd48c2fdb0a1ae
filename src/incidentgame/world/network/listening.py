"""Which ports a host listens on, by the units that run there."""

from dataclasses import dataclass

from incidentgame.world.compute.nginx import running
from incidentgame.world.compute.roles import app_unit
from incidentgame.world.compute.units import is_active, unit
from incidentgame.world.network.places import host_place
from incidentgame.world.state import World

_FIXED = {"ssh.service": 22}
_APP_DEFAULT = "127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Listener:
    """A listening TCP socket: the local address (`0.0.0.0` for all), port, and the unit behind it."""

    address: str
    port: int
    unit: str


def listeners(world: World, host: str) -> list[Listener]:
    """The sockets a host listens on, by port."""
    found = [
        Listener("0.0.0.0", port, name) for name, port in _FIXED.items() if is_active(unit(world, host, name))
    ]
    config = running(world, host)
    ports = config.ports if config else ()
    found += [Listener("0.0.0.0", port, "nginx.service") for port in sorted(ports)]
    return sorted([*found, *_app(world, host)], key=lambda one: one.port)


def _app(world: World, host: str) -> list[Listener]:
    name = app_unit(world, host)
    doc = unit(world, host, name)
    if doc is None or not is_active(doc):
        return []
    words = str(doc.get("ExecStart", "")).replace("=", " ").split()
    bound = (words[i + 1] for i, word in enumerate(words[:-1]) if word in ("--bind", "-b"))
    address, _, port = next(bound, _APP_DEFAULT).rpartition(":")
    return [Listener(address, int(port), name)] if port.isdigit() else []


def is_open(world: World, host: str, port: int, *, loopback: bool = False) -> bool:
    """Does something listen on the port, for connections from elsewhere or from the host itself?"""
    place = host_place(world, host)
    own = place.private if place else ""
    wanted = {"0.0.0.0", "::", own} | ({"127.0.0.1", "localhost"} if loopback else set())
    return any(one.port == port and one.address in wanted for one in listeners(world, host))
