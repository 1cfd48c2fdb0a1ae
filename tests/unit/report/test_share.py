"""What is passed on gives nothing away."""

import pytest
from debrief_sessions import empty, played, solved, warm_up
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.report.share import NOTHING, bar, share


def test_what_is_passed_on() -> None:
    shown = share(solved())
    head, steps, strip, sums, again = shown.splitlines()
    assert head == f"incidentgame api-503 {solved().engine.case.code}"
    assert steps == "5 looks, par 2 · practice" or steps.endswith("looks, par 2 · practice")
    assert set(strip) <= set("·▁▂▄█")
    assert strip[0] == "▄"
    assert sums.startswith("path ") and " of 15 · explanation " in sums
    assert again.startswith("the same case: incidentgame play api-503 ")


def test_no_fault_no_suspect_no_command() -> None:
    result, shown = solved(), share(solved())
    case = result.engine.case
    assert case.facts.title not in shown
    for suspect in case.suspects:
        assert suspect.id not in shown
        assert suspect.text not in shown
        assert suspect.family not in shown
    for word in ("curl", "aws", "elbv2", "explain"):
        assert word not in shown


def test_as_many_characters_as_looks() -> None:
    strip = "".join(share(solved()).splitlines()[2:-2])
    assert len(strip) == len(solved().scored.facts.reads)


def test_a_long_session_is_wrapped() -> None:
    rows = share(played(*["true"] * 43, par=())).splitlines()
    assert [len(row) for row in rows[2:-2]] == [40, 3]


def test_nothing_played_and_nothing_scored() -> None:
    assert share(empty()).splitlines()[1] == "0 looks, par 2 · practice"
    assert "path" not in share(warm_up())


@given(st.floats(0, 8), st.floats(0, 8))
def test_more_bits_are_never_a_lower_bar(one: float, other: float) -> None:
    heights = "·▁▂▄█"
    low, high = sorted((one, other))
    assert heights.index(bar(low)) <= heights.index(bar(high))


@pytest.mark.parametrize(("bits", "mark"), [(0.0, NOTHING), (0.4, "▁"), (1.0, "▂"), (1.3, "▄"), (3.3, "█")])
def test_heights(bits: float, mark: str) -> None:
    assert bar(bits) == mark
