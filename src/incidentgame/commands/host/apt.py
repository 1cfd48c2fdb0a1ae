"""apt and friends: nothing can be installed here, and Debian's words say so (api-503-host §4.6)."""

from incidentgame.commands.bench import Bench
from incidentgame.shell.command import Invocation, Outcome

_READS = frozenset(("list", "show", "search", "policy", "--version", "-v", "help"))


def apt(invocation: Invocation, bench: Bench) -> Outcome:
    """`apt`, `apt-get`: locked for others than root; no mirror is reachable for root."""
    verb = next((word for word in invocation.argv if not word.startswith("-")), "")
    if verb in _READS or not verb:
        return Outcome("apt 2.6.1 (amd64)\n" if not verb else "Listing... Done\n")
    if invocation.user != "root":
        lock = "/var/lib/apt/lists/lock" if verb == "update" else "/var/lib/dpkg/lock-frontend"
        text = f"E: Could not open lock file {lock} - open (13: Permission denied)\n"
        tail = (
            "directory /var/lib/apt/lists/"
            if verb == "update"
            else "dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?"
        )
        word = "lock" if verb == "update" else "acquire the"
        return Outcome(stderr=f"{text}E: Unable to {word} {tail}\n", exit=100)
    bench.unanswered(" ".join((invocation.name, *invocation.argv)), "hosts have no package mirror")
    text = "Ign:1 http://deb.debian.org/debian bookworm InRelease\n" if verb == "update" else ""
    package = next((w for w in invocation.argv if w != verb and not w.startswith("-")), "")
    fault = (
        f"E: Unable to locate package {package}\n"
        if verb == "install"
        else "E: The repository is not reachable from this subnet.\n"
    )
    return Outcome(text, fault, 100)
