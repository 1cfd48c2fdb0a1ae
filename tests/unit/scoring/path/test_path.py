"""The path score: an expert near full marks, guessers and sprayers far below."""

from __future__ import annotations

from math import log2

from msgspec.structs import replace

from incidentgame.scoring.path import (
    Expectation,
    PathFacts,
    PathObservation,
    Said,
    Thought,
    charged,
    score_path,
)

SUSPECTS = tuple("abcdefghij")
SECOND = 1000


def look(n: int, line: str, layer: str, before: int, after: int, **more: object) -> PathObservation:
    base = {
        "n": n,
        "at": n * 30 * SECOND,
        "line": line,
        "layer": layer,
        "suspects_before": SUSPECTS[:before],
        "suspects_after": SUSPECTS[:after],
        "bits": log2(before / after),
    }
    return PathObservation(**{**base, **more})  # type: ignore[arg-type]  # mixed keyword values


def expert() -> PathFacts:
    observations = (
        look(1, "status", "user-side", 10, 10),
        look(2, "curl -si https://api.shop.example/v1/cart", "edge", 10, 6),
        look(5, "aws elbv2 describe-target-health --target-group-arn x", "targets", 6, 2),
        look(6, "aws cloudtrail lookup-events", "change-history", 2, 1, shows=("trail",)),
        look(7, "aws events describe-rule --name x", "change-history", 1, 1, shows=("schedule",)),
        look(9, "aws events disable-rule --name x", "change-history", 1, 1, kind="write", changes=("off",)),
        look(10, "curl -si https://api.shop.example/v1/cart", "edge", 1, 1),
        look(11, "status", "user-side", 1, 1, at=11 * 40 * SECOND),
    )
    return PathFacts(
        observations=observations,
        suspects=SUSPECTS,
        thoughts=(
            Thought(3, 3, "awselb wrote it, the edge is only the relay"),
            Thought(8, 8, "risk: none to users; rollback: enable the rule again"),
        ),
        expectations=(Expectation(4, "no targets", 5, came_true=True),),
        updates=(Said(8, 8, "65 % of requests fail since 13:58"),),
        mitigated_at=9 * 30 * SECOND + 1,
        fixed_at=10 * 30 * SECOND,
        clears_layers=True,
        par_observations=4,
    )


def levels(facts: PathFacts) -> list[int]:
    return [level.level for level in score_path(facts).levels]


def test_an_expert_gets_full_marks() -> None:
    assert levels(expert()) == [3, 3, 3, 3, 3]
    assert score_path(expert()).score == 100


def test_every_level_above_zero_points_at_observations_or_words() -> None:
    for level in score_path(expert()).levels:
        assert level.reasons
        assert level.observations


def test_one_who_did_nothing_gets_nothing() -> None:
    assert score_path(PathFacts(observations=(), suspects=SUSPECTS)).score == 0


def test_a_guesser_who_fixes_blindly_stays_below_30() -> None:
    write = look(
        1, "aws events disable-rule --name x", "change-history", 10, 10, kind="write", changes=("off",)
    )
    facts = PathFacts(
        observations=(write,), suspects=SUSPECTS, mitigated_at=write.at + 1, fixed_at=write.at + 1
    )
    assert score_path(facts).score <= 30


def test_an_every_command_sprayer_stays_below_30() -> None:
    layers = ("data", "app", "change-history", "user-side", "targets", "name", "edge", "host")
    sprayed = [look(i, f"command {i}", layers[i % 8], 10, 10) for i in range(1, 90)]
    sprayed += [look(90 + i, f"more {i}", "targets", 10 - i, 9 - i) for i in range(9)]
    facts = PathFacts(observations=tuple(sprayed), suspects=SUSPECTS, par_observations=5)
    assert score_path(facts).score <= 30, levels(facts)
    in_order = sorted(sprayed[:89], key=lambda o: layers.index(o.layer))
    assert score_path(replace(facts, observations=(*in_order, *sprayed[89:]))).score <= 30


def test_p4_and_p5_are_zero_until_something_is_changed_or_recommended() -> None:
    reads = tuple(o for o in expert().observations if o.kind == "read")
    facts = replace(expert(), observations=reads, mitigated_at=None, fixed_at=None)
    assert levels(facts)[3:] == [0, 0]
    assert levels(replace(facts, recommends_change=True))[3:] == [3, 1]


def test_harm_and_irreversible_acts_cost_safety() -> None:
    assert levels(replace(expert(), failed_requests_caused_by_player=100))[3] == 2
    assert levels(replace(expert(), failed_requests_caused_by_player=5000))[3] == 0
    broken = tuple(replace(o, irreversible=o.kind == "write") for o in expert().observations)
    assert levels(replace(expert(), observations=broken))[3] == 0


def test_proof_once_is_less_than_proof_after_a_cycle() -> None:
    assert levels(replace(expert(), observations=expert().observations[:-1]))[4] == 2
    assert levels(replace(expert(), mitigated_at=None, fixed_at=None))[4] == 0


def test_revisits_and_the_request_path_are_not_charged() -> None:
    start = expert().observations
    again = (start[0], start[1], replace(start[1], n=3, bits=0.0), *start[2:])
    assert charged(replace(expert(), observations=again)) == ()
    wandering = tuple(look(20 + i, f"x {i}", "data", 10, 10) for i in range(3))
    assert charged(replace(expert(), observations=(*wandering, *start))) == (20, 21, 22)


def test_blanks_do_not_matter_and_hypotheses_add_up() -> None:
    base = expert()
    spaced = tuple(replace(o, line=o.line.replace(" ", "  ")) for o in base.observations)
    assert score_path(replace(base, observations=spaced)) == score_path(base)
    assert levels(replace(base, expectations=()))[2] == 2
    assert levels(replace(base, expectations=(), thoughts=base.thoughts[:1]))[2] == 1
    assert levels(replace(base, expectations=(), thoughts=()))[2] == 0
