"""ip (iproute2 6.1.0): addresses, routes and links of this host (api-503-host §4.5)."""

from ipaddress import IPv4Network, ip_address, ip_network

from incidentgame.commands.bench import Bench
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world import kinds
from incidentgame.world.compute.hosts import host_doc
from incidentgame.world.view import View

_OBJECTS = {
    "address": "addr",
    "addr": "addr",
    "a": "addr",
    "route": "route",
    "r": "route",
    "link": "link",
    "l": "link",
    "neigh": "neigh",
    "neighbour": "neigh",
    "n": "neigh",
    "rule": "rule",
}


def ip(invocation: Invocation, bench: Bench) -> Outcome:
    """`ip [-br] [-4|-6] addr|route|link|neigh|rule [show] [dev NAME]`."""
    flags = [word for word in invocation.argv if word.startswith("-")]
    words = [word for word in invocation.argv if not word.startswith("-")]
    if not words:
        return Outcome(stderr="Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }\n", exit=255)
    name = _OBJECTS.get(words[0])
    if name is None:
        return Outcome(stderr=f'Object "{words[0]}" is unknown, try "ip help".\n', exit=1)
    rest = words[1:]
    if rest and rest[0] in ("add", "del", "delete", "set", "replace", "flush", "change"):
        if invocation.user != "root":
            return Outcome(stderr="RTNETLINK answers: Operation not permitted\n", exit=2)
        bench.unanswered(" ".join(("ip", *invocation.argv)), "host routes and addresses are fixed here")
        return Outcome(stderr="RTNETLINK answers: Operation not supported\n", exit=2)
    brief = any(flag in ("-br", "-brief") for flag in flags)
    return _shown(bench, name, rest, brief=brief, four="-4" in flags, six="-6" in flags)


def _shown(bench: Bench, name: str, rest: list[str], *, brief: bool, four: bool, six: bool) -> Outcome:
    device = _device(rest)
    if device not in ("", "lo", "ens5"):
        return Outcome(stderr=f'Device "{device}" does not exist.\n', exit=1)
    site = _Site(bench.view, bench.host)
    if name == "addr":
        return Outcome(site.brief(device) if brief else site.addresses(device, four=four, six=six))
    if name == "link":
        return Outcome(site.links(device, brief=brief))
    if name == "route":
        return _route(site, rest)
    if name == "rule":
        return Outcome(
            "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n"
        )
    return Outcome(f"{site.gateway} dev ens5 lladdr {site.mac('router')} REACHABLE \n")


def _device(rest: list[str]) -> str:
    words = [word for word in rest if word not in ("show", "list", "sh", "s", "ls", "dev", "get")]
    return words[0] if words and not words[0][0].isdigit() and words[0] != "default" else ""


def _route(site: "_Site", rest: list[str]) -> Outcome:
    if rest[:1] == ["get"] and len(rest) > 1:
        via = "" if site.local(rest[1]) else f"via {site.gateway} "
        return Outcome(f"{rest[1]} {via}dev ens5 src {site.address} uid 1000 \n    cache \n")
    return Outcome(site.routes())


