"""The curl command: each URL in turn, redirects and retries, output where it was asked for."""

from dataclasses import dataclass, field, replace
from posixpath import basename, join, normpath

from incidentgame.commands.bench import Bench
from incidentgame.commands.network.curl.answer import body, head
from incidentgame.commands.network.curl.options import HINT, Options, Usage, parse
from incidentgame.commands.network.curl.transfer import NOTICE, Sent, body_of, followed, method_of, send
from incidentgame.commands.network.curl.url import BadUrl, Url, expand, redirected
from incidentgame.commands.network.curl.url import parse as parse_url
from incidentgame.commands.network.curl.verbose import explain
from incidentgame.commands.network.curl.writeout import write_out
from incidentgame.kernel.instant import SECOND
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.files import FileError

_TRANSIENT = frozenset({408, 429, 500, 502, 503, 504})
_METER = (
    "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n"
    "                                 Dload  Upload   Total   Spent    Left  Speed\n"
)


@dataclass(slots=True)
class _Run:
    """One command line as it goes: what it printed, and the last exit code."""

    options: Options
    invocation: Invocation
    bench: Bench
    stdout: bytes = b""
    stderr: str = ""
    exit: int = 0
    connections: int = 0
    pins: list[str] = field(default_factory=list)

    def complain(self, exit: int, text: str) -> None:
        """`curl: (N) text`, unless -s without -S silences it."""
        self.exit = exit
        if not self.options.silent or self.options.show_error:
            self.stderr += f"curl: ({exit}) {text}\n"
            self.stderr += NOTICE if exit == 60 else ""


def curl(invocation: Invocation, bench: Bench) -> Outcome:
    """Transfer every URL; the exit code is the last one's (curl 7.88.1)."""
    try:
        options = parse(invocation.argv)
        if not options.urls:
            return Outcome(stderr=f"curl: no URL specified!\n{HINT}", exit=2)
        run = _Run(options, invocation, bench, pins=list(options.resolve))
        for index, pattern in enumerate(options.urls):
            output = options.outputs[index] if index < len(options.outputs) else None
            for text in [pattern] if options.globoff else expand(pattern):
                _transfer(run, text, output)
    except Usage as refused:
        if refused.exit == 0:
            return Outcome(stdout=refused.text)
        return Outcome(stderr=refused.text, exit=refused.exit)
    return Outcome(run.stdout, run.stderr, run.exit)


def _transfer(run: _Run, text: str, output: str | None) -> None:
    options = run.options
    try:
        url = parse_url(text)
    except BadUrl as refused:
        run.complain(refused.exit, refused.text)
        return
    content = body_of(options, run.invocation, run.bench)
    if options.form:
        content = _form(options.form)
    if options.get and content:
        url, content = url.with_query(content.decode("utf-8", "replace")), b""
    sent = _with_retries(run, url, content)
    _finish(run, sent, url, output)


def _form(fields: list[str]) -> bytes:
    """A multipart body's length is what matters here."""
    boundary = "------------------------d74496d66958873e"
    parts = (f"--{boundary}\r\nContent-Disposition: form-data; {field_}\r\n\r\n" for field_ in fields)
    return "".join((*parts, f"--{boundary}--\r\n")).encode()


def _with_retries(run: _Run, url: Url, content: bytes) -> list[Sent]:
    """The transfer with its redirects; again after 1, 2, 4 … s while it fails in passing."""
    left, pause = run.options.retry, 1
    while True:
        chain = _chain(run, url, content)
        last = chain[-1]
        passing = last.walk.path.status in _TRANSIENT or last.exit in (28, 6)
        if left == 0 or not (passing or (run.options.retry_all and last.exit)):
            return chain
        if not run.options.silent:
            reason = "timeout" if last.exit else "HTTP error"
            seconds = run.options.retry_delay or pause
            noun = "retry" if left == 1 else "retries"
            run.stderr += (
                f"Warning: Problem : {reason}. Will retry in {seconds} seconds. {left} {noun} left.\n"
            )
        run.bench.wait((run.options.retry_delay or pause) * SECOND, "curl --retry")
        left, pause = left - 1, pause * 2


