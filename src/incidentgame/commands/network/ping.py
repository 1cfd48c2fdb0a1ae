"""ping: ICMP echo, which security groups mostly drop (api-503-host §5.5)."""

from math import isqrt

from incidentgame.commands.bench import Bench
from incidentgame.kernel.instant import SECOND
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.dns import lookup
from incidentgame.world.dns.names import is_address
from incidentgame.world.network.places import contains, host_place
from incidentgame.world.network.reach import Reach, reach

_COUNT, _MOST = 4, 100
_VALUED = "ciIlmMpQsStTwW"


def ping(invocation: Invocation, bench: Bench) -> Outcome:
    """Send echoes; exit 0 when any came back, 1 when none did, 2 for a bad name or option.

    Without -c four are sent (house rule: nobody waits for Ctrl-C in a simulation).
    """
    options, words, problem = _options(invocation.argv)
    if problem:
        return Outcome(stderr=problem, exit=2)
    if not words:
        return Outcome(stderr="ping: usage error: Destination address required\n", exit=1)
    name = words[-1]
    address = next(iter(lookup.addresses(bench.view, bench.host, name, 6 if ":" in name else 4)), "")
    if not address:
        return Outcome(stderr=f"ping: {name}: Name or service not known\n", exit=2)
    count = min(int(options.get("c", _COUNT)), _MOST)
    wait = int(float(options.get("W", "10")) * SECOND)
    return _send(bench, name, address, count, wait, quiet="q" in options)


def _options(argv: tuple[str, ...]) -> tuple[dict[str, str], list[str], str]:
    options: dict[str, str] = {}
    words, rest = [], list(argv)
    while rest:
        word = rest.pop(0)
        if not word.startswith("-") or len(word) < 2:
            words.append(word)
            continue
        letter = word[1]
        if letter in _VALUED:
            options[letter] = word[2:] or (rest.pop(0) if rest else "")
            if letter in "cWwi" and not options[letter].replace(".", "", 1).isdigit():
                return options, words, f"ping: invalid argument: '{options[letter]}'\n"
            if letter == "c" and not options[letter].isdigit():
                return options, words, f"ping: invalid argument: '{options[letter]}'\n"
        elif letter in "46nqvADOa":
            options.update(dict.fromkeys(word[1:], ""))
        else:
            return (
                options,
                words,
                f"ping: invalid option -- '{letter}'\n\nUsage\n  ping [options] <destination>\n",
            )
    return options, words, ""


def _send(bench: Bench, name: str, address: str, count: int, wait: int, *, quiet: bool) -> Outcome:
    found = reach(bench.view, bench.host, address, 0, protocol="icmp")
    shown = address if is_address(name) else f"{name} ({address})"
    head = f"PING {name} ({address}) 56(84) bytes of data.\n"
    times = [_micros(bench, found, address, n) for n in range(count)] if found.verdict == "open" else []
    lines = [
        f"64 bytes from {shown}: icmp_seq={n + 1} ttl={_hops(found, address)} time={_short(micros)} ms\n"
        for n, micros in enumerate(times)
    ]
    if found.verdict == "no-route":
        lines = [_unreachable(bench, n) for n in range(count)]
    duration = max(0, (count - 1) * (SECOND + 4)) + (0 if times else min(wait, 10 * SECOND))
    bench.wait(duration, f"ping {name}")
    return _summary(name, head + ("" if quiet else "".join(lines)), count, times, found)


def _unreachable(bench: Bench, n: int) -> str:
    place = host_place(bench.view.world, bench.host)
    own = place.private if place else "192.168.1.23"
    return f"From {own} icmp_seq={n + 1} Destination Host Unreachable\n"


def _micros(bench: Bench, found: Reach, address: str, n: int) -> int:
    base = 45 if contains("127.0.0.0/8", address) else found.ms * 1000 + 180
    return base + bench.view.dice.below(max(60, base // 8), "ping", bench.host, address, bench.view.now, n)


def _hops(found: Reach, address: str) -> int:
    """Time to live as it arrives: local 64, an edge some hops away."""
    inside = contains("10.0.0.0/8", address) or contains("127.0.0.0/8", address)
    return 64 if inside else (246 if found.endpoint and found.endpoint[0] == "edge" else 233)


def _short(micros: int) -> str:
    """ping shows three digits: 0.106, 4.31, 12.3, 104."""
    places = 3 if micros < 1_000 else 2 if micros < 10_000 else 1 if micros < 100_000 else 0
    return f"{micros / 1000:.{places}f}"


def _summary(name: str, text: str, count: int, times: list[int], found: Reach) -> Outcome:
    received = len(times)
    lost = 0 if count == 0 else (count - received) * 100 // count
    errors = f"+{count} errors, " if found.verdict == "no-route" else ""
    took = max(0, count - 1) * 1_004
    text += (
        f"\n--- {name} ping statistics ---\n"
        f"{count} packets transmitted, {received} received, {errors}{lost}% packet loss, time {took}ms\n"
    )
    return Outcome(text + (_spread(times) if times else "\n"), exit=0 if received else 1)


def _spread(times: list[int]) -> str:
    mean = sum(times) // len(times)
    deviation = _root(sum(t * t for t in times) // len(times) - mean * mean)
    numbers = (min(times), mean, max(times), deviation)
    return "rtt min/avg/max/mdev = " + "/".join(f"{n / 1000:.3f}" for n in numbers) + " ms\n"


def _root(value: int) -> int:
    return isqrt(max(0, value))
