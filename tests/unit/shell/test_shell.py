"""The shell as a player meets it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shell_host import NOW, elevated, host_shell, host_tree, remote

from incidentgame.shell.command import EndLine, Invocation, Outcome
from incidentgame.shell.limits import Limits


def out(line: str, **options: object) -> str:
    return host_shell(**options).run(line).stdout.decode()  # type: ignore[arg-type]  # passed through


@pytest.mark.parametrize(
    ("line", "stderr", "code"),
    [
        ("nosuch", "-bash: nosuch: command not found\n", 127),
        ("lss", "-bash: lss: command not found\n", 127),
        ("template", "-bash: template: command not found\n", 127),
        ("curl http://x", "-bash: curl: command not found\n", 127),
        ("./x.sh", "-bash: ./x.sh: No such file or directory\n", 127),
        ("/tmp", "-bash: /tmp: Is a directory\n", 126),
        ("cd /nosuch", "-bash: cd: /nosuch: No such file or directory\n", 1),
        ("cat /nosuch", "cat: /nosuch: No such file or directory\n", 1),
        ("cat /etc", "cat: /etc: Is a directory\n", 1),
        ("cat /etc/shadow", "cat: /etc/shadow: Permission denied\n", 1),
        ("grep x /nosuch", "grep: /nosuch: No such file or directory\n", 2),
        ("rm /etc/passwd", "rm: cannot remove '/etc/passwd': Permission denied\n", 1),
        ("mkdir /etc/x", "mkdir: cannot create directory ‘/etc/x’: Permission denied\n", 1),
        ("echo a > /etc/x", "-bash: /etc/x: Permission denied\n", 1),
        ("echo 'a", "-bash: unexpected EOF while looking for matching `''\n", 2),
        ("for i in 1 2", "-bash: syntax error: unexpected end of file\n", 2),
        ("fi", "-bash: syntax error near unexpected token `fi'\n", 2),
        ("vi x", "vi: needs a terminal\n", 1),
    ],
)
def test_common_mistakes_read_as_on_debian(line: str, stderr: str, code: int) -> None:
    """api-503-host §4.6"""
    result = host_shell().run(line)
    assert (result.stderr, result.exit, result.stdout) == (stderr, code, b"")


def test_state_lives_from_line_to_line() -> None:
    shell = host_shell()
    shell.run("cd /tmp; x=5; f() { echo F$x; }; alias ll='echo aliased'")
    assert shell.cwd == "/tmp"
    assert shell.run("f; ll; false").stdout == b"F5\naliased\n"
    assert shell.run("echo $?").stdout == b"1\n"


def test_saved_state_continues_in_another_shell() -> None:
    tree = host_tree()
    first = host_shell(tree)
    first.run("cd /tmp; x=5; f() { echo F$x; }; false")
    second = host_shell(tree)
    second.load(first.save())
    assert second.cwd == "/tmp"
    assert second.run("echo $?; f; pwd").stdout == b"1\nF5\n/tmp\n"
    assert second.run("echo $RANDOM").stdout == _random_after(first)


def _random_after(shell: object) -> bytes:
    shell.run("echo $?; f; pwd")  # type: ignore[attr-defined]  # a HostShell
    return shell.run("echo $RANDOM").stdout  # type: ignore[attr-defined]  # a HostShell


def test_a_closed_shell_comes_back() -> None:
    shell = host_shell()
    shell.run("x=5; cd /tmp")
    shell.close()
    assert shell.run("echo $x; pwd").stdout == b"5\n/tmp\n"


def test_bytes_that_are_no_state_are_refused() -> None:
    with pytest.raises(ValueError, match="state"):
        host_shell().load(b'{"snapshot": "eA=="}')


def test_same_inputs_same_bytes() -> None:
    lines = ["echo $RANDOM $SRANDOM $SECONDS $EPOCHSECONDS", "head -c 8 /dev/urandom | od -An -tx1"]
    lines += ["seq 9 | shuf", "mktemp", "uuidgen", "seq 9 | sort -R", "awk 'BEGIN{srand(); print rand()}'"]
    one, two, other = host_shell(), host_shell(), host_shell(seed=8)
    for line in lines:
        first = one.run(line)
        assert first == two.run(line)
        assert first.stdout
        assert first.stdout != other.run(line).stdout


def test_each_line_draws_anew() -> None:
    shell = host_shell()
    for line in ("echo $RANDOM", "uuidgen", "head -c 8 /dev/urandom | od -An -tx1"):
        assert shell.run(line).stdout != shell.run(line).stdout


@pytest.mark.parametrize(
    "line",
    [
        "printf '%(%s)T\\n'",
        "printf '%(%s)T\\n' -1",
        "awk 'BEGIN{print systime()}'",
        "jq -n 'now'",
        "echo $EPOCHSECONDS",
        "echo ${EPOCHREALTIME%.*}",
    ],
)
def test_the_clock_is_the_cases(line: str) -> None:
    assert out(line).strip() == str(NOW // 1000)


def test_nothing_tells_what_runs_it() -> None:
    shown = out("bash --version; env; set; cat /proc/cpuinfo; ls /; help; busybox") + out("history")
    for word in ("ashkit", "sandbox", "virtual"):
        assert word not in shown.replace('[5]="virtual"', "")


def test_history_lists_what_was_typed() -> None:
    shell = host_shell()
    shell.run("echo a")
    assert shell.run("history").stdout == b"    1  echo a\n    2  history\n"
    assert shell.run("history 1").stdout == b"    3  history 1\n"


def test_gzip_bytes_survive_every_pipe() -> None:
    shell = host_shell()
    shell.run(r"cd /tmp; printf 'hi\377\0\n' | gzip -c > x.gz")
    for line in (
        "zcat x.gz",
        "cat x.gz | zcat",
        "gunzip -c x.gz",
        "gzip -dc < x.gz",
        "echo x.gz | xargs zcat",
    ):
        assert shell.run(f"{line} | od -An -tx1").stdout == b" 68 69 ff 00 0a\n", line


def test_zgrep_reads_packed_and_plain() -> None:
    shell = host_shell()
    shell.run("cd /tmp; printf 'xa\\nb\\n' | gzip > a.gz; printf 'xc\\n' > c")
    assert shell.run("zgrep x a.gz c").stdout == b"a.gz:xa\nc:xc\n"
    assert shell.run("zgrep -c x a.gz").stdout == b"1\n"
    assert shell.run("cat a.gz | zgrep x").stdout == b"xa\n"
    assert shell.run("zgrep nothing a.gz").exit == 1


def test_one_shell_may_run_in_anothers_command() -> None:
    web = host_shell(host="web-1")
    laptop = host_shell(commands={"ssh": remote(web)}, host="laptop")
    assert laptop.run("ssh web-1 'grep x /var/log/y | wc -l' | sort").stdout == b"2\n"
    assert laptop.run("printf 'b\\na\\n' | ssh web-1 'cat | sort'").stdout == b"a\nb\n"
    assert laptop.run("for i in 1 2; do ssh web-1 hostname; done; echo $HOSTNAME").stdout.endswith(
        b"laptop\n"
    )


def test_a_shell_may_be_entered_again_and_the_depth_ends() -> None:
    loop = host_shell(commands={"ssh": lambda invocation: remote(loop)(invocation)})
    assert loop.run("x=outer; ssh h 'echo deep $x'; echo $x").stdout == b"deep\nouter\n"
    loop.run("echo 'ssh h sh /tmp/again' > /tmp/again")
    assert "Resource temporarily unavailable" in loop.run("sh /tmp/again").stderr
    assert loop.run("echo alive").stdout == b"alive\n"


def test_a_child_starts_where_it_is_told() -> None:
    shell = host_shell()
    shell.run("x=5; cd /tmp")
    assert shell.child("/var").run("pwd; echo $x").stdout == b"/var\n\n"
    assert shell.child().cwd == "/home/admin"
    assert shell.run_apart("pwd; cat", b"in", "/etc").stdout == b"/etc\nin"
    assert shell.run("echo $x; pwd").stdout == b"5\n/tmp\n"


def test_an_idle_shell_gives_its_descriptors_back() -> None:
    folder = Path("/proc/self/fd")
    if not folder.exists():
        pytest.skip("no /proc here")
    before = len(list(folder.iterdir()))
    shells = [host_shell() for _ in range(5)]
    for shell in shells:
        shell.run("true")
    assert len(list(folder.iterdir())) > before
    for shell in shells:
        shell.close()
    assert len(list(folder.iterdir())) <= before


def test_root_sees_and_writes_what_others_may_not() -> None:
    tree = host_tree()
    root = host_shell(tree, user="root")
    shell = host_shell(tree, {"sudo": elevated(root)})
    assert shell.run("sudo cat /etc/shadow").stdout == b"secret\n"
    shell.run("echo a | sudo tee /etc/new > /dev/null")
    assert shell.run("cat /etc/new").stdout == b"a\n"
    assert tree.stat("/etc/new").owner == "root"  # type: ignore[union-attr]  # it exists


def test_a_command_gets_what_the_shell_knows() -> None:
    seen: list[Invocation] = []

    def probe(invocation: Invocation) -> Outcome:
        seen.append(invocation)
        return Outcome("ok\n", "warned\n", 3)

    shell = host_shell(commands={"probe": probe})
    result = shell.run("cd /tmp; export A=b; C=d; echo in | probe 'x y' z")
    assert (result.stdout, result.stderr, result.exit) == (b"ok\n", "warned\n", 3)
    call = seen[0]
    assert (call.name, call.argv, call.stdin, call.stdin_given) == ("probe", ("x y", "z"), b"in\n", True)
    assert (call.cwd, call.user, call.env["A"], "C" in call.env) == ("/tmp", "admin", "b", False)
    shell.run("probe")
    assert (seen[1].stdin, seen[1].stdin_given) == (b"", False)
    for line in (
        "echo a | xargs probe",
        "timeout 1 probe",
        "find /var/log -name y -exec probe {} +",
        "$(echo probe)",
    ):
        before = len(seen)
        shell.run(line)
        assert len(seen) == before + 1, line


def test_end_line_ends_the_whole_line() -> None:
    def interrupted(invocation: Invocation) -> Outcome:
        raise EndLine

    shell = host_shell(commands={"wait-for-it": interrupted})
    result = shell.run("echo before; wait-for-it; echo after")
    assert result.exit == 130
    assert b"after" not in result.stdout
    assert not result.cut
    assert shell.run("echo next").stdout == b"next\n"


def test_a_fault_in_a_command_is_not_hidden() -> None:
    def broken(invocation: Invocation) -> Outcome:
        raise RuntimeError("a bug of ours")

    shell = host_shell(commands={"broken": broken})
    with pytest.raises(RuntimeError, match="a bug of ours"):
        shell.run("broken; echo no")
    assert shell.run("echo next").stdout == b"next\n"


def test_counts_end_a_line_before_the_clock_does() -> None:
    result = host_shell().run("while :; do :; done")
    assert (result.stopped, result.cut, result.exit) == (True, False, 130)
    assert "stopped" in result.stderr


def test_the_wall_clock_marks_what_it_cut() -> None:
    shell = host_shell(limits=Limits(seconds=0.2))
    result = shell.run("awk 'BEGIN{for(i=0;i<9999;i++)for(j=0;j<9999;j++){}}'")
    assert result.cut
    assert shell.run("echo alive").stdout == b"alive\n"


def test_output_is_bounded() -> None:
    result = host_shell(limits=Limits(output_bytes=100)).run("seq 1000")
    assert (len(result.stdout), result.stopped) == (100, True)


def test_a_line_is_bounded() -> None:
    result = host_shell().run("echo " + "x" * 100_000)
    assert result.exit == 126
    assert "too long" in result.stderr


def test_the_prompt_shows_home_as_tilde() -> None:
    shell = host_shell()
    assert shell.prompt_dir == "~"
    shell.run("mkdir -p a/b; cd a/b")
    assert shell.prompt_dir == "~/a/b"
    shell.run("cd /home/adm 2>/dev/null; cd /home")
    assert shell.prompt_dir == "/home"


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("gre", "grep"),
        ("zca", "zcat"),
        ("ls | so", "sort"),
        ("sudo aw", "aws"),
        ("cat /etc/pa", "/etc/passwd"),
        ("cat /et", "/etc/"),
        ("cat ~/a", "~/a\\ b"),
    ],
)
def test_completion_offers(text: str, some: str) -> None:
    shell = host_shell(commands={"aws": lambda invocation: Outcome()})
    shell.run("touch '/dev/null'; echo > '/home/admin/a b'")
    assert some in shell.complete(text)


def test_completion_of_nonsense_is_empty() -> None:
    assert host_shell().complete("cat /nosuch/dir/x") == []
    assert host_shell().complete("nosuchcommandatall") == []


def test_programs_agree_on_where_they_are() -> None:
    shell = host_shell()
    assert shell.run("which grep zcat").stdout == b"/usr/bin/grep\n/usr/bin/zcat\n"
    assert shell.run("which nosuch").exit == 1
    assert shell.run("/bin/grep -c root /etc/passwd").stdout == b"1\n"
    assert shell.run("/usr/bin/nosuch").exit == 127


def test_patterns_too_many_are_refused() -> None:
    tree = host_tree()
    tree.write("/tmp/many", b"pattern\n" * 50_000)
    result = host_shell(tree).run("grep -f /tmp/many /tmp/many")
    assert (result.stderr, result.exit) == ("grep: memory exhausted\n", 2)


@pytest.mark.parametrize(
    "line", ["exit", "exit 3", "logout", "echo a; exit; echo b", "exec bash", "set -e; false"]
)
def test_leaving_the_shell_is_told(line: str) -> None:
    result = host_shell().run(line)
    assert result.exited
    assert b"b" not in result.stdout


@pytest.mark.parametrize(
    "line", ["false", "(exit 3)", "bash -c 'exit 3'", "fi", "while :; do :; done", "echo 'a", "# x"]
)
def test_staying_in_the_shell_is_not(line: str) -> None:
    shell = host_shell()
    result = shell.run(line)
    assert not result.exited
    assert shell.run("echo $?").stdout.decode().strip() == str(result.exit)


def test_a_directory_one_may_not_enter() -> None:
    shell = host_shell()
    result = shell.run("cd /root")
    assert (result.stderr, result.exit) == ("-bash: cd: /root: Permission denied\n", 1)
    assert result.cwd == shell.cwd == "/home/admin"
    assert shell.run("pwd; echo $?").stdout == b"/home/admin\n0\n"


def test_root_is_number_nought() -> None:
    assert out("echo $UID ${EUID}", user="root") == "0 0\n"
    assert out("echo $UID") == "1000\n"


PIECES = [
    "echo",
    "a",
    "'",
    '"',
    "$(",
    ")",
    "${",
    "}",
    "|",
    "&&",
    ";",
    "<<X",
    "\n",
    ">",
    "/etc",
    "$x",
    "`",
    "{",
    "(",
    "!",
    "\\",
    "*",
    "[[",
]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12).map(" ".join))
def test_nothing_typed_makes_the_shell_fail(line: str) -> None:
    shell = host_shell()
    try:
        result = shell.run(line)
        assert shell.run("cd; echo alive").stdout == b"alive\n"
    finally:
        shell.close()
    for leak in ("panicked", "Traceback", "ashkit"):
        assert leak not in result.stderr


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["grep ", "((", "# ", "'<<", "sort -r ", "%(x)T ", "$(", "<<a ", "\\\n", "${", "{a,b}"]
)
def test_long_nonsense_is_quick(piece: str) -> None:
    shell = host_shell()
    text = piece * (60_000 // len(piece))
    shell.is_unfinished(text + "\nx")
    shell.run(text)
    assert shell.run("cd; echo alive").stdout == b"alive\n"


def test_odd_characters_are_taken() -> None:
    assert host_shell().run("echo a\0b \udcff é").stdout.decode() == "ab ? é\n"


def test_bytes_come_through_a_raw_command() -> None:
    packed = b"\x1f\x8b\x08\x00\xff\xfe\x00\n"
    seen: list[Invocation] = []

    def give(invocation: Invocation) -> Outcome:
        seen.append(invocation)
        return Outcome(packed, "said\n", 3)

    shell = host_shell(raw={"ssh": give})
    result = shell.run("echo in | ssh h 'a b' | od -An -tx1; echo ${PIPESTATUS[1]}")
    assert result.stdout == b" 1f 8b 08 00 ff fe 00 0a\n3\n"
    assert result.stderr == "said\n"
    call = seen[0]
    assert (call.name, call.argv, call.stdin, call.stdin_given) == ("ssh", ("h", "a b"), b"in\n", True)
    assert shell.run("ssh > /tmp/x; echo $?; wc -c < /tmp/x").stdout == b"3\n8\n"
    assert "ssh" in shell.complete("ss")


def test_a_packed_file_comes_whole_from_another_host() -> None:
    web = host_shell(host="web-1")
    web.run("echo packed | gzip > /tmp/x.gz")

    def ssh(invocation: Invocation) -> Outcome:
        result = web.run_apart(" ".join(invocation.argv[1:]))
        return Outcome(result.stdout, result.stderr, result.exit)

    laptop = host_shell(raw={"ssh": ssh}, host="laptop")
    assert laptop.run("ssh web-1 cat /tmp/x.gz | zcat").stdout == b"packed\n"


@pytest.mark.parametrize(
    ("line", "stdout", "code"),
    [
        ("echo a; exit 3", b"a\n", 3),
        ("echo a; nosuch", b"a\n", 127),
        ("echo a; false; echo b", b"a\nb\n", 0),
        ("printf '\\377'", b"\xff", 0),
        ("fi", b"", 2),
        ("echo 'a", b"", 2),
        ("cat <<X\nhi\nX", b"hi\n", 0),
        ("echo a > /tmp/q; cat /tmp/q >&2", b"", 0),
        ("(echo a; echo b) | sort -r", b"b\na\n", 0),
    ],
)
def test_a_line_in_a_fresh_shell_is_exact(line: str, stdout: bytes, code: int) -> None:
    result = host_shell().run_apart(line)
    assert (result.stdout, result.exit) == (stdout, code), result.stderr
