"""openssl: s_client and x509, as far as looking at certificates goes (api-503-host §5.4)."""

from collections.abc import Callable, Mapping

from incidentgame.commands.bench import Bench
from incidentgame.commands.network.openssl.s_client import s_client
from incidentgame.commands.network.openssl.x509 import x509
from incidentgame.shell.command import Invocation, Outcome

_VERSION = "OpenSSL 3.0.17 1 Jul 2025 (Library: OpenSSL 3.0.17 1 Jul 2025)\n"
_COMMANDS: Mapping[str, Callable[[Invocation, Bench], Outcome]] = {"s_client": s_client, "x509": x509}


def openssl(invocation: Invocation, bench: Bench) -> Outcome:
    """openssl s_client|x509|version; anything else is an invalid command here."""
    if not invocation.argv or invocation.argv[0] == "help":
        return Outcome(stderr="help:\n\nStandard commands\ns_client          version           x509\n")
    name, rest = invocation.argv[0], invocation.argv[1:]
    if name == "version":
        return Outcome(_VERSION)
    if name not in _COMMANDS:
        bench.unanswered(" ".join(("openssl", *invocation.argv)), f"openssl {name}")
        return Outcome(stderr=f"Invalid command '{name}'; type \"help\" for a list.\n", exit=1)
    inner = Invocation(
        name,
        rest,
        invocation.stdin,
        invocation.stdin_given,
        invocation.env,
        invocation.cwd,
        invocation.user,
    )
    return _COMMANDS[name](inner, bench)
