"""A script's lines: whole commands, here-documents and all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.session.scriptfile import commands_of
from incidentgame.shell.unfinished import is_unfinished


def commands(text: str) -> list[str]:
    return list(commands_of(text.splitlines(keepends=True), is_unfinished))


def test_blanks_and_comments_are_no_lines() -> None:
    assert commands("\n# a comment\n  # another\ndate\n\nuptime\n") == ["date", "uptime"]


def test_a_here_document_is_one_command_with_its_blanks_and_hashes() -> None:
    body = "explain <<END\nroot_cause: x\n\n# not a comment\nEND"
    assert commands(f"date\n{body}\nfinish\n") == ["date", body, "finish"]


def test_a_long_here_document_is_not_read_anew_with_each_line() -> None:
    read: list[int] = []

    def counted(text: str) -> bool:
        read.append(len(text))
        return is_unfinished(text)

    body = "explain <<'END'\n" + "said\n" * 3000 + "END"
    assert list(commands_of(f"{body}\ndate".split("\n"), counted)) == [body, "date"]
    assert len(read) < 10


@pytest.mark.parametrize(
    "text",
    [
        "cat <<<X |\nwc\ndate",
        "echo 'a <<X' |\nwc\ndate",
        "cat <<A <<B\n1\nA\n2\nB\ndate",
        "cat <<-END\n\tone\n\tEND\ndate",
        "for i in 1; do cat <<X\nX\necho\ndone\ndate",
        "cat <<X |\na\nX\nwc\ndate",
    ],
)
def test_what_looks_like_a_here_document_is_read_with_care(text: str) -> None:
    *first, last = commands(text)
    assert (first, last) == ([text.removesuffix("\ndate")], "date")


def test_loops_quotes_and_continued_lines_are_one_command() -> None:
    assert commands("for i in 1 2\ndo echo $i\ndone\necho 'a\nb'\n") == [
        "for i in 1 2\ndo echo $i\ndone",
        "echo 'a\nb'",
    ]
    assert commands("echo a |\ncat\n") == ["echo a |\ncat"]


def test_what_never_ends_is_still_played() -> None:
    assert commands("date\ncat <<END\nx\n") == ["date", "cat <<END\nx"]


def test_nothing() -> None:
    assert commands("") == []


@given(
    st.lists(st.sampled_from(["date", "echo a b", "ls | wc -l", "# note", "", "cat <<E\nx\nE"]), max_size=10)
)
def test_every_command_comes_out_once_and_in_order(lines: list[str]) -> None:
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert commands("\n".join(lines)) == wanted


def test_a_quotation_that_nothing_closes_is_not_read_for_ever() -> None:
    found = commands("echo 'a\n" + "b\n" * 5_000)
    assert len(found) > 1
    assert sum(len(one.splitlines()) for one in found) == 5_001
