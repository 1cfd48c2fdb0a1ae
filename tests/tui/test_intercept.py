"""Which lines the front end has a part in, and the logged lines it makes of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.shell.unfinished import is_unfinished
from incidentgame.tui import intercept


@pytest.mark.parametrize(
    ("line", "path", "sudo", "vi"),
    [
        ("nano notes.txt", "notes.txt", False, False),
        ("sudo nano /etc/nginx/nginx.conf", "/etc/nginx/nginx.conf", True, False),
        ("vi +12 'a b'", None, False, True),
        ("vim -R ~/x", "~/x", False, True),
    ],
)
def test_an_editor_and_its_file(line: str, path: str | None, sudo: bool, vi: bool) -> None:
    found = intercept.editing(line)
    assert (found is None) == (path is None)
    if found is not None:
        assert (found.path, found.sudo, found.vi) == (path, sudo, vi)


@pytest.mark.parametrize(
    "line", ["nano", "nano a | cat", "echo nano x", "nano $(ls)", "nanox y", "nano a; ls"]
)
def test_other_lines_are_the_shells(line: str) -> None:
    assert intercept.editing(line) is None


def test_saving_is_a_here_document() -> None:
    edit = intercept.Edit("/etc/x", sudo=True, vi=False)
    assert edit.reading == "sudo cat /etc/x"
    assert edit.writing("a\nb") == "sudo tee /etc/x > /dev/null <<'EOF'\na\nb\nEOF"


@given(st.lists(st.sampled_from(["EOF", "EOF_", "text", "", "$x `y`"]), min_size=1))
def test_no_line_of_the_text_ends_the_document(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    line = intercept.Edit("f", sudo=False, vi=False).writing(text)
    head, _, rest = line.partition("\n")
    end = head.rpartition("'")[0].rpartition("'")[2]
    assert rest == f"{text}{end}" and end not in lines
    assert not is_unfinished(line)


def test_watch_is_one_line_that_runs_three_times() -> None:
    line = intercept.watched("watch -n 5 'date; ls'")
    assert line.count("date; ls") == 2 and "sleep 5" in line and line.startswith("for turn in 1 2 3;")
    assert intercept.watched("echo watch x") == ""


@pytest.mark.parametrize(
    ("line", "paged"),
    [
        ("cat x | less", True),
        ("less x", True),
        ("grep less x", False),
        ("dmesg | less -R", True),
        ("ls", False),
    ],
)
def test_asking_for_the_pager(line: str, paged: bool) -> None:
    assert intercept.is_paged(line) is paged


def test_words_of_leaving() -> None:
    assert intercept.leaving(" logout ") == "exit"
    assert intercept.leaving("give-up") == "give-up"
    assert intercept.leaving("exit 3") == ""
