"""The log's entries: what is written is what is read, and nothing else is taken for one."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.kernel.events import (
    AnyEvent,
    Ended,
    LineAccepted,
    LineDone,
    Paused,
    Resumed,
    Started,
    Suspended,
    decode,
    encode,
)

TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
AT = st.integers(0, 2**60)
EVENTS: st.SearchStrategy[AnyEvent] = st.one_of(
    st.builds(Started, at=AT, pack=TEXT, fault=TEXT, seed=AT, code=TEXT, digest=TEXT, engine=TEXT),
    st.builds(LineAccepted, at=AT, n=AT, text=TEXT, by=TEXT, channel=TEXT, shell=TEXT),
    st.builds(
        LineDone, at=AT, n=AT, exit=st.integers(0, 255), sha256=TEXT, cut=st.booleans(), cut_output=TEXT
    ),
    st.builds(Paused, at=AT),
    st.builds(Resumed, at=AT),
    st.builds(Suspended, at=AT),
    st.builds(Ended, at=AT, why=TEXT),
)


@given(EVENTS)
def test_an_event_comes_back_as_it_was_and_is_one_line(event: AnyEvent) -> None:
    line = encode(event)
    assert decode(line) == event
    assert b"\n" not in line


def test_letters_that_are_none_are_refused() -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(encode(Ended(at=1, why="solved")).replace(b"solved", b"s\x80lved"))
    nothing: Any = None
    with pytest.raises(msgspec.DecodeError):
        decode(nothing)


@pytest.mark.parametrize(
    "line", [b"", b"{", b"{}", b'{"event":"gone","at":1}', b'{"event":"line","at":"soon"}', b"\xff"]
)
def test_anything_else_is_refused(line: bytes) -> None:
    with pytest.raises((msgspec.DecodeError, msgspec.ValidationError)):
        decode(line)
