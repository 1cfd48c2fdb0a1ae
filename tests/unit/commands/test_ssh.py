"""ssh: who is reached by which name, what is said when nobody is, one line or a shell."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from walk_world import changed, fleet, in_world, peace, put

from incidentgame.commands.ssh import find_host, ssh
from incidentgame.kernel.instant import SECOND
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world import kinds
from incidentgame.world.state import Drop


@dataclass
class Bench:
    """What ssh needs of a bench, and what it did with it."""

    view: Any = field(default_factory=peace)
    host: str = "laptop"
    user: str = "oncall"
    ran: list[tuple[str, str, bytes | None]] = field(default_factory=list)
    said: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    waited: int = 0

    def run_on(self, host: str, line: str, user: str = "", stdin: bytes | None = None) -> Outcome:
        self.ran.append((host, line, stdin))
        return Outcome("ran\n")

    def say(self, verb: str, **parameters: Any) -> None:
        self.said.append((verb, parameters))

    def wait(self, duration: int, why: str = "") -> None:
        self.waited += duration

    def act(self, verb: str, **parameters: Any) -> None:
        self.said.append((verb, parameters))


def run(bench: Bench, *argv: str, stdin: bytes | None = None) -> Outcome:
    call = Invocation("ssh", argv, stdin or b"", stdin is not None, {}, "/", bench.user)
    return ssh(call, bench)  # type: ignore[arg-type]  # a bench needs more elsewhere


def doc(host: str) -> Any:
    return peace().world.get(kinds.HOST, host)


def closed(group: str) -> Any:
    id_ = next(k for k, d in peace().world.table(kinds.SECURITY_GROUP).items() if d["GroupName"] == group)
    return in_world(changed(put(kinds.SECURITY_GROUP, id_, IpPermissions=[])))


def test_a_host_has_many_names() -> None:
    bench: Any = Bench()
    one = fleet()[0]
    for name in (one, doc(one)["Hostname"], doc(one)["PrivateIp"]):
        assert find_host(bench, name) == one
    for name in ("bastion", "bastion.shop.example", doc("bastion")["PublicIp"], doc("bastion")["PrivateIp"]):
        assert find_host(bench, name) == "bastion"


@pytest.mark.parametrize("name", ["", "none-such", "10.9.9.9", "api.shop.example", "template:api", "i-0"])
def test_nobody_has_other_names(name: str) -> None:
    bench: Any = Bench()
    assert find_host(bench, name) is None


def test_one_line_runs_there_with_its_words_joined_and_its_input() -> None:
    bench = Bench()
    assert run(bench, fleet()[0], "tail", "-n 3", "/var/log/x").stdout == "ran\n"
    run(bench, "-o", "StrictHostKeyChecking=no", "-l", "oncall", "bastion", "cat", stdin=b"x\xff")
    assert bench.ran == [(fleet()[0], "tail -n 3 /var/log/x", None), ("bastion", "cat", b"x\xff")]
    assert [said for said in bench.said if said[0] == "enter"] == []


def test_standing_on_a_host_or_feeding_it_a_script() -> None:
    bench = Bench()
    greeting = str(run(bench, "bastion").stdout).splitlines()
    assert greeting[0].startswith("Linux")
    assert greeting[1] == "bastion.shop.example - sessions are recorded", "/etc/motd"
    assert ("enter", {"host": "bastion"}) in bench.said
    run(bench, "bastion", stdin=b"hostname\nwhoami\n")
    assert bench.ran == [("bastion", "hostname\nwhoami\n", None)]


@pytest.mark.parametrize("argv", [(), ("-v",), ("-l",), ("-p", "22")])
def test_no_destination_is_usage(argv: tuple[str, ...]) -> None:
    found = run(Bench(), *argv)
    assert (found.exit, found.stderr[:10]) == (255, "usage: ssh")


def test_a_name_that_does_not_resolve_is_told_at_once() -> None:
    bench = Bench()
    found = run(bench, "none-such.shop.example", "date")
    assert (
        found.stderr == "ssh: Could not resolve hostname none-such.shop.example: Name or service not known\n"
    )
    assert (found.exit, bench.waited, bench.ran) == (255, 0, [])


def test_an_address_nobody_has_and_a_name_of_something_else_time_out() -> None:
    for name in ("10.0.11.251", "api.shop.example"):
        bench = Bench()
        assert run(bench, name).stderr == f"ssh: connect to host {name} port 22: Connection timed out\n"
        assert bench.waited == 30 * SECOND


def test_a_door_that_is_shut_times_out_and_says_which() -> None:
    bench = Bench(closed("shop-bastion"))
    assert "connect to host bastion.shop.example port 22" in run(bench, fleet()[0], "date").stderr
    assert bench.ran == []
    bench = Bench(closed("shop-app"))
    assert (
        f"connect to host {fleet()[0]} port 22: Connection timed out" in run(bench, fleet()[0], "date").stderr
    )
    assert run(bench, "bastion", "date").exit == 0


def test_no_daemon_is_a_refusal() -> None:
    unit = f"{fleet()[0]}|ssh.service"
    bench = Bench(in_world(changed(put(kinds.UNIT, unit, ActiveState="inactive", SubState="dead"))))
    assert (
        run(bench, fleet()[0], "date").stderr
        == f"ssh: connect to host {fleet()[0]} port 22: Connection refused\n"
    )


def test_strangers_are_not_let_in() -> None:
    bench = Bench()
    found = run(bench, "root@bastion", "id")
    assert (found.exit, found.stderr) == (255, "root@bastion: Permission denied (publickey).\n")
    assert run(bench, "mallory@bastion").exit == 255
    assert bench.ran == []


def test_a_host_that_has_gone_is_nobody() -> None:
    gone = fleet()[0]
    bench = Bench(in_world(changed(Drop(kinds.HOST, gone))))
    assert run(bench, gone, "date").exit == 255
    assert bench.ran == []
