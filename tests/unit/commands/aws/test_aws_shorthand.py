"""The shorthand grammar: values AWS CLI v2 gives, and the law that it answers or refuses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentgame.commands.aws.shorthand import ShorthandError, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a=b", {"a": "b"}),
        ("a=b,c", {"a": ["b", "c"]}),
        ("a=b,c,d=e", {"a": ["b", "c"], "d": "e"}),
        ("a=[b,c],d={e=f,g=[h]}", {"a": ["b", "c"], "d": {"e": "f", "g": ["h"]}}),
        ("a='b,c'", {"a": "b,c"}),
        ('a="b\\"c"', {"a": 'b"c'}),
        ("a=b\\,c", {"a": "b,c"}),
        ("a=", {"a": ""}),
        ("a=b c , d", {"a": ["b c", "d"]}),
        ("tag:Name=x", {"tag:Name": "x"}),
        ("a=b=c", {"a": "b=c"}),
    ],
)
def test_values(text, value):
    assert parse(text) == value


@pytest.mark.parametrize("text", ["", "a", "a=b,", "a=[b", "a={b}", "a='b", "a=b,a=c"])
def test_refusals(text):
    with pytest.raises(ShorthandError):
        parse(text)


def test_files_are_read_only_where_asked():
    assert parse("a@=file://x,b=file://y", lambda value: value.upper()) == {
        "a": "FILE://X",
        "b": "file://y",
    }


@settings(max_examples=200)
@given(st.text(alphabet="ab=,[]{}'\"\\ @\n", max_size=14))
def test_every_text_is_answered_or_refused(text):
    try:
        assert isinstance(parse(text), dict)
    except ShorthandError as problem:
        assert str(problem)
