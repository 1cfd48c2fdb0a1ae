"""What a mode makes of a case: a drill's suspects and minutes, a rehearsal's minutes and people."""

from functools import cache

import pytest
from rehearsing import CURL, EXPLAIN, case, engine, enter, play, shown

from incidentgame import bootstrap
from incidentgame.adapters import packs
from incidentgame.pack.casecode import decode
from incidentgame.session.engine import Engine
from incidentgame.session.played import focused
from incidentgame.session.result import result_of


@cache
def families() -> dict[str, str]:
    return {suspect.id: suspect.family for suspect in case().suspects}


@pytest.mark.parametrize(
    ("mode", "minutes", "long"),
    [
        ("practice", 0, 45),
        ("exam", 0, 45),
        ("drill", 0, 5),
        ("drill", 8, 8),
        ("rehearsal", 0, 45),
        ("rehearsal", 20, 20),
    ],
)
def test_minutes(mode: str, minutes: int, long: int) -> None:
    assert engine(mode, minutes).case.minutes == long


def test_a_drills_suspects_are_those_of_its_family() -> None:
    one = play("drill")
    family = families()[case().fault]
    left = [suspect.id for suspect in one.engine.case.suspects]
    assert case().fault in left
    assert left == [name for name, of in families().items() if of == family]
    enter(one, "suspects")
    assert f"{len(left)} of {len(left)} left" in shown(one)


def test_a_family_of_one_is_drilled_among_all() -> None:
    alone = case().suspects[:1]
    others = tuple(s for s in case().suspects if s.family != alone[0].family)
    assert focused((*alone, *others), alone[0].family) == (*alone, *others)


def test_the_brief_says_which_layer_is_broken_in_a_drill_only() -> None:
    one = play("drill")
    enter(one, "brief")
    assert "What is broken is routing" in shown(one)
    assert "5 minutes" in shown(one)
    other = play("practice")
    enter(other, "brief")
    assert "What is broken is" not in shown(other)


def test_a_drill_is_scored_over_fewer_suspects_and_leaves_the_full_case_alone() -> None:
    drill, full = play("drill"), play("practice")
    for one in (drill, full):
        enter(one, CURL)
        enter(one, EXPLAIN)
    few, many = result_of(drill.engine), result_of(full.engine)
    assert len(few.scored.facts.suspects) < len(many.scored.facts.suspects)
    assert len(few.par) <= len(many.par)
    assert result_of(play_again(full.engine)).par == many.par


def play_again(one: Engine) -> Engine:
    return bootstrap.engine_for("api-503", case(), one.mode)


def test_a_case_code_pins_a_drill() -> None:
    pack = packs.load("api-503")
    fault, seed = bootstrap.chosen(pack, "", "", 7, lambda n: 0, "edge")
    assert pack.faults[fault].data["family"] == "edge"
    code = bootstrap.open_case("api-503", fault, seed).code
    assert decode(pack.id, pack.fault_ids, code) == (fault, seed)
    assert bootstrap.chosen(pack, code, "", None, lambda n: 0, "edge") == (fault, seed)


def test_a_branch_of_a_drill_is_a_drill() -> None:
    one = play("drill", 7)
    enter(one, CURL)
    enter(one, "rewind 0")
    assert one.engine.branches.number == 2
    assert one.engine.case.minutes == 7
    assert one.engine.case.suspects == one.engine.branches.trunk.case.suspects
