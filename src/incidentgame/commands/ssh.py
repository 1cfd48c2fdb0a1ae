"""`ssh`: another host's shell, for one line or until `exit`."""

from ipaddress import ip_address

from incidentgame.commands.bench import Bench
from incidentgame.kernel.instant import SECOND
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world import kinds
from incidentgame.world.compute.files import read_file
from incidentgame.world.compute.hosts import login_of
from incidentgame.world.dns.lookup import addresses
from incidentgame.world.network.reach import reach
from incidentgame.world.state import Doc

_WITH_VALUE = "bcDEeFIiJLlmOoPpQRSWw"
_JUMP = "bastion"


def ssh(invocation: Invocation, bench: Bench) -> Outcome:
    """`ssh [options] [user@]HOST [command]`: HOST is a name, an instance id or a private address.

    From the laptop the private hosts are reached through the bastion, as ~/.ssh/config says.
    """
    options, words = _parsed(invocation.argv)
    if not words:
        usage = "usage: ssh [-J destination] [-l login_name] destination [command [argument ...]]\n"
        return Outcome("", usage, 255)
    user, _, name = words[0].rpartition("@")
    user = user or options.get("l", "")
    host = find_host(bench, name)
    if host is None:
        return Outcome("", _nobody(bench, name), 255)
    trouble = _trouble(bench, host, name)
    if trouble:
        return Outcome("", trouble, 255)
    if user not in ("", _login(bench, host)):
        return Outcome("", f"{user}@{name}: Permission denied (publickey).\n", 255)
    _log_in(bench, host, tty=len(words) == 1 and not invocation.stdin_given)
    if len(words) > 1:
        stdin = invocation.stdin if invocation.stdin_given else None
        return bench.run_on(host, " ".join(words[1:]), stdin=stdin)
    if invocation.stdin_given:
        return bench.run_on(host, invocation.stdin.decode("utf-8", "replace"))
    bench.say("enter", host=host)
    return Outcome(_greeting(bench, host))


def _parsed(argv: tuple[str, ...]) -> tuple[dict[str, str], list[str]]:
    options: dict[str, str] = {}
    rest = list(argv)
    while rest and rest[0].startswith("-") and len(rest[0]) > 1:
        word = rest.pop(0)
        letter = word[1]
        if letter in _WITH_VALUE:
            options[letter] = word[2:] or (rest.pop(0) if rest else "")
    return options, rest


def find_host(bench: Bench, name: str) -> str | None:
    """The id of the host a name, instance id, address or Name tag means; None when there is none."""
    hosts = {k: doc for k, doc in bench.view.world.table(kinds.HOST).items() if not k.startswith("template:")}
    known = next((id_ for id_, doc in hosts.items() if name in _names(bench, id_, doc)), None)
    if known is not None:
        return known
    found = set(_addresses(bench, name))
    return next(
        (id_ for id_, doc in hosts.items() if found & {doc.get("PublicIp"), doc.get("PrivateIp")}), None
    )


def _addresses(bench: Bench, name: str) -> list[str]:
    """What the name leads to from here; an address is its own."""
    try:
        return [str(ip_address(name))]
    except ValueError:
        return addresses(bench.view, bench.host, name, 4)


def _nobody(bench: Bench, name: str) -> str:
    """No such host: an address nobody has does not answer, a name nobody has does not resolve."""
    found = _addresses(bench, name)
    if not found:
        return _unresolved(name)
    if reach(bench.view, bench.host, found[0], 22).verdict == "refused":
        return _refused(name)
    return _timed_out(bench, name)


def _unresolved(name: str) -> str:
    return f"ssh: Could not resolve hostname {name}: Name or service not known\n"


def _refused(name: str) -> str:
    return f"ssh: connect to host {name} port 22: Connection refused\n"


def _timed_out(bench: Bench, name: str) -> str:
    bench.wait(30 * SECOND, f"ssh {name}")
    return f"ssh: connect to host {name} port 22: Connection timed out\n"


def _names(bench: Bench, id_: str, doc: Doc) -> set[str]:
    found = {id_, str(doc.get("Hostname", "")), str(doc.get("PrivateIp", "")), str(doc.get("PublicIp", ""))}
    instance = bench.view.world.find(kinds.INSTANCE, id_) or {}
    found |= {str(tag["Value"]) for tag in instance.get("Tags", ()) if tag["Key"] == "Name"}
    found.add(str(instance.get("PrivateDnsName", "")))
    found.add(f"{doc.get('Hostname', '')}.{bench.view.account.region}.compute.internal")
    return found - {""}


def _trouble(bench: Bench, host: str, name: str) -> str:
    """What ssh says when the connection cannot be opened; empty when it can."""
    if host == bench.host:
        return ""
    source = bench.host
    if source == "laptop" and host != _JUMP:
        blocked = _blocked(bench, "laptop", _JUMP, _jump_name(bench))
        if blocked:
            return blocked
        source = _JUMP
    return _blocked(bench, source, host, name)


def _log_in(bench: Bench, host: str, *, tty: bool) -> None:
    """What the hosts' sshd note of it: a login there, and one without a terminal on the way."""
    if host == "laptop":
        return
    source = bench.host
    if source == "laptop" and host != _JUMP:
        bench.act(
            "host.login", host=_JUMP, user=_login(bench, _JUMP), source=_address_of(bench, source), tty=False
        )
        source = _JUMP
    bench.act("host.login", host=host, user=_login(bench, host), source=_address_of(bench, source), tty=tty)


def _login(bench: Bench, host: str) -> str:
    """Whoever logs in to a host is this user there."""
    return login_of(bench.view.world.get(kinds.HOST, host))


def _address_of(bench: Bench, source: str) -> str:
    """The address a connection from this host comes from: the laptop's is the one that the internet sees."""
    doc = bench.view.world.get(kinds.HOST, source)
    return str(doc.get("PublicIp") if source == "laptop" and doc.get("PublicIp") else doc.get("PrivateIp"))


def _jump_name(bench: Bench) -> str:
    """The name the bastion is known by: that of the record that leads to it."""
    world = bench.view.world
    address = world.get(kinds.HOST, _JUMP).get("PublicIp", "")
    leading = (
        str(doc["Name"]).rstrip(".")
        for doc in world.all(kinds.RECORD)
        if any(value["Value"] == address for value in doc.get("ResourceRecords", ()))
    )
    return next(leading, _JUMP)


def _blocked(bench: Bench, source: str, host: str, name: str) -> str:
    doc = bench.view.world.get(kinds.HOST, host)
    address = str(doc.get("PublicIp") if source == "laptop" and doc.get("PublicIp") else doc.get("PrivateIp"))
    verdict = reach(bench.view, source, address, 22).verdict
    if verdict == "open":
        return ""
    return _refused(name) if verdict == "refused" else _timed_out(bench, name)


def _greeting(bench: Bench, host: str) -> str:
    doc = bench.view.world.get(kinds.HOST, host)
    if host == "laptop":
        return ""
    kernel = "6.1.0-37-cloud-amd64"
    first = f"Linux {doc.get('Hostname', host)} {kernel} #1 SMP PREEMPT_DYNAMIC Debian x86_64\n"
    motd = read_file(bench.view.world, host, "/etc/motd") or ""
    return first + (motd if not motd or motd.endswith("\n") else f"{motd}\n")
