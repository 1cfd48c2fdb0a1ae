"""ps, top, ss, free, df, ip, nginx, sudo and the rest: shapes and exits (api-503-host §4.4–4.6)."""

import pytest
from host_bench import HostBench, simulation
from host_world import small_world
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentgame.commands.host import HOST
from incidentgame.commands.host.sudo import line_for, sudo_with
from incidentgame.shell.command import Invocation
from incidentgame.world import kinds
from incidentgame.world.state import Put, with_sim


def test_ps_forms() -> None:
    bench = HostBench()
    head = bench.run("ps aux").text.splitlines()[0]
    assert head == "USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND"
    assert (
        bench.run("ps -ef").text.splitlines()[0] == "UID          PID    PPID  C STIME TTY          TIME CMD"
    )
    rows = bench.run("ps -o pid=,comm= -C nginx").text.split()
    assert rows[1::2] == ["nginx"] * 3
    sizes = [int(row.split()[5]) for row in bench.run("ps aux --sort=-rss").text.splitlines()[1:]]
    assert sizes == sorted(sizes, reverse=True)
    assert bench.run("ps -C nosuch").exit == 1
    assert bench.run("ps --nosuch").stderr.startswith("error: unknown gnu long option\n")


def test_ss_hides_names_from_others() -> None:
    bench = HostBench()
    lines = bench.run("ss -ltnp").text.splitlines()
    assert lines[0].startswith("State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess")
    assert any("0.0.0.0:80" in line and 'users:(("nginx",pid=' in line for line in lines)
    bench.user = "admin"
    others = bench.run("ss -ltnp").text
    assert "users:" not in others and len(others.splitlines()) == len(lines)
    bench.user = "root"
    bench.run("systemctl stop nginx")
    assert ":80 " not in bench.run("ss -ltn").text
    assert sum(":5432" in line for line in bench.run("ss -tn").text.splitlines()) == 10


def test_steal_shows_in_top_and_vmstat() -> None:
    world = small_world()
    host = with_sim(world.get(kinds.HOST, "i-b"), steal=38)
    bench = HostBench(simulation(world.edited((Put(kinds.HOST, "i-b", host),))), "i-b")
    steal = float(bench.run("top -bn1").text.splitlines()[2].split(",")[-1].split()[0])
    assert 35 < steal < 41
    assert int(bench.run("vmstat").text.splitlines()[2].split()[-1]) >= 35
    assert " 0.0 st" in HostBench().run("top -bn1").text


def test_memory_and_disks() -> None:
    bench = HostBench()
    values = [int(v) for v in bench.run("free").text.splitlines()[1].split()[1:]]
    total, used, free, _, cache, available = values
    assert total == 3900 * 1024 and used + free + cache == total and available == free + cache
    assert bench.run("df -h").text.splitlines()[0] == "Filesystem       Size  Used Avail Use% Mounted on"
    missing = bench.run("df /nosuch")
    assert (missing.stderr, missing.exit) == ("df: /nosuch: No such file or directory\n", 1)


def test_uptime_and_dmesg() -> None:
    bench = HostBench()
    assert bench.run("uptime").text.startswith(" 03:42:12 up 2 days,  1:30,  0 user,  load average: ")
    assert bench.run("uptime -p").text == "up 2 days, 1 hour, 30 minutes\n"
    assert bench.run("dmesg -T").text.startswith(
        "[Thu Nov 19 02:11:40 2026] Linux version 6.1.0-37-cloud-amd64"
    )
    bench.user = "admin"
    denied = bench.run("dmesg")
    assert (denied.stderr, denied.exit) == (
        "dmesg: read kernel buffer failed: Operation not permitted\n",
        1,
    )


def test_ip_shows_the_host_s_address() -> None:
    bench = HostBench()
    assert (
        "    inet 10.0.11.35/24 metric 100 brd 10.0.11.255 scope global dynamic ens5\n"
        in bench.run("ip addr").text
    )
    assert bench.run("ip route").text.startswith("default via 10.0.11.1 dev ens5 proto dhcp src 10.0.11.35")
    assert bench.run("ip nosuch").exit == 1


def test_nginx_as_others_cannot_open_its_pid_file() -> None:
    bench = HostBench(user="admin")
    found = bench.run("nginx -t")
    assert found.exit == 1
    assert 'open() "/run/nginx.pid" failed (13: Permission denied)' in found.stderr
    assert found.stderr.endswith("nginx: configuration file /etc/nginx/nginx.conf test failed\n")
    assert "kill(" in bench.run("nginx -s reload").stderr


def test_nginx_dumps_every_file_in_order() -> None:
    text = HostBench().run("nginx -T").text
    marks = [line for line in text.splitlines() if line.startswith("# configuration file")]
    assert marks == [
        f"# configuration file /etc/nginx/{name}:"
        for name in ("nginx.conf", "mime.types", "conf.d/limits.conf", "sites-enabled/api")
    ]


def test_a_laptop_has_no_nginx() -> None:
    assert HostBench(host="laptop").run("nginx -t").exit == 127


def test_crontab_and_kill() -> None:
    bench = HostBench()
    assert bench.run("crontab -l").stderr == "no crontab for root\n"
    bench.run("crontab -", b"* * * * * /bin/true\n")
    assert bench.run("crontab -l").text == "* * * * * /bin/true\n"
    bench.wait(60_000)
    assert "(root) CMD (/bin/true)" in bench.run("journalctl -u cron -n 3").text
    bench.user = "admin"
    assert bench.run("kill 1").stderr == "-bash: kill: (1) - Operation not permitted\n"
    assert bench.run("kill 99999").stderr == "-bash: kill: (99999) - No such process\n"


def test_sudo_runs_ours_as_root_and_the_rest_in_root_s_shell() -> None:
    bench = HostBench(user="admin")
    sudo = sudo_with(HOST)
    call = Invocation("sudo", ("systemctl", "restart", "api"), b"", False, {}, "/", "admin")
    assert sudo(call, bench).exit == 0  # type: ignore[arg-type]  # a bench needs more than hosts do
    other = Invocation("sudo", ("-u", "api", "cat", "a b"), b"", False, {}, "/tmp", "admin")
    sudo(other, bench)  # type: ignore[arg-type]  # a bench needs more than hosts do
    assert bench.other_lines == [("api@i-a", "cd /tmp 2>/dev/null; cat 'a b'")]


def test_sudo_hands_its_input_on() -> None:
    call = Invocation("sudo", (), b"x $HOME\n", True, {}, "/", "admin")
    assert (
        line_for(call, ["tee", "/etc/x"])
        == "cd / 2>/dev/null; tee /etc/x <<'SUDO_STDIN'\nx $HOME\nSUDO_STDIN\n"
    )


_WORDS = st.lists(
    st.sampled_from(
        [
            "-a",
            "-n",
            "5",
            "-u",
            "nginx",
            "-x",
            "--since",
            "=",
            "",
            "-p",
            "-o",
            "-",
            "x,y",
            "-9",
            "é",
        ]
    ),
    max_size=4,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(set(HOST) - {"reboot", "shutdown", "top"})), _WORDS)
def test_no_words_make_a_command_raise(name: str, words: list[str]) -> None:
    bench = HostBench(user="admin")
    call = Invocation(name, tuple(words), b"", False, {}, "/", "admin")
    assert HOST[name](call, bench).exit >= 0  # type: ignore[arg-type]  # a bench needs more than hosts do


@pytest.mark.parametrize("name", sorted(HOST))
def test_every_command_has_a_docstring(name: str) -> None:
    assert HOST[name].__doc__
