"""stat, touch, tail, sleep and who-and-where."""

import pytest
from files_bench import Bench, run

from incidentgame.shell.image import File


def test_stat_shows_the_case_time() -> None:
    text = run("stat", "app.py").text
    assert "  Size: 1242      \tBlocks: 8          IO Block: 4096   regular file\n" in text
    assert "Access: (0644/-rw-r--r--)  Uid: (    0/    root)   Gid: (    0/    root)\n" in text
    assert "Modify: 2026-11-21 03:21:17.250000000 +0000\n" in text


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("%s %a %F", "1242 644 regular file"),
        ("%U:%G %A", "root:root -rw-r--r--"),
        ("%Y", "1795231277"),
        ("%n", "app.py"),
    ],
)
def test_stat_formats(pattern: str, text: str) -> None:
    assert run("stat", "-c", pattern, "app.py").text == text + "\n"


def test_stat_of_nothing() -> None:
    result = run("stat", "/nosuch")
    assert result.stderr == "stat: cannot statx '/nosuch': No such file or directory\n"
    assert result.exit == 1


def test_touch_makes_dates_and_is_refused() -> None:
    bench = Bench()
    assert run("touch", "/tmp/new", bench=bench).exit == 0
    assert bench.files.stat("/tmp/new").mtime == bench.clock  # type: ignore[union-attr]  # it exists
    run("touch", "-d", "2025-01-02", "/tmp/new", bench=bench)
    assert " Jan  2  2025 /tmp/new" in run("ls", "-l", "/tmp/new", bench=bench).text
    run("touch", "-t", "202501020304.05", "/tmp/new", bench=bench)
    assert run("stat", "-c", "%y", "/tmp/new", bench=bench).text.startswith("2025-01-02 03:04:05")
    denied = run("touch", "/etc/x", bench=bench)
    assert (denied.stderr, denied.exit) == ("touch: cannot touch '/etc/x': Permission denied\n", 1)
    assert run("touch", "-c", "/tmp/never", bench=bench).exit == 0
    assert bench.files.stat("/tmp/never") is None


@pytest.mark.parametrize(
    ("argv", "first", "count"),
    [
        ([], "line 6", 10),
        (["-n", "3"], "line 13", 3),
        (["-2"], "line 14", 2),
        (["-n", "+14"], "line 14", 2),
        (["-n0"], "", 0),
    ],
)
def test_tail_shows_the_right_lines(argv: list[str], first: str, count: int) -> None:
    lines = run("tail", *argv, "/tmp/log").text.splitlines()
    assert len(lines) == count
    assert not lines or lines[0] == first


def test_tail_of_bytes_stdin_and_several() -> None:
    assert run("tail", "-c", "3", "/tmp/log").text == "15\n"
    assert run("tail", "-n1", stdin=b"a\nb").text == "b"
    both = run("tail", "-qn1", "/tmp/log", "/etc/hostname").text
    assert both == "line 15\nip-10-0-11-35\n"
    assert run("tail", "-n1", "/tmp/log", "/etc/hostname").text.count("==>") == 2


def test_tail_follows_for_a_while_of_case_time() -> None:
    bench = Bench()
    waited = bench.wait

    def wait(duration: int, why: str = "") -> None:
        waited(duration, why)
        bench.tree.write("/tmp/log", b"new\n", append=True)

    bench.wait = wait
    assert run("tail", "-n1", "-f", "/tmp/log", bench=bench).text == "line 15\nnew\n"
    assert bench.waited == [10_000]


def test_tail_cannot_follow_what_it_cannot_read() -> None:
    result = run("tail", "-f", "/nosuch")
    assert result.stderr == (
        "tail: cannot open '/nosuch' for reading: No such file or directory\ntail: no files remaining\n"
    )


def test_sleep_moves_the_case_clock_only() -> None:
    bench = Bench()
    assert run("sleep", "1.5", "2m", bench=bench).exit == 0
    run("sleep", "infinity", bench=bench)
    assert bench.waited == [121_500, 3_600_000]
    bad = run("sleep", "soon", bench=bench)
    assert bad.stderr.startswith("sleep: invalid time interval 'soon'\n")
    assert len(bench.waited) == 2


def test_who_and_where() -> None:
    assert run("hostname").text == "ip-10-0-11-35\n"
    assert run("whoami").text == "admin\n"
    assert run("id").text == "uid=1000(admin) gid=1000(admin) groups=1000(admin),4(adm)\n"
    assert run("id", bench=Bench("root")).text == "uid=0(root) gid=0(root) groups=0(root)\n"
    assert run("id", "-un").text == "admin\n"
    assert run("id", "nosuch").stderr == "id: ‘nosuch’: no such user\n"
    assert run("uname").text == "Linux\n"
    assert run("uname", "-a").text.startswith("Linux ip-10-0-11-35 6.1.0-")
    assert run("uname", "-r").text == "6.1.0-37-cloud-amd64\n"
    assert run("hostname", "evil").exit == 1


def test_files_may_hold_any_bytes() -> None:
    bench = Bench()
    bench.tree.write("/tmp/raw", File(content=b"\xff\n\xfe\n").content)
    assert run("tail", "-n1", "/tmp/raw", bench=bench).stdout == b"\xfe\n"
