"""The curve as geometry."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from incidentgame.report.model import Curve, Mark, Step
from incidentgame.report.plot import BOX, plot

BITS = st.lists(st.floats(0, 3.3), max_size=300).map(lambda left: sorted(left, reverse=True))


def curve(left: list[float], par: list[float]) -> Curve:
    marks = (Mark(n=1, text="first change"),) if left else ()
    return Curve(start=3.3, left=tuple(left), par=tuple(par), words="", par_words="", marks=marks)


def steps(left: list[float]) -> list[Step]:
    before = [3.3, *left]
    return [
        Step(
            n=n,
            at="",
            host="",
            line="",
            kind="look",
            told="",
            bits=round(before[n - 1] - after, 3),
            before=1,
            after=1,
        )
        for n, after in enumerate(left, 1)
    ]


@given(BITS, BITS)
def test_everything_lies_in_the_box(left: list[float], par: list[float]) -> None:
    found = plot(curve(left, par), steps(left))
    for number in re.findall(r"-?\d+", " ".join((found.yours, found.area, found.par))):
        assert 0 <= int(number) <= BOX
    for point in (*found.dots, *found.labels, *found.marks):
        assert 0 <= point.x <= BOX
        assert 0 <= point.y <= BOX


@given(BITS)
def test_labels_do_not_run_into_each_other(left: list[float]) -> None:
    labels = plot(curve(left, []), steps(left)).labels
    assert all(b.x - a.x >= 80 for a, b in pairwise(labels))


def test_a_step_falls_where_its_line_ends() -> None:
    found = plot(curve([3.3, 1.65, 0.0], [0.0]), steps([3.3, 1.65, 0.0]))
    assert found.yours == "M 0 0 H 333 V 0 H 666 V 500 H 1000 V 1000"
    assert found.par == "M 0 0 H 333 V 1000"
    assert [dot.text for dot in found.dots] == ["#2", "#3"]


def test_a_session_without_a_line() -> None:
    found = plot(curve([], []), [])
    assert (found.yours, found.area, found.dots) == ("M 0 0", "", ())
