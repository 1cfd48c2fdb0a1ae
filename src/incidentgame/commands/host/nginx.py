"""nginx's own command line: -t, -T, -q, -v, -V, -s (Debian's build; api-503-host §1.5)."""

from incidentgame.commands.bench import Bench
from incidentgame.commands.host.options import Options, UsageError, parsed
from incidentgame.kernel.instant import nginx_error
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.compute.files import read_file
from incidentgame.world.compute.nginx import MAIN, UNIT, ConfigError, NginxConfig, check_host
from incidentgame.world.compute.processes import pid_at
from incidentgame.world.compute.units import is_active, unit

_VERSION = "nginx version: nginx/1.22.1\n"
_BUILD = (
    "built with OpenSSL 3.0.8 7 Feb 2023 (running with OpenSSL 3.0.16 11 Feb 2025)\n"
    "TLS SNI support enabled\n"
    "configure arguments: --prefix=/usr/share/nginx --conf-path=/etc/nginx/nginx.conf "
    "--http-log-path=/var/log/nginx/access.log --error-log-path=stderr --lock-path=/var/lock/nginx.lock "
    "--pid-path=/run/nginx.pid --modules-path=/usr/lib/nginx/modules --with-compat --with-debug "
    "--with-pcre-jit --with-http_ssl_module --with-http_stub_status_module --with-http_realip_module "
    "--with-http_auth_request_module --with-http_v2_module --with-http_dav_module --with-http_slice_module "
    "--with-threads --with-http_addition_module --with-http_gunzip_module --with-http_gzip_static_module "
    "--with-http_sub_module\n"
)
_HELP = (
    "Usage: nginx [-?hvVtTq] [-s signal] [-p prefix]\n"
    "             [-e filename] [-c filename] [-g directives]\n\n"
    "Options:\n  -?,-h         : this help\n  -v            : show version and exit\n"
    "  -V            : show version and configure options then exit\n"
    "  -t            : test configuration and exit\n"
    "  -T            : test configuration, dump it and exit\n"
    "  -q            : suppress non-error messages during configuration testing\n"
    "  -s signal     : send signal to a master process: stop, quit, reopen, reload\n\n"
)


def nginx(invocation: Invocation, bench: Bench) -> Outcome:
    """The command on hosts that have nginx; elsewhere it is not found."""
    if unit(bench.view.world, bench.host, UNIT) is None:
        return Outcome(stderr="-bash: nginx: command not found\n", exit=127)
    try:
        options = parsed(invocation, "?hvVtTqs:p:e:c:g:")
    except UsageError:
        bad = next(word for word in invocation.argv if word.startswith("-"))
        return Outcome(stderr=f'nginx: invalid option: "{bad.lstrip("-")[:1]}"\n', exit=1)
    if options.has("-h", "-?"):
        return Outcome(stderr=_VERSION + _HELP)
    if options.has("-v", "-V"):
        return Outcome(stderr=_VERSION + (_BUILD if options.has("-V") else ""))
    return _Run(invocation, bench, options).outcome()


class _Run:
    """One run that reads the configuration."""

    def __init__(self, invocation: Invocation, bench: Bench, options: Options) -> None:
        self._bench, self._options, self._root = bench, options, invocation.user == "root"
        self._path = options.last("-c", default=MAIN)
        self._found = check_host(bench.view.world, bench.host, self._path)
        pid = pid_at(bench.view, bench.host, bench.view.now, "nginx")
        self._stamp, self._ids = nginx_error(bench.view.now), f"{pid}#{pid}"

    def outcome(self) -> Outcome:
        """What this run prints and does."""
        if self._options.has("-t", "-T"):
            return self._test()
        if self._options.has("-s"):
            return self._signal(self._options.last("-s"))
        return self._start()

    def _line(self, level: str, text: str) -> str:
        return f"{self._stamp} [{level}] {self._ids}: {text}\n"

    def _warnings(self) -> str:
        user = ""
        if not self._root:
            text = (
                'the "user" directive makes sense only if the master process runs with super-user '
                "privileges, ignored in"
            )
            user = self._line("warn", f"{text} {self._path}:1")
        return user + "".join(self._line("warn", text) for text in self._found.warnings)

    def _test(self) -> Outcome:
        """`-t` and `-T`: syntax first, then what only shows when it is put to use."""
        failed = f"nginx: configuration file {self._path} test failed\n"
        syntax = (
            "" if self._options.has("-q") else f"nginx: the configuration file {self._path} syntax is ok\n"
        )
        text = self._warnings()
        if isinstance(self._found, ConfigError):
            lead = syntax if self._found.after_syntax else ""
            return Outcome(stderr=text + lead + self._line("emerg", self._found.emerg) + failed, exit=1)
        text += syntax
        if not self._root:
            denied = 'open() "/run/nginx.pid" failed (13: Permission denied)'
            return Outcome(stderr=text + self._line("emerg", denied) + failed, exit=1)
        if not self._options.has("-q"):
            text += f"nginx: configuration file {self._path} test is successful\n"
        return Outcome(self._dump(self._found) if self._options.has("-T") else "", text)

    def _dump(self, found: NginxConfig) -> str:
        """Each file read, in the order it was read."""
        world, host = self._bench.view.world, self._bench.host
        parts = ((path, read_file(world, host, path) or "") for path in found.files)
        return "".join(f"# configuration file {path}:\n{text}\n" for path, text in parts)

    def _signal(self, signal: str) -> Outcome:
        if signal not in ("stop", "quit", "reopen", "reload"):
            return Outcome(stderr=f'nginx: invalid option: "-s {signal}"\n', exit=1)
        text = self._warnings()
        if isinstance(self._found, ConfigError):
            return Outcome(stderr=text + self._line("emerg", self._found.emerg), exit=1)
        doc = unit(self._bench.view.world, self._bench.host, UNIT)
        text += self._line("notice", "signal process started")
        if doc is None or not is_active(doc):
            missing = 'open() "/run/nginx.pid" failed (2: No such file or directory)'
            return Outcome(stderr=text + self._line("error", missing), exit=1)
        if not self._root:
            number = {"reload": 1, "stop": 15, "quit": 3, "reopen": 10}[signal]
            denied = f"kill({doc['MainPid']}, {number}) failed (1: Operation not permitted)"
            return Outcome(stderr=text + self._line("alert", denied), exit=1)
        self._send(signal, int(doc["MainPid"]))
        return Outcome(stderr=text)

    def _send(self, signal: str, master: int) -> None:
        if signal == "reload":
            self._bench.act("host.nginx_reload", host=self._bench.host)
        elif signal in ("stop", "quit"):
            number = 15 if signal == "stop" else 3
            self._bench.act("host.kill", host=self._bench.host, pid=master, signal=number)

    def _start(self) -> Outcome:
        """Starting by hand: refused while another nginx holds the port; else as systemd would."""
        text = self._warnings()
        if isinstance(self._found, ConfigError):
            return Outcome(stderr=text + self._line("emerg", self._found.emerg), exit=1)
        if not self._root:
            denied = "bind() to 0.0.0.0:80 failed (13: Permission denied)"
            return Outcome(stderr=text + self._line("emerg", denied), exit=1)
        if is_active(unit(self._bench.view.world, self._bench.host, UNIT)):
            busy = self._line("emerg", "bind() to 0.0.0.0:80 failed (98: Address already in use)") * 5
            return Outcome(stderr=text + busy + self._line("emerg", "still could not bind()"), exit=1)
        self._bench.act("host.systemctl", host=self._bench.host, command="start", unit=UNIT)
        return Outcome(stderr=text)
