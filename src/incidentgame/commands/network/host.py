"""host, nslookup and getent: shorter ways to look a name up."""

from incidentgame.commands.bench import Bench
from incidentgame.kernel.instant import SECOND
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.dns import lookup
from incidentgame.world.dns.message import Record, Resolution
from incidentgame.world.dns.names import absolute, is_address, relative, reverse
from incidentgame.world.dns.resolver import STUB

_SENTENCES = {
    "A": "has address",
    "AAAA": "has IPv6 address",
    "CNAME": "is an alias for",
    "MX": "mail is handled by",
    "NS": "name server",
    "TXT": "descriptive text",
    "SOA": "has SOA record",
    "PTR": "domain name pointer",
    "CAA": "has CAA record",
}


def host(invocation: Invocation, bench: Bench) -> Outcome:
    """host [-t TYPE] NAME [SERVER]; exit 1 when there is no answer."""
    words, rtype = _typed(invocation.argv)
    if not words:
        return Outcome(stderr="Usage: host [-t type] hostname [server]\n", exit=1)
    address = _server(bench, words[1] if len(words) > 1 else "")
    if not address:
        return Outcome(stderr=f"host: couldn't get address for '{words[1]}': not found\n", exit=1)
    name, types = words[0], [rtype] if rtype else ["A", "AAAA", "MX"]
    if is_address(name):
        name, types = reverse(name), ["PTR"]
    text = ""
    if len(words) > 1:
        text = f"Using domain server:\nName: {words[1]}\nAddress: {address}#53\nAliases: \n\n"
    return _told(bench, text, name, types, address)


def _told(bench: Bench, text: str, name: str, types: list[str], address: str) -> Outcome:
    """The sentences of each type's answer, a record told once; the first failure ends it."""
    seen: dict[tuple[str, str, str], Record] = {}
    for one in types:
        answer = lookup.resolve(bench.view, bench.host, name, one, address)
        if answer.failure:
            bench.wait(10 * SECOND, f"host {name}")
            return Outcome(";; connection timed out; no servers could be reached\n", exit=1)
        if answer.rcode != "NOERROR":
            code = {"NXDOMAIN": 3, "SERVFAIL": 2, "REFUSED": 5}[answer.rcode]
            shown = f"Host {relative(absolute(name))} not found: {code}({answer.rcode})\n"
            return Outcome(text + shown, exit=1)
        if not answer.answers and len(types) == 1:
            return Outcome(f"{text}{relative(absolute(name))} has no {one} record\n", exit=1)
        for record in answer.answers:
            seen.setdefault((record.name, record.type, record.rdata), record)
    return Outcome(text + "".join(f"{_sentence(record)}\n" for record in seen.values()))


def _sentence(record: Record) -> str:
    words = _SENTENCES.get(record.type, f"has {record.type} record")
    return f"{relative(record.name)} {words} {record.rdata}"


def _typed(argv: tuple[str, ...]) -> tuple[list[str], str]:
    words, rtype, rest = [], "", list(argv)
    while rest:
        word = rest.pop(0)
        if word == "-t" and rest:
            rtype = rest.pop(0).upper()
        elif not word.startswith("-"):
            words.append(word)
    return words, rtype


def _server(bench: Bench, named: str) -> str:
    if not named:
        return STUB
    return lookup.server_address(bench.view, bench.host, named)


def nslookup(invocation: Invocation, bench: Bench) -> Outcome:
    """nslookup [-type=TYPE] NAME [SERVER], without its interactive mode; exit 1 when there is no answer."""
    words = [w for w in invocation.argv if not w.startswith("-")]
    options = [w.lstrip("-").partition("=") for w in invocation.argv if w.startswith("-")]
    rtype = next((v.upper() for n, _, v in options if n in ("type", "query", "q", "querytype")), "")
    if not words:
        return Outcome(stderr="nslookup: no name given, and no interactive mode here\n", exit=1)
    address = _server(bench, words[1] if len(words) > 1 else "")
    if not address:
        return Outcome(f"nslookup: couldn't get address for '{words[1]}': not found\n", exit=1)
    text = f"Server:\t\t{address}\nAddress:\t{address}#53\n\n"
    name, types = words[0], [rtype] if rtype else ["A", "AAAA"]
    if is_address(name):
        name, types = reverse(name), ["PTR"]
    answers = [lookup.resolve(bench.view, bench.host, name, one, address) for one in types]
    if answers[0].failure:
        bench.wait(15 * SECOND, f"nslookup {name}")
        tries = f";; communications error to {address}#53: timed out\n" * 3
        return Outcome(f"{tries};; no servers could be reached\n\n", exit=1)
    return _looked_up(text, relative(absolute(name)), answers)


def _looked_up(text: str, name: str, answers: list[Resolution]) -> Outcome:
    first = answers[0]
    if first.rcode != "NOERROR":
        return Outcome(f"{text}** server can't find {name}: {first.rcode}\n\n", exit=1)
    records = list(dict.fromkeys(record for answer in answers for record in answer.answers))
    if not records:
        return Outcome(f"{text}*** Can't find {name}: No answer\n\n", exit=1)
    head = "" if first.aa else "Non-authoritative answer:\n"
    return Outcome(text + head + "".join(_entry(record) for record in records) + "\n")


def _entry(record: Record) -> str:
    name = relative(record.name)
    if record.type in ("A", "AAAA"):
        return f"Name:\t{name}\nAddress: {record.rdata}\n"
    if record.type == "CNAME":
        return f"{name}\tcanonical name = {record.rdata}\n"
    words = {"NS": "nameserver", "MX": "mail exchanger", "TXT": "text", "PTR": "name"}
    return f"{name}\t{words.get(record.type, record.type.lower())} = {record.rdata}\n"


def getent(invocation: Invocation, bench: Bench) -> Outcome:
    """getent hosts|ahosts|ahostsv4|ahostsv6 NAME …; exit 2 when a name has no address."""
    argv = [w for w in invocation.argv if not w.startswith("-")]
    if not argv or argv[0] not in ("hosts", "ahosts", "ahostsv4", "ahostsv6"):
        text = f"Unknown database: {argv[0]}\n" if argv else "getent: wrong number of arguments\n"
        return Outcome(
            stderr=f"{text}Try `getent --help' or `getent --usage' for more information.\n", exit=1
        )
    lines: list[str] = []
    missing = False
    for name in argv[1:]:
        found = _entries(bench, argv[0], name)
        lines += found
        missing = missing or not found
    return Outcome("".join(f"{line}\n" for line in lines), exit=2 if missing else 0)


def _entries(bench: Bench, database: str, name: str) -> list[str]:
    six = lookup.addresses(bench.view, bench.host, name, 6) if database != "ahostsv4" else []
    four = lookup.addresses(bench.view, bench.host, name, 4) if database != "ahostsv6" else []
    if database == "hosts":
        return [f"{address:<15} {name}" for address in six or four]
    lines = []
    for index, address in enumerate([*six, *four]):
        shown = name if index == 0 else ""
        lines += [f"{address:<15} STREAM {shown}".rstrip(), f"{address:<15} DGRAM", f"{address:<15} RAW"]
    return lines