def _chain(run: _Run, url: Url, content: bytes) -> list[Sent]:
    """The transfer, and with -L what its redirects led to."""
    options, method = run.options, method_of(run.options)
    found: list[Sent] = []
    while True:
        sent = send(options, url, method, content, run.bench, plain=options.http1)
        found.append(followed(sent, found))
        if options.verbose:
            run.stderr += explain(sent, run.bench, run.pins, run.connections)
        run.connections, run.pins = run.connections + 1, []
        reply = sent.walk.path.reply
        location = reply.header("location") if reply and 300 <= reply.status < 400 else ""
        if not options.location or not location or sent.exit:
            return found
        if len(found) > options.max_redirects:
            found[-1] = replace(
                found[-1], exit=47, error=f"Maximum ({options.max_redirects}) redirects followed"
            )
            return found
        url, method, content = _next(options, sent, location, method, content)
        if options.verbose:
            run.stderr += f"* Issue another request to this URL: '{url.shown}'\n"


def _next(options: Options, sent: Sent, location: str, method: str, content: bytes) -> tuple[Url, str, bytes]:
    """Where a redirect leads; 301–303 turn a POST into a GET."""
    try:
        url = redirected(sent.url, location)
    except BadUrl as refused:
        raise Usage(f"curl: ({refused.exit}) {refused.text}\n", refused.exit) from None
    status = sent.walk.path.status
    if method == "POST" and status in (301, 302, 303) and not options.method:
        return url, "GET", b""
    return url, method, content


def _finish(run: _Run, chain: list[Sent], url: Url, output: str | None) -> None:
    options, sent = run.options, chain[-1]
    failed = sent.walk.path.status >= 400 and (options.fail or options.fail_with_body)
    shown = chain[:-1] if failed and not options.fail_with_body else chain
    content = b"".join(_shown(options, one, last=one is sent) for one in shown)
    if sent.walk.path.reply is not None:
        _meter(run, len(content), output)
    elif output is not None or not options.silent:
        _meter(run, 0, output)
    run.exit = 0
    _write(run, content, url, output)
    _dump(run, chain)
    if sent.exit:
        run.complain(sent.exit, sent.error)
    elif failed:
        run.complain(22, f"The requested URL returned error: {sent.walk.path.status}")
    if options.write_out:
        _write_out(run, replace(sent, exit=run.exit))


def _shown(options: Options, sent: Sent, *, last: bool) -> bytes:
    """The heads of every answer on the way, the body of the last."""
    heads = head(sent.walk).encode() if options.include or options.head else b""
    return heads + (body(sent.walk) if last else b"")


def _meter(run: _Run, size: int, output: str | None) -> None:
    """The progress table, when the body does not go to the terminal (api-503-host §5.3)."""
    options = run.options
    if output is None or options.silent or not options.progress:
        return
    zero = "  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0\n"
    rate = size * 9
    done = f"100 {size:>5}  100 {size:>5}    0     0  {rate:>5}      0 --:--:-- --:--:-- --:--:-- {rate:>5}\n"
    run.stderr += _METER + zero + (done if size else "")


def _write(run: _Run, content: bytes, url: Url, output: str | None) -> None:
    if output is None or output == "-":
        run.stdout += content
        return
    name = output or basename(url.path)
    if not name:
        run.complain(23, "Remote file name has no length!")
        return
    path = normpath(join(run.invocation.cwd, name))
    if path == "/dev/null":
        return
    if path in ("/dev/stdout", "/dev/stderr"):
        run.stdout += content
        return
    try:
        run.bench.files.write(path, content)
    except FileError:
        run.stderr += f"Warning: Failed to open the file {name}: Permission denied\n"
        run.complain(23, "Failure writing output to destination")


def _dump(run: _Run, chain: list[Sent]) -> None:
    """-D FILE: the heads."""
    name = run.options.dump_header
    if not name:
        return
    text = "".join(head(sent.walk) for sent in chain).encode()
    if name in ("-", "/dev/stdout"):
        run.stdout = text + run.stdout
        return
    try:
        run.bench.files.write(normpath(join(run.invocation.cwd, name)), text)
    except FileError:
        run.stderr += f"Warning: Failed to open {name}\n"


def _write_out(run: _Run, sent: Sent) -> None:
    template = run.options.write_out
    if template.startswith("@"):
        try:
            raw = run.bench.files.read(normpath(join(run.invocation.cwd, template[1:])))
        except FileError:
            raise Usage(f"curl: Failed to open {template[1:]}\n{HINT}", 26) from None
        template = raw.decode("utf-8", "replace")
    out, err, complaints = write_out(template, sent, run.bench)
    run.stdout += out.encode()
    run.stderr += err + complaints
