"""Opening the connection: name, reachability, role, password, database, slots (aws-request-path §6.1)."""

from incidentgame.commands.bench import Bench
from incidentgame.commands.psql.options import Asked
from incidentgame.commands.psql.server import ServerSession
from incidentgame.kernel.instant import SECOND
from incidentgame.shell.files import FileError
from incidentgame.world.compute.files import read_file
from incidentgame.world.database.backends import backends, database_doc, database_name
from incidentgame.world.dns import lookup
from incidentgame.world.dns.names import is_address
from incidentgame.world.network.places import host_place
from incidentgame.world.network.reach import reach
from incidentgame.world.state import Doc, sim

_KERNEL_GIVES_UP = 133_682
_ASK = "\tIs the server running on that host and accepting TCP/IP connections?\n"
_OTHERS = ("postgres", "template1")


class NotConnected(Exception):  # noqa: N818 - a condition, as psql reports it
    """What psql prints when there is no connection; it exits 2."""


def connect(asked: Asked, bench: Bench) -> ServerSession:
    """A session on the server asked for; NotConnected with psql's text."""
    if not asked.host or asked.host.startswith("/"):
        socket = f"{asked.host or '/var/run/postgresql'}/.s.PGSQL.{asked.port}"
        local = "\tIs the server running locally and accepting connections on that socket?\n"
        failed = f'connection to server on socket "{socket}" failed'
        raise NotConnected(f"psql: error: {failed}: No such file or directory\n{local}")
    if not asked.port.isdigit() or not 0 < int(asked.port) < 65_536:
        raise NotConnected(f'psql: error: invalid port number: "{asked.port}"\n')
    address = _address(asked, bench)
    instance = _reached(asked, bench, address)
    return _admitted(asked, bench, address, instance)


def _address(asked: Asked, bench: Bench) -> str:
    found = lookup.addresses(bench.view, bench.host, asked.host, 4)
    if not found:
        text = f'could not translate host name "{asked.host}" to address: Name or service not known'
        raise NotConnected(f"psql: error: {text}\n")
    return found[0]


def _where(asked: Asked, address: str) -> str:
    shown = f'"{asked.host}"' if is_address(asked.host) else f'"{asked.host}" ({address})'
    return f"connection to server at {shown}, port {asked.port} failed: "


def _reached(asked: Asked, bench: Bench, address: str) -> str:
    """The instance that answers there."""
    found = reach(bench.view, bench.host, address, int(asked.port))
    failed = f"psql: error: {_where(asked, address)}"
    if found.verdict == "timeout":
        bench.wait(asked.connect_timeout * SECOND or _KERNEL_GIVES_UP, f"psql {asked.host}")
        if asked.connect_timeout:
            raise NotConnected(f"{failed}timeout expired\n")
        raise NotConnected(f"{failed}Connection timed out\n{_ASK}")
    bench.wait(found.ms, f"psql {asked.host}")
    if found.verdict == "refused":
        raise NotConnected(f"{failed}Connection refused\n{_ASK}")
    if found.verdict == "no-route":
        raise NotConnected(f"{failed}No route to host\n{_ASK}")
    if not found.endpoint or found.endpoint[0] != "database":
        closed = "server closed the connection unexpectedly\n"
        text = f"{closed}\tThis probably means the server terminated abnormally\n"
        raise NotConnected(f"{failed}{text}\tbefore or while processing the request.\n")
    return found.endpoint[1]


def _admitted(asked: Asked, bench: Bench, address: str, instance: str) -> ServerSession:
    """The server's own refusals, in the order it makes them."""
    _, doc = database_doc(bench.view, instance)
    failed = _where(asked, address)
    _check_password(asked, bench, doc, failed)
    names = (database_name(doc), *_OTHERS)
    if asked.database not in names:
        raise NotConnected(f'psql: error: {failed}FATAL:  database "{asked.database}" does not exist\n')
    _check_slots(bench, instance, doc, failed, asked.user)
    place = host_place(bench.view.world, bench.host)
    return ServerSession(
        bench=bench,
        instance=instance,
        user=asked.user,
        database=asked.database,
        address=address,
        client=place.private if place else "",
        application=asked.application,
    )


def _check_password(asked: Asked, bench: Bench, doc: Doc, failed: str) -> None:
    """A role whose password is empty is let in (house rule); a wrong one is refused twice (§3.5)."""
    passwords = sim(doc).get("passwords", {})
    known = asked.user in sim(doc).get("roles", ())
    if known and passwords.get(asked.user) == "":
        return
    given = asked.password or _from_pgpass(asked, bench)
    if not given:
        raise NotConnected(f"psql: error: {failed}fe_sendauth: no password supplied\n")
    if not known or given != passwords.get(asked.user):
        fatal = f'{failed}FATAL:  password authentication failed for user "{asked.user}"\n'
        raise NotConnected(f"psql: error: {fatal}{fatal}")


def _from_pgpass(asked: Asked, bench: Bench) -> str:
    """The password ~/.pgpass has for host:port:database:user."""
    home = "/root" if bench.user == "root" else f"/home/{bench.user}"
    try:
        content = bench.files.read(f"{home}/.pgpass").decode("utf-8", "replace")
    except FileError:
        content = read_file(bench.view.world, bench.host, f"{home}/.pgpass") or ""
    wanted = (asked.host, asked.port, asked.database, asked.user)
    for line in content.splitlines():
        parts = line.strip().split(":", 4)
        if len(parts) == 5 and all(have in ("*", want) for have, want in zip(parts, wanted, strict=False)):
            return parts[4]
    return ""


def _check_slots(bench: Bench, instance: str, doc: Doc, failed: str, user: str) -> None:
    """max_connections without the reserved ones (aws-request-path §6.1)."""
    given = sim(doc).get("settings", {})
    most = int(str(given.get("max_connections", "200")))
    reserved = int(str(given.get("superuser_reserved_connections", "3")))
    taken = sum(one.backend_type == "client backend" for one in backends(bench.view, instance))
    if taken >= most - (0 if user == "postgres" else reserved):
        text = "remaining connection slots are reserved for non-replication superuser connections"
        raise NotConnected(f"psql: error: {failed}FATAL:  {text}\n")
