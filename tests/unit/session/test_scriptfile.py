"""A script's lines: whole commands, here-documents and all."""

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
