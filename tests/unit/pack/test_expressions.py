"""The expression language: what it can, what it cannot, and that it always ends."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.pack.expressions import ExpressionError, evaluate, parse

NAMES = {
    "minutes": 12,
    "fixed": False,
    "seen": lambda layer: {"edge": 2}.get(layer, 0),
    "docs": lambda kind: [{"State": "ENABLED", "n": 1}, {"State": "DISABLED", "n": 2}],
    "rule": {"Actions": [{"Type": "forward"}]},
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("minutes >= 10 and not fixed", True),
        ("seen('edge') + 1", 3),
        ("rule.Actions[0].Type == 'forward'", True),
        ("rule.Nothing.Deeper", None),
        ("count(d for d in docs('x') if d.State == 'ENABLED')", 1),
        ("[d.n for d in docs('x')]", [1, 2]),
        ("'a' if fixed else 'b'", "b"),
        ("1 < minutes < 20", True),
        ("'x' in ['x', 'y'] and 'z' not in none or false", True),
        ("join(['a', 'b'], '-') + lower('C')", "a-bc"),
        ("(1\n   or 2)\n  and 3", 3),
    ],
)
def test_what_it_can(text: str, value: object) -> None:
    assert evaluate(text, NAMES) == value


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "(lambda: 1)()",
        "2 ** 99999999",
        "{'a': 1}",
        "f'{minutes}'",
        "x := 3",
        "seen('edge')('again')",
        "minutes.real()",
        "'a' * 99999999",
        "nobody",
        "1 +",
        "[i for i in docs('x') for j in docs('y')]",
        "9223372036854775807 + 9223372036854775807",
        "1 // 0",
        "'a' < 1",
        "(" * 500 + ")" * 500,
    ],
)
def test_what_it_refuses(text: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(text, NAMES)


def test_members_never_reach_attributes_of_objects() -> None:
    assert evaluate("minutes.__class__", NAMES) is None
    assert evaluate("().__class__", NAMES) is None
    assert evaluate("docs.__globals__", NAMES) is None
    assert evaluate("'text'.upper", NAMES) is None


def test_the_budget_of_steps_ends_long_work() -> None:
    names = {"many": list(range(100_000))}
    with pytest.raises(ExpressionError, match="too many steps"):
        evaluate("count(i for i in many if i > 1)", names)


def test_free_names_are_told_without_bound_ones() -> None:
    assert parse("count(d for d in docs('x') if d.n > limit)").names == ("count", "docs", "limit")


@given(st.text(max_size=60))
def test_any_text_gives_a_value_or_an_expression_error(text: str) -> None:
    with suppress(ExpressionError):
        evaluate(text, NAMES)
