"""Plain words need no quotes: whatever is said reaches the verb as it was typed."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.session.rawverbs import quoted, spoken
from incidentgame.shell.unfinished import is_unfinished

PLAIN_VERBS = st.sampled_from(["think", "expect", "note", "update"])
SENTENCES = (
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" "), min_size=1)
    .map(str.strip)
    .filter(
        lambda s: (
            s and not s.startswith(("<<", "< ")) and not (len(s) > 1 and s[0] == s[-1] and s[0] in "\"'")
        )
    )
)


@given(PLAIN_VERBS, SENTENCES)
def test_any_sentence_is_one_word_for_the_shell(verb: str, sentence: str) -> None:
    line = quoted(f"{verb} {sentence}")
    assert shlex.split(line) == [verb, sentence]
    assert not is_unfinished(line)


@given(SENTENCES)
def test_a_question_goes_to_one_person(question: str) -> None:
    assert shlex.split(quoted(f"ask dba {question}")) == ["ask", "dba", question]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("think it's the ALB", ["think", "it's the ALB"]),
        ('note "quoted already"', ["note", "quoted already"]),
        ("note 'quoted already'", ["note", "quoted already"]),
        ('note "this" and "that"', ["note", '"this" and "that"']),
        ("note a; rm -rf / && $(reboot) `x` | y > z", ["note", "a; rm -rf / && $(reboot) `x` | y > z"]),
        ("  update   we're on it  ", ["update", "we're on it"]),
        ("explain it's the function's key", ["explain", "it's the function's key"]),
        ("suspects strike the DB because it's idle", ["suspects", "strike", "the DB because it's idle"]),
        ("help what's an ALB", ["help", "what's an ALB"]),
    ],
)
def test_sentences(line: str, words: list[str]) -> None:
    assert shlex.split(quoted(line)) == words


@pytest.mark.parametrize(
    "line",
    [
        "note",
        "think ",
        "ask dba",
        "help dig",
        "suspects",
        "suspects edge",
        "suspects strike",
        "note <<END\ntext\nEND",
        "note <<END",
        "update < file",
        'explain "$(cat answer)"',
        "explain $(cat answer)",
        "explain < answer",
        "explain <<END\nit's this\nEND",
        "echo it's",
        "dig shop.example | head",
        "",
        "   ",
    ],
)
def test_what_is_no_sentence_is_left_alone(line: str) -> None:
    assert quoted(line) == line


@given(st.text())
def test_other_lines_are_never_changed(line: str) -> None:
    assert quoted(f"curl {line}") == f"curl {line}"


def test_a_here_document_is_taken_as_it_stands() -> None:
    text = "root_cause: it cost $5 and `nobody` knows $(why)\n"
    assert spoken(f"explain <<END\n{text}END") == ("explain", text.encode())
    assert spoken(f"explain <<'END'\n{text}END\n") == ("explain", text.encode())


def test_what_goes_on_after_the_here_document_is_the_shells() -> None:
    line = "explain <<END\ntext\nEND\necho after"
    assert spoken(line) == (line, None)


def test_other_commands_keep_their_here_documents() -> None:
    line = "cat <<END\n$HOME\nEND"
    assert spoken(line) == (line, None)


def test_a_sentence_longer_than_a_shells_line_is_handed_over_beside_it() -> None:
    words = "the rule is wrong " * 60_000
    assert spoken(f"explain {words}") == ("explain", words.strip().encode())
