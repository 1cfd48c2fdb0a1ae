"""kill, reboot, shutdown: signals to processes and the machine (texts: api-503-host §4.6)."""

from incidentgame.commands.bench import Bench
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.actions import ActRefused
from incidentgame.world.compute.processes import processes
from incidentgame.world.compute.signals import SIGNALS, signal_number

_USAGE = "kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n"


def send(bench: Bench, user: str, pid: int, signal: int) -> str:
    """Send a signal as a user; "" or why it cannot be."""
    process = next((p for p in processes(bench.view, bench.host) if p.pid == pid), None)
    if process is None:
        return "No such process"
    if user not in ("root", process.user):
        return "Operation not permitted"
    if pid == 1 or process.ppid in (0, 2):
        return ""
    try:
        bench.act("host.kill", host=bench.host, pid=pid, signal=signal)
    except ActRefused as refusal:
        return refusal.message
    return ""


def kill(invocation: Invocation, bench: Bench) -> Outcome:
    """`kill [-SIGNAL] PID…`, `kill -l`."""
    words, signal = list(invocation.argv), 15
    if words[:1] == ["-l"]:
        return Outcome(" ".join(f"{number}) SIG{name}" for name, number in SIGNALS.items()) + "\n")
    if words and words[0] in ("-s", "-n") and len(words) > 1:
        words[:2] = [f"-{words[1]}"]
    if words and words[0].startswith("-") and words[0] != "--":
        number = signal_number(words[0][1:])
        if number is None:
            return Outcome(stderr=f"-bash: kill: {words[0][1:]}: invalid signal specification\n", exit=1)
        signal, words = number, words[1:]
    if not words:
        usage = _USAGE
        return Outcome(stderr=usage, exit=2)
    stderr = "".join(_one(bench, invocation.user, word, signal) for word in words if word != "--")
    return Outcome(stderr=stderr, exit=1 if stderr else 0)


def _one(bench: Bench, user: str, word: str, signal: int) -> str:
    if not word.isdigit():
        return f"-bash: kill: {word}: arguments must be process or job IDs\n"
    fault = send(bench, user, int(word), signal)
    return f"-bash: kill: ({word}) - {fault}\n" if fault else ""


def reboot(invocation: Invocation, bench: Bench) -> Outcome:
    """`reboot`, `shutdown -r now`: the host goes down at once and is back after about a minute."""
    if invocation.name == "shutdown" and "-r" not in invocation.argv:
        bench.unanswered("shutdown", "hosts are stopped through EC2")
        return Outcome(stderr="shutdown: use the EC2 API to stop this instance.\n", exit=1)
    if invocation.user != "root":
        denied = "Failed to set wall message, ignoring: Access denied\nCall to Reboot failed: Access denied\n"
        return Outcome(stderr=denied, exit=1)
    bench.act("host.reboot", host=bench.host)
    return Outcome()
