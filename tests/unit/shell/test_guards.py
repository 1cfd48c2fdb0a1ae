"""Lines that no limit could stop are refused, however `grep -f` is spelt; others are left alone."""

import pytest

from incidentgame.shell.files import FileTree
from incidentgame.shell.guards import refusal
from incidentgame.shell.image import File, Image
from incidentgame.shell.tree import MemoryTree

CONTENT = {"/big": b"pattern\n" * 40_000, "/small": b"pattern\n", "/home/big": b"pattern\n" * 40_000}


@pytest.fixture(scope="module")
def files() -> FileTree:
    return MemoryTree(lambda: 0, Image({name: File(content=text) for name, text in CONTENT.items()}))


@pytest.mark.parametrize(
    "line",
    [
        "grep -f /big /small",
        "grep -Ff/big /small",
        "egrep --file=/big x",
        "fgrep --file /big x",
        "g=grep; $g -f /big x",
        "f=/big; grep -c -f $f x",
        'f="/big"; grep -f "${f}" x',
        "cat /small | xargs grep -f /big",
        "sudo env LANG=C /usr/bin/grep -f /big x",
        "find / -exec grep -lf /big {} \\;",
        "bash -c 'grep -f /big x'",
        "zgrep -f /big x.gz",
        "x=$(grep -f /big /small)",
        "cd /tmp; grep -f ../big x",
        "grep -f $kept x",
    ],
)
def test_a_huge_list_of_patterns_is_refused(line: str, files: FileTree) -> None:
    found = refusal(line, "/home", files, {"kept": "/big"}.get)  # type: ignore[arg-type]  # always has a value here
    assert found is not None
    assert found[0].endswith("grep: memory exhausted\n")
    assert found[1] == 2


@pytest.mark.parametrize(
    "line",
    [
        "grep -f /small /big",
        "tail -f /big | grep pattern",
        "[ -f /big ] && grep pattern /big",
        "rm -f /big; grep x /small",
        "grep -f",
        "grep pattern /big",
        "awk -f /big x",
        "echo $nobody -f /big",
    ],
)
def test_other_lines_are_left_alone(line: str, files: FileTree) -> None:
    assert refusal(line, "/home", files) is None
