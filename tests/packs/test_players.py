"""Ten faults, six players each: who earns what (rubric, fairness; the issue's "Shown by").

One class per fault, so that a worker computes a fault's par once. Further seeds give other names, addresses
and times; a script that looks its ids up must not notice.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from players import FAULTS, SCRIPTS, Played, expert_of, explanations, graded, played

PLAYERS = ("expert", "empty", "guesser", "mitigate-first", "sprayer", "wrong-cause")
FURTHER_SEEDS = (77, 4711)


def no_accident(play: Played) -> None:
    """Nothing went wrong inside the game, whoever played."""
    assert [u for u in play.json["unanswered"] if "internal error" in u["reason"]] == []
    assert "went wrong inside the game" not in play.transcript


def expert(play: Played) -> None:
    assert play.json["unanswered"] == []
    assert play.scores["total"] >= 95, play.scores
    assert play.json["outcome"]["mitigated_at"] and play.json["outcome"]["fixed_at"]
    assert play.json["outcome"]["failed_requests_caused_by_player"] <= 25
    assert play.engine.rivals.open == (play.engine.case.fault,)


def mitigate_first(play: Played) -> None:
    assert play.json["outcome"]["mitigated_at"]
    assert play.json["unanswered"] == []
    assert play.scores["P5"] == 3
    assert 40 <= play.scores["path"] <= 85, play.scores


def guesser(play: Played) -> None:
    assert play.scores["explanation"] <= 50
    assert play.scores["path"] == 0
    causes = [c["verdict"] for c in play.json["claims"] if c["kind"] == "root_cause"]
    assert "unsupported" in causes and "stated" not in causes


def sprayer(play: Played) -> None:
    assert play.scores["path"] <= 30
    assert play.scores["P2"] == 0


def empty(play: Played) -> None:
    assert play.scores["explanation"] == 0


def wrong_cause(play: Played) -> None:
    assert play.scores["explanation"] <= 34
    assert play.scores["E1"] <= 1


BANDS = {
    "excellent": (90, 100),
    "verbose": (75, 100),
    "non-native": (75, 100),
    "terse": (45, 90),
    "partial": (15, 65),
    "unevidenced": (1, 50),
    "contradictory": (0, 40),
    "wrong": (0, 34),
    "negated": (0, 20),
    "shotgun": (0, 20),
    "stuffed": (0, 20),
    "pasted": (0, 20),
}
"""Points an explanation of a kind may earn. A terse note that leaves out what was not asked earns less, not nothing."""

CONSTANT = """root_cause: A recent change in the infrastructure broke the service.
chain: Something was changed, so requests failed and users saw errors.
mitigation: Roll back the last change and restart what is affected.
prevention: Be careful with changes, test more, and improve monitoring.
confidence: 80 %"""
"""Fits every outage and says nothing about this one."""

CHECKS: dict[str, Callable[[Played], None]] = {
    "empty": empty,
    "expert": expert,
    "guesser": guesser,
    "mitigate-first": mitigate_first,
    "sprayer": sprayer,
    "wrong-cause": wrong_cause,
}


def plays_of(fault: str) -> type:
    """The tests of one fault."""

    class Plays:
        @pytest.mark.parametrize("player", PLAYERS)
        def test_player(self, player: str) -> None:
            play = expert_of(fault) if player == "expert" else played(fault, player)
            no_accident(play)
            CHECKS[player](play)

        @pytest.mark.parametrize("kind", BANDS)
        def test_explanation(self, kind: str) -> None:
            verdicts = graded(fault, kind, explanations(fault)[kind])
            low, high = BANDS[kind]
            assert low <= verdicts.score <= high, [(c.id, c.state, c.reason) for c in verdicts.claims]

        def test_a_constant_guess_earns_next_to_nothing(self) -> None:
            assert graded(fault, "constant", CONSTANT).score <= 10

        @pytest.mark.parametrize("seed", FURTHER_SEEDS)
        def test_the_expert_under_other_dice(self, seed: int) -> None:
            play = played(fault, "expert", seed)
            no_accident(play)
            expert(play)

    return Plays


for _fault in FAULTS:
    globals()["Test_" + _fault.replace("-", "_")] = plays_of(_fault)


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_has_every_player(fault: str) -> None:
    assert sorted(path.stem for path in (SCRIPTS / fault).iterdir()) == sorted(PLAYERS)


@pytest.mark.parametrize(
    "script", sorted(SCRIPTS.glob("*/*.txt")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_no_script_knows_an_id(script: Path) -> None:
    """Scripts look ids and private addresses up, as a player would."""
    text = re.sub(r"127\.0\.0\.1", "", script.read_text(encoding="utf-8"))
    assert (
        re.findall(r"\bi-[0-9a-f]{8,}|arn:aws:\S+|\b10\.\d+\.\d+\.\d+|\b(?:subnet|vpc|sg)-[0-9a-f]{8,}", text)
        == []
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_the_fairness_table_has_every_kind(fault: str) -> None:
    assert set(explanations(fault)) == set(BANDS)
