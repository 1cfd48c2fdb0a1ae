"""What counts against a line's time: the interpreter's own work and nothing else (embedded-shell, limits)."""

from time import process_time

from shell_host import NOW, host_tree

from incidentgame.kernel.chance import Dice
from incidentgame.shell.command import Command, Exhausted, Invocation, Outcome
from incidentgame.shell.limits import Limits
from incidentgame.shell.meter import Meter, Seconds, uncounted, under
from incidentgame.shell.shell import HostShell


class Clock:
    """A clock that only work moves."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def shell_with(clock: Seconds, seconds: float = 2.5, **commands: Command) -> HostShell:
    return HostShell(
        host_tree(),
        commands,
        hostname="web-1",
        user="root",
        home="/root",
        now=lambda: NOW,
        dice=Dice(7),
        limits=Limits(seconds=seconds),
        worked=clock,
    )


def test_a_slow_command_does_not_cut_its_line() -> None:
    clock = Clock()

    def slow(invocation: Invocation) -> Outcome:
        clock.at += 100
        return Outcome("slow\n")

    result = shell_with(clock, slow=slow).run("slow; slow; echo done")
    assert (result.stdout, result.cut, result.exit) == (b"slow\nslow\ndone\n", False, 0)


def test_the_interpreters_own_work_is_cut() -> None:
    shell = shell_with(process_time, 0.2)
    result = shell.run("awk 'BEGIN{for(i=0;i<9999;i++)for(j=0;j<9999;j++){}}'")
    assert (result.cut, result.stopped, result.exit) == (True, True, 130)
    assert shell.run("echo alive").stdout == b"alive\n"


def test_work_in_a_nested_shell_counts_for_the_whole_line() -> None:
    inner = shell_with(process_time)

    def remote(invocation: Invocation) -> Outcome:
        result = inner.run(" ".join(invocation.argv))
        return Outcome(result.stdout, result.stderr, result.exit)

    outer = shell_with(process_time, 0.2, remote=remote)
    result = outer.run("remote 'awk \"BEGIN{for(i=0;i<9999;i++)for(j=0;j<9999;j++){}}\"'; echo after")
    assert result.cut
    assert b"after" not in result.stdout


def test_a_program_that_nothing_ends_is_ended_by_its_own_limit() -> None:
    shell = shell_with(process_time, 0.3)
    result = shell.run("jq -n 'def f: f; f'")
    assert result.cut
    assert "Killed" in result.stderr
    assert shell.run("echo '{\"a\": [1]}' | jq -c .a").stdout == b"[1]\n"


def test_jq_sees_the_callers_directory_and_variables() -> None:
    shell = shell_with(process_time)
    assert shell.run("cd /tmp; echo 7 > n; X=5 jq '[., env.X]' -c n").stdout == b'[7,"5"]\n'
    assert shell.run("jq -e .a <<< '{}'; echo $?").stdout == b"null\n1\n"


def test_a_line_that_asks_too_much_says_that_it_stopped() -> None:
    def ask(invocation: Invocation) -> Outcome:
        raise Exhausted

    result = shell_with(Clock(), ask=ask).run("while :; do ask; done")
    assert (result.stopped, result.cut, result.exit) == (True, False, 130)
    assert "stopped" in result.stderr


def test_what_is_computed_aside_is_not_counted() -> None:
    clock = Clock()
    meter = Meter(clock, 1.0)
    ended: list[bool] = []
    with under(meter), meter.at_work(lambda: ended.append(True)), uncounted():
        clock.at += 50
    assert not ended
    assert not meter.cut
