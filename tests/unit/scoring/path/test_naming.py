"""Which suspects and families words are about, and what a strike was worth."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentgame.scoring.path.facts import PathObservation, Said
from incidentgame.scoring.path.naming import Suspected, named, resolved
from incidentgame.scoring.path.strikes import strike
from incidentgame.scoring.path.thoughts import thoughts

SUSPECTS = (
    Suspected("fn", "edge", "the code at the edge fails"),
    Suspected("key", "edge", "the code at the edge misses something it reads"),
    Suspected("old", "routing", "a rule that was always there has come first"),
    Suspected("new", "routing", "somebody's new rule answers for the API"),
    Suspected("job", "targets", "a scheduled job takes the targets out of the group, again and again"),
    Suspected("pool", "app", "the app waits for something it does not get"),
)


@pytest.mark.parametrize(
    ("what", "suspects"),
    [
        ("the edge", ("fn", "key")),
        ("CloudFront", ("fn", "key")),
        ("nginx", ("pool",)),
        ("rules", ("old", "new")),
        ("somebody's new rule", ("new",)),
        ("the scheduled job", ("job",)),
        ("code at the edge fails", ("fn",)),
        ("the moon", ()),
        ("", ()),
    ],
)
def test_what_is_struck_is_found(what: str, suspects: tuple[str, ...]) -> None:
    assert resolved(what, SUSPECTS) == suspects


def test_what_is_fine_is_cleared_and_the_rest_believed() -> None:
    about = named("awselb wrote it, so edge and name are fine. It is a rule of the listener.", SUSPECTS)
    assert about.families == ("routing",)
    assert about.cleared == ("edge",)
    assert named("not healthy at all: the targets", SUSPECTS).families == ("targets",)
    assert named("so the app is not it but the rules", SUSPECTS).cleared == ("app",)


def seen(n: int, *gone: str) -> PathObservation:
    return PathObservation(n=n, at=n * 1000, line="x", ruled_out=dict.fromkeys(gone, "why"))


LOOKS = (seen(2, "fn", "key"), seen(6, "pool"), seen(9, "old"))


@pytest.mark.parametrize(
    ("n", "text", "verdict", "by"),
    [
        (4, "the edge because awselb answered", "shown", (2,)),
        (4, "the app because I say so", "early", (6,)),
        (4, "the scheduled job because no", "open", ()),
        (3, "somebody's new rule because no", "truth", ()),
        (8, "somebody's new rule because no", "against", (5,)),
        (8, "rules because no", "against", (5,)),
        (8, "the moon because it shines", "unclear", ()),
    ],
)
def test_a_strike_is_held_against_what_was_seen(n: int, text: str, verdict: str, by: tuple[int, ...]) -> None:
    found = strike(n, text, SUSPECTS, "new", LOOKS, spoke=(5,))
    assert (found.verdict, found.by) == (verdict, by)
    assert found.sound == (verdict in ("shown", "early"))


def test_a_thought_knows_what_ended_it() -> None:
    one, two, three = thoughts(
        [Said(1, 0, "it is the edge"), Said(3, 0, "the edge again"), Said(5, 0, "rules")], SUSPECTS, LOOKS
    )
    assert (one.families, one.dropped_by) == (("edge",), (2,))
    assert two.dropped_by == ()
    assert three.dropped_by == ()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_words_name_known_suspects_only(text: str) -> None:
    about = named(text, SUSPECTS)
    assert set(about.suspects) <= {suspect.id for suspect in SUSPECTS}
    assert not set(about.families) & set(about.cleared)
