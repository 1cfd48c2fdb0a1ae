"""The layered files of a host, and who may do what."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.shell import files
from incidentgame.shell.files import Stat
from incidentgame.shell.image import File, Image, directory, link
from incidentgame.shell.tree import MemoryTree, Quota
from incidentgame.shell.users import UserTree

NOW = 1_795_235_395_000
IMAGE = Image(
    {
        "/etc/passwd": File(content=b"root\n", mtime=5),
        "/etc/shadow": File(content=b"secret\n", mode=0o600),
        "/bin": link("usr/bin"),
        "/usr/bin/ls": File(content=b"x", mode=0o755),
        "/tmp": directory(0o1777),
        "/home/a": directory(0o700, "a", "a"),
        "/home/a/own": File(content=b"mine", owner="a", group="a"),
        "/loop1": link("/loop2"),
        "/loop2": link("/loop1"),
    }
)


class Log:
    """One growing file and one of /proc."""

    def __init__(self) -> None:
        self.content = b"line\n"
        self.reads = 0

    def names(self) -> Iterable[str]:
        return ("/var/log/nginx/access.log", "/proc/loadavg")

    def stat(self, path: str) -> Stat | None:
        return (
            Stat("file", len(self.content), 0o640, "www-data", "adm", NOW) if path in self.names() else None
        )

    def changed(self, directory: str) -> int:
        return 0

    def read(self, path: str) -> bytes:
        self.reads += 1
        return self.content


def make(**options: object) -> MemoryTree:
    return MemoryTree(lambda: NOW, IMAGE, **options)  # type: ignore[arg-type]  # passed through


def test_reads_through_links_in_the_middle_and_at_the_end() -> None:
    tree = make()
    assert tree.read("/bin/ls") == b"x"
    assert tree.stat("/bin").kind == "link"  # type: ignore[union-attr]  # it exists
    assert tree.resolve("/bin/ls") == "/usr/bin/ls"
    assert tree.list("/bin") == ["ls"]
    with pytest.raises(files.TooManyLinks):
        tree.read("/loop1")


def test_the_image_is_never_changed() -> None:
    one, two = make(), make()
    one.write("/etc/passwd", b"changed")
    one.remove("/etc/shadow")
    one.mkdir("/etc/new")
    assert two.read("/etc/passwd") == b"root\n"
    assert two.list("/etc") == ["passwd", "shadow"]
    assert one.list("/etc") == ["new", "passwd"]


def test_changes_carry_the_instant() -> None:
    tree = make()
    tree.write("/etc/passwd", b"more", append=True)
    stat = tree.stat("/etc/passwd")
    assert stat == Stat("file", 9, 0o644, "root", "root", NOW)


@pytest.mark.parametrize(
    ("act", "problem"),
    [
        (lambda t: t.read("/nosuch"), files.NotFound),
        (lambda t: t.read("/etc"), files.IsDirectory),
        (lambda t: t.list("/etc/passwd"), files.NotDirectory),
        (lambda t: t.write("/etc", b""), files.IsDirectory),
        (lambda t: t.write("/nosuch/x", b""), files.NotFound),
        (lambda t: t.write("/etc/passwd/x", b""), files.NotDirectory),
        (lambda t: t.mkdir("/etc"), files.AlreadyExists),
        (lambda t: t.remove("/etc"), files.NotEmpty),
        (lambda t: t.remove("/nosuch"), files.NotFound),
        (lambda t: t.readlink("/etc"), files.NotLink),
        (lambda t: t.rename("/etc", "/etc/x"), files.NotLink),
        (lambda t: t.chmod("/nosuch", 0), files.NotFound),
    ],
)
def test_errors_are_the_systems(act: object, problem: type[files.FileError]) -> None:
    with pytest.raises(problem):
        act(make())  # type: ignore[operator]  # a lambda


def test_moving_a_directory_moves_what_is_in_it() -> None:
    tree = make()
    tree.rename("/etc", "/conf")
    assert tree.stat("/etc") is None
    assert tree.list("/conf") == ["passwd", "shadow"]
    assert tree.read("/conf/passwd") == b"root\n"


def test_frozen_state_comes_back() -> None:
    tree = make()
    tree.write("/tmp/a", b"1")
    kept = tree.freeze()
    tree.write("/tmp/a", b"2")
    tree.remove("/etc/passwd")
    tree.thaw(kept)
    assert tree.read("/tmp/a") == b"1"
    assert tree.list("/etc") == ["passwd", "shadow"]


def test_quotas_are_kept() -> None:
    tree = make(quota=Quota(bytes=10, entries=2))
    tree.write("/tmp/a", b"12345")
    with pytest.raises(files.Full):
        tree.write("/tmp/b", b"1234567")
    tree.write("/tmp/a", b"")
    tree.write("/tmp/b", b"1234567")
    with pytest.raises(files.Full):
        tree.write("/tmp/c", b"")
    tree.remove("/tmp/a")
    tree.write("/tmp/c", b"")


def test_computed_files_are_read_anew_and_not_for_their_size() -> None:
    log = Log()
    tree = make(dynamic=log)
    assert tree.stat("/var/log/nginx/access.log").size == 5  # type: ignore[union-attr]  # it exists
    assert tree.list("/var/log/nginx") == ["access.log"]
    assert tree.list("/var") == ["log"]
    assert tree.stat("/var/log").kind == "dir"  # type: ignore[union-attr]  # it exists
    assert log.reads == 0
    log.content += b"another\n"
    assert tree.read("/var/log/nginx/access.log") == b"line\nanother\n"
    with pytest.raises(files.NotAllowed):
        tree.write("/proc/loadavg", b"0")


def test_the_world_hears_of_writes_and_may_keep_them() -> None:
    heard: list[tuple[str, bytes | None]] = []

    def on_write(path: str, data: bytes | None) -> bool:
        heard.append((path, data))
        return path == "/var/log/nginx/access.log"

    log = Log()
    tree = make(dynamic=log, on_write=on_write)
    tree.write("/etc/passwd", b"x")
    tree.write("/var/log/nginx/access.log", b"")
    tree.remove("/etc/shadow")
    assert heard == [("/etc/passwd", b"x"), ("/var/log/nginx/access.log", b""), ("/etc/shadow", None)]
    assert tree.read("/var/log/nginx/access.log") == b"line\n"


def test_modes_decide_what_a_user_may_do() -> None:
    tree = make()
    mine, other = UserTree(tree, "a"), UserTree(tree, "b")
    assert mine.read("/home/a/own") == b"mine"
    assert other.stat("/home/a/own") is None
    for act in (
        lambda: other.read("/home/a/own"),
        lambda: other.list("/home/a"),
        lambda: mine.read("/etc/shadow"),
        lambda: mine.write("/etc/passwd", b""),
        lambda: mine.write("/etc/new", b""),
        lambda: mine.mkdir("/etc/new"),
        lambda: mine.remove("/etc/passwd"),
        lambda: mine.rename("/home/a/own", "/etc/own"),
    ):
        with pytest.raises(files.NotAllowed):
            act()
    with pytest.raises(files.NotPermitted):
        mine.chmod("/etc/passwd", 0o777)


def test_a_group_may_read_what_others_may_not() -> None:
    tree = make(dynamic=Log())
    assert UserTree(tree, "a", ["a", "adm"]).read("/var/log/nginx/access.log") == b"line\n"
    with pytest.raises(files.NotAllowed):
        UserTree(tree, "a").read("/var/log/nginx/access.log")


def test_in_tmp_only_ones_own() -> None:
    tree = make()
    UserTree(tree, "a").write("/tmp/x", b"")
    with pytest.raises(files.NotPermitted):
        UserTree(tree, "b").remove("/tmp/x")
    UserTree(tree, "a").remove("/tmp/x")


names = st.sampled_from(["/tmp/a", "/tmp/b", "/tmp/d", "/tmp/d/e", "/etc/passwd"])


@given(st.lists(st.tuples(st.sampled_from(["write", "mkdir", "remove"]), names), max_size=12))
def test_a_listed_name_exists_and_the_other_way_round(steps: list[tuple[str, str]]) -> None:
    tree = make()
    for verb, path in steps:
        try:
            {"write": lambda p: tree.write(p, b"x"), "mkdir": tree.mkdir, "remove": tree.remove}[verb](path)
        except files.FileError:
            continue
    for folder in ("/tmp", "/etc"):
        listed = {f"{folder}/{name}" for name in tree.list(folder)}
        assert all(tree.stat(path) for path in listed)
        below = {
            p for p in ("/tmp/a", "/tmp/b", "/tmp/d", "/etc/passwd", "/etc/shadow") if p.startswith(folder)
        }
        assert {p for p in below if tree.stat(p)} == listed


@given(st.binary(max_size=300))
def test_bytes_pass_the_bridge_unchanged(data: bytes) -> None:
    from shell_host import host_shell, host_tree

    tree = host_tree()
    tree.write("/tmp/in", data)
    shell = host_shell(tree, user="root")
    try:
        shell.run("cat /tmp/in > /tmp/out; gzip -c /tmp/in > /tmp/z; zcat /tmp/z > /tmp/back")
    finally:
        shell.close()
    assert tree.read("/tmp/out") == data
    assert tree.read("/tmp/back") == data


def test_a_directory_is_dated_by_names_that_come_and_go() -> None:
    """As stat(2) has it; writing into a file that is there already leaves the directory alone."""
    clock = [NOW]
    tree = MemoryTree(lambda: clock[0], IMAGE)

    def dated() -> int:
        found = tree.stat("/tmp")
        assert found is not None
        return found.mtime

    assert dated() == 0
    for at, act in enumerate(
        (
            lambda: tree.write("/tmp/a", b"1"),
            lambda: tree.rename("/tmp/a", "/tmp/b"),
            lambda: tree.mkdir("/tmp/d"),
            lambda: tree.remove("/tmp/b"),
        ),
        start=1,
    ):
        clock[0] = NOW + at
        act()
        assert dated() == NOW + at
    tree.write("/tmp/c", b"1")
    kept, clock[0] = tree.freeze(), NOW + 99
    tree.write("/tmp/c", b"2")
    assert dated() == NOW + 4
    tree.write("/tmp/e", b"")
    tree.thaw(kept)
    assert dated() == NOW + 4
