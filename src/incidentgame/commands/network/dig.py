"""dig: ask a resolver or name server, and show its whole answer (aws-request-path §1.7)."""

from collections.abc import Iterator

from incidentgame.commands.bench import Bench
from incidentgame.commands.network.dig_options import USAGE, Question, Usage, parse
from incidentgame.commands.network.records_text import question_line, record_line, wire_size
from incidentgame.kernel.instant import SECOND, ctime
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.dns import lookup, tree
from incidentgame.world.dns.message import Record, Resolution
from incidentgame.world.dns.names import absolute, is_address, is_valid
from incidentgame.world.dns.resolver import STUB

_VERSION = "9.18.49"


def dig(invocation: Invocation, bench: Bench) -> Outcome:
    """Answer each question of the line in turn; exit 9 when a server did not answer, 1 for usage."""
    if "-h" in invocation.argv:
        return Outcome(stdout=USAGE)
    try:
        questions = parse(invocation.argv)
    except Usage as refused:
        return Outcome(stderr=refused.text, exit=refused.exit)
    stdout, status = "", 0
    for question in questions:
        given = _one(invocation, bench, question)
        if given.stderr:
            return Outcome(stdout, given.stderr, given.exit)
        stdout, status = stdout + given.text, max(status, given.exit)
    return Outcome(stdout, exit=status)


def _one(invocation: Invocation, bench: Bench, question: Question) -> Outcome:
    name = absolute(question.name)
    if not is_valid(name):
        reason = "empty label" if ".." in question.name else "label too long"
        return Outcome(stderr=f"dig: '{question.name}' is not a legal IDNA2008 name ({reason})\n", exit=10)
    banner = f"\n; <<>> DiG {_VERSION} <<>> {' '.join(invocation.argv)}\n"
    server = question.server or STUB
    address = lookup.server_address(bench.view, bench.host, server)
    if not address:
        return Outcome(stderr=f"dig: couldn't get address for '{server}': not found\n", exit=10)
    if question.has("trace"):
        return _trace(bench, question, name, banner, address)
    at = bench.view.now
    answer = lookup.resolve(bench.view, bench.host, name, question.rtype, address)
    if answer.failure or question.port != 53:
        return _silent(bench, question, banner, address, answer)
    bench.wait(answer.ms, f"dig {question.name}")
    shown = _message(bench, question, name, answer, at)
    return Outcome(_short(answer) if question.has("short") else _heading(question, banner) + shown)


def _heading(question: Question, banner: str) -> str:
    if not question.shows("cmd"):
        return ""
    found = "; (1 server found)\n" if question.server else ""
    return f"{banner}{found};; global options: +cmd\n"


def _short(answer: Resolution) -> str:
    return "".join(f"{record.rdata}\n" for record in answer.answers)


def _silent(bench: Bench, question: Question, banner: str, address: str, answer: Resolution) -> Outcome:
    """Nobody answers: one line a try, then the verdict, exit 9."""
    words = {"refused": "connection refused", "unreachable": "host unreachable"}
    why = words.get(answer.failure, "timed out")
    where = f"{address}#{question.port}"
    if why == "timed out":
        bench.wait(question.time * question.tries * SECOND, f"dig {question.name}")
    errors = f";; communications error to {where}: {why}\n" * question.tries
    if question.has("short"):
        return Outcome(f"{errors};; no servers could be reached\n", exit=9)
    return Outcome(f"{errors}{_heading(question, banner)};; no servers could be reached\n", exit=9)


def _message(bench: Bench, question: Question, name: str, answer: Resolution, at: int) -> str:
    parts = [_comments(bench, question, answer)] if question.shows("comments") else []
    if question.shows("question"):
        head = ";; QUESTION SECTION:\n" if question.shows("comments") else ""
        tail = "\n" if question.shows("comments") else ""
        parts.append(f"{head}{question_line(name, question.rtype)}\n{tail}")
    for section, records in (
        ("answer", answer.answers),
        ("authority", answer.authority),
        ("additional", answer.additional),
    ):
        if question.shows(section) and records:
            parts.append(_section(question, section, records))
    if question.shows("stats"):
        parts.append(_stats(question, name, answer, at))
    elif question.shows("comments"):
        parts.append("")
    return "".join(parts)


def _section(question: Question, name: str, records: tuple[Record, ...]) -> str:
    lines = "".join(f"{_line(question, record)}\n" for record in records)
    return f";; {name.upper()} SECTION:\n{lines}\n" if question.shows("comments") else lines


def _line(question: Question, record: Record) -> str:
    return record_line(record, ttl=question.shows("ttlid"), klass=question.shows("class"))


def _comments(bench: Bench, question: Question, answer: Resolution) -> str:
    id = bench.view.dice.below(65_536, "dig-id", bench.view.now, question.name, question.rtype)
    asked = question.has("recurse")
    flags = " ".join(
        flag for flag, on in (("qr", True), ("aa", answer.aa), ("rd", asked), ("ra", answer.ra)) if on
    )
    counts = (
        f"QUERY: 1, ANSWER: {len(answer.answers)}, AUTHORITY: {len(answer.authority)}, "
        f"ADDITIONAL: {len(answer.additional) + 1}"
    )
    warning = ";; WARNING: recursion requested but not available\n" if asked and not answer.ra else ""
    size = 65_494 if answer.server == STUB else 1232  # systemd-resolved's own limit, or BIND's
    return (
        ";; Got answer:\n"
        f";; ->>HEADER<<- opcode: QUERY, status: {answer.rcode}, id: {id}\n"
        f";; flags: {flags}; {counts}\n{warning}\n"
        f";; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: {size}\n"
    )


def _stats(question: Question, name: str, answer: Resolution, at: int) -> str:
    shown = question.server if question.server and not is_address(question.server) else answer.server
    protocol = "TCP" if question.has("tcp") or question.has("vc") else "UDP"
    return (
        f";; Query time: {answer.ms} msec\n"
        f";; SERVER: {answer.server}#53({shown}) ({protocol})\n"
        f";; WHEN: {ctime(at)}\n"
        f";; MSG SIZE  rcvd: {wire_size(name, answer)}\n\n"
    )


def _trace(bench: Bench, question: Question, name: str, banner: str, resolver: str) -> Outcome:
    """+trace: the root's servers from the resolver, then referral by referral down to the answer."""
    steps = lookup.trace(bench.view, name, question.rtype)
    ms = lookup.query_ms(bench.view, bench.host, resolver, bench.view.now)
    first = Resolution("NOERROR", tree.ROOT.records(), server=resolver, ms=ms)
    blocks = [_step(question, ".", first, resolver)]
    blocks += [_step(question, name, given, server.rstrip(".")) for server, given in steps]
    bench.wait(ms + sum(given.ms for _, given in steps), f"dig +trace {question.name}")
    if question.has("short"):
        return Outcome(_short(steps[-1][1]))
    return Outcome(_heading(question, banner) + "".join(blocks))


def _step(question: Question, name: str, given: Resolution, server: str) -> str:
    lines = "".join(f"{_line(question, record)}\n" for record in _traced(given))
    note = f";; Received {wire_size(name, given)} bytes from {given.server}#53({server}) in {given.ms} ms\n\n"
    return lines + (note if question.shows("comments") else "")


def _traced(given: Resolution) -> Iterator[Record]:
    yield from given.answers
    yield from given.authority
