"""When bash would ask for another line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.shell.unfinished import is_unfinished

OPEN = [
    "echo 'a",
    'echo "b',
    "cat <<X",
    "echo a &&",
    "echo a |",
    "echo a \\",
    "echo ${x",
    "a=(",
    "echo $((1+",
    "if true",
    "if true; then",
    "$(",
    "`",
    "[[ a",
    "{ a",
    "( a",
    "f() {",
    "case x in",
    "case x in a) echo",
    "for i in 1 2",
    "for i in 1 2; do",
    "while read x; do",
    "echo ${x:-",
    "a ||",
    "for i in 1; do if true; then echo; fi",
    'echo "$(ls',
    "echo a | # and so on",
]

DONE = [
    "echo a",
    "for i in 1 2; do echo $i; done",
    "echo 'if'",
    "echo if",
    "[[ a == b ]] && echo",
    "{ a; }",
    "f() { echo a; }",
    "case x in a) echo;; b) x;; esac",
    "cat <<< hi",
    "echo $((1<<2))",
    "echo ${x:-a}",
    "a=(1 2)",
    "echo done",
    "awk '{print $1}'",
    "echo }",
    "echo a # it's",
    "for ((i=0;i<3;i++)); do echo -n; done",
    "echo )",
    "until false; do break; done",
    "echo \\'",
    'echo "a\'b"',
    "grep -c 'a|' x",
    "ls # foo |",
    "find . -exec a {} \\;",
    "echo ${s%%.*} ${s#*-} ${#s}",
    "(echo a); echo b",
    "jq '.a[]|{x}' f",
    'echo "`date`"',
]


@pytest.mark.parametrize(
    "text", [*OPEN, "cat <<X\nhi", "cat <<-'E'\n\tx", "while true\ndo", "x=$(cat <<E\na"]
)
def test_waits_for_more(text: str) -> None:
    assert is_unfinished(text)


@pytest.mark.parametrize(
    "text",
    [
        *DONE,
        "cat <<X\nhi\nX",
        "x=$(cat <<E\na\nE\n)",
        "sed 's/a/b/' <<'E'\nx\nE",
        "echo a\\\nb",
        "if a\nthen b\nfi",
    ],
)
def test_is_complete(text: str) -> None:
    assert not is_unfinished(text)


@given(st.text(alphabet="ab '\"`$(){}[]|&;\\<#\n", max_size=40))
def test_never_fails(text: str) -> None:
    assert is_unfinished(text) in (True, False)


@given(st.text(alphabet="abc $;|", max_size=20))
def test_quoting_a_text_completes_it(text: str) -> None:
    assert not is_unfinished("echo '" + text + "'")
