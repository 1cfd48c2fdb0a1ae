"""sudo: the on-call user may run anything as root without a password; nobody else may (api-503-host §4.2)."""

import shlex
from collections.abc import Mapping
from dataclasses import replace

from incidentgame.commands.bench import Bench, Command
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.compute.hosts import host_doc, hostname

_WITH_VALUE = frozenset(("-u", "-g", "-p", "-C", "-h", "-r", "-t", "-D", "--user", "--group"))
_USAGE = (
    "usage: sudo -h | -K | -k | -V\n"
    "usage: sudo -v [-ABkNnS] [-g group] [-h host] [-p prompt] [-u user]\n"
    "usage: sudo -l [-ABkNnS] [-g group] [-h host] [-p prompt] [-U user] [-u user] [command [arg ...]]\n"
    "usage: sudo [-ABbEHkNnPS] [-r role] [-t type] [-C num] [-D directory] [-g group] [-h host] [-p prompt] "
    "[-R directory] [-T timeout] [-u user] [VAR=value] [-i | -s] [command [arg ...]]\n"
)


def sudo_with(commands: Mapping[str, Command]) -> Command:
    """`sudo` over a registry of commands: those it knows run as the other user at once.

    Anything else (`cat`, `tee`, `sh -c` …) is a line for that user's own shell on this host, reached through
    `bench.run_on("root@<host>", line)`.
    """

    def sudo(invocation: Invocation, bench: Bench) -> Outcome:
        user, flags, words = _split(list(invocation.argv))
        if not words and not flags & {"-i", "-s", "-l", "-v", "-k", "-K", "-V"}:
            return Outcome(stderr=_USAGE, exit=1)
        if invocation.user != "root" and not host_doc(bench.view.world, bench.host).get("Sudo", True):
            return _refused(invocation, flags)
        if "-l" in flags:
            return Outcome(_rights(bench, invocation.user))
        if flags & {"-v", "-k", "-K", "-V"} and not words:
            return Outcome("Sudo version 1.9.13p3\n" if "-V" in flags else "")
        return _run(invocation, bench, user, words, commands)

    return sudo


def _split(argv: list[str]) -> tuple[str, set[str], list[str]]:
    """Target user, flags, and the command with its arguments; assignments before it are dropped."""
    user, flags = "root", set()
    while argv and argv[0].startswith("-") and argv[0] != "--":
        flag = argv.pop(0)
        name, _, value = flag.partition("=")
        if name in _WITH_VALUE:
            value = value or (argv.pop(0) if argv else "")
            user = value if name in ("-u", "--user") else user
        elif flag.startswith("-u") and len(flag) > 2:
            user = flag[2:]
        elif flag.startswith("--"):
            flags.add({"--login": "-i", "--list": "-l", "--shell": "-s"}.get(flag, flag))
        else:
            flags.update(f"-{letter}" for letter in flag[1:])
    argv = argv[1:] if argv[:1] == ["--"] else argv
    while argv and "=" in argv[0].split("/")[0] and argv[0].partition("=")[0].isidentifier():
        argv.pop(0)
    return user, flags, argv


def _refused(invocation: Invocation, flags: set[str]) -> Outcome:
    if "-n" in flags:
        return Outcome(stderr="sudo: a password is required\n", exit=1)
    return Outcome(stderr=f"{invocation.user} is not in the sudoers file.\n", exit=1)


def _rights(bench: Bench, user: str) -> str:
    name = hostname(bench.view.world, bench.host)
    paths = r"/usr/local/sbin\:/usr/local/bin\:/usr/sbin\:/usr/bin\:/sbin\:/bin"
    return (
        f"Matching Defaults entries for {user} on {name}:\n"
        f"    env_reset, mail_badpass, secure_path={paths}, use_pty\n\n"
        f"User {user} may run the following commands on {name}:\n"
        f"    (ALL : ALL) ALL\n    (ALL) NOPASSWD: ALL\n"
    )


def _run(
    invocation: Invocation,
    bench: Bench,
    user: str,
    words: list[str],
    commands: Mapping[str, Command],
) -> Outcome:
    if not words or words[0] in ("su", "-"):
        return bench.run_on(f"{user}@{bench.host}", "")
    name = words[0].rpartition("/")[2]
    if name in commands:
        env = {**invocation.env, "USER": user, "LOGNAME": user, "SUDO_USER": invocation.user}
        inner = replace(invocation, name=name, argv=tuple(words[1:]), user=user, env=env)
        return commands[name](inner, bench.as_user(user))
    return bench.run_on(f"{user}@{bench.host}", line_for(invocation, words))


def line_for(invocation: Invocation, words: list[str]) -> str:
    """The words as one line for another shell, started in the same directory and fed the same input."""
    line = f"cd {shlex.quote(invocation.cwd)} 2>/dev/null; {shlex.join(words)}"
    if not invocation.stdin_given:
        return line
    text = invocation.stdin.decode("utf-8", "surrogateescape")
    mark = "SUDO_STDIN"
    while mark in text:
        mark += "_"
    if text.endswith("\n") or not text:
        return f"{line} <<'{mark}'\n{text}{mark}\n"
    return (
        f"cd {shlex.quote(invocation.cwd)} 2>/dev/null; printf %s {shlex.quote(text)} | {shlex.join(words)}"
    )
