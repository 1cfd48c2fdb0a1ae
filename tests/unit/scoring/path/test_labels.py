"""What each line was for; nothing but dead ends is ever charged."""

from __future__ import annotations

from msgspec.structs import replace

from incidentgame.scoring.path import PathFacts, PathObservation, Strike, charged, labels, score_path

SUSPECTS = tuple("abcd")


def look(n: int, line: str, layer: str = "user-side", **more: object) -> PathObservation:
    base: dict[str, object] = {
        "n": n,
        "at": n * 20_000,
        "line": line,
        "layer": layer,
        "suspects_before": SUSPECTS,
    }
    return PathObservation(**{**base, **more})  # type: ignore[arg-type]  # mixed keyword values


CHANGE = look(7, "aws elbv2 delete-rule", "routing", kind="write", changes=("x",), suspects_before=("a",))
FACTS = PathFacts(
    observations=(
        look(1, "curl a", bits=1.0),
        look(2, "think x", "", kind="verb"),
        look(3, "LB=$(aws x)", "routing", kind="setup"),
        look(4, "psql", "data"),
        look(5, "aws elbv2 describe-rules", "routing", shows=("rules",), bits=0.0),
        look(6, "psql", "data"),
        CHANGE,
        look(8, "sleep 30", "", kind="wait"),
        look(9, "curl a", suspects_before=("a",)),
    ),
    suspects=SUSPECTS,
    mitigated_at=CHANGE.at + 1,
)


def test_every_line_has_a_label() -> None:
    assert labels(FACTS) == {
        1: "telling", 2: "words", 3: "preparing", 4: "dead end", 5: "evidence", 6: "revisit",
        7: "change", 8: "waiting", 9: "confirms",
    }  # fmt: skip


def test_proving_a_fix_is_never_a_revisit_or_a_dead_end() -> None:
    assert 9 not in charged(FACTS)
    unproved = replace(FACTS, mitigated_at=None)
    assert labels(unproved)[9] != "confirms"
    assert 9 not in charged(unproved)


def test_which_layer_was_looked_at_first_does_not_matter() -> None:
    looks = [
        look(n, f"x {layer}", layer)
        for n, layer in enumerate(("name", "edge", "routing", "targets", "host"), 1)
    ]
    back = [replace(one, n=6 - one.n) for one in looks][::-1]
    assert charged(PathFacts(observations=tuple(looks), suspects=SUSPECTS)) == ()
    assert charged(PathFacts(observations=tuple(back), suspects=SUSPECTS)) == ()


def test_a_blind_change_costs_by_its_harm() -> None:
    blind = replace(CHANGE, suspects_before=SUSPECTS)
    facts = replace(FACTS, observations=(blind,), failed_requests_caused_by_player=0)
    harmed = replace(facts, observations=(replace(blind, harm=120),), failed_requests_caused_by_player=120)
    p4, worse = score_path(facts).levels[3], score_path(harmed).levels[3]
    assert (p4.level, worse.level) == (1, 0)
    assert "120 of #7" in worse.reasons[0]


def test_only_a_sound_strike_lets_an_idea_go() -> None:
    bare = replace(FACTS, strikes=(Strike(2, "x because y", ("a",), "truth"),))
    p3 = score_path(bare).levels[2]
    assert p3.level == 1
    assert "#2: struck out, though it was so" in p3.reasons
    assert (
        "let go in #2"
        in score_path(replace(FACTS, strikes=(Strike(2, "x because y", ("b",), "shown", (1,)),)))
        .levels[2]
        .reasons
    )
