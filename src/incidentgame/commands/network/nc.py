"""nc -vz: is the port open? (api-503-host §5.5; all text on stderr)."""

from dataclasses import dataclass

from incidentgame.commands.bench import Bench
from incidentgame.kernel.instant import SECOND
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.dns import lookup
from incidentgame.world.dns.names import is_address
from incidentgame.world.network.reach import reach

_KERNEL_GIVES_UP = 133_682
_MOST_PORTS = 1_000
_SERVICES = {
    22: "ssh",
    25: "smtp",
    53: "domain",
    80: "http",
    123: "ntp",
    443: "https",
    3306: "mysql",
    5432: "postgresql",
    6379: "redis",
    8080: "http-alt",
}
_USAGE = (
    "usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]\n"
    "\t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]\n"
    "\t  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]\n"
    "\t  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]\n"
    "\t  [destination] [port]\n"
)


@dataclass(slots=True)
class _Asked:
    verbose: bool = False
    scan: bool = False
    wait: int = 0
    numeric: bool = False
    listen: bool = False


def nc(invocation: Invocation, bench: Bench) -> Outcome:
    """Connect to each port; exit 0 when the last one opened."""
    asked, words = _Asked(), []
    rest = list(invocation.argv)
    while rest:
        word = rest.pop(0)
        if not word.startswith("-") or word == "-":
            words.append(word)
            continue
        problem = _options(asked, word[1:], rest)
        if problem:
            return Outcome(stderr=problem, exit=1)
    if asked.listen:
        return Outcome(stderr="nc: Permission denied\n", exit=1)
    ports = _ports(words[1:])
    if len(words) < 2 or ports is None:
        text = f"nc: port number invalid: {' '.join(words[1:])}\n" if len(words) > 1 else _USAGE
        return Outcome(stderr=text, exit=1)
    return _connect(bench, asked, words[0], ports)


def _options(asked: _Asked, letters: str, rest: list[str]) -> str:
    """Take one word of options; the text of a refusal, or nothing."""
    while letters:
        letter, letters = letters[0], letters[1:]
        if letter in "wqisp":
            value = letters or (rest.pop(0) if rest else "")
            letters = ""
            if letter == "w":
                if not value.isdigit():
                    return f"nc: timeout cannot be negative: {value}\n" if value else _USAGE
                asked.wait = int(value)
        elif letter not in "46CDdFhklNnrStUuvZz":
            return f"nc: invalid option -- '{letter}'\n{_USAGE}"
        asked.verbose |= letter == "v"
        asked.scan |= letter == "z"
        asked.numeric |= letter == "n"
        asked.listen |= letter == "l"
    return ""


def _ports(words: list[str]) -> list[int] | None:
    """Ports and ranges such as `8000-8005`; None when one is wrong."""
    found: list[int] = []
    for word in words:
        low, _, high = word.partition("-")
        if word in _SERVICES.values():
            found.append(next(port for port, name in _SERVICES.items() if name == word))
        elif low.isdigit() and (high or low).isdigit() and 0 < int(low) <= int(high or low) <= 65_535:
            found += range(int(low), int(high or low) + 1)
        else:
            return None
    return found[:_MOST_PORTS] or None


def _connect(bench: Bench, asked: _Asked, name: str, ports: list[int]) -> Outcome:
    numeric = is_address(name)
    addresses = [] if asked.numeric and not numeric else lookup.addresses(bench.view, bench.host, name, 4)
    if not addresses:
        text = f'nc: getaddrinfo for host "{name}" port {ports[0]}: Name or service not known\n'
        return Outcome(stderr=text, exit=1)
    stderr, status = "", 1
    for port in ports:
        line, status = _try(bench, asked, name, addresses[0], port)
        stderr += line
    shown = stderr if asked.verbose else ""
    return Outcome(stderr=shown, exit=status)


def _try(bench: Bench, asked: _Asked, name: str, address: str, port: int) -> tuple[str, int]:
    found = reach(bench.view, bench.host, address, port)
    failed = f"nc: connect to {name} port {port} (tcp) "
    if not is_address(name):
        failed = f"nc: connect to {name} ({address}) port {port} (tcp) "
    if found.verdict == "timeout":
        bench.wait(asked.wait * SECOND or _KERNEL_GIVES_UP, f"nc {name} {port}")
        reason = "timed out: Operation now in progress" if asked.wait else "failed: Connection timed out"
        return f"{failed}{reason}\n", 1
    bench.wait(found.ms, f"nc {name} {port}")
    if found.verdict == "open":
        where = name if is_address(name) else f"{name} ({address})"
        service = _SERVICES.get(port, "*")
        return f"Connection to {where} {port} port [tcp/{service}] succeeded!\n", 0
    reason = "Connection refused" if found.verdict == "refused" else "No route to host"
    return f"{failed}failed: {reason}\n", 1