class _Site:
    """One host's view of its network: its address, its subnet's prefix, the VPC router."""

    def __init__(self, view: View, host: str) -> None:
        doc = host_doc(view.world, host)
        self._view, self._host = view, host
        self.address = str(doc.get("PrivateIp", "127.0.0.1"))
        subnet = view.world.find(kinds.SUBNET, str(doc.get("Subnet", ""))) or {}
        block = str(subnet.get("CidrBlock", f"{self.address}/24"))
        network = ip_network(block, strict=False)
        self.network = network if isinstance(network, IPv4Network) else IPv4Network("10.0.0.0/24")
        self.gateway = str(self.network.network_address + 1)

    def mac(self, what: str = "") -> str:
        """A locally administered hardware address, as ENIs have."""
        digits = self._view.dice.hexadecimal(10, "mac", self._host, what)
        return "06:" + ":".join(digits[n : n + 2] for n in range(0, 10, 2))

    def local(self, address: str) -> bool:
        """Is the address on this host's own subnet?"""
        try:
            return ip_address(address) in self.network
        except ValueError:
            return False

    def _link_local(self) -> str:
        octets = [int(part, 16) for part in self.mac().split(":")]
        words = (
            (octets[0] ^ 2) << 8 | octets[1],
            octets[2] << 8 | 0xFF,
            0xFE00 | octets[3],
            octets[4] << 8 | octets[5],
        )
        return "fe80::" + ":".join(f"{word:x}" for word in words)

    def addresses(self, device: str, *, four: bool, six: bool) -> str:
        """`ip addr`."""
        lease = 1800 + (self._view.now // 1000) % 1700
        lo = [
            _LO,
            "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00",
            "    inet 127.0.0.1/8 scope host lo",
            "       valid_lft forever preferred_lft forever",
            "    inet6 ::1/128 scope host noprefixroute ",
            "       valid_lft forever preferred_lft forever",
        ]
        broadcast, prefix = self.network.broadcast_address, self.network.prefixlen
        ens = [
            _ENS,
            f"    link/ether {self.mac()} brd ff:ff:ff:ff:ff:ff",
            "    altname enp0s5",
            f"    inet {self.address}/{prefix} metric 100 brd {broadcast} scope global dynamic ens5",
            f"       valid_lft {lease}sec preferred_lft {lease}sec",
            f"    inet6 {self._link_local()}/64 scope link ",
            "       valid_lft forever preferred_lft forever",
        ]
        found = [block for name, block in (("lo", lo), ("ens5", ens)) if device in ("", name)]
        return "".join("\n".join(_family(block, four=four, six=six)) + "\n" for block in found)

    def brief(self, device: str) -> str:
        """`ip -br addr`."""
        lines = {
            "lo": f"{'lo':<16} {'UNKNOWN':<14} 127.0.0.1/8 ::1/128 \n",
            "ens5": f"{'ens5':<16} {'UP':<14} {self.address}/{self.network.prefixlen} metric 100 "
            f"{self._link_local()}/64 \n",
        }
        return "".join(line for name, line in lines.items() if device in ("", name))

    def links(self, device: str, *, brief: bool) -> str:
        """`ip link`."""
        if brief:
            lo = f"{'lo':<16} {'UNKNOWN':<14} 00:00:00:00:00:00 <LOOPBACK,UP,LOWER_UP> \n"
            ens = f"{'ens5':<16} {'UP':<14} {self.mac()} <BROADCAST,MULTICAST,UP,LOWER_UP> \n"
        else:
            lo = f"{_moded(_LO)}\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n"
            ether = f"    link/ether {self.mac()} brd ff:ff:ff:ff:ff:ff\n    altname enp0s5\n"
            ens = f"{_moded(_ENS)}\n{ether}"
        return (lo if device in ("", "lo") else "") + (ens if device in ("", "ens5") else "")

    def routes(self) -> str:
        """`ip route`."""
        tail = f"proto dhcp scope link src {self.address} metric 100 \n"
        return (
            f"default via {self.gateway} dev ens5 proto dhcp src {self.address} metric 100 \n"
            f"{self.network} dev ens5 proto kernel scope link src {self.address} metric 100 \n"
            f"{self.gateway} dev ens5 {tail}"
        )


_LO = "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000"
_ENS = "2: ens5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 9001 qdisc mq state UP group default qlen 1000"


def _moded(line: str) -> str:
    """The link line as `ip link` has it."""
    return line.replace("group", "mode DEFAULT group")


def _family(block: list[str], *, four: bool, six: bool) -> list[str]:
    if not (four or six):
        return block
    mark = "    inet " if four else "    inet6 "
    at = next(n for n, line in enumerate(block) if line.startswith(mark))
    return [block[0], block[at], block[at + 1]]
